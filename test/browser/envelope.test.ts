import { fileURLToPath } from 'node:url';
import { openFile, sealFile, toBase64, verifyStatement } from '@tocsin/envelope';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { author, headOf, innerOf, readers, trust } from '../bench/sealed-alert.ts';
import { keyPair, spkiOf } from '../support/officer.ts';
import { chromiumPath, type OpenPage, openScript } from './chromium.ts';
import type { OpenOrder, PageEnvelope, SealOrder } from './envelope-page.ts';

declare const envelope: PageEnvelope;

const executable = chromiumPath();
let open: OpenPage | undefined;
beforeAll(async () => {
  if (executable !== undefined)
    open = await openScript(fileURLToPath(new URL('envelope-page.ts', import.meta.url)), executable);
});
afterAll(() => open?.close());

const withPage = (name: string, run: (open: OpenPage) => Promise<void>): void =>
  test(name, async (context) => {
    if (open === undefined) context.skip('no Chromium on this machine: install it, or name one in CHROMIUM_BIN');
    else await run(open);
  });

withPage('a browser opens what Node sealed', async ({ page }) => {
  const { signer, chain, root } = await author();
  const [reader] = readers(1);
  if (reader === undefined) throw new Error('one reader');
  const inner = innerOf(signer.handle, [reader]);
  const sealed = await sealFile({ inner, signer, chain, recipients: [reader.key.publicKey] });
  const at = new Date(Date.now() + 60_000).toISOString();
  const secretKey = toBase64(reader.key.secretKey);
  const order: OpenOrder = {
    file: toBase64(sealed.file),
    head: headOf(inner, sealed),
    secretKey,
    me: reader.agency,
    root: toBase64(root),
    at,
  };
  expect(await page.evaluate((given) => envelope.open(given), order)).toEqual(inner);
  const other = { ...order, head: { ...order.head, agreement: 'a'.repeat(26) } };
  const refusal = await page.evaluate(
    (given) =>
      envelope.open(given).then(
        () => 'opened',
        (error: { code: string }) => error.code,
      ),
    other,
  );
  expect(refusal).toBe('HEAD_MISMATCH');
});

withPage('Node opens what a browser sealed', async ({ page }) => {
  const { signer, chain, pkcs8 } = await author();
  const [reader] = readers(1);
  if (reader === undefined) throw new Error('one reader');
  const inner = innerOf(signer.handle, [reader]);
  const recipients = [toBase64(reader.key.publicKey)];
  const order: SealOrder = { inner, pkcs8: toBase64(pkcs8), chain: chain.map(toBase64), recipients };
  const { file, ...hashes } = await page.evaluate((given) => envelope.seal(given), order);
  const bytes = new Uint8Array(Buffer.from(file, 'base64'));
  const head = headOf(inner, { ...hashes, file: bytes });
  const opened = await openFile({
    file: bytes,
    head,
    secretKey: reader.key.secretKey,
    me: reader.agency,
    trust: await trust(),
  });
  expect(opened).toEqual(inner);
});

withPage(
  'Node verifies what a browser signed, and the page had nothing to complain of',
  async ({ page, complaints }) => {
    const keys = await keyPair();
    const pkcs8 = toBase64(new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey)));
    const jws = await page.evaluate(
      ([key]) => envelope.sign({ typ: 'test/1', text: 'ជំរាបសួរ' }, 'handle', key as string),
      [pkcs8],
    );
    expect((await verifyStatement(jws, await spkiOf(keys))).payload).toEqual({ typ: 'test/1', text: 'ជំរាបសួរ' });
    const [one, other] = await page.evaluate(() => [envelope.newKey(), envelope.newKey()]);
    expect(one).not.toBe(other);
    expect(complaints).toEqual([]);
  },
);
