// An agency's gateway in a process of its own, to be killed. It tells its parent each outcome the moment it knows it.
import { buildGateway } from '@tocsin/gateway';
import { connectFabric, type FabricProfile } from '@tocsin/gateway/fabric';
import type { Committed, Ledger } from '@tocsin/record';

/** Everything that the child is told. */
export type Order =
  | {
      readonly open: FabricProfile;
      /** Folder of the gateway's view. */
      readonly folder: string;
      /** The child kills itself so many milliseconds after it first handed a transaction to its peer. */
      readonly dieAfter?: number;
    }
  | { readonly submit: string; readonly statement: string; readonly file: Uint8Array | null };

/** Everything that it tells. */
export type Report =
  | { readonly opened: true }
  | { readonly committed: string; readonly as: Committed }
  | { readonly failed: string; readonly code: string; readonly cause: string };

const HAND_OVER = '/gateway.Gateway/Submit';
let ledger: Ledger | undefined;
const tell = (report: Report): void => void process.send?.(report);

async function open({ open: profile, folder, dieAfter }: Extract<Order, { open: unknown }>): Promise<void> {
  const onCall = (call: string): void => {
    // SIGKILL runs no handler and flushes nothing, also when a process sends it to itself.
    if (call === HAND_OVER) setTimeout(() => process.kill(process.pid, 'SIGKILL'), dieAfter);
  };
  ledger = await connectFabric(dieAfter === undefined ? profile : { ...profile, onCall });
  await buildGateway({ agency: profile.agency, ledger, folder, unitKeys: [] });
  tell({ opened: true });
}

async function submit({ submit: id, statement, file }: Extract<Order, { submit: string }>): Promise<void> {
  try {
    if (ledger === undefined) throw new Error('not open');
    tell({ committed: id, as: await ledger.submit(statement, file) });
  } catch (error) {
    const { code, cause } = error as { code?: string; cause?: unknown };
    tell({ failed: id, code: code ?? String(error), cause: cause instanceof Error ? cause.message : '' });
  }
}

process.on('message', (order: Order) => ('open' in order ? open(order) : submit(order)));
process.on('disconnect', () => process.exit());
