import { strict as assert } from 'node:assert';
import { hash } from 'node:crypto';
import { verifyMerkleInclusion } from '@sigstore/verify/dist/tlog/merkle.js';
import { CompactRange, entryBytes, type Hash, leafHash, Prover, verifyInclusion } from '@tocsin/envelope/log';
import { nativeSha256 } from '@tocsin/gateway/mirror';
import { type Bench, type Figure, figure, interleaved, load, rounded } from './measure.ts';

/** Transactions of some years of an exchange, and proofs verified in one call. */
const TREE = 100_000;
const PROOFS = 500;
const CALLS = 10;

interface Proved {
  readonly entry: Uint8Array;
  readonly index: number;
  readonly proof: readonly Uint8Array[];
}

/** Inclusion proofs verified, from the entry's bytes to the root, against sigstore's for the same tree. */
export const auditProof: Bench = {
  name: 'audit-proof',
  about: 'verify inclusion proofs of the ledger tree, against the Merkle code of @sigstore/verify',
  async run({ rounds, quick, progress }) {
    const size = quick ? TREE / 10 : TREE;
    progress(`a tree of ${size} entries`);
    const { root, proofs } = grown(size);
    const samples = await interleaved(contestants(size, root, proofs), { rounds, calls: CALLS });
    const perProof = (name: string): Figure => figure((samples[name] ?? []).map((ms) => ms / PROOFS));
    const ours = {
      'verify one proof': perProof('ours'),
      'verify one proof in JavaScript alone': perProof('ours, browser'),
    };
    const sigstore = { 'verify one proof': perProof('sigstore') };
    const times = rounded(sigstore['verify one proof'].p50 / ours['verify one proof'].p50);
    const ratio = { 'proofs per second': times };
    return { name: 'audit-proof', rounds, load: load(), ours, peers: { '@sigstore/verify': sigstore }, ratio };
  },
};

function contestants(size: number, root: Uint8Array, proofs: readonly Proved[]): Record<string, () => Promise<void>> {
  const checkpoint = { logSize: BigInt(size), logHash: Buffer.from(root) };
  const theirs = proofs.map(({ entry, index, proof }) => ({
    inclusionProof: { logIndex: String(index), hashes: proof.map((one) => Buffer.from(one)) },
    canonicalizedBody: Buffer.from(entry),
  }));
  const own = (sha256?: Hash) => (): void => {
    for (const { entry, index, proof } of proofs)
      verifyInclusion({ leaf: leafHash(entry, sha256), index, size, proof, root }, sha256);
  };
  const sigstore = (): void => {
    for (const one of theirs) verifyMerkleInclusion(one as never, checkpoint as never);
  };
  mustRefuse(size, root, proofs, (entry, place) =>
    verifyMerkleInclusion({ ...theirs[place], canonicalizedBody: Buffer.from(entry) } as never, checkpoint as never),
  );
  return {
    ours: async () => own(nativeSha256)(),
    sigstore: async () => sigstore(),
    'ours, browser': async () => own()(),
  };
}

/** Both throw where a proof is wrong, or being fast would be easy. */
function mustRefuse(
  size: number,
  root: Uint8Array,
  proofs: readonly Proved[],
  theirs: (entry: Uint8Array, place: number) => void,
): void {
  for (const [place, { entry, index, proof }] of proofs.entries()) {
    const other = entry.map((byte, at) => (at === 40 ? byte ^ 1 : byte));
    assert.throws(() => theirs(other, place));
    for (const sha256 of [nativeSha256, undefined])
      assert.throws(() => verifyInclusion({ leaf: leafHash(other, sha256), index, size, proof, root }, sha256));
  }
}

function grown(size: number): { root: Uint8Array; proofs: Proved[] } {
  const nodes = new Map<string, Uint8Array>();
  const range = new CompactRange(0, [], nativeSha256);
  const chosen = new Set(Array.from({ length: PROOFS }, (_, i) => (i * 7_919_993) % size));
  const entries = new Map<number, Uint8Array>();
  for (let place = 0; place < size; place++) {
    const entry = entryOf(place);
    if (chosen.has(place)) entries.set(place, entry);
    for (const node of range.append(leafHash(entry, nativeSha256))) nodes.set(`${node.level}:${node.index}`, node.hash);
  }
  const prover = new Prover({ node: (level, index) => nodes.get(`${level}:${index}`) as Uint8Array }, nativeSha256);
  assert.deepEqual(prover.root(size), range.root());
  assert.equal(entries.size, PROOFS);
  const proofs = [...entries].map(([index, entry]) => ({ entry, index, proof: prover.inclusion(index, size) }));
  return { root: range.root(), proofs };
}

const entryOf = (place: number): Uint8Array =>
  entryBytes({
    channel: hash('sha256', 'bench'),
    block: String(place),
    index: 0,
    txid: hash('sha256', `transaction ${place}`),
    code: 'VALID',
    envelope: hash('sha256', `envelope ${place}`),
  });
