/** What one gateway lets through; a deployment may tighten or widen each. */
export interface Limits {
  /** Largest request body, bytes: a sealed file of 8 MiB in base64, its statement, and some room. */
  readonly bodyBytes: number;
  /** Requests a minute from one network address, before anything is verified. */
  readonly perAddress: number;
  /** Requests a minute by one officer. */
  readonly perOfficer: number;
  /** Requests a minute by one other agency's gateway. */
  readonly perPeer: number;
  /** Longest wait for another gateway's answer, ms. */
  readonly peerMs: number;
  /** Event streams of one officer at a time. */
  readonly streamsPerOfficer: number;
  /** Statements of one officer on their way to the ledger at a time, and characters of their requests. */
  readonly underWayPerOfficer: { readonly statements: number; readonly bytes: number };
  /** Longest wait for the ledger to take a statement in, ms. */
  readonly submitMs: number;
  /** Longest wait until it is known whom a listing must not name, ms: what is not known by then is refused. */
  readonly screenMs: number;
  /** Longest wait for the own view to apply the block that a statement stands in, ms. */
  readonly viewMs: number;
  /** Pause between two signs of life on an idle event stream, ms. */
  readonly heartbeatMs: number;
  /** First and longest pause before the ledger is followed again after a fault, ms. */
  readonly retryMs: { readonly first: number; readonly longest: number };
  /** Event loop delay from which requests are refused as overload, ms; 0: it is not looked at. */
  readonly eventLoopDelayMs: number;
}

export const defaultLimits: Limits = {
  bodyBytes: 12 * 1024 * 1024,
  perAddress: 3000,
  perOfficer: 1200,
  perPeer: 6000,
  peerMs: 6000,
  streamsPerOfficer: 8,
  underWayPerOfficer: { statements: 100, bytes: 64 * 1024 * 1024 },
  submitMs: 30_000,
  screenMs: 20_000,
  viewMs: 15_000,
  heartbeatMs: 15_000,
  retryMs: { first: 100, longest: 10_000 },
  eventLoopDelayMs: 3000,
};
