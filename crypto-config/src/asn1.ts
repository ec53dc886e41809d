import forge from 'node-forge';

/** A value of ASN.1 as node-forge reads it: `value` is a binary string, or a list when constructed. */
export type Asn1 = forge.asn1.Asn1;

const { Class, Type, create, fromDer, oidToDer, toDer } = forge.asn1;

/** Longest BER this room reads. Bounds the parser's work on hostile input. */
const longest = 1 << 20;

export function readAsn1(bytes: Uint8Array): Asn1 {
  if (bytes.length > longest) throw new Error('too long');
  return fromDer(binaryOf(bytes));
}

export function writeAsn1(value: Asn1): Uint8Array<ArrayBuffer> {
  return bytesOf(toDer(value).getBytes());
}

/** Bytes of a string that has one of them in each character, as node-forge keeps them. */
export const bytesOf = (binary: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(binary, (character) => character.charCodeAt(0));

/** The same the other way round. */
export function binaryOf(bytes: Uint8Array): string {
  const pieces: string[] = [];
  // As many arguments as every engine takes.
  for (let at = 0; at < bytes.length; at += 8192) pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  return pieces.join('');
}

export const sequence = (...items: Asn1[]): Asn1 => create(Class.UNIVERSAL, Type.SEQUENCE, true, items);
export const nothing = (): Asn1 => create(Class.UNIVERSAL, Type.NULL, false, '');
export const objectId = (oid: string): Asn1 => create(Class.UNIVERSAL, Type.OID, false, oidToDer(oid).getBytes());
export const octets = (bytes: Uint8Array): Asn1 => create(Class.UNIVERSAL, Type.OCTETSTRING, false, binaryOf(bytes));
/** A non-negative integer below 2^31. */
export const integer = (value: number): Asn1 =>
  create(Class.UNIVERSAL, Type.INTEGER, false, forge.asn1.integerToDer(value).getBytes());

/** The items of a SEQUENCE, or of a SET if asked; anything else throws. */
export function itemsOf(node: Asn1 | undefined, type: number = Type.SEQUENCE): Asn1[] {
  if (node?.tagClass !== Class.UNIVERSAL || node.type !== type || !Array.isArray(node.value)) throw new Error('items');
  return node.value;
}

/** The inside of a context tag [number]: its items if constructed, its raw bytes as one OCTET STRING if not. */
export function taggedIn(node: Asn1 | undefined, number: number): Asn1[] {
  if (node?.tagClass !== Class.CONTEXT_SPECIFIC || (node.type as number) !== number) throw new Error('tag');
  return Array.isArray(node.value) ? node.value : [octets(bytesOf(node.value))];
}

export function oidIn(node: Asn1 | undefined): string {
  return forge.asn1.derToOid(forge.util.createBuffer(primitive(node, Type.OID)));
}

/** The bytes of an OCTET STRING, joined if BER has cut it into pieces. */
export const octetsIn = (node: Asn1 | undefined): Uint8Array<ArrayBuffer> => bytesOf(octetsOf(node));

function octetsOf(node: Asn1 | undefined): string {
  if (node !== undefined && Array.isArray(node.value)) return itemsOf(node, Type.OCTETSTRING).map(octetsOf).join('');
  return primitive(node, Type.OCTETSTRING);
}

/** A non-negative INTEGER of any length. */
export function bigIntegerIn(node: Asn1 | undefined): bigint {
  const bytes = bytesOf(primitive(node, Type.INTEGER));
  if (bytes.length === 0 || (bytes[0] ?? 0) >= 0x80) throw new Error('integer');
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function primitive(node: Asn1 | undefined, type: number): string {
  if (node?.tagClass !== Class.UNIVERSAL || node.type !== type || typeof node.value !== 'string')
    throw new Error('type');
  return node.value;
}
