// A ledger and the gateways that follow it in a process of their own, to be killed.
// It tells its parent each outcome the moment it knows it.
import { join } from 'node:path';
import { webCryptoSigner } from '@tocsin/envelope';
import { buildGateway, type Gateway } from '@tocsin/gateway';
import { connect, openEmbeddedLedger } from '@tocsin/network-embedded';
import type { Ledger } from '@tocsin/record';

/** Everything that the child is told. */
export type Order =
  | {
      readonly open: string;
      /** Folder of the gateways' own folders. */
      readonly views: string;
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

interface Place {
  readonly ledger: Ledger;
  readonly gateway: Gateway;
}

const places = new Map<string, Place>();
const tell = (report: Report): void => void process.send?.(report);
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

async function open({ open: folder, views, gateways }: Extract<Order, { open: string }>): Promise<void> {
  const ledger = await openEmbeddedLedger({ folder });
  for (const { agency, certificate, issuing, key } of gateways) {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const signingKey = await crypto.subtle.importKey('jwk', key, algorithm, false, ['sign']);
    const signer = webCryptoSigner('gateway-1', signingKey);
    const identity = { agency, certificate: bytes(certificate), issuing: bytes(issuing), signer };
    const own = connect(ledger, identity);
    const gateway = await buildGateway({ agency, ledger: own, folder: join(views, `gateway-${agency}`), unitKeys: [] });
    places.set(agency, { ledger: own, gateway });
  }
  tell({ opened: true });
}

async function submit({ submit: id, agency, statement, file }: Extract<Order, { submit: string }>): Promise<void> {
  try {
    const place = places.get(agency);
    if (place === undefined) throw new Error(`no gateway of ${agency}`);
    const { transaction, block } = await place.ledger.submit(statement, file === null ? null : bytes(file));
    await place.gateway.follower.reached(BigInt(block), AbortSignal.timeout(20_000));
    tell({ committed: id, transaction, block });
  } catch (error) {
    tell({ failed: id, code: (error as { code?: string }).code ?? String(error) });
  }
}

process.on('message', (order: Order) => ('open' in order ? open(order) : submit(order)));
process.on('disconnect', () => process.exit());
