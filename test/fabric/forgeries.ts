import type { Layer } from '@tocsin/network-fabric';
import {
  type BlockDraft,
  blockOf,
  draftOf,
  field,
  lastSignature,
  message,
  type Ordering,
  reordered,
  sha256,
} from '../../network/fabric/fixture/forged-block.ts';
import {
  type CallDraft,
  callOf,
  encodeCall,
  encodeResults,
  type NamespaceDraft,
  resultsOf,
  type Signatories,
} from '../../network/fabric/fixture/forged-call.ts';
import type { TestNode } from '../support/node.ts';

/** An honest export and everybody's keys: what the worst of them could do with it. */
export interface Accomplices {
  /** Ends with a block that holds one post alone. */
  readonly lines: readonly string[];
  /** Statements in them that had met others; at least one. */
  readonly refused: number;
  /** DER by agency, base64url. */
  readonly roots: ReadonlyMap<string, string>;
  readonly ordering: Ordering;
  /** One of each agency. */
  readonly peers: readonly TestNode[];
  /** The gateway that sent the last post. */
  readonly gateway: TestNode;
  /** An orderer of the first agency that the channel does not know. */
  readonly outsider: TestNode;
}

type Forgery = readonly [name: string, layer: Layer | null, forge: (given: Accomplices) => readonly string[]];

const last = (lines: readonly string[]): number => lines.length - 1;
const lastLine = (lines: readonly string[], change: (line: string) => string): string[] =>
  lines.map((line, i) => (i === last(lines) ? change(line) : line));

/** Turns a bit of the last block where a part of it stands. */
const flipped =
  (part: (line: string) => Uint8Array, at = 0) =>
  ({ lines }: Accomplices): string[] =>
    lastLine(lines, (line) => {
      const bytes = Buffer.from(line, 'base64');
      const found = bytes.lastIndexOf(part(line)) + at;
      bytes[found] = (bytes[found] ?? 0) ^ 1;
      return bytes.toString('base64');
    });

/** Forges the peer's own word on the transactions of one block, which nobody signs. */
const flagged =
  (which: (draft: BlockDraft) => boolean, flags: (old: Uint8Array) => Uint8Array) =>
  ({ lines }: Accomplices): string[] =>
    lines.map((line) => {
      const draft = draftOf(line);
      if (!which(draft)) return line;
      const [old, forged] = [Buffer.from(field(1, draft.flags)), Buffer.from(field(1, flags(draft.flags)))];
      const bytes = Buffer.from(line, 'base64');
      const at = bytes.lastIndexOf(Buffer.concat([old, Buffer.from([0x0a])]));
      forged.copy(bytes, at);
      return bytes.toString('base64');
    });

/** On a busy machine one that came too late may stand in a block of its own too. */
const met = ({ flags }: BlockDraft): boolean => flags.join() === '0,11';
const isLast = (lines: readonly string[]) => (draft: BlockDraft) => draft.number === BigInt(last(lines));

/** Forged by whoever merely holds the export. */
export const byAnybody: readonly Forgery[] = [
  ['a line that is no block', 'encoding', ({ lines }) => lastLine(lines, () => '{}')],
  ['another spelling', 'encoding', ({ lines }) => lastLine(lines, (line) => `${line} `)],
  ['a cut block', 'encoding', ({ lines }) => lastLine(lines, (line) => line.slice(0, -400))],
  ['a byte of a transaction', 'encoding', flipped((line) => draftOf(line).data[0] as Uint8Array, 40)],
  ['a byte of the data hash', 'encoding', flipped((line) => sha256(...draftOf(line).data))],
  ['a byte of the previous hash', 'chain', flipped((line) => draftOf(line).previous)],
  ['a byte of what orderers sign', 'block-signature', flipped((line) => field(1, draftOf(line).metadata), 5)],
  ['a byte of the signatures', 'block-signature', flipped(lastSignature, 20)],
  ['a missing block', 'chain', ({ lines }) => lines.toSpliced(last(lines) - 1, 1)],
  ['a missing start', 'chain', ({ lines }) => lines.slice(1)],
  ['a block twice', 'chain', ({ lines }) => lines.toSpliced(last(lines), 0, lines.at(-2) as string)],
  ['blocks in another order', 'chain', ({ lines }) => [...lines.slice(0, -2), ...lines.slice(-2).reverse()]],
  ['void called valid', 'validity', flagged(met, (old) => old.map(() => 0))],
  ['void for another reason', 'validity', flagged(met, (old) => old.map((flag) => (flag === 11 ? 10 : flag)))],
  ['valid called void', 'validity', (given) => flagged(isLast(given.lines), () => Uint8Array.of(11))(given)],
  ['valid called badly endorsed', 'validity', (given) => flagged(isLast(given.lines), () => Uint8Array.of(10))(given)],
  [
    'a configuration called void',
    'validity',
    flagged(
      ({ number }) => number === 0n,
      () => Uint8Array.of(6),
    ),
  ],
];

