import { createHash, hkdfSync } from 'node:crypto';
import { ristretto255_oprf as oprf, ristretto255 } from '@noble/curves/ed25519.js';

/** One check from name to output, made by an implementation that shares no line with ours. Bytes in hex. */
export interface BlindVector {
  readonly about: string;
  readonly kind: string;
  readonly value: string;
  readonly owner: string;
  /** The whole key, and times the generator; no such key exists outside these vectors. */
  readonly secret: string;
  readonly key: string;
  readonly blind: string;
  readonly element: string;
  readonly evaluation: string;
  readonly output: string;
  /** Of the owner's rows c = 0 and 1: tag and key, 48 bytes. */
  readonly rows: readonly string[];
}

const { Fn, BASE } = ristretto255.Point;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(createHash('sha512').update(text).digest());
const scalarOf = (label: string): bigint => Fn.create(BigInt(`0x${hex(bytesOf(label))}`));

const asked = [
  ['passport', 'TH0000001'],
  ['phone', '+66000000000'],
  ['name', 'สมชาย ใจดี'],
  ['name', 'សុខ សុភា'],
  ['name', 'ທ້າວ ບຸນມີ'],
  ['name', 'မောင်မောင်'],
  ['name', 'Nguyễn Văn An'],
  ['name', '王小明'],
] as const;

/** The vectors as noble-curves and Node's HKDF give them. */
export function vectors(): BlindVector[] {
  const secret = scalarOf('tocsin/vector/blind/key');
  const key = BASE.multiply(secret).toBytes();
  return asked.map(([kind, value], i) => {
    const input = new Uint8Array(Buffer.from(`${kind}:${value}`));
    const drawn = bytesOf(`tocsin/vector/blind/${i}`);
    const { blind, blinded } = oprf.voprf.blind(input, (length = 64) => drawn.slice(0, length));
    const { evaluated, proof } = oprf.voprf.blindEvaluate(Fn.toBytes(secret), key, blinded);
    const output = oprf.voprf.finalize(input, blind, evaluated, blinded, key, proof);
    const owner = 'th-police';
    const row = (c: number) => new Uint8Array(hkdfSync('sha256', output, '', `tocsin/list/1|${owner}|${c}`, 48));
    return {
      ...{ about: `a check of a ${kind}`, kind, value, owner, secret: hex(Fn.toBytes(secret)), key: hex(key) },
      ...{ blind: hex(blind), element: hex(blinded), evaluation: hex(evaluated), output: hex(output) },
      rows: [0, 1].map((c) => hex(row(c))),
    };
  });
}
