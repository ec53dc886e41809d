import { isDeepStrictEqual } from 'node:util';
import { signStatement, toBase64url, utf8 } from '@tocsin/envelope';
import { recordErrors } from '@tocsin/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Exchange, Post } from '../support/exchange.ts';
import { outcomeOf } from './outcome.ts';
import { blocksBetween } from './told-blocks.ts';

/** Values that are lawful under no member of any statement. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    1e300,
    '',
    ' ',
    [],
    {},
    [[]],
    '\u0000',
    '../..',
    '__proto__',
    'constructor',
  ),
  fc.string({ minLength: 1, unit: 'binary' }).filter((text) => text.isWellFormed() && !/^[a-z0-9-]+$/i.test(text)),
  fc.array(fc.integer(), { minLength: 1 }),
  fc.record({ toString: fc.string({ unit: 'grapheme-ascii' }) }),
);

const member = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' });

type Change = (payload: Readonly<Record<string, unknown>>) => object;

/** Changes of a payload that is signed again by the right key: the schema and the rules are all that is left to refuse. */
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(fc.nat(), odd).map(
    ([which, value]): Change =>
      (payload) => ({ ...payload, [nth(payload, which)]: value }),
  ),
  fc.nat().map(
    (which): Change =>
      (payload) => {
        const { [nth(payload, which)]: _gone, ...rest } = payload as Record<string, unknown>;
        return rest;
      },
  ),
  fc.tuple(member, odd).map(
    ([name, value]): Change =>
      (payload) =>
        Object.hasOwn(payload, name) ? { typ: name } : { ...payload, [name]: value },
  ),
);

const nth = (payload: object, which: number): string =>
  Object.keys(payload).sort()[which % Object.keys(payload).length] ?? '';

/** Changes of the signed text itself: shape, encoding, header, signature. */
const mangling: fc.Arbitrary<(jws: string) => string> = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => () => text),
  fc.nat().map((at) => (jws: string) => jws.slice(0, at % jws.length)),
  fc.tuple(fc.nat(), fc.constantFrom('A', '.', '=', ' ', '\n', '+', '\u0000', 'é')).map(
    ([at, what]) =>
      (jws: string) =>
        `${jws.slice(0, at % jws.length)}${what}${jws.slice(at % jws.length)}`,
  ),
  fc.tuple(fc.nat(), fc.constantFrom('A', 'B', '_', '.')).map(
    ([at, what]) =>
      (jws: string) =>
        `${jws.slice(0, at % jws.length)}${what}${jws.slice((at % jws.length) + 1)}`,
  ),
  fc.dictionary(member, fc.oneof(fc.string(), fc.integer()), { maxKeys: 4 }).map((header) => (jws: string) => {
    const [, body, signature] = jws.split('.');
    return `${toBase64url(utf8(JSON.stringify(header)))}.${body}.${signature}`;
  }),
);

/** Whatever is submitted that is not a lawful statement is refused with a code of the table and leaves no trace. */
export function refusesMalformed(name: string, exchangeOf: () => Exchange, numRuns = 150): void {
  /** Runs a property between two honest posts and looks at everything that was ordered in between. */
  const between = async (act: (post: Post) => Promise<unknown>): Promise<void> => {
    const exchange = exchangeOf();
    const { ledger } = exchange.agency('th-police');
    const [before, post] = [await exchange.post(), await exchange.draft()];
    await act(post);
    const after = await exchange.post();
    const blocks = await blocksBetween(ledger, BigInt(before.committed.block), BigInt(after.committed.block));
    const statements = blocks.flatMap(({ transactions }) => transactions.map(({ statement }) => statement));
    expect(statements).toEqual([before.jws, after.jws]);
  };

  const refused = async (statement: string, file: Uint8Array): Promise<void> => {
    const outcome = await outcomeOf(exchangeOf().agency('th-police').ledger.submit(statement, file));
    expect(Object.keys(recordErrors)).toContain(outcome);
  };

  test(`${name}: odd payloads under a good signature are refused`, () =>
    between((post) => {
      const { signer } = exchangeOf().agency('th-police').officer;
      const property = fc.asyncProperty(change, async (changed) => {
        const payload = changed(post.payload);
        fc.pre(!isDeepStrictEqual(payload, post.payload));
        await refused(await signStatement(payload, signer), post.file);
      });
      return fc.assert(property, { numRuns });
    }));

  test(`${name}: mangled texts are refused`, () =>
    between((post) => {
      const property = fc.asyncProperty(mangling, async (mangled) => {
        const statement = mangled(post.jws);
        fc.pre(statement !== post.jws);
        await refused(statement, post.file);
      });
      return fc.assert(property, { numRuns });
    }));
}
