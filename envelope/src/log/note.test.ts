import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase64, toBase64 } from '../base64.ts';
import { utf8 } from '../encoding.ts';
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { formatNote, MAX_SIGNATURES, parseNote } from './note.ts';
import { formatVerifierKey, isSignedBy, keyIdOf, type NoteKey } from './note-key.ts';

/** The example of c2sp.org/signed-note. */
const published = {
  vkey: 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
  note: `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`,
};
const publishedKey: NoteKey = {
  name: 'example.com/foo',
  algorithm: 'note',
  publicKey: fromBase64(published.vkey.split('+').slice(2).join('+')).subarray(1),
};

test('the published note is read, and its signature verifies under the published key', async () => {
  const { text, signatures } = parseNote(published.note);
  expect(text).toBe('This is an example message.\n');
  const [line] = signatures;
  expect(line?.name).toBe('example.com/foo');
  expect(line?.id).toEqual(keyIdOf(publishedKey));
  expect(await isSignedBy(publishedKey.publicKey, line!.signature, utf8(text))).toBe(true);
  expect(await isSignedBy(publishedKey.publicKey, line!.signature, utf8('This is another message.\n'))).toBe(false);
  expect(formatNote({ text, signatures })).toBe(published.note);
});

test('a key is written as the published one is', () => expect(formatVerifierKey(publishedKey)).toBe(published.vkey));

test('a signature of another length is no signature, and a key of another length no key', async () => {
  expect(await isSignedBy(publishedKey.publicKey, new Uint8Array(63), utf8('x'))).toBe(false);
  const short = isSignedBy(publishedKey.publicKey.subarray(1), new Uint8Array(64), utf8('x'));
  await expect(short).rejects.toMatchObject({ code: 'BAD_KEY' });
});

const line = `— tocsin/x ${toBase64(new Uint8Array(68))}\n`;

describe('refused as no note', () => {
  test.each([
    ['nothing', ''],
    ['a text without signatures', 'text\n'],
    ['an empty list of signatures', 'text\n\n'],
    ['no text', `\n\n${line}`],
    ['a last line without its break', `text\n\n${line.slice(0, -1)}`],
    ['an empty line at the end', `text\n\n${line}\n`],
    ['a hyphen for the dash', `text\n\n${line.replace('—', '-')}`],
    ['two spaces', `text\n\n${line.replace(' tocsin', '  tocsin')}`],
    ['a carriage return', `text\r\n\n${line}`],
    ['a tab in the text', `te\txt\n\n${line}`],
    ['a zero byte', `te\0xt\n\n${line}`],
    ['half a character', `te\ud800xt\n\n${line}`],
    ['a plus in a key name', `text\n\n${line.replace('/x', '+x')}`],
    ['a space of another script in a key name', `text\n\n${line.replace('/x', '\u3000x')}`],
    ['no key name', `text\n\n${line.replace('tocsin/x ', '')}`],
    ['an id without a signature', `text\n\n— tocsin/x ${toBase64(new Uint8Array(4))}\n`],
    ['base64 without padding', `text\n\n${line.replaceAll('=', '')}`],
    ['base64 with stray bits', `text\n\n— tocsin/x AAAAAAB=\n`],
    ['base64 of URLs', `text\n\n— tocsin/x ____AAAA\n`],
    ['something after the signature', `text\n\n${line.replace('\n', ' more\n')}`],
    ['too many signatures', `text\n\n${line.repeat(MAX_SIGNATURES + 1)}`],
    ['too long a text', `${'x'.repeat(65_536)}\n\n${line}`],
  ])('%s', (_, note) => {
    expect(() => parseNote(note)).toThrow(expect.objectContaining({ code: 'MALFORMED_NOTE' }));
  });
});

test('a text may hold empty lines: the last one ends it', () => {
  expect(parseNote(`one\n\ntwo\n\n${line}`).text).toBe('one\n\ntwo\n');
  expect(parseNote(`text\n\n${line.repeat(MAX_SIGNATURES)}`).signatures).toHaveLength(MAX_SIGNATURES);
});

test('what is read is written again byte for byte', () => {
  const note = fc.record({
    text: fc.string({ unit: fc.constantFrom('a', '\n', 'ไทย', '—', ' ') }).map((text) => `x${text}\n`),
    signatures: fc.array(
      fc.record({
        name: fc.stringMatching(/^[a-z/]{1,20}$/),
        id: fc.uint8Array({ minLength: 4, maxLength: 4 }),
        signature: fc.uint8Array({ minLength: 1, maxLength: 80 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  });
  fc.assert(
    fc.property(note, (given) => {
      expect(parseNote(formatNote(given))).toEqual(given);
    }),
  );
});

const root = toBase64(new Uint8Array(32).fill(7));

test('a checkpoint is read and written', () => {
  const text = `tocsin/x\n417\n${root}\n`;
  expect(parseCheckpoint(text)).toEqual({ origin: 'tocsin/x', size: 417, root: new Uint8Array(32).fill(7) });
  expect(formatCheckpoint(parseCheckpoint(text))).toBe(text);
});

describe('refused as no checkpoint', () => {
  test.each([
    ['nothing', ''],
    ['two lines', `tocsin/x\n417\n`],
    ['an extension line', `tocsin/x\n417\n${root}\nmore\n`],
    ['an empty line more', `tocsin/x\n417\n${root}\n\n`],
    ['no last break', `tocsin/x\n417\n${root}`],
    ['no origin', `\n417\n${root}\n`],
    ['a space in the origin', `tocsin x\n417\n${root}\n`],
    ['a leading zero', `tocsin/x\n0417\n${root}\n`],
    ['a sign', `tocsin/x\n+417\n${root}\n`],
    ['a negative size', `tocsin/x\n-1\n${root}\n`],
    ['a fraction', `tocsin/x\n4.0\n${root}\n`],
    ['digits of another script', `tocsin/x\n๔๑๗\n${root}\n`],
    ['a size beyond 2^53', `tocsin/x\n9007199254740992\n${root}\n`],
    ['a root of 31 bytes', `tocsin/x\n417\n${toBase64(new Uint8Array(31))}\n`],
    ['a root in hex', `tocsin/x\n417\n${'07'.repeat(32)}\n`],
    ['a root without padding', `tocsin/x\n417\n${root.replace('=', '')}\n`],
  ])('%s', (_, text) => {
    expect(() => parseCheckpoint(text)).toThrow(expect.objectContaining({ code: 'MALFORMED_CHECKPOINT' }));
  });
});
