import { join } from 'node:path';
import type { FabricProfile } from '@tocsin/gateway/fabric';
import type { FabricNetwork } from '@tocsin/network-fabric';
import type { Ledger } from '@tocsin/record';
import { type Exchange, openExchange } from '../../support/exchange.ts';
import { agenciesOf, type FabricHost, fabricHost } from '../host.ts';
import { audit, type Findings, grownViewsDiffer } from './audit.ts';
import { Books } from './books.ts';
import { GatewayProcess } from './gateway-process.ts';
import { Gauges } from './gauges.ts';
import { type Line, Writer } from './writer.ts';

export interface ArenaOptions {
  readonly topology: string;
  readonly open?: (folder: string, clock: () => number) => Promise<FabricHost>;
  /** Milliseconds between an acknowledgement and the same writer's next post. */
  readonly pace?: number;
}

/** A founded exchange on a real network, with a gateway process for each agency and a writer at each of them. */
export class Arena {
  readonly exchange: Exchange;
  readonly host: FabricHost;
  readonly gateways: ReadonlyMap<string, GatewayProcess>;
  readonly books = new Books();
  readonly #pace: number;
  readonly #writers: Writer[] = [];
  readonly #parted = new Set<string>();
  #gauges: Gauges | undefined;

  private constructor(exchange: Exchange, host: FabricHost, gateways: Map<string, GatewayProcess>, pace: number) {
    this.exchange = exchange;
    this.host = host;
    this.gateways = gateways;
    this.#pace = pace;
  }

  static async open({ topology, open = fabricHost(topology), pace = 150 }: ArenaOptions): Promise<Arena> {
    let host: FabricHost | undefined;
    const opening = async (folder: string, clock: () => number): Promise<FabricHost> => {
      host = await open(folder, clock);
      return host;
    };
    const exchange = await openExchange({ agencies: agenciesOf(topology), open: opening });
    if (host === undefined) throw new Error('the exchange opened no network');
    const gateways = new Map<string, GatewayProcess>();
    for (const { code } of exchange.agencies) {
      const { enter } = host.network.site(code);
      const profile = await profileOf(host, exchange, code);
      gateways.set(code, new GatewayProcess({ profile, folder: viewOf(exchange, code), enter }));
    }
    await Promise.all([...gateways.values()].map(({ opened }) => opened));
    return new Arena(exchange, host, gateways, pace);
  }

  get network(): FabricNetwork {
    return this.host.network;
  }

  get agencies(): string[] {
    return this.exchange.agencies.map(({ code }) => code).filter((code) => !this.#parted.has(code));
  }

  get ledgers(): Ledger[] {
    return this.agencies.map((code) => this.exchange.agency(code).ledger);
  }

  /** Every agency's way to submit, each writing to the next agency. */
  get lines(): Line[] {
    const codes = this.agencies;
    return codes.map((agency, i) => {
      const submit: Line['submit'] = (load) => this.gateway(agency).submit(load);
      return { agency, to: codes[(i + 1) % codes.length] ?? agency, submit };
    });
  }

  /** Lets so many officers of every agency write. */
  write(officers = 1, pace = this.#pace): void {
    const lines = Array.from({ length: officers }, () => this.lines).flat();
    this.#writers.push(...lines.map((line) => new Writer(this.exchange, line, this.books, pace)));
  }

  /** Resolves when everything that was begun is acknowledged. */
  async rest(): Promise<void> {
    await Promise.all(this.#writers.splice(0).map((writer) => writer.stop()));
  }

  /** An agency's officers write no more and its peer is judged no more; what they were told still counts. */
  async part(agency: string): Promise<void> {
    this.#parted.add(agency);
    const own = this.#writers.filter((writer) => writer.agency === agency);
    for (const writer of own) this.#writers.splice(this.#writers.indexOf(writer), 1);
    await Promise.all(own.map((writer) => writer.stop()));
    await this.gateway(agency).close();
  }

  /**
   * Resolves when every orderer takes part in ordering and has for a while; those there at the first call are watched from
   * then on. @returns the moment since when they do, of `performance.now`
   */
  whole(): Promise<number> {
    this.#gauges ??= new Gauges(this.network);
    return this.#gauges.whole();
  }

  gateway(agency: string): GatewayProcess {
    const gateway = this.gateways.get(agency);
    if (gateway === undefined) throw new Error(`no gateway of ${agency}`);
    return gateway;
  }

  /** Holds every peer and every view against what the writers were told. The gateways end with it. */
  async judge(): Promise<Findings> {
    await Promise.all([...this.gateways.values()].map((gateway) => gateway.close()));
    const { folder } = this.exchange;
    const found = await audit({ ledgers: this.ledgers, acknowledged: this.books.acknowledged, folder });
    const grown = await grownViewsDiffer(this.ledgers, (agency) => viewOf(this.exchange, agency));
    return { ...found, views: [...found.views, ...grown] };
  }

  async close(): Promise<void> {
    await this.#gauges?.close();
    await Promise.all([...this.gateways.values()].map((gateway) => gateway.close()));
    await this.exchange.close();
  }
}

const viewOf = ({ folder }: Exchange, agency: string): string => join(folder, `gateway-${agency}`);

/** What another process of the agency's gateway needs. */
export function profileOf(host: FabricHost, exchange: Exchange, agency: string): Promise<FabricProfile> {
  const { gateway, gatewayKeys } = exchange.agency(agency);
  return host.profile(gateway, gatewayKeys);
}
