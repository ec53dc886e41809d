import type { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { officerKey } from '@tocsin/record';
import { GatewayError } from '../error.ts';
import { mustBeAdmitted } from '../plugins/authentication.ts';
import type { Api, Services } from '../services.ts';
import { eventsAfter, formatPlace, latestPlace, parsePlace, type StoredEvent } from '../view/events.ts';
import { officerOf, signed } from './route.ts';

/**
 * `GET /v1/events`: server-sent events from the view (WHATWG HTML, section 9.2). `Last-Event-ID` resumes behind that
 * event and misses none: events stand in the view, so a reader that was away, even over a restart, gets them all.
 */
export function getEvents(app: Api, services: Services): void {
  const schema = {
    ...signed,
    summary: 'blocks applied, records of the own agency, who opens what it wrote, changes of directory and agreements',
    response: { 200: { description: 'server-sent events', content: { 'text/event-stream': { schema: {} } } } },
  };
  const closing = new AbortController();
  const open = new Streams(services.limits.streamsPerOfficer);
  app.addHook('preClose', async () => closing.abort());
  app.get('/v1/events', { schema }, (request, reply) => {
    const last = request.headers['last-event-id'];
    const place = typeof last === 'string' ? parsePlace(last) : latestPlace(services.view);
    const { handle } = officerOf(request);
    const ended = AbortSignal.any([closing.signal, open.take(handle, reply.raw)]);
    const frames = Readable.from(feed(services, handle, place, ended));
    return reply.type('text/event-stream').header('cache-control', 'no-store').send(frames);
  });
}

/** How many streams each officer has open: every one of them costs memory for as long as its reader likes. */
class Streams {
  readonly #most: number;
  readonly #open = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** One more, until its answer is closed: the signal tells. Throws TOO_MANY_REQUESTS. */
  take(handle: string, answer: Readonly<EventEmitter>): AbortSignal {
    const others = this.#open.get(handle) ?? 0;
    if (others >= this.#most) throw new GatewayError('TOO_MANY_REQUESTS', 'event streams');
    this.#open.set(handle, others + 1);
    const closed = new AbortController();
    answer.once('close', () => {
      this.#release(handle);
      closed.abort();
    });
    return closed.signal;
  }

  #release(handle: string): void {
    const left = (this.#open.get(handle) ?? 1) - 1;
    if (left === 0) this.#open.delete(handle);
    else this.#open.set(handle, left);
  }
}

async function* feed(
  services: Services,
  handle: string,
  from: ReturnType<typeof parsePlace>,
  closing: AbortSignal,
): AsyncGenerator<string> {
  let place = from;
  yield ': tocsin\n\n'; // lets the reader know at once that it is connected
  while (!closing.aborted && isAdmitted(services, handle)) {
    // Asked for before reading: a block that is applied in between is not missed.
    const changed = services.follower.changed();
    const events = eventsAfter(services.view, place);
    for (const event of events) {
      yield frame(event);
      place = event.place;
    }
    if (events.length === 0 && !(await happens(changed, services.limits.heartbeatMs, closing))) yield ': alive\n\n';
  }
}

/** An officer who was revoked after connecting hears no more. */
function isAdmitted({ view, clock }: Services, handle: string): boolean {
  try {
    mustBeAdmitted(view.state(officerKey(handle)), view, clock().toISOString());
    return true;
  } catch {
    return false;
  }
}

const frame = ({ place, type, data }: StoredEvent): string =>
  `id: ${formatPlace(place)}\nevent: ${type}\ndata: ${data}\n\n`;

/** True when the change came, false when it was time for a sign of life or the gateway closes. */
async function happens(changed: Promise<void>, ms: number, closing: AbortSignal): Promise<boolean> {
  const waiting = new AbortController();
  const signal = AbortSignal.any([waiting.signal, closing]);
  const idle = pause(ms, false, { signal }).catch(() => false);
  try {
    return await Promise.race([changed.then(() => true), idle]);
  } finally {
    waiting.abort();
  }
}
