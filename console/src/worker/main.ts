import { Calls } from './calls.ts';
import type { Question, Said, ToldError } from './protocol.ts';

const say = (said: Said): void => postMessage(said);
const calls = new Calls({ event: (event) => say({ event }), line: (line) => say({ line }), ended: tellIfBarred });
/** Whoever hears one of these has a key that is good for nothing any more. */
const bars: ReadonlySet<string> = new Set(['OFFICER_REVOKED', 'OFFICER_EXPIRED', 'AGENCY_REMOVED']);

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  const { number, call, given } = data;
  const method = calls[call] as (...given: readonly unknown[]) => unknown;
  Promise.resolve()
    .then(() => method.apply(calls, [...given]))
    .then((answer) => say({ number, answer }))
    .catch((error: unknown) => {
      say({ number, error: toldOf(error) });
      tellIfBarred(error);
    });
});
addEventListener('offline', () => say({ line: 'down' }));

function tellIfBarred(error: unknown): void {
  const told = toldOf(error);
  if (bars.has(told.code)) say({ barred: told });
}

/** Codes of ours with their words; of anything else only that it failed. */
function toldOf(error: unknown): ToldError {
  const { code, message, hint = '', status = null } = (error ?? {}) as Partial<ToldError>;
  const ours = typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,39}$/.test(code);
  return ours ? { code, message: message ?? code, hint, status } : { code: 'INTERNAL', message: '', hint: '', status };
}
