import type { AgencyCode, Instant, StatementId } from '@tocsin/record';

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
);
/** One server-sent event as it came. */
export interface Frame {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

const LONGEST = 64 * 1024;

/** Takes a byte stream apart into lines; a line longer than `limit` characters is refused. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > limit) throw new RangeError('a line is too long');
    yield* lines;
  }
  if (rest !== '') yield rest;
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
  if (event !== 'block' && event !== 'record') return null;
  return { ...(JSON.parse(data) as object), id, type: event } as GatewayEvent;
}
