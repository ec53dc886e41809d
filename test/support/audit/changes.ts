import type { Evidence, EvidenceLayer } from '@tocsin/audit';
import type { Draft } from './bundle.ts';

/** What an enemy changes who writes a new digest over it, and the layer that finds it. */
export interface Change {
  readonly name: string;
  readonly about: string;
  readonly expect: EvidenceLayer;
  apply(draft: Draft): void;
}

type Transaction = Evidence['transactions'][number];

export const changes: readonly Change[] = [
  {
    ...{ name: 'form-surplus-member', about: 'a member that no bundle has', expect: 'form' },
    apply: (draft) => void Object.assign(draft, { verdict: 'verified' }),
  },
  {
    ...{ name: 'form-bytes', about: 'bytes that do not unpack', expect: 'form' },
    apply: (draft) => {
      draft.bytes = `A${draft.bytes.slice(1)}`;
    },
  },
  {
    ...{ name: 'form-length', about: 'lengths that do not add up', expect: 'form' },
    apply: onFirst((first) => {
      first.length += 1;
    }),
  },
  {
    ...{ name: 'form-order', about: 'transactions in another order than on the ledger', expect: 'form' },
    apply: ({ transactions }) => swap(transactions, 'place'),
  },
  {
    ...{ name: 'envelope-border', about: 'another border between two transactions', expect: 'envelope' },
    apply: ({ transactions: [first, second] }) => {
      if (first) first.length += 1;
      if (second) second.length -= 1;
    },
  },
  {
    ...{ name: 'envelope-swapped', about: 'two transactions swapped under their entries', expect: 'envelope' },
    apply: ({ transactions }) => swap(transactions, 'entry'),
  },
  {
    ...{ name: 'envelope-identifier', about: 'another identifier', expect: 'envelope' },
    apply: onFirst(({ entry }) => {
      entry.txid = '0'.repeat(64);
    }),
  },
  {
    ...{ name: 'validity-invalid', about: 'a transaction that its entry calls invalid', expect: 'validity' },
    apply: onFirst(({ entry }) => {
      entry.code = 'MVCC_READ_CONFLICT';
    }),
  },
  {
    ...{ name: 'statement-other-key', about: "an officer's certificate for another's", expect: 'statement' },
    apply: ({ signers }) => swap(signers, 'certificate'),
  },
  {
    ...{ name: 'certificate-missing', about: 'a signer without a certificate', expect: 'certificate' },
    apply: (draft) => {
      draft.signers = draft.signers.slice(1);
    },
  },
  {
    ...{ name: 'certificate-other-agency', about: "another agency's officer", expect: 'certificate' },
    apply: ({ signers }) => swap(signers, 'agency'),
  },
  {
    ...{ name: 'certificate-other-issuer', about: 'another authority', expect: 'certificate' },
    apply: ({ agencies }) => swap(agencies, 'issuing'),
  },
  {
    ...{ name: 'cosigner-too-few', about: 'a checkpoint that one agency vouched for', expect: 'cosigner' },
    apply: (draft) => {
      draft.checkpoint = `${draft.checkpoint.split('\n').slice(0, 5).join('\n')}\n`;
    },
  },
  {
    ...{ name: 'cosigner-other-size', about: 'another size of the tree than was signed', expect: 'cosigner' },
    apply: (draft) => {
      draft.checkpoint = draft.checkpoint.replace(/\n\d+\n/, '\n9\n');
    },
  },
  {
    ...{ name: 'inclusion-place', about: 'another place in the tree', expect: 'inclusion' },
    apply: onFirst((first) => {
      first.place -= 1;
    }),
  },
  {
    ...{ name: 'inclusion-path', about: 'another path', expect: 'inclusion' },
    apply: onFirst((first) => {
      first.path = first.path.toReversed();
    }),
  },
  {
    ...{ name: 'inclusion-block', about: 'another block', expect: 'inclusion' },
    apply: onFirst(({ entry }) => {
      entry.block = '1';
    }),
  },
  {
    ...{ name: 'record-other', about: 'statements of another record', expect: 'record' },
    apply: (draft) => {
      draft.record = 'a'.repeat(26);
    },
  },
];

function onFirst(change: (first: Transaction) => void) {
  return ({ transactions: [first] }: Draft): void => {
    if (first === undefined) throw new Error('nothing to change');
    change(first);
  };
}

/** Of two that differ in it: which signers come first is up to their keys, and two of one agency may. */
function swap<T extends object>([first, ...others]: readonly T[], member: keyof T): void {
  const second = others.find((one) => one[member] !== first?.[member]);
  if (first === undefined || second === undefined) throw new Error('nothing to swap');
  [first[member], second[member]] = [second[member], first[member]];
}
