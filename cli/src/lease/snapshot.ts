import type { Client, ListedAgency, ListedAgreement, ListedKey, RecordDetail } from '@tocsin/gateway/api';
import { Refusal, type Roster, type StatementId, type Unit } from '@tocsin/record';
import { CliError } from '../error.ts';

/** What a gateway said when the lease was taken: enough to work out readers, prove their keys, seal and sign. */
export interface Snapshot {
  readonly agencies: readonly ListedAgency[];
  readonly units: readonly Unit[];
  readonly keys: readonly ListedKey[];
  readonly agreements: readonly ListedAgreement[];
  readonly roster: Roster | null;
  readonly records: Readonly<Record<StatementId, RecordDetail>>;
}

/** Asks the gateway for all of it. */
export async function takeSnapshot(client: Client, records: readonly StatementId[]): Promise<Snapshot> {
  const [agencies, units, keys, agreements, roster, details] = await Promise.all([
    client.agencies(),
    client.units(),
    client.keys(),
    client.agreements(),
    client.roster(),
    Promise.all([...new Set(records)].map(async (id) => [id, await client.record(id)] as const)),
  ]);
  return { agencies, units, keys, agreements, roster, records: Object.fromEntries(details) };
}

type Submit = Client['submit'];

/**
 * A line to a gateway that is not there: it answers from the snapshot, and what is submitted goes where `submit` puts
 * it. Whatever else is asked is refused as unreachable. @throws CliError GATEWAY_UNREACHABLE; Refusal UNKNOWN_RECORD
 */
export function offlineClient(snapshot: Snapshot, submit: Submit): Client {
  const of = <T>(all: readonly T[], agency: string | undefined, code: (one: T) => string): T[] =>
    all.filter((one) => agency === undefined || code(one) === agency);
  const known: Partial<Client> = {
    submit,
    agencies: async (agency) => of(snapshot.agencies, agency, ({ code }) => code),
    units: async (agency) => of(snapshot.units, agency, (unit) => unit.agency),
    keys: async ({ agency, unit } = {}) =>
      of(snapshot.keys, agency, ({ key }) => key.agency).filter(({ key }) => unit === undefined || key.unit === unit),
    agreements: async () => [...snapshot.agreements],
    roster: async () => snapshot.roster,
    record: async (id) => {
      const detail = snapshot.records[id];
      if (detail === undefined) throw new Refusal('UNKNOWN_RECORD', `${id} is in no lease of this device`);
      return detail;
    },
  };
  const unreachable = async (): Promise<never> => {
    throw new CliError('GATEWAY_UNREACHABLE', 'working without a line');
  };
  return new Proxy(known, {
    get: (target, name) => target[name as keyof Client] ?? (name === 'then' ? undefined : unreachable),
  }) as Client;
}
