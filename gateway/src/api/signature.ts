import { concat, utf8 } from '@tocsin/envelope/verify';
import {
  type InnerList,
  type Item,
  type Parameters,
  parseDictionary,
  serializeDictionary,
  serializeInnerList,
  serializeItem,
} from 'structured-headers';

/** A covered component: its identifier as it stands in Signature-Input, and its value in the message. */
export type Component = readonly [name: string, value: string];

/** What `Signature` and `Signature-Input` of one message say, taken apart and not yet believed. */
export interface MessageSignature {
  readonly label: string;
  readonly components: readonly string[];
  readonly parameters: Parameters;
  readonly input: InnerList;
  readonly signature: Uint8Array;
}

/** The bytes to sign: one line a component, then the parameters (RFC 9421 section 2.5). */
export function signatureBase(components: readonly Component[], input: InnerList): Uint8Array {
  const lines = components.map(([name, value]) => `"${name}": ${value}`);
  return utf8([...lines, `"@signature-params": ${serializeInnerList(input)}`].join('\n'));
}

/** The inner list of a signature over plain components (no component parameters). */
export function inputOf(components: readonly string[], parameters: Parameters): InnerList {
  return [components.map((name): Item => [name, new Map()]), parameters];
}

/** The two fields that carry a signature. */
export function signatureFields(label: string, input: InnerList, signature: Uint8Array): Record<string, string> {
  return {
    'signature-input': serializeDictionary(new Map([[label, input]])),
    signature: `${label}=${serializeItem([signature.slice().buffer, new Map()])}`,
  };
}

/**
 * Reads a message's one signature. Null where there is none, more than one, or one of a form that our profile does not
 * know (docs/spec/gateway-api.md): component parameters, members of other types.
 */
export function readSignature(signatureInput: string, signature: string): MessageSignature | null {
  try {
    const [label, input] = only(parseDictionary(signatureInput));
    const [signed, item] = only(parseDictionary(signature));
    const [value] = item;
    if (label !== signed || !isInnerList(input) || !(value instanceof ArrayBuffer)) return null;
    const components = input[0].map(plainName);
    return { label, components, parameters: input[1], input, signature: new Uint8Array(value) };
  } catch {
    return null;
  }
}

function only<T>(dictionary: Map<string, T>): [string, T] {
  const [entry, ...others] = dictionary;
  if (entry === undefined || others.length > 0) throw new TypeError('not exactly one signature');
  return entry;
}

const isInnerList = (member: Item | InnerList): member is InnerList => Array.isArray(member[0]);

function plainName([name, parameters]: Item): string {
  if (typeof name !== 'string' || parameters.size > 0) throw new TypeError('component of another form');
  return name;
}

/** `sha-256=:...:` over a body (RFC 9530), the one digest our profile takes. */
export async function contentDigest(body: Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', concat(body));
  return serializeDictionary(new Map([['sha-256', [hash, new Map()] as Item]]));
}

/** The SHA-256 in a Content-Digest field, or null unless it names exactly that one. */
export function readContentDigest(field: string): Uint8Array | null {
  try {
    const [name, [value]] = only(parseDictionary(field));
    return name === 'sha-256' && value instanceof ArrayBuffer && value.byteLength === 32 ? new Uint8Array(value) : null;
  } catch {
    return null;
  }
}
