import { readFile } from 'node:fs/promises';
import { request } from 'node:https';

/** Files by which a node's own agency asks it for its figures: PEM. */
export interface MetricsFiles {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/**
 * A node's figures in Prometheus' text form, which it shows on its own host to its own agency's certificates alone.
 * @param port of its operations service @throws Error when it does not answer within 2 s
 */
export async function metricsOf(port: number, files: MetricsFiles): Promise<string> {
  const paths = [files.authority, files.certificate, files.key];
  const [ca, cert, key] = await Promise.all(paths.map((path) => readFile(path)));
  const options = { host: '127.0.0.1', port, path: '/metrics', ca, cert, key, agent: false, timeout: 2_000 };
  return new Promise((resolve, reject) => {
    const asked = request({ ...options, allowPartialTrustChain: true }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.once('end', () => resolve(text)).once('error', reject);
    });
    asked.once('timeout', () => asked.destroy(new Error('no answer')));
    asked.once('error', reject).end();
  });
}

/** How many blocks of a channel a peer or an orderer has, by its figures; null when they do not say. */
export function heightIn(metrics: string, channel: string): bigint | null {
  const [, height] = new RegExp(`^ledger_blockchain_height\\{channel="${channel}"\\} (\\d+)$`, 'm').exec(metrics) ?? [];
  return height === undefined ? null : BigInt(height);
}

/**
 * Whether a BFT orderer has asked for another leader and has not got one, by its figures; null when they do not say.
 * It orders nothing meanwhile, though it answers and has every block.
 */
export function changesViewIn(metrics: string, channel: string): boolean | null {
  const [current, next] = ['current', 'next'].map((which) => viewIn(metrics, which, channel));
  return current == null || next == null ? null : next > current;
}

/** The view in which a BFT orderer follows a leader, by its figures; null while it waits for one, or when they do not say. */
export function settledViewIn(metrics: string, channel: string): bigint | null {
  const [current, real] = ['current', 'real'].map((which) => viewIn(metrics, which, channel));
  return current == null || current !== real ? null : current;
}

function viewIn(metrics: string, which: string, channel: string): bigint | null {
  const figure = new RegExp(`^consensus_smartbft_viewchange_${which}_view\\{channel="${channel}"\\} (\\d+)$`, 'm');
  const [, view] = figure.exec(metrics) ?? [];
  return view === undefined ? null : BigInt(view);
}
