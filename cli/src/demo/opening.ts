import { readFile } from 'node:fs/promises';
import type { Device } from '@tocsin/device';
import { readCertificate } from '@tocsin/envelope';
import { certificatesIn, unlock } from '../device.ts';
import type { GatewayConfig } from '../gateway-config.ts';
import type { LedgerSource } from '../ledger-source.ts';
import { profileFolder, readProfile } from '../profile.ts';
import { type Served, serveOn } from '../serving.ts';
import { openSession, type Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { agreementName, cast, type Part, type Player, profileName } from './cast.ts';
import { found } from './founding.ts';
import { freePort } from './free-port.ts';
import { adoptRoster, agree, entrust, furnish, publishGateway, publishKeys } from './furnishing.ts';
import { type Ground, groundFor } from './ground.ts';
import type { Place } from './place.ts';
import { type Staged, stage, writePart, writeRoots } from './stage.ts';
import type { Steps } from './step.ts';

export type Ports = readonly [number, number, number];

/** An exchange that runs, with the sessions of its officers. */
export interface Running {
  readonly gateways: readonly Served[];
  readonly ground: Ground;
  session(agency: string, post: Part['post']): Session;
  /** How an agency's gateway is served. */
  config(agency: string): GatewayConfig;
  close(): Promise<void>;
}

/** The sessions of a demo while it opens and plays, and the end of everything it has opened. */
export class Cast implements Running {
  readonly steps: Steps;
  readonly place: Place;
  readonly ground: Ground;
  gateways: readonly Served[] = [];
  configs: readonly GatewayConfig[] = [];
  /** Whether the gateways serve the console: it is built first, which takes some seconds. */
  readonly #screens: boolean;
  readonly #sessions = new Map<string, Session>();
  readonly #closing: (() => Promise<void>)[] = [];

  constructor(steps: Steps, place: Place, { screens = false } = {}) {
    this.steps = steps;
    this.place = place;
    this.#screens = screens;
    this.ground = groundFor(place.kind, place);
    this.closes(() => this.ground.end(steps));
  }

  session(agency: string, post: Part['post']): Session {
    const session = this.#sessions.get(profileName({ code: agency }, post));
    if (session === undefined) throw new RangeError(`${agency} has no ${post} in this run`);
    return session;
  }

  config(agency: string): GatewayConfig {
    const config = this.configs.find((one) => one.agency === agency);
    if (config === undefined) throw new RangeError(`${agency} is not served`);
    return config;
  }

  gateway(agency: string): Served {
    const gateway = this.gateways.find((one) => one.agency === agency);
    if (gateway === undefined) throw new RangeError(`${agency} is not served`);
    return gateway;
  }

  /** A gateway's configuration as this run serves it. */
  served(config: GatewayConfig): GatewayConfig {
    return { ...config, console: this.#screens };
  }

  closes(close: () => Promise<void>): void {
    this.#closing.unshift(close);
  }

  /** Writes the profile as this run needs it, and opens its session. */
  async enter(player: Player, part: Part, device: Device): Promise<void> {
    const gateway = this.gateways.find(({ agency }) => agency === player.code)?.origin ?? '';
    await writePart(this.place, player, part, { handle: device.signer.handle, gateway });
    const name = profileName(player, part.post);
    const { session, close } = await openSession(await readProfile(this.place.folder, name), device);
    this.#sessions.set(name, session);
    this.closes(close);
  }

  async close(): Promise<void> {
    for (const close of this.#closing.splice(0)) await close();
  }
}

/** Makes everything on a first run: authorities, officers, the network, its keys and its agreement. */
export async function begin(running: Cast, ports: Ports): Promise<void> {
  const { steps, place, ground } = running;
  const passphrase = await place.makePassphrase();
  const staged = await steps.step(
    'make three agencies: authorities, gateways, officers, each with its own keys',
    async () => {
      const made = await Promise.all(cast.map((player, i) => stage(place, player, passphrase, ports[i] ?? 0)));
      await writeRoots(place, made);
      return made;
    },
  );
  const source = await ground.lay(steps, staged);
  running.closes(() => source.close());
  await steps.step('found the exchange: one agency proposes it, every other signs', () => found(source, staged));
  const gateways = staged.map(({ gateway }) => gateway);
  await openGateways(running, source, gateways);
  await ground.settle(gateways.map((gateway) => settled(running, gateway)));
  await admit(running, staged);
  await place.finish();
}

/** The port that other gateways were told of stays the gateway's: a later run listens there again. */
function settled(running: Cast, gateway: GatewayConfig): GatewayConfig {
  const { peerPort } = running.gateway(gateway.agency);
  const { witness } = gateway;
  return witness === undefined || peerPort === null ? gateway : { ...gateway, witness: { ...witness, port: peerPort } };
}

/** All agencies and all officers share one thread: what makes it wait is no crowd of strangers. */
const oneProcess = { eventLoopDelayMs: 0, screenMs: 60_000 };

async function openGateways(running: Cast, source: LedgerSource, configs: readonly GatewayConfig[]): Promise<void> {
  const { gateways, close } = await running.steps.step('open a gateway for each agency, TLS 1.3 on this machine', () =>
    serveOn(
      source,
      configs.map((config) => running.served(config)),
      oneProcess,
    ),
  );
  running.gateways = gateways;
  running.configs = configs;
  running.closes(close);
}

async function admit(running: Cast, staged: readonly Staged[]): Promise<void> {
  const { steps } = running;
  for (const { player, devices } of staged) {
    for (const part of player.parts) {
      const device = devices.get(part.post);
      if (device !== undefined) await running.enter(player, part, device);
    }
  }
  const each = (post: Part['post'], work: (session: Session, agency: Staged) => Promise<void>) =>
    Promise.all(staged.map((agency) => work(running.session(agency.player.code, post), agency)));
  await steps.step('registrars open units and register officers, by opaque handles', () => each('registrar', furnish));
  await steps.step('keymasters publish the seal key of each desk', () => each('keymaster', publishKeys));
  const [first, ...others] = cast.map(({ code }) => running.session(code, 'registrar'));
  if (first === undefined) throw new RangeError('no agencies');
  await steps.step('make every gateway a trustee: its own key, its address, its shares', () =>
    Promise.all(
      staged.map((one) =>
        entrust(
          running.session(one.player.code, 'registrar'),
          running.session(one.player.code, 'keymaster'),
          one,
          running.gateway(one.player.code),
        ),
      ),
    ),
  );
  await steps.step('adopt the roster: two of the three must release for each opening', () =>
    adoptRoster([first, ...others]),
  );
  await steps.step(`sign the agreement ${agreementName}: without it nothing can be shared`, () =>
    agree([first, ...others]),
  );
}

/** Goes on where an earlier run ended. Only those who play are asked for their keys: unlocking takes its time. */
export async function resume(terminal: Terminal, running: Cast, ports: Ports): Promise<void> {
  const { source, gateways } = await running.ground.reopen(running.steps);
  running.closes(() => source.close());
  const configs = await Promise.all(
    gateways.map(async (gateway, i) => ({ ...gateway, ...(await peersOf(gateway)), port: ports[i] ?? 0 })),
  );
  await openGateways(running, source, configs);
  await running.steps.step("unlock the officers' keys", () => returnAll(terminal, running));
  const moved = gateways.filter(({ agency, witness }) => running.gateway(agency).peerPort !== witness?.port);
  if (moved.length > 0)
    await running.steps.step('tell the directory where gateways have moved', () => republish(terminal, running, moved));
}

/** The port that the directory has for a gateway, or another one where something else listens there now. */
async function peersOf({ witness }: GatewayConfig): Promise<Pick<GatewayConfig, 'witness'>> {
  return witness === undefined ? {} : { witness: { ...witness, port: await freePort(witness.port) } };
}

const playing: readonly Part['post'][] = ['officer', 'auditor'];

async function returnAll(terminal: Terminal, running: Cast): Promise<void> {
  const { place } = running;
  const parts = cast.flatMap((player) => player.parts.map((part) => ({ player, part })));
  await Promise.all(
    parts.map(async ({ player, part }) => {
      if (!playing.includes(part.post)) return readdress(running, player, part);
      const profile = await readProfile(place.folder, profileName(player, part.post));
      await running.enter(player, part, await unlock(terminal, profile, place.passphraseFile));
    }),
  );
}

/** Those who do not play still get the gateway's present address. */
async function readdress({ gateways, place }: Cast, player: Player, part: Part): Promise<void> {
  const folder = profileFolder(place.folder, profileName(player, part.post));
  const [own] = certificatesIn(await readFile(`${folder}/chain.pem`, 'utf8'));
  const gateway = gateways.find(({ agency }) => agency === player.code)?.origin ?? '';
  if (own !== undefined) await writePart(place, player, part, { handle: readCertificate(own).commonName, gateway });
}

async function republish(terminal: Terminal, running: Cast, moved: readonly GatewayConfig[]): Promise<void> {
  for (const { agency } of moved) {
    const player = cast.find(({ code }) => code === agency);
    const part = player?.parts.find(({ post }) => post === 'registrar');
    if (player === undefined || part === undefined) throw new RangeError(`${agency} has no registrar`);
    const profile = await readProfile(running.place.folder, profileName(player, 'registrar'));
    await running.enter(player, part, await unlock(terminal, profile, running.place.passphraseFile));
    const registrar = running.session(agency, 'registrar');
    const [entry] = await registrar.client.gateways(agency);
    if (entry !== undefined) await publishGateway(registrar, running.gateway(agency), entry.steward);
  }
}
