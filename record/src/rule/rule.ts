import type { Network, Officer, Role } from '../agency.ts';
import type { Digest, Handle, Instant, StatementId } from '../id.ts';
import type { Loaded, StateKey, Write } from '../state.ts';
import type { StatementOf, StatementType } from '../statement.ts';

/** What a certificate says after its chain was verified to the agency's root. */
export interface Certified {
  readonly handle: Handle;
  /** SubjectPublicKeyInfo DER, base64url. */
  readonly key: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** A certificate and the authorities it must chain to, each X.509 DER in base64url. */
export interface Chain {
  readonly certificate: string;
  readonly issuing: string;
  readonly root: string;
}

/** The sealed file that came with a statement, as the ledger measured it. */
export interface Delivered {
  readonly hash: Digest;
  readonly size: number;
}

/** Everything a rule may know besides the statement: no clock, no input, no output. */
export interface Context {
  readonly state: Loaded;
  readonly network: Network;
  readonly caller: Officer;
  /** Ledger time of the transaction. */
  readonly now: Instant;
  /** SHA-256 of the statement as signed. */
  readonly digest: Digest;
  readonly delivered: Delivered | null;
  /** A certificate of the statement, already verified; a certificate that was not throws. */
  certified(certificate: string): Certified;
}

/** The law for one type of statement: what to load, then what to write, or a Refusal. */
export interface Rule<T extends StatementType> {
  /** The officer must hold one of these roles. */
  readonly roles: readonly Role[];
  /** Keys to load besides the network, the caller and the statement's own. */
  reads(statement: StatementOf<T>, caller: Handle): readonly StateKey[];
  /** Certificates that must chain to their agency's root before judging (`certified` then knows them). */
  certificates?(statement: StatementOf<T>, state: Loaded): readonly Chain[];
  /** Keys known only once the first are loaded. */
  andThen?(statement: StatementOf<T>, state: Loaded): readonly StateKey[];
  judge(statement: StatementOf<T>, context: Context): readonly Write[];
  /** The item whose file is the one delivered; the statement's own identifier when it does not say. */
  fileOf?(statement: StatementOf<T>): StatementId;
  /** Items whose files are destroyed on every peer when the statement is lawful. */
  purges?(statement: StatementOf<T>, state: Loaded): readonly StatementId[];
}
