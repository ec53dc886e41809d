import type { GatewayEvent } from '@tocsin/gateway/api';
import { type Line, lineFor } from './line.ts';
import type { Unlocked } from './unlocked.ts';
import type { Work } from './work.ts';

/** Where news goes. */
export interface Tell {
  event(event: GatewayEvent): void;
  line(state: 'up' | 'down'): void;
  /** The gateway follows nothing for this officer any more. */
  ended(fault: unknown): void;
}

/** An officer at work: the line at once, what seals and opens when it is first needed. */
export interface Desk {
  readonly line: Line;
  readonly unlocked: Unlocked;
  work(): Promise<Work>;
}

export function openDesk(unlocked: Unlocked, tell: Tell): Desk {
  const { identity, key } = unlocked;
  const line = lineFor(identity.handle, key, (state) => tell.line(state));
  const ended = (fault: unknown): void => {
    tell.line('down');
    tell.ended(fault);
  };
  line.follow((event) => tell.event(event), new AbortController().signal).catch(ended);
  let work: Promise<Work> | undefined;
  const load = async (): Promise<Work> => {
    const { openWork } = await import('./work.ts').catch(unreachable);
    return openWork(unlocked, line.client);
  };
  return {
    line,
    unlocked,
    work() {
      work ??= load().catch((error: unknown) => {
        // Asked for again once the line is back.
        work = undefined;
        throw error;
      });
      return work;
    },
  };
}

function unreachable(cause: unknown): never {
  const message = 'the gateway does not answer';
  throw Object.assign(new Error(message, { cause }), { code: 'NOT_READY', hint: '', status: 0 });
}