/** The last block with other transactions, or other flags, as orderers who collude would sign it. */
const lastBlock = (given: Accomplices, change: (draft: BlockDraft) => Partial<BlockDraft>): string[] =>
  reordered(given.lines, given.ordering, (draft) =>
    isLast(given.lines)(draft) ? { ...draft, ...change(draft) } : draft,
  );

/** The last post changed, and signed by these. */
const post = (given: Accomplices, change: (call: CallDraft) => Partial<CallDraft>, by: Signatories): string[] =>
  lastBlock(given, ({ data: [envelope = new Uint8Array()] }) => {
    const call = callOf(envelope);
    return { data: [encodeCall({ ...call, ...change(call) }, by)] };
  });

const unchanged = () => ({});

/** Signed by somebody else in the place of the orderers. */
const signedBy = (given: Accomplices, signers: readonly TestNode[]): string[] =>
  lastLine(given.lines, (line) => blockOf(draftOf(line), given.ordering, signers).line);

/** What a BFT channel finds besides: its orderers need not trust each other. */
export const byFewOrderers: readonly Forgery[] = [
  [
    'outsiders sign',
    'block-signature',
    (given) => signedBy(given, [given.outsider, ...given.ordering.orderers.slice(2)]),
  ],
  ['two of four sign', 'block-signature', (given) => signedBy(given, given.ordering.orderers.slice(2))],
  [
    'one signs three times',
    'block-signature',
    (given) =>
      signedBy(
        given,
        [0, 0, 0].map((i) => given.ordering.orderers[i] as TestNode),
      ),
  ],
];

/** Forged by the ordering service: for BFT that takes three agencies. */
export const byOrderers: readonly Forgery[] = [
  ['peers sign', 'block-signature', (given) => signedBy(given, given.peers)],
  ['nobody signs', 'block-signature', (given) => signedBy(given, [])],
  [
    'another configuration is claimed',
    'config',
    (given) => lastBlock(given, () => ({ metadata: field(1, field(1, 3)) })),
  ],
  [
    "another gateway's signature",
    'envelope',
    (given) => post(given, unchanged, { creator: given.peers[0] as TestNode }),
  ],
  ['no endorsement', 'endorsement', (given) => post(given, unchanged, { creator: given.gateway, endorsers: [] })],
  [
    'one agency endorses twice',
    'endorsement',
    (given) => {
      const [peer] = given.peers as [TestNode];
      return post(given, unchanged, { creator: given.gateway, endorsers: [peer, peer] });
    },
  ],
  [
    'orderers endorse',
    'endorsement',
    (given) => post(given, unchanged, { creator: given.gateway, endorsers: given.ordering.orderers }),
  ],
  [
    'endorsements of another transaction',
    'endorsement',
    (given) => {
      const { endorsements } = callOf(draftOf(given.lines.at(-3) as string).data[0] as Uint8Array);
      return post(given, () => ({ endorsements }), { creator: given.gateway });
    },
  ],
  [
    'a transaction twice',
    'envelope',
    (given) => lastBlock(given, ({ data }) => ({ data: [...data, ...data], flags: Uint8Array.of(0, 0) })),
  ],
  [
    'those that met change places',
    'validity',
    (given) =>
      reordered(given.lines, given.ordering, (draft) =>
        met(draft) ? { ...draft, flags: draft.flags.toReversed() } : draft,
      ),
  ],
];

