// A ledger in a process of its own, to be killed. It tells its parent each outcome the moment it knows it.
import { webCryptoSigner } from '@tocsin/envelope';
import { connect, openEmbeddedLedger } from '@tocsin/network-embedded';
import type { Ledger } from '@tocsin/record';

/** Everything that the child is told. */
export type Order =
  | {
      readonly open: string;
      readonly gateways: readonly {
        readonly agency: string;
        readonly certificate: string;
        readonly issuing: string;
        readonly key: JsonWebKey;
      }[];
    }
  | { readonly submit: string; readonly agency: string; readonly statement: string; readonly file: string | null };

/** Everything that it tells. */
export type Report =
  | { readonly opened: true }
  | { readonly committed: string; readonly transaction: string; readonly block: string }
  | { readonly failed: string; readonly code: string };

const ledgers = new Map<string, Ledger>();
const tell = (report: Report): void => void process.send?.(report);
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

async function open({ open: folder, gateways }: Extract<Order, { open: string }>): Promise<void> {
  const ledger = await openEmbeddedLedger({ folder });
  for (const { agency, certificate, issuing, key } of gateways) {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const signingKey = await crypto.subtle.importKey('jwk', key, algorithm, false, ['sign']);
    const signer = webCryptoSigner('gateway-1', signingKey);
    const identity = { agency, certificate: bytes(certificate), issuing: bytes(issuing), signer };
    ledgers.set(agency, connect(ledger, identity));
  }
  tell({ opened: true });
}

async function submit({ submit: id, agency, statement, file }: Extract<Order, { submit: string }>): Promise<void> {
  try {
    const ledger = ledgers.get(agency);
    if (ledger === undefined) throw new Error(`no gateway of ${agency}`);
    const { transaction, block } = await ledger.submit(statement, file === null ? null : bytes(file));
    tell({ committed: id, transaction, block });
  } catch (error) {
    tell({ failed: id, code: (error as { code?: string }).code ?? String(error) });
  }
}

process.on('message', (order: Order) => ('open' in order ? open(order) : submit(order)));
process.on('disconnect', () => process.exit());
