import { FabricNetwork, freePorts, type NetworkOptions, type Topology, topologyNamed } from '@tocsin/network-fabric';
import { CliError } from '../error.ts';
import { replacePrivate } from '../file.ts';
import { type FabricChoice, type GatewayConfig, readServeConfig, type ServeConfig } from '../gateway-config.ts';
import { embeddedSource, fabricSource, type LedgerSource } from '../ledger-source.ts';
import { oneOperator } from '../serving.ts';
import { cast } from './cast.ts';
import type { LedgerName, Place } from './place.ts';
import type { Staged } from './stage.ts';
import type { Steps } from './step.ts';

/** What a demo stands on: a ledger of one kind, for the agencies of the cast. */
export interface Ground {
  /** Who could withhold or rewrite what the demo writes. */
  readonly operator: string;
  /** Folders in which the ledger keeps what it is given. */
  readonly folders: readonly string[];
  /** Makes the ledger for agencies that were just staged, and writes how their gateways are served. */
  lay(steps: Steps, staged: readonly Staged[]): Promise<LedgerSource>;
  /** Writes it again, once it is known on which ports other gateways reach them. */
  settle(gateways: readonly GatewayConfig[]): Promise<void>;
  /** Opens what an earlier run has laid. */
  reopen(steps: Steps): Promise<{ readonly source: LedgerSource; readonly gateways: readonly GatewayConfig[] }>;
  /** Ends what the ledger still runs once its sources are closed. */
  end(steps: Steps): Promise<void>;
}

export const groundFor = (ledger: LedgerName, place: Place): Ground =>
  ledger === 'embedded' ? new EmbeddedGround(place) : new FabricGround(place);

class EmbeddedGround implements Ground {
  readonly operator = oneOperator;
  readonly #place: Place;

  constructor(place: Place) {
    this.#place = place;
  }

  get folders(): string[] {
    return [this.#place.ledger];
  }

  async lay(_: Steps, staged: readonly Staged[]): Promise<LedgerSource> {
    await this.settle(staged.map(({ gateway }) => gateway));
    return embeddedSource(this.#place.ledger);
  }

  settle(gateways: readonly GatewayConfig[]): Promise<void> {
    return writeConfig(this.#place.config, { ledger: { embedded: this.#place.ledger }, gateways });
  }

  async reopen() {
    const { gateways } = await readServeConfig(this.#place.config);
    return { source: await embeddedSource(this.#place.ledger), gateways };
  }

  async end(): Promise<void> {}
}

const writeConfig = (path: string, config: ServeConfig): Promise<void> =>
  replacePrivate(path, `${JSON.stringify(config, null, 2)}\n`);

class FabricGround implements Ground {
  readonly operator =
    'peers and orderers of Fabric run on this machine, one of each for every agency: here they have one operator, apart they have three';
  readonly #place: Place;
  #network: FabricNetwork | null = null;
  #choices: ReadonlyMap<string, FabricChoice> = new Map();

  constructor(place: Place) {
    this.#place = place;
  }

  get folders(): string[] {
    return [this.#place.network];
  }

  async lay(steps: Steps, staged: readonly Staged[]): Promise<LedgerSource> {
    const topology = topologyOfCast();
    const issuers = new Map(staged.map(({ player, authority }) => [player.code, authority]));
    const firstPort = await freePorts(cast.length);
    const network = await this.#run(steps, 'plan the network: three peers, three orderers', (options) =>
      FabricNetwork.found(options, { topology, issuers, firstPort }),
    );
    const choices = new Map(staged.map((one) => [one.player.code, choiceOf(network, one)]));
    this.#choices = choices;
    await this.settle(staged.map(({ gateway }) => gateway));
    return fabricSource((agency) => found(choices, agency));
  }

  async settle(gateways: readonly GatewayConfig[]): Promise<void> {
    for (const gateway of gateways) {
      const fabric = found(this.#choices, gateway.agency);
      await writeConfig(this.#place.gatewayConfig(gateway.agency), { ledger: { fabric }, gateways: [gateway] });
    }
  }

  async reopen(steps: Steps) {
    const configs = await Promise.all(cast.map(({ code }) => readServeConfig(this.#place.gatewayConfig(code))));
    await this.#run(steps, 'read what the network is', (options) => FabricNetwork.open(options));
    const choices = new Map(
      configs.map(({ ledger, gateways: [gateway] }) => [gateway?.agency ?? '', fabricIn(ledger)]),
    );
    return {
      source: fabricSource((agency) => found(choices, agency)),
      gateways: configs.flatMap(({ gateways }) => gateways),
    };
  }

  async end(steps: Steps): Promise<void> {
    const network = this.#network;
    if (network === null) return;
    await steps.step('end every node of the network', () => network.down());
  }

  /** Bound to this process: whatever ends the demo, SIGKILL too, the network goes down with it. */
  async #run(steps: Steps, what: string, open: (options: NetworkOptions) => Promise<FabricNetwork>) {
    return steps.told(what, async (progress) => {
      const network = await open({ folder: this.#place.network, lifetime: 'bound', progress });
      this.#network = network;
      await network.up();
      return network;
    });
  }
}

/** The network's own topology for so many agencies, with the cast's names. */
function topologyOfCast(): Topology {
  const agencies = cast.map(({ code, country, names }) => ({ code, country, name: names.en ?? code }));
  return { ...topologyNamed('three-raft'), agencies };
}

function choiceOf(network: FabricNetwork, { player, peerIdentity: { key, chain } }: Staged): FabricChoice {
  const { channel, chaincode, address, serverName, authority } = network.connection(player.code);
  return { channel, chaincode, peer: { address, serverName, authority }, tls: { key, chain } };
}

function fabricIn(ledger: ServeConfig['ledger']): FabricChoice {
  if ('fabric' in ledger) return ledger.fabric;
  throw new CliError('INPUT_MALFORMED', 'gateway configuration of the demo');
}

function found(choices: ReadonlyMap<string, FabricChoice>, agency: string): FabricChoice {
  const choice = choices.get(agency);
  if (choice === undefined) throw new RangeError(`${agency} has no peer`);
  return choice;
}
