import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { proposalOf } from '@tocsin/device/keyless';
import { formatSealSecretKey, generateSealKey, readCertificate, toBase64url } from '@tocsin/envelope';
import { daysAfter } from '@tocsin/record';
import { certificatesIn } from '../device.ts';
import { replacePrivate } from '../file.ts';
import { keepCopy } from '../recovery/copy.ts';
import { toFiles } from '../recovery/handing-out.ts';
import { splitNewKey } from '../recovery/splitting.ts';
import type { Served } from '../serving.ts';
import { act, type Done, type Session } from '../session.ts';
import { agreementName, cast, clauses } from './cast.ts';
import { certificateOf } from './founding.ts';
import type { Staged } from './stage.ts';

/** The registrar opens the units and registers the other officers, through the agency's own gateway. */
export async function furnish(registrar: Session, { player, devices }: Staged): Promise<void> {
  for (const { code: unit, level, names, desk } of player.units) {
    await act(registrar, 'unit.set/1', { unit, level, names, desk, closed: false });
  }
  for (const { post, unit, roles } of player.parts) {
    const device = devices.get(post);
    if (post === 'registrar' || device === undefined) continue;
    const certificate = certificateOf(device);
    const { commonName: officer, notAfter } = readCertificate(device.chain[0] as Uint8Array);
    const from = new Date(registrar.clock().getTime() - 60_000).toISOString();
    const about = { officer, unit, roles: [...roles], certificate };
    await act(registrar, 'officer.register/1', { ...about, from, until: notAfter.toISOString() });
  }
}

/**
 * The keymaster makes the agency's recovery key, held by three, and the desk's seal key: the secret half goes to the
 * gateway and under the recovery key, the public one on the ledger.
 */
export async function publishKeys(keymaster: Session, { player, gateway }: Staged): Promise<void> {
  const recovery = join(dirname(gateway.seal), 'recovery');
  const split = { agency: player.code, threshold: 2, count: 3 };
  const holders = ['first', 'second', 'third'].map((name) => join(dirname(gateway.seal), 'holders', name, 'share.txt'));
  const set = await splitNewKey(recovery, split, toFiles(holders));
  for (const { code: unit } of player.units.filter(({ desk }) => desk)) {
    const { publicKey, secretKey } = generateSealKey();
    await replacePrivate(join(gateway.seal, `${unit}.1.age`), `${formatSealSecretKey(secretKey)}\n`);
    await keepCopy(recovery, set, { unit, epoch: 1, secretKey });
    secretKey.fill(0);
    const from = keymaster.clock().toISOString();
    const body = { unit, use: 'seal' as const, epoch: 1, key: toBase64url(publicKey), previous: null };
    await act(keymaster, 'key.publish/1', { ...body, from, until: daysAfter(from, 97) });
  }
}

/** The registrar registers the gateway's own officer; keymaster and registrar make the gateway a trustee. */
export async function entrust(registrar: Session, keymaster: Session, staged: Staged, served: Served): Promise<void> {
  const { witness } = staged.gateway;
  const [unit] = staged.player.units;
  if (witness === undefined || unit === undefined) throw new RangeError('a gateway that is no trustee');
  const steward = await registerSteward(registrar, unit.code, witness.steward.chain);
  const { publicKey, secretKey } = generateSealKey();
  await replacePrivate(join(witness.trustee, `${unit.code}.1.age`), `${formatSealSecretKey(secretKey)}\n`);
  secretKey.fill(0);
  const from = keymaster.clock().toISOString();
  const body = { unit: unit.code, use: 'trustee' as const, epoch: 1, key: toBase64url(publicKey), previous: null };
  await act(keymaster, 'key.publish/1', { ...body, from, until: daysAfter(from, 365) });
  await publishGateway(registrar, served, steward);
}

async function registerSteward(registrar: Session, unit: string, chain: string): Promise<string> {
  const [der] = certificatesIn(await readFile(chain, 'utf8'));
  if (der === undefined) throw new RangeError('a steward without a certificate');
  const { commonName: officer, notAfter } = readCertificate(der);
  const from = new Date(registrar.clock().getTime() - 60_000).toISOString();
  const about = { officer, unit, roles: ['gateway' as const], certificate: toBase64url(der) };
  await act(registrar, 'officer.register/1', { ...about, from, until: notAfter.toISOString() });
  return officer;
}

/** Enters where the gateway listens to others, by which key it vouches for the ledger, and which one they must meet there. */
export function publishGateway(registrar: Session, served: Served, steward: string): Promise<Done> {
  const { peerPort, cosigner, tlsKey } = served;
  return act(registrar, 'gateway.set/1', { address: `127.0.0.1:${peerPort}`, cosigner, steward, tlsKeys: [tlsKey] });
}

/** The first registrar proposes all agencies as trustees, each other approves; a majority of them must release. */
export async function adoptRoster([first, ...others]: readonly [Session, ...Session[]]): Promise<void> {
  const listed = (await Promise.all(cast.map(({ code }) => first.client.keys({ agency: code })))).flat();
  const keys = listed.map(({ key }) => key).filter(({ use }) => use === 'trustee');
  const trustees = keys.map(({ agency, unit, epoch, digest }) => ({ agency, unit, epoch, digest }));
  const t = Math.floor(trustees.length / 2) + 1;
  let { id, block } = await act(first, 'network.propose/1', { change: { roster: { t, trustees } } });
  const proposal = id;
  for (const session of others) {
    await follows(session, block);
    if ((await session.client.roster()) !== null) break;
    ({ id, block } = await act(session, 'network.approve/1', { proposal }));
  }
  await Promise.all([first, ...others].map((session) => follows(session, block)));
}

/** The first registrar proposes the agreement; each other reads it from its own gateway and signs. */
export async function agree([first, ...others]: readonly [Session, ...Session[]]): Promise<void> {
  const from = first.clock().toISOString();
  const parties = cast.map(({ code }) => code);
  const until = daysAfter(from, 3 * 365);
  const { id, block } = await act(first, 'agreement.propose/1', { name: agreementName, parties, clauses, from, until });
  let last = block;
  for (const session of others) {
    await follows(session, block);
    const listed = (await session.client.agreements()).find(({ agreement }) => agreement.id === id);
    if (listed === undefined) throw new Error('the gateway does not know the agreement that it should have followed');
    ({ block: last } = await act(session, 'agreement.sign/1', { agreement: id, digest: proposalOf(listed).digest }));
  }
  await Promise.all([first, ...others].map((session) => follows(session, last)));
}

/** Resolves once a gateway has followed the ledger up to a block, told by its events. */
export async function follows({ client }: Session, block: string): Promise<void> {
  const { checkpoint } = await client.me();
  const at = BigInt(checkpoint?.number ?? '0');
  if (at >= BigInt(block)) return;
  const done = new AbortController();
  for await (const event of client.events({ after: placeAfter(at), signal: done.signal })) {
    if (event.type === 'block' && BigInt(event.number) >= BigInt(block)) break;
  }
  done.abort();
}

/** The place behind every event of a block, to follow events from without missing one. */
export const placeAfter = (block: bigint): string => `${block}.999999999`;
