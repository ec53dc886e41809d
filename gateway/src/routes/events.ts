import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { officerKey } from '@tocsin/record';
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
    summary: 'blocks applied, and records of the own agency posted or changed',
    response: { 200: { description: 'server-sent events', content: { 'text/event-stream': { schema: {} } } } },
  };
  const closing = new AbortController();
  app.addHook('preClose', async () => closing.abort());
  app.get('/v1/events', { schema }, (request, reply) => {
    const last = request.headers['last-event-id'];
    const place = typeof last === 'string' ? parsePlace(last) : latestPlace(services.view);
    const frames = Readable.from(feed(services, officerOf(request).handle, place, closing.signal));
    return reply.type('text/event-stream').header('cache-control', 'no-store').send(frames);
  });
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
