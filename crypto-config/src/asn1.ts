import forge from 'node-forge';

/** A value of ASN.1 as node-forge reads it: `value` is a binary string, or a list when constructed. */
export type Asn1 = forge.asn1.Asn1;

const { Class, Type, create, fromDer, oidToDer, toDer } = forge.asn1;

/** Longest BER this room reads. Bounds the parser's work on hostile input. */
const longest = 1 << 20;

export function readAsn1(bytes: Uint8Array): Asn1 {
  if (bytes.length > longest) throw new Error('too long');
  return fromDer(Buffer.from(bytes).toString('latin1'));
}

export function writeAsn1(value: Asn1): Uint8Array {
  return bytesOf(toDer(value).getBytes());
}

export function bytesOf(binary: string): Uint8Array {
  return new Uint8Array(Buffer.from(binary, 'latin1'));
}

export const sequence = (...items: Asn1[]): Asn1 => create(Class.UNIVERSAL, Type.SEQUENCE, true, items);
export const nothing = (): Asn1 => create(Class.UNIVERSAL, Type.NULL, false, '');
export const objectId = (oid: string): Asn1 => create(Class.UNIVERSAL, Type.OID, false, oidToDer(oid).getBytes());
export const octets = (bytes: Uint8Array): Asn1 =>
  create(Class.UNIVERSAL, Type.OCTETSTRING, false, Buffer.from(bytes).toString('latin1'));
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
export function octetsIn(node: Asn1 | undefined): Uint8Array {
  if (node !== undefined && Array.isArray(node.value))
    return Buffer.concat(itemsOf(node, Type.OCTETSTRING).map(octetsIn));
  return bytesOf(primitive(node, Type.OCTETSTRING));
}

/** A non-negative INTEGER of any length. */
export function bigIntegerIn(node: Asn1 | undefined): bigint {
  const bytes = bytesOf(primitive(node, Type.INTEGER));
  if (bytes.length === 0 || (bytes[0] ?? 0) >= 0x80) throw new Error('integer');
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function primitive(node: Asn1 | undefined, type: number): string {
  if (node?.tagClass !== Class.UNIVERSAL || node.type !== type || typeof node.value !== 'string')
    throw new Error('type');
  return node.value;
}
