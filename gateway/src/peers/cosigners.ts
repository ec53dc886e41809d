import { type CosignAnswer, type Cosigners, cosignRefusals } from '../mirror/cosigners.ts';
import type { Peers } from './client.ts';

/** Asks the other agencies' gateways to vouch for the ledger's tree, over their lines. */
export const cosignersOver = (peers: Peers): Cosigners => ({
  cosign: async (agency, note, signal) => answerIn(await peers.ask(agency, '/peer/1/cosign', { note }, signal)),
  checkpoint: async (agency, signal) => noteIn(await peers.ask(agency, '/peer/1/checkpoint', null, signal)),
});

// Whatever is of another form is no answer: whoever waits for it counts the agency as away.
function answerIn(value: unknown): CosignAnswer {
  const { cosignature, refused } = (value ?? {}) as { cosignature?: unknown; refused?: unknown };
  if (typeof cosignature === 'string') return { cosignature };
  const known = cosignRefusals.find((refusal) => refusal === refused);
  if (known === undefined) throw new TypeError('no answer to a checkpoint');
  return { refused: known, note: noteIn(value) };
}

function noteIn(value: unknown): string {
  const { note } = (value ?? {}) as { note?: unknown };
  if (typeof note !== 'string') throw new TypeError('no checkpoint');
  return note;
}
