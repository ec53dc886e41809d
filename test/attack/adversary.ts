import {
  generateSealKey,
  type Inner,
  openFile,
  openWitnessed,
  type Release,
  releaseShare,
  rewrapReader,
  signRelease,
  type Trust,
  toBase64url,
  verifyRelease,
  type WitnessedHead,
  type WitnessedKeys,
} from '@tocsin/envelope';
import { digest } from '@tocsin/envelope/verify';
import type { PeerCredentials } from '@tocsin/gateway';
import { type AgencyCode, gatewayKey, type Item, type Ledger, type Roster, type StatementId } from '@tocsin/record';
import type { TestAgency } from '../support/agency.ts';
import { headOf } from '../support/device.ts';
import { askPeer } from '../support/peer-line.ts';

/** What lies in the hands of whoever took an addressed agency over: all its keys, all its files, its peer, its people. */
export interface Loot {
  readonly agency: TestAgency;
  /** The gateway's identity, for mutual TLS. */
  readonly identity: PeerCredentials;
  /** The sealed file, and what the ledger says of it. */
  readonly file: Uint8Array;
  readonly item: Item;
  readonly roster: Roster;
  readonly trust: Trust;
}

/** One way that was tried, and what came of it: `opened`, or the code that stopped it. */
export interface Attempt {
  readonly way: string;
  readonly outcome: string;
}

/** A program that has everything of one addressed agency and wants to read a witnessed file. */
export class Adversary {
  readonly #loot: Loot;
  readonly #head: WitnessedHead;
  readonly #device = generateSealKey();

  constructor(loot: Loot) {
    this.#loot = loot;
    this.#head = headOf(loot.item);
  }

  /** Everything that can be tried without putting anything on the ledger. */
  async withoutRecord(others: readonly StatementId[]): Promise<Attempt[]> {
    const { agency, file } = this.#loot;
    const { secretKey } = agency.sealKey;
    const about = { file, head: this.#head, me: agency.code, trust: this.#loot.trust };
    const own = this.#ownShare();
    const ways: [string, () => Promise<unknown>][] = [
      ["the unit's key alone, as for a direct file", () => openFile({ ...about, secretKey })],
      [
        "the trustee's key as if it were a unit's",
        () => openFile({ ...about, secretKey: agency.trusteeKey.secretKey }),
      ],
      ['the addressees’ layer and no share', () => this.#open([])],
      ["the addressees' layer and the own share", () => this.#open([own])],
      ['the own share counted twice', () => this.#open([own, own])],
      ["the own share in another trustee's place", () => this.#open([own, { ...own, index: this.#strangerPlace() }])],
      ['shares drawn at random', () => this.#open(this.#randomReleases())],
      ["a share that it deals itself, in another trustee's name", () => this.#impersonated(own)],
      ...this.#strangers().flatMap((trustee) => this.#asking(trustee, others)),
    ];
    return Promise.all(ways.map(async ([way, attempt]) => ({ way, outcome: await outcomeOf(attempt()) })));
  }

  /** What it can do once it signs for one of the agency's officers what every member then sees. */
  async withRecord(): Promise<{ readonly access: StatementId; readonly inner: Inner }> {
    const { agency } = this.#loot;
    const { id: record, purposes } = this.#loot.item;
    const about = {
      record,
      item: record,
      purpose: purposes[0] ?? 'rescue',
      basis: '00'.repeat(32),
      case: null,
    } as const;
    const request = await agency.officer.sign('access.request/1', {
      ...about,
      epk: digest(this.#device.publicKey),
    } as never);
    const { block } = await agency.ledger.submit(request.jws, null);
    const releases: Release[] = [this.#ownShare(request.id)];
    for (const trustee of this.#strangers()) {
      const { release } = (await this.#ask(trustee, { access: request.id, block })).body;
      if (typeof release === 'string') releases.push((await verifyRelease(release, this.#loot.trust)).release);
    }
    return { access: request.id, inner: await this.#open(releases, request.id) };
  }

  /** The own trustee key opens the own stanza: no gateway, no log and no record is asked. */
  #ownShare(access = 'a'.repeat(26)): Release {
    const { agency, file, roster } = this.#loot;
    const index = roster.trustees.findIndex((one) => one.agency === agency.code) + 1;
    const epk = this.#device.publicKey;
    return releaseShare({
      header: file,
      record: this.#head,
      index,
      trusteeKey: agency.trusteeKey.secretKey,
      access,
      epk,
    });
  }

  async #open(releases: readonly Release[], access = 'a'.repeat(26)): Promise<Inner> {
    const { agency, file, trust } = this.#loot;
    const about = { access, epk: this.#device.publicKey };
    const reader = rewrapReader({ header: file, record: this.#head, unitKey: agency.sealKey.secretKey, ...about });
    if (reader === null) throw new Error('the loot is not of an addressed agency');
    const keys: WitnessedKeys = { file, head: this.#head, access, esk: this.#device.secretKey, reader, releases };
    return (await openWitnessed({ ...keys, head: this.#head, me: agency.code, trust })).inner;
  }

  #strangers(): AgencyCode[] {
    const { roster, agency } = this.#loot;
    return roster.trustees.map((one) => one.agency).filter((code) => code !== agency.code);
  }

  #strangerPlace(): number {
    const { roster } = this.#loot;
    return roster.trustees.findIndex((one) => one.agency === this.#strangers()[0]) + 1;
  }

  #randomReleases(): Release[] {
    const { roster } = this.#loot;
    return roster.trustees.map((_, i) => {
      const enc = crypto.getRandomValues(new Uint8Array(1120));
      return { index: i + 1, enc, ct: crypto.getRandomValues(new Uint8Array(81)) };
    });
  }

  async #impersonated(own: Release): Promise<unknown> {
    const { agency, trust, item } = this.#loot;
    const [trustee = ''] = this.#strangers();
    const facts = { trustee, access: 'a'.repeat(26), item: item.id, at: new Date().toISOString() };
    return verifyRelease(await signRelease(own, facts, agency.steward.signer, agency.steward.chain), trust);
  }

  /** Asks a trustee as the agency's own gateway, for accesses that are none, or others'. */
  #asking(trustee: AgencyCode, others: readonly StatementId[]): [string, () => Promise<unknown>][] {
    const made = { access: 'a'.repeat(26), block: '0' };
    return [
      [`${trustee} for an access that is none`, () => this.#released(trustee, made)],
      [`${trustee} for a lease that is none`, () => this.#released(trustee, { lease: 'a'.repeat(26), block: '0' })],
      ...others.map((access): [string, () => Promise<unknown>] => [
        `${trustee} for another access, ${access}`,
        () => this.#released(trustee, { access, block: '0' }),
      ]),
    ];
  }

  async #released(trustee: AgencyCode, named: object): Promise<unknown> {
    const { status, body } = await this.#ask(trustee, named);
    if (status !== 200) throw Object.assign(new Error('refused'), { code: body.code });
    return body;
  }

  async #ask(trustee: AgencyCode, named: object) {
    const { agency, identity, item } = this.#loot;
    const entry = await (agency.ledger as Ledger).state(gatewayKey(trustee));
    const body = { ...named, item: item.id, epk: toBase64url(this.#device.publicKey) };
    return askPeer({ identity, agency: agency.code }, entry?.address ?? '', '/peer/1/releases', body);
  }
}

const outcomeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => 'opened',
    (error: { code?: string }) => error.code ?? 'failed',
  );
