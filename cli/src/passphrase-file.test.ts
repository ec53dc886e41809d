import * as age from 'age-encryption';
import { expect, test } from 'vitest';
import { openWithPassphrase, sealWithPassphrase } from './passphrase-file.ts';

const text = 'AGE-SECRET-KEY-PQ-1…\nលេខកូដ';
const LIGHT = 8;

test('what is sealed opens with the passphrase, however it was typed, and with no other', async () => {
  const file = await sealWithPassphrase(text, 'mật khẩu dài', LIGHT);
  expect(await openWithPassphrase(file, 'mật khẩu dài'.normalize('NFD'))).toBe(text);
  await expect(openWithPassphrase(file, 'mật khẩu ngắn')).rejects.toMatchObject({ code: 'WRONG_PASSPHRASE' });
});

test('another age implementation opens it, and we open what that one wrote', async () => {
  const opener = new age.Decrypter();
  opener.addPassphrase('several words');
  expect(await opener.decrypt(await sealWithPassphrase(text, 'several words', LIGHT), 'text')).toBe(text);
  const writer = new age.Encrypter();
  writer.setPassphrase('several words');
  writer.setScryptWorkFactor(LIGHT);
  expect(await openWithPassphrase(await writer.encrypt(text), 'several words')).toBe(text);
});

test('by default a guess takes 256 MiB and half a second or more', async () => {
  const began = performance.now();
  const file = await sealWithPassphrase(text, 'several words');
  expect(performance.now() - began).toBeGreaterThan(300);
  expect(new TextDecoder().decode(file.subarray(0, 80))).toMatch(/^age-encryption.org\/v1\n-> scrypt \S{22} 18\n/);
});

test('a changed, cut or foreign file is refused', async () => {
  const file = await sealWithPassphrase(text, 'several words', LIGHT);
  for (let at = 0; at < file.length; at += 7) {
    const bent = Uint8Array.from(file);
    bent[at] = (bent[at] as number) ^ 1;
    await expect(openWithPassphrase(bent, 'several words')).rejects.toHaveProperty('code');
  }
  await expect(openWithPassphrase(file.subarray(0, 90), 'several words')).rejects.toHaveProperty('code');
  const costly = new TextEncoder().encode(new TextDecoder('latin1').decode(file).replace(' 8\n', ' 19\n'));
  await expect(openWithPassphrase(costly, 'several words')).rejects.toMatchObject({ code: 'MALFORMED_FILE' });
});
