import { BlockError } from './error.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const nothing = new Uint8Array();

/**
 * The fields of one protobuf message, read as Fabric's own parser reads them: the last of repeated single values counts,
 * repeated single messages are merged, unknown fields and known ones in another wire form are passed over. Any other
 * reading would let one signed transaction mean two things. Bytes are views, not copies.
 * (protobuf.dev/programming-guides/encoding; any fault throws BlockError MALFORMED_BLOCK)
 */
export class Message {
  readonly #chunks: ReadonlyMap<number, Uint8Array[]>;
  readonly #numbers: ReadonlyMap<number, bigint>;

  constructor(bytes: Uint8Array) {
    const chunks = new Map<number, Uint8Array[]>();
    const numbers = new Map<number, bigint>();
    const cursor = new Cursor(bytes);
    while (!cursor.done) {
      const { field, form } = cursor.tag();
      if (form === 0) numbers.set(field, cursor.varint());
      else if (form === 2) append(chunks, field, cursor.chunk());
      else cursor.pass(field, form);
    }
    this.#chunks = chunks;
    this.#numbers = numbers;
  }

  /** Every value of a repeated field. */
  list(field: number): readonly Uint8Array[] {
    return this.#chunks.get(field) ?? [];
  }

  /** A single value; empty when absent. */
  bytes(field: number): Uint8Array {
    return this.list(field).at(-1) ?? nothing;
  }

  has(field: number): boolean {
    return this.#chunks.has(field);
  }

  /** A single embedded message; empty when absent. Encodings one after the other are their merger. */
  message(field: number): Message {
    const parts = this.list(field);
    return new Message(parts.length > 1 ? Buffer.concat(parts) : (parts[0] ?? nothing));
  }

  messages(field: number): readonly Message[] {
    return this.list(field).map((part) => new Message(part));
  }

  text(field: number): string {
    return utf8.decode(this.bytes(field));
  }

  /** An unsigned 64-bit number. */
  unsigned(field: number): bigint {
    return this.#numbers.get(field) ?? 0n;
  }

  /** A signed number of 32 bits. */
  int32(field: number): number {
    return Number(BigInt.asIntN(32, this.unsigned(field)));
  }

  /** A signed number of 64 bits. */
  int64(field: number): bigint {
    return BigInt.asIntN(64, this.unsigned(field));
  }

  flag(field: number): boolean {
    return this.unsigned(field) !== 0n;
  }

  /** A map with text keys; a later entry replaces an earlier one. */
  entries(field: number): ReadonlyMap<string, Message> {
    return new Map(this.messages(field).map((entry) => [entry.text(1), entry.message(2)]));
  }
}

function append(chunks: Map<number, Uint8Array[]>, field: number, chunk: Uint8Array): void {
  const known = chunks.get(field);
  if (known === undefined) chunks.set(field, [chunk]);
  else known.push(chunk);
}

class Cursor {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  tag(): { field: number; form: number } {
    const tag = this.varint();
    const field = Number(tag >> 3n);
    if (field < 1 || field > 0x1fffffff) throw malformed();
    return { field, form: Number(tag & 7n) };
  }

  varint(): bigint {
    // Nearly all are short: plain numbers up to 28 bits, exact ones beyond.
    let small = 0;
    for (let i = 0; i < 4; i++) {
      const byte = this.#next();
      small += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return BigInt(small);
    }
    let value = BigInt(small);
    for (let i = 4n; i < 10n; i++) {
      const byte = this.#next();
      if (i === 9n && byte > 1) throw malformed();
      value |= BigInt(byte & 0x7f) << (7n * i);
      if (byte < 0x80) return value;
    }
    throw malformed();
  }

  chunk(): Uint8Array {
    return this.#take(Number(this.varint()));
  }

  /** Passes over a value that no field of ours has. */
  pass(field: number, form: number): void {
    if (form === 1) this.#take(8);
    else if (form === 5) this.#take(4);
    else if (form === 3) this.#passGroup(field);
    else throw malformed();
  }

  #passGroup(outermost: number): void {
    const open = [outermost];
    while (open.length > 0) {
      const { field, form } = this.tag();
      if (form === 0) this.varint();
      else if (form === 2) this.chunk();
      else if (form === 3) open.push(field);
      else if (form !== 4) this.pass(field, form);
      else if (open.pop() !== field) throw malformed();
    }
  }

  #take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw malformed();
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }

  #next(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw malformed();
    return byte;
  }
}

const malformed = (): BlockError => new BlockError('MALFORMED_BLOCK', 'not protobuf');