const tocsin = (given: Accomplices, change: (draft: NamespaceDraft) => Partial<NamespaceDraft>): string[] =>
  withResults(given, (all) => {
    const own = all.tocsin as NamespaceDraft;
    return { ...all, tocsin: { ...own, ...change(own) } };
  });

function withResults(
  given: Accomplices,
  change: (all: Record<string, NamespaceDraft>) => Record<string, NamespaceDraft>,
): string[] {
  const results = (call: CallDraft) => ({ results: encodeResults(change(resultsOf(call.results))) });
  return post(given, results, { creator: given.gateway, endorsers: given.peers });
}

const surplus = message(field(1, 'network/members'), field(3, '{}'));
const replaced = (bytes: Uint8Array, from: string, to: string): Uint8Array =>
  Buffer.from(Buffer.from(bytes).toString('latin1').replace(from, to), 'latin1');
const none = { reads: [], writes: [], collections: [] };
const otherFile = message(
  field(1, 'sealed'),
  field(2, field(2, message(field(1, sha256(Buffer.from('item'))), field(3, sha256(Buffer.from('file')))))),
);

/** Forged by all orderers, all peers and the gateway: only the rules and the officer's own signature are left. */
export const byAll: readonly Forgery[] = [
  ['nothing: the same once more', null, (given) => tocsin(given, unchanged)],
  [
    'a changed write',
    'writes',
    (given) => tocsin(given, ({ writes }) => ({ writes: writes.map((one) => replaced(one, 'PRIORITY', 'IMMINENT')) })),
  ],
  ['a missing write', 'writes', (given) => tocsin(given, ({ writes }) => ({ writes: writes.slice(1) }))],
  ['a surplus write', 'writes', (given) => tocsin(given, ({ writes }) => ({ writes: [...writes, surplus] }))],
  ['no sealed file', 'statement', (given) => tocsin(given, () => ({ collections: [] }))],
  ['another sealed file', 'writes', (given) => tocsin(given, () => ({ collections: [otherFile] }))],
  [
    'one more sealed file',
    'writes',
    (given) => tocsin(given, ({ collections }) => ({ collections: [...collections, otherFile] })),
  ],
  [
    'a write into another namespace',
    'chaincode',
    (given) => withResults(given, (all) => ({ ...all, other: { ...none, writes: [surplus] } })),
  ],
  [
    'a definition of the chaincode by the chaincode',
    'chaincode',
    (given) => withResults(given, (all) => ({ ...all, _lifecycle: { ...none, writes: [surplus] } })),
  ],
  [
    'another chaincode ran',
    'envelope',
    (given) =>
      post(given, () => ({ chaincode: field(2, 'other') }), { creator: given.gateway, endorsers: given.peers }),
  ],
  [
    'another statement',
    'statement',
    (given) =>
      post(given, ({ proposal }) => ({ proposal: proposal.with(-40, proposal.at(-40) === 65 ? 66 : 65) }), {
        creator: given.gateway,
        endorsers: given.peers,
      }),
  ],
  [
    'another time',
    'statement',
    (given) => {
      const late = field(3, message(field(1, Math.floor(Date.now() / 1000) + 86_400 * 2)));
      return post(given, ({ channelHeader }) => ({ channelHeader: message(channelHeader, late) }), {
        creator: given.gateway,
        endorsers: given.peers,
      });
    },
  ],
  [
    'a question that writes',
    'writes',
    (given) =>
      post(given, ({ proposal }) => ({ proposal: replaced(proposal, 'submit', 'digest') }), {
        creator: given.gateway,
        endorsers: given.peers,
      }),
  ],
  [
    'an outsider endorses as a third of a majority',
    'endorsement',
    (given) =>
      post(given, unchanged, { creator: given.gateway, endorsers: [given.peers[0] as TestNode, given.outsider] }),
  ],
];
