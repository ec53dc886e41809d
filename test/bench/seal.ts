import { strict as assert } from 'node:assert';
import { openFile, sealFile } from '@tocsin/envelope';
import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { type Bench, type Figure, figure, interleaved, load, ratio } from './measure.ts';
import { author, headOf, innerOf, type Reader, readers, trust } from './sealed-alert.ts';

/** Addressees of a post, the author's own unit not counted. */
const sizes = [1, 3, 8, 16] as const;
const CALLS = 12;

/** Seal and open one alert against stock age with its own hybrid keys, same payload, same number of stanzas. */
export const seal: Bench = {
  name: 'seal',
  about: 'seal and open an alert for 1, 3, 8, 16 recipients, against stock age-encryption',
  async run({ rounds, progress }) {
    const ours: Record<string, Figure> = {};
    const stock: Record<string, Figure> = {};
    const ratios: Record<string, number> = {};
    for (const size of sizes) {
      progress(`${size} recipients`);
      const samples = await interleaved(await contestants(size), { rounds, calls: CALLS });
      for (const act of ['seal', 'open'] as const) {
        const what = `${act} ${size}`;
        ours[what] = figure(samples[`ours ${act}`] ?? []);
        stock[what] = figure(samples[`stock ${act}`] ?? []);
        ratios[what] = ratio(ours[what], stock[what]);
      }
    }
    return { name: 'seal', rounds, load: load(), ours, peers: { 'age-encryption': stock }, ratio: ratios };
  },
};

async function contestants(size: number): Promise<Record<string, () => Promise<void>>> {
  const [us, them] = [await ourActs(size), await stockActs(size)];
  return { 'ours seal': us.seal, 'stock seal': them.seal, 'ours open': us.open, 'stock open': them.open };
}

async function ourActs(size: number) {
  const { signer, chain } = await author();
  const to = readers(size);
  const inner = innerOf(signer.handle, to);
  const request = { inner, signer, chain, recipients: to.map((reader) => reader.key.publicKey) };
  const sealed = await sealFile(request);
  const last = to.at(-1) as Reader;
  return {
    seal: async () => assert.equal((await sealFile(request)).size, sealed.size),
    open: async () => {
      const head = headOf(inner, sealed);
      const opened = await openFile({
        file: sealed.file,
        head,
        me: last.agency,
        secretKey: last.key.secretKey,
        trust: await trust(),
      });
      assert.deepEqual(opened.content, inner.content);
    },
  };
}

/** Stock age seals the bare content: no signature, no padding, no decoys. We do more, and are compared all the same. */
async function stockActs(size: number) {
  const identities = await Promise.all(Array.from({ length: size }, () => generateHybridIdentity()));
  const recipients = await Promise.all(identities.map((identity) => identityToRecipient(identity)));
  const { signer } = await author();
  const payload = new TextEncoder().encode(JSON.stringify(innerOf(signer.handle, readers(size)).content));
  const encrypt = async (): Promise<Uint8Array> => {
    const encrypter = new Encrypter();
    for (const recipient of recipients) encrypter.addRecipient(recipient);
    return await encrypter.encrypt(payload);
  };
  const file = await encrypt();
  return {
    seal: async () => assert.equal((await encrypt()).length, file.length),
    open: async () => {
      const decrypter = new Decrypter();
      decrypter.addIdentity(identities.at(-1) as string);
      assert.deepEqual(await decrypter.decrypt(file), payload);
    },
  };
}
