import { strict as assert } from 'node:assert';
import { ristretto255_oprf } from '@noble/curves/ed25519.js';
import { generateSealKey, toHex } from '@tocsin/envelope';
import {
  type Answered,
  blindInput,
  combineEvaluations,
  dealKey,
  evaluateBlinded,
  finalize,
  inputOf,
  jointKeyOf,
  shareFrom,
} from '@tocsin/envelope/blind';
import { type Bench, figure, interleaved, load, ratio } from './measure.ts';

const [T, N] = [3, 5];
const CALLS = 10;
const { voprf } = ristretto255_oprf;

/** One identifier checked, single-server against noble-curves, then by 3 of 5 trustees, which no library offers. */
export const oprf: Bench = {
  name: 'oprf',
  about: 'blind check of one identifier, against noble-curves; and by 3 of 5 trustees',
  async run({ rounds }) {
    const acts = contestants();
    const samples = await interleaved(acts, { rounds, calls: CALLS });
    const of = (name: string) => figure(samples[name] ?? []);
    const steps = ['blind', 'evaluate and prove', 'verify and finish'] as const;
    const ours = Object.fromEntries(steps.map((step) => [step, of(`ours ${step}`)]));
    const theirs = Object.fromEntries(steps.map((step) => [step, of(`noble ${step}`)]));
    const whole = { [`asker, ${T} of ${N}`]: of('asker') };
    const ratios = steps.map((step) => [step, ratio(of(`ours ${step}`), of(`noble ${step}`))] as const);
    const peers = { 'noble-curves': theirs };
    return {
      name: 'oprf',
      rounds,
      load: load(),
      ours: { ...ours, ...whole },
      peers,
      ratio: Object.fromEntries(ratios),
    };
  },
};

function contestants(): Record<string, () => Promise<void>> {
  const { joint, answer } = trustees();
  const input = inputOf('passport', 'TH0000001') as Uint8Array<ArrayBuffer>;
  const { secretKey, publicKey } = voprf.generateKeyPair();
  const { element, blind } = blindInput(input);
  const { evaluations, proof } = evaluateBlinded(secretKey, publicKey, [element]);
  const single = { t: 1, key: publicKey, shares: [publicKey] };
  const expected = toHex(voprf.finalize(input, blind, evaluations[0] as never, element, publicKey, proof));
  const finished = (joint: typeof single, answers: Answered[], blinded = { element, blind }) => {
    const [evaluation] = combineEvaluations(joint, [blinded.element], answers);
    return toHex(finalize(input, blinded.blind, evaluation as Uint8Array));
  };
  const whole = finished(
    joint as never,
    [1, 2, 3].map((place) => answer(place, element)),
  );
  const again = blindInput(input);
  const answers = [2, 4, 5].map((place) => answer(place, again.element));
  return {
    'ours blind': async () => assert.equal(blindInput(input).element.length, 32),
    'noble blind': async () => assert.equal(voprf.blind(input).blinded.length, 32),
    'ours evaluate and prove': async () =>
      assert.deepEqual(evaluateBlinded(secretKey, publicKey, [element]).evaluations, evaluations),
    'noble evaluate and prove': async () =>
      assert.deepEqual(voprf.blindEvaluate(secretKey, publicKey, element).evaluated, evaluations[0]),
    'ours verify and finish': async () =>
      assert.equal(finished(single, [{ trustee: 1, evaluations, proof }]), expected),
    'noble verify and finish': async () =>
      assert.equal(toHex(voprf.finalize(input, blind, evaluations[0] as never, element, publicKey, proof)), expected),
    asker: async () => {
      blindInput(input);
      assert.equal(finished(joint as never, answers, again), whole);
    },
  };
}

function trustees() {
  const keys = Array.from({ length: N }, generateSealKey);
  const ceremony = { network: 'bench', epoch: 1, t: T, trustees: keys.map(({ publicKey }) => publicKey) };
  const deals = keys.map((_, i) => dealKey(ceremony, i + 1));
  const joint = jointKeyOf(ceremony, deals);
  const shares = keys.map(({ secretKey }, i) => shareFrom(ceremony, deals, i + 1, secretKey));
  const answer = (trustee: number, element: Uint8Array): Answered => ({
    trustee,
    ...evaluateBlinded(shares[trustee - 1] as Uint8Array, joint.shares[trustee - 1] as Uint8Array, [element]),
  });
  return { joint, answer };
}
