import {
  canonicalBytes,
  concat,
  digestFile,
  EnvelopeError,
  readCertificate,
  u64be,
  utf8,
} from '@tocsin/envelope/verify';
import { type Delivered, type Instant, MAX_SEALED_BYTES, Refusal, replyTo } from '@tocsin/record';
import type { Judgement } from './judge.ts';
import type { StateReader } from './state-reader.ts';
import type { Stub } from './stub.ts';
import { judgeTogether } from './together.ts';

/** The private collection that holds sealed files by item. */
export const SEALED_COLLECTION = 'sealed';

/** What the process around the contract knows and the contract may not ask the machine for. */
export interface ChaincodeHost {
  /** Agency whose peer this is; its own clients alone may query it. */
  readonly agency: string;
  /** Digest of the sources this process runs, as the label of its package names it. */
  readonly digest: string;
  /** The machine's clock. */
  clock(): Instant;
}

/** Bytes for the ledger, or one line in the grammar of `replyTo`. */
export type Answer =
  | { readonly ok: true; readonly payload: Uint8Array }
  | { readonly ok: false; readonly message: string };

export interface Chaincode {
  invoke(stub: Stub): Promise<Answer>;
}

/** First byte of a PEM block. */
const DASH = 0x2d;

type Call = (stub: Stub, parameters: readonly string[], host: ChaincodeHost) => Promise<Uint8Array>;

const calls: ReadonlyMap<string, Call> = new Map([
  ['submit', submit],
  // Which law a peer judges by is no secret: any member's client may compare it with its own.
  ['digest', async (_stub, _parameters, { digest }) => utf8(digest)],
  ['state', forOwnClient(async (stub, [key = '']) => (await stub.getStates([key]))[0] ?? new Uint8Array())],
  ['states', forOwnClient(async (stub, keys) => arrayOf(await stub.getStates(keys)))],
  ['sealed', forOwnClient((stub, [item = '']) => stub.getPrivateData(SEALED_COLLECTION, item))],
  ['reading', forOwnClient(reading)],
]);

/** The contract over a raw stub. It keeps nothing between calls: one instance serves interleaved transactions. */
export function chaincode(host: ChaincodeHost): Chaincode {
  return {
    async invoke(stub) {
      try {
        const { fcn, params } = stub.getFunctionAndParameters();
        const call = calls.get(fcn);
        if (call === undefined) throw new Refusal('UNKNOWN_TYPE', 'no such function');
        return { ok: true, payload: await call(stub, params, host) };
      } catch (error) {
        return { ok: false, message: replyTo(error) };
      }
    },
  };
}

/** Statements are the parameters; the sealed file of each is transient data under its position, in decimal. */
async function submit(stub: Stub, statements: readonly string[], host: ChaincodeHost): Promise<Uint8Array> {
  const files = statements.map((_, position) => stub.getTransient().get(String(position)) ?? null);
  const delivered = await Promise.all(files.map((file) => (file === null ? null : measured(file))));
  const handed = statements.map((statement, position) => ({ statement, delivered: delivered[position] ?? null }));
  const judgements = await judgeTogether(handed, {
    submitter: gatewayOf(stub),
    transaction: stub.getTxID(),
    now: ledgerTime(stub),
    clock: host.clock(),
    state: stateOf(stub),
  });
  for (const [position, judgement] of judgements.entries()) apply(stub, judgement, files[position] ?? null);
  return answerOf(judgements);
}

/** The answer to a transaction, canonical JSON: one `StatementAnswer` for each statement. */
export const answerOf = (judgements: readonly Judgement[]): Uint8Array =>
  canonicalBytes(judgements.map(({ id, already, writes }) => ({ already, id, keys: writes.map(({ key }) => key) })));

function apply(stub: Stub, { file: item, purges, writes }: Judgement, file: Uint8Array | null): void {
  for (const { key, value } of writes) stub.putState(key, utf8(value));
  if (file !== null && item !== null) stub.putPrivateData(SEALED_COLLECTION, item, file);
  for (const purged of purges) stub.purgePrivateData(SEALED_COLLECTION, purged);
}

async function measured(file: Uint8Array): Promise<Delivered> {
  if (file.length > MAX_SEALED_BYTES) throw new Refusal('SEALED_FILE_TOO_LARGE');
  return { hash: await digestFile(file), size: file.length };
}

function ledgerTime(stub: Stub): Instant {
  const { seconds, nanos } = stub.getTxTimestamp();
  const at = new Date(seconds * 1000 + Math.floor(nanos / 1e6));
  if (Number.isNaN(at.getTime())) throw new Refusal('CLOCK_SKEW', 'ledger time');
  return at.toISOString();
}

function stateOf(stub: Stub): StateReader {
  return {
    async read(keys) {
      const values = await stub.getStates(keys);
      return values.map((value) => (value.length === 0 ? undefined : new TextDecoder().decode(value)));
    },
  };
}

/** A file and the state that decides on it: 8 bytes of length (big-endian), so much JSON as `states` gives, the file. */
async function reading(stub: Stub, [item = '', ...keys]: readonly string[]): Promise<Uint8Array> {
  const [values, file] = await Promise.all([stub.getStates(keys), stub.getPrivateData(SEALED_COLLECTION, item)]);
  const states = arrayOf(values);
  return concat(u64be(states.length), states, file);
}

// Values are canonical JSON already: they are put side by side as they stand.
const arrayOf = (values: readonly Uint8Array[]): Uint8Array => utf8(`[${values.map(textOrNull).join()}]`);
const textOrNull = (value: Uint8Array): string => (value.length === 0 ? 'null' : new TextDecoder().decode(value));

// Fabric lets any member's client query any peer; what an agency asks about is nobody else's to see or to ask.
function forOwnClient(read: (stub: Stub, parameters: readonly string[]) => Promise<Uint8Array>): Call {
  return async (stub, parameters, { agency }) => {
    if (gatewayOf(stub) !== agency) throw new Refusal('WRONG_AGENCY', 'ask your own peer');
    return read(stub, parameters);
  };
}

/**
 * The agency whose gateway proposes. An agency's authority certifies officers, nodes and administrators too, and Fabric
 * tells them apart by unit at most: none of their keys submits or asks in the agency's name.
 */
function gatewayOf(stub: Stub): string {
  const { mspid, certificate } = stub.getCreator();
  if (kindOf(certificate) !== 'gateway') throw new Refusal('WRONG_AGENCY', 'not the certificate of a gateway');
  return mspid;
}

/**
 * Fabric takes the first PEM block in the creator's bytes, wherever it stands. Only bytes that are one such block and
 * nothing else mean the same to both: DER that hides another certificate's PEM would be two identities at once.
 */
function kindOf(certificate: Uint8Array): string | undefined {
  if (certificate[0] !== DASH) return undefined;
  try {
    return readCertificate(certificate).kind;
  } catch (error) {
    if (error instanceof EnvelopeError) return undefined;
    throw error;
  }
}
