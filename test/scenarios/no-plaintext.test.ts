import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import pino from 'pino';
import { expect, test } from 'vitest';
import { fictitiousAlert } from '../support/alert.ts';
import { openItem } from '../support/device.ts';
import { serveExchange } from '../support/served.ts';

const marker = 'MARKER-ผู้เสียหาย-ជនរងគ្រោះ-7Q2X';

/** Every way in which a marker could lie in a file. */
const disguises: readonly Buffer[] = [
  Buffer.from(marker),
  Buffer.from(marker, 'utf16le'),
  Buffer.from(Buffer.from(marker).toString('hex')),
  Buffer.from(
    JSON.stringify(marker)
      .slice(1, -1)
      .replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ),
  Buffer.from('MARKER-'),
  ...[0, 1, 2].map((shift) =>
    Buffer.from(
      Buffer.concat([Buffer.alloc(shift), Buffer.from(marker)])
        .toString('base64')
        .slice(4, -4),
    ),
  ),
  gzipSync(marker).subarray(10, -8),
];

function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile()) yield join(entry.parentPath, entry.name);
}

test('nothing of an alert lies in clear in any file or log of ledger and gateways', async () => {
  const logs: string[] = [];
  const exchange = await serveExchange({
    logger: () => pino({ level: 'trace' }, { write: (line: string) => void logs.push(line) }),
  });
  try {
    const content = {
      ...fictitiousAlert,
      title: marker,
      summary: `${marker} was last seen near the border`,
      sourceReference: marker,
    };
    const { id, jws, file } = await exchange.draft({ to: ['kh-immigration', 'la-fiu'], content });
    await exchange.desk('th-police').submit(jws, file);
    const { officer } = exchange.agency('kh-immigration');
    const opened = await openItem({
      exchange,
      officer,
      client: exchange.desk('kh-immigration'),
      item: { id, record: id },
    });
    expect(opened.content).toEqual(content);

    let bytes = 0;
    for (const path of filesIn(exchange.folder)) {
      const text = readFileSync(path);
      bytes += text.length;
      for (const disguise of disguises) expect(text.includes(disguise), path).toBe(false);
    }
    expect(bytes, 'the files of a ledger and three gateways').toBeGreaterThan(100_000);
    expect(logs.length, 'lines of the gateways').toBeGreaterThanOrEqual(5);
    for (const disguise of disguises) expect(Buffer.from(logs.join('')).includes(disguise)).toBe(false);
  } finally {
    await exchange.close();
  }
});

test('the search finds what it looks for, wherever it is planted', () => {
  for (const disguise of disguises)
    expect(Buffer.concat([Buffer.from('...'), disguise, Buffer.from('...')]).includes(disguise)).toBe(true);
});
