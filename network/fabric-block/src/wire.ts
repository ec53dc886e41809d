import { BlockError } from './error.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const nothing = new Uint8Array();

/**
 * The fields of one protobuf message, read as Fabric's own parser reads them: the last of repeated single values counts,
 * repeated single messages are merged, unknown fields and known ones in another wire form are passed over. Any other
 * reading would let one signed transaction mean two things. Bytes are views, not copies. Nothing is kept but the bytes:
 * anybody may order a message of millions of fields, and memory must not grow with them.
 * (protobuf.dev/programming-guides/encoding; any fault throws BlockError MALFORMED_BLOCK)
 */
export class Message {
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    const cursor = new Cursor(bytes);
    while (!cursor.done) {
      const { field, form } = cursor.tag();
      if (form === 0) cursor.varint();
      else if (form === 2) cursor.passChunk();
      else cursor.pass(field, form);
    }
  }

  /** Every value of a repeated field, one after the other. */
  *each(field: number): Generator<Uint8Array> {
    const cursor = new Cursor(this.#bytes);
    while (cursor.find(field, 2)) yield cursor.chunk();
  }

  /** Every value of a repeated field. */
  list(field: number): readonly Uint8Array[] {
    return [...this.each(field)];
  }

  /** A single value; empty when absent. */
  bytes(field: number): Uint8Array {
    let last: Uint8Array = nothing;
    for (const chunk of this.each(field)) last = chunk;
    return last;
  }

  has(field: number): boolean {
    return new Cursor(this.#bytes).find(field, 2);
  }

  /** A single embedded message; empty when absent. Encodings one after the other are their merger. */
  message(field: number): Message {
    const [first = nothing, second] = this.each(field).take(2);
    return new Message(second === undefined ? first : this.#merged(field));
  }

  messages(field: number): readonly Message[] {
    return this.list(field).map((part) => new Message(part));
  }

  text(field: number): string {
    return utf8.decode(this.bytes(field));
  }

  /** An unsigned 64-bit number. */
  unsigned(field: number): bigint {
    const cursor = new Cursor(this.#bytes);
    let last = 0n;
    while (cursor.find(field, 0)) last = cursor.varint();
    return last;
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

  #merged(field: number): Uint8Array {
    const merged = new Uint8Array(this.#bytes.length);
    let length = 0;
    for (const part of this.each(field)) {
      merged.set(part, length);
      length += part.length;
    }
    return merged.subarray(0, length);
  }
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
    const tag = this.#number();
    const field = Math.floor(tag / 8);
    if (field < 1 || field > 0x1fffffff) throw malformed();
    return { field, form: tag % 8 };
  }

  /** Goes on to the value of the next such field; false when none is left. */
  find(wanted: number, as: 0 | 2): boolean {
    while (!this.done) {
      const { field, form } = this.tag();
      if (field === wanted && form === as) return true;
      if (form === 0) this.varint();
      else if (form === 2) this.passChunk();
      else this.pass(field, form);
    }
    return false;
  }

  varint(): bigint {
    // Nearly all are short: plain numbers up to 28 bits, exact ones beyond.
    let small = 0;
    for (let i = 0; i < 4; i++) {
      const byte = this.#next();
      small += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return BigInt(small);
    }
    return this.#long(BigInt(small));
  }

  /** A number of which nobody needs more than 53 bits exactly. */
  #number(): number {
    const first = this.#bytes[this.#at];
    if (first === undefined || first >= 0x80) return Number(this.varint());
    this.#at++;
    return first;
  }

  #long(small: bigint): bigint {
    let value = small;
    for (let i = 4n; i < 10n; i++) {
      const byte = this.#next();
      if (i === 9n && byte > 1) throw malformed();
      value |= BigInt(byte & 0x7f) << (7n * i);
      if (byte < 0x80) return value;
    }
    throw malformed();
  }

  chunk(): Uint8Array {
    return this.#take(this.#number());
  }

  passChunk(): void {
    this.#skip(this.#number());
  }

  /** Passes over a value that no field of ours has. */
  pass(field: number, form: number): void {
    if (form === 1) this.#skip(8);
    else if (form === 5) this.#skip(4);
    else if (form === 3) this.#passGroup(field);
    else throw malformed();
  }

  #passGroup(outermost: number): void {
    const open = [outermost];
    while (open.length > 0) {
      const { field, form } = this.tag();
      if (form === 0) this.varint();
      else if (form === 2) this.passChunk();
      else if (form === 3) open.push(field);
      else if (form !== 4) this.pass(field, form);
      else if (open.pop() !== field) throw malformed();
    }
  }

  #take(length: number): Uint8Array {
    const from = this.#at;
    this.#skip(length);
    return this.#bytes.subarray(from, this.#at);
  }

  #skip(length: number): void {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw malformed();
    this.#at = end;
  }

  #next(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw malformed();
    return byte;
  }
}

const malformed = (): BlockError => new BlockError('MALFORMED_BLOCK', 'not protobuf');
