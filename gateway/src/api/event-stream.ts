import type { AgencyCode, Handle, Instant, Purpose, StatementId, UnitCode } from '@tocsin/record';

/** What a gateway tells as it happens; `id` resumes the stream behind this event. */
export type GatewayEvent = { readonly id: string } & (
  | {
      readonly type: 'block';
      /** Block number, decimal. */
      readonly number: string;
      readonly at: Instant | null;
      /** Number of valid transactions. */
      readonly transactions: number;
    }
  | {
      readonly type: 'record';
      readonly record: StatementId;
      readonly change: 'posted' | 'changed';
      /** The statement that did it, its type and its agency. */
      readonly statement: StatementId;
      readonly typ: string;
      readonly by: AgencyCode;
      readonly state: string;
    }
  | {
      /** The exchange itself changed: who takes part and how they are reached, under which agreements, by which trustees. */
      readonly type: 'exchange';
      readonly part: 'directory' | 'agreements' | 'network';
      /** The statement that did it, its type and its agency. */
      readonly statement: StatementId;
      readonly typ: string;
      readonly by: AgencyCode;
    }
  | {
      /** Somebody opens what the own agency wrote. */
      readonly type: 'access';
      readonly change: 'asked' | 'granted' | 'opened' | 'failed' | 'leased' | 'accounted';
      /** The access, or the lease. */
      readonly access: StatementId;
      readonly record: StatementId;
      readonly item: StatementId;
      /** Who opens, and why. */
      readonly by: AgencyCode;
      readonly unit: UnitCode;
      readonly officer: Handle;
      readonly purpose: Purpose;
      readonly agreement: StatementId;
      /** Trustees whose shares were used, as the receipt names them. */
      readonly released: readonly AgencyCode[];
    }
);

const types: ReadonlySet<string> = new Set<GatewayEvent['type']>(['block', 'record', 'access', 'exchange']);

/** One server-sent event as it came. */
export interface Frame {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

const LONGEST = 64 * 1024;

/**
 * Longest line of an export, characters: a block of Fabric holds 20 MB (28 in base64) and its signatures, one of the
 * embedded ledger 500 statements with what they wrote.
 */
export const LONGEST_BLOCK = 64 * 1024 * 1024;

/** Takes a byte stream apart into lines. @throws RangeError where one is longer than `limit` characters; TypeError: no UTF-8 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limit: number,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [parts, length]: [string[], number] = [[], 0];
  for await (const chunk of chunks) {
    const [rest = '', ...others] = decoder.decode(chunk, { stream: true }).split('\n');
    parts.push(rest);
    length += rest.length;
    if (length > limit) throw new RangeError('a line is too long');
    const last = others.pop();
    if (last === undefined) continue;
    yield parts.join('');
    yield* others;
    [parts, length] = [[last], last.length];
  }
  if (length > 0) yield parts.join('');
}

/** Server-sent events of a byte stream (WHATWG HTML, section 9.2), as our gateways write them: one data line each. */
export async function* framesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  let frame = { id: '', event: '', data: '' };
  for await (const line of linesOf(chunks, LONGEST)) {
    if (line === '') {
      if (frame.data !== '') yield frame;
      frame = { id: '', event: '', data: '' };
      continue;
    }
    const [, field, value] = /^(id|event|data): ?(.*)$/.exec(line) ?? [];
    if (field !== undefined && value !== undefined) frame = { ...frame, [field]: value };
  }
}

/** The event in a frame, or null for one of a type that this client does not know. */
export function eventOf({ id, event, data }: Frame): GatewayEvent | null {
  if (!types.has(event)) return null;
  return { ...(JSON.parse(data) as object), id, type: event } as GatewayEvent;
}
