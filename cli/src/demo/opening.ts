import { readFile } from 'node:fs/promises';
import { readCertificate } from '@tocsin/envelope';
import { type EmbeddedLedger, openEmbeddedLedger } from '@tocsin/network-embedded';
import { certificatesIn, type Device, unlock } from '../device.ts';
import { replacePrivate } from '../file.ts';
import { type GatewayConfig, readServeConfig } from '../gateway-config.ts';
import { profileFolder, readProfile } from '../profile.ts';
import { type Served, serveOn } from '../serving.ts';
import { openSession, type Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { agreementName, cast, type Part, type Player, profileName } from './cast.ts';
import { found } from './founding.ts';
import { agree, furnish, publishKeys } from './furnishing.ts';
import type { Place } from './place.ts';
import { type Staged, stage, writePart, writeRoots } from './stage.ts';
import type { Steps } from './step.ts';

export type Ports = readonly [number, number, number];

/** An exchange that runs, with the sessions of its officers. */
export interface Running {
  readonly gateways: readonly Served[];
  session(agency: string, post: Part['post']): Session;
  close(): Promise<void>;
}

/** The sessions of a demo, and the end of everything it has opened. */
class Cast implements Running {
  gateways: readonly Served[] = [];
  readonly #sessions = new Map<string, Session>();
  readonly #closing: (() => Promise<void>)[] = [];

  session(agency: string, post: Part['post']): Session {
    const session = this.#sessions.get(profileName({ code: agency }, post));
    if (session === undefined) throw new RangeError(`${agency} has no ${post} in this run`);
    return session;
  }

  closes(close: () => Promise<void>): void {
    this.#closing.unshift(close);
  }

  /** Writes the profile as this run needs it, and opens its session. */
  async enter(place: Place, player: Player, part: Part, device: Device): Promise<void> {
    const gateway = this.gateways.find(({ agency }) => agency === player.code)?.origin ?? '';
    await writePart(place, player, part, { handle: device.signer.handle, gateway });
    const name = profileName(player, part.post);
    const { session, close } = await openSession(await readProfile(place.folder, name), device);
    this.#sessions.set(name, session);
    this.closes(close);
  }

  async close(): Promise<void> {
    for (const close of this.#closing) await close();
  }
}

/** Makes everything on a first run: authorities, officers, the network, its keys and its agreement. */
export async function begin(steps: Steps, place: Place, ports: Ports): Promise<Running> {
  const passphrase = await place.makePassphrase();
  const staged = await steps.step(
    'make three agencies: authorities, gateways, officers, each with its own keys',
    async () => {
      const made = await Promise.all(cast.map((player, i) => stage(place, player, passphrase, ports[i] ?? 0)));
      await writeRoots(place, made);
      return made;
    },
  );
  const configs = staged.map(({ gateway }) => gateway);
  await replacePrivate(
    place.config,
    `${JSON.stringify({ ledger: { embedded: place.ledger }, gateways: configs }, null, 2)}\n`,
  );
  const running = new Cast();
  try {
    const ledger = await openEmbeddedLedger({ folder: place.ledger });
    await steps.step('found the network: one agency proposes it, every other signs', () => found(ledger, staged));
    await openGateways(steps, running, ledger, configs);
    await admit(steps, running, place, staged);
    await place.finish();
    return running;
  } catch (error) {
    await running.close();
    throw error;
  }
}

async function openGateways(steps: Steps, running: Cast, ledger: EmbeddedLedger, configs: readonly GatewayConfig[]) {
  const { gateways, close } = await steps.step('open a gateway for each agency, TLS 1.3 on this machine', () =>
    serveOn(ledger, configs).catch(async (error: unknown) => {
      await ledger.close();
      throw error;
    }),
  );
  running.gateways = gateways;
  running.closes(close);
}

async function admit(steps: Steps, running: Cast, place: Place, staged: readonly Staged[]): Promise<void> {
  for (const { player, devices } of staged) {
    for (const part of player.parts) {
      const device = devices.get(part.post);
      if (device !== undefined) await running.enter(place, player, part, device);
    }
  }
  const each = (post: Part['post'], work: (session: Session, agency: Staged) => Promise<void>) =>
    Promise.all(staged.map((agency) => work(running.session(agency.player.code, post), agency)));
  await steps.step('registrars open units and register officers, by opaque handles', () => each('registrar', furnish));
  await steps.step('keymasters publish the seal key of each desk', () => each('keymaster', publishKeys));
  const [first, ...others] = cast.map(({ code }) => running.session(code, 'registrar'));
  if (first === undefined) throw new RangeError('no agencies');
  await steps.step(`sign the agreement ${agreementName}: without it nothing can be shared`, () =>
    agree([first, ...others]),
  );
}

/** Goes on where an earlier run ended. Only those who play are asked for their keys: unlocking takes its time. */
export async function resume(terminal: Terminal, steps: Steps, place: Place, ports: Ports): Promise<Running> {
  const running = new Cast();
  const { gateways } = await readServeConfig(place.config);
  const configs = gateways.map((gateway, i) => ({ ...gateway, port: ports[i] ?? 0 }));
  try {
    const ledger = await openEmbeddedLedger({ folder: place.ledger });
    await openGateways(steps, running, ledger, configs);
    await steps.step("unlock the officers' keys", () => returnAll(terminal, running, place));
    return running;
  } catch (error) {
    await running.close();
    throw error;
  }
}

const playing: readonly Part['post'][] = ['officer', 'auditor'];

async function returnAll(terminal: Terminal, running: Cast, place: Place): Promise<void> {
  const parts = cast.flatMap((player) => player.parts.map((part) => ({ player, part })));
  await Promise.all(
    parts.map(async ({ player, part }) => {
      if (!playing.includes(part.post)) return readdress(running, place, player, part);
      const profile = await readProfile(place.folder, profileName(player, part.post));
      await running.enter(place, player, part, await unlock(terminal, profile, place.passphraseFile));
    }),
  );
}

/** Those who do not play still get the gateway's present address. */
async function readdress({ gateways }: Running, place: Place, player: Player, part: Part): Promise<void> {
  const folder = profileFolder(place.folder, profileName(player, part.post));
  const [own] = certificatesIn(await readFile(`${folder}/chain.pem`, 'utf8'));
  const gateway = gateways.find(({ agency }) => agency === player.code)?.origin ?? '';
  if (own !== undefined) await writePart(place, player, part, { handle: readCertificate(own).commonName, gateway });
}
