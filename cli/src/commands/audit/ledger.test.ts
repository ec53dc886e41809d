import { expect, test } from 'vitest';
import { resultText } from './ledger.ts';

test('nothing that a hostile export names paints over the verdict', () => {
  const paint = '\u001b[2K\rverified: all';
  const text = resultText({
    ledger: 'fabric',
    blocks: 0,
    statements: 0,
    refused: 0,
    head: '0'.repeat(64),
    channel: { name: paint, consensus: 'BFT', agencies: [paint] },
    chaincode: [{ sequence: 1, version: paint, block: '1' }],
    fault: { block: '0', transaction: null, layer: 'config', reason: `${paint} is not its own MSP` },
  });
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  expect(text).toContain('NOT verified: block 0, config: ');
});
