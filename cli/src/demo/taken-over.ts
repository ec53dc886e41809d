import { provenHead } from '@tocsin/device';
import {
  generateSealKey,
  openFile,
  openWitnessed,
  type Release,
  releaseShare,
  rewrapReader,
  toBase64url,
} from '@tocsin/envelope';
import { type Directory, listedBy, Peers } from '@tocsin/gateway';
import { agencyKey, gatewayKey, networkKey, type StatementId } from '@tocsin/record';
import type { GatewayConfig } from '../gateway-config.ts';
import { credentials } from '../serving.ts';
import type { Session } from '../session.ts';
import { draftFor } from '../statement.ts';
import { readUnitKeys } from '../unit-key-folder.ts';
import type { Steps } from './step.ts';

/** Whose gateway it is, an officer of the agency to ask what members see, and how the gateway is served. */
interface Taken {
  readonly name: string;
  readonly session: Session;
  readonly gateway: GatewayConfig;
}

/**
 * An addressee's gateway in the wrong hands, before anything stands on the ledger: it has all the keys of the agency, the
 * sealed file, and the line to every trustee. A witnessed alert stays closed.
 */
export async function takenOver(steps: Steps, { name, session, gateway }: Taken, record: StatementId): Promise<void> {
  const item = (await session.client.record(record)).items.find(({ id }) => id === record);
  if (item?.sealed?.mode !== 'witnessed') return;
  const proven = await provenHead(session, item);
  const roster = await session.client.roster();
  if (proven.mode !== 'witnessed' || roster === null) return;
  const file = await session.client.file(record);
  const device = generateSealKey();
  const access = draftFor(session.agency).id;
  const trust = { rootOf: (a: string) => session.roots.rootOf(a), crls: () => [], at: session.clock() };
  const about = { file, head: proven.head, me: session.agency, trust };

  await steps.step(`${name}: whoever takes its gateway over opens nothing with all its keys`, async () => {
    const place = roster.trustees.findIndex(({ agency }) => agency === session.agency) + 1;
    const [unit] = await readUnitKeys(gateway.seal);
    const [trustee] = await readUnitKeys(gateway.witness?.trustee ?? '');
    if (unit === undefined || trustee === undefined) throw new Error('the gateway holds no keys');
    const order = { header: file, record: proven.head, access, epk: device.publicKey };
    const reader = rewrapReader({ ...order, unitKey: unit.secretKey });
    const share: Release = releaseShare({ ...order, index: place, trusteeKey: trustee.secretKey });
    if (reader === null) throw new Error('the file is not for this unit');
    const keys = { ...about, access, esk: device.secretKey, reader };
    const codes = [
      await codeOf(openFile({ ...about, secretKey: unit.secretKey })),
      await codeOf(openWitnessed({ ...keys, releases: [share] })),
      await codeOf(
        openWitnessed({ ...keys, releases: [share, { ...share, index: (place % roster.trustees.length) + 1 }] }),
      ),
    ];
    const expected = ['MALFORMED_FILE', 'TOO_FEW_SHARES', 'BAD_SHARE'];
    if (codes.join() !== expected.join()) throw new Error(`expected ${expected}, found ${codes}`);
  });

  const others = roster.trustees.map(({ agency }) => agency).filter((agency) => agency !== session.agency);
  await steps.step(`${name}: nor does any trustee release to it without a record [UNKNOWN_ACCESS]`, async () => {
    const peers = new Peers({
      agency: session.agency,
      directory: await directoryOf(session),
      roots: session.roots,
      credentials: await credentials(gateway),
      clock: () => session.clock(),
    });
    const asked = { access, item: record, epk: toBase64url(device.publicKey), block: '0' };
    const codes = await Promise.all(
      others.map((agency) => codeOf(peers.ask(agency, '/peer/1/releases', asked, AbortSignal.timeout(5000)))),
    ).finally(() => peers.close());
    if (codes.some((code) => code !== 'UNKNOWN_ACCESS')) throw new Error(`found ${codes}`);
  });
}

/** The directory of gateways, as the own gateway tells it. */
async function directoryOf({ client }: Session): Promise<Directory> {
  const [gateways, agencies] = await Promise.all([client.gateways(), client.agencies()]);
  const entries: [string, unknown][] = [
    [networkKey, { members: agencies }],
    ...agencies.map((each): [string, unknown] => [agencyKey(each.code), each]),
    ...gateways.map((each): [string, unknown] => [gatewayKey(each.agency), each]),
  ];
  const known = new Map(entries);
  const state = async (key: string) => known.get(key) as never;
  return { listed: (agency) => listedBy({ state }, agency) };
}

const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'opened',
    (error: { code?: unknown }) => String(error.code),
  );
