import type { GatewayEvent } from '@tocsin/gateway/api';
import type { Calls } from './calls.ts';

export type CallName = keyof Calls;

/** What goes to the worker. */
export interface Question {
  readonly number: number;
  readonly call: CallName;
  readonly given: readonly unknown[];
}

/** A refusal as it crosses from the worker: a code of docs/errors.md, with its words. */
export interface ToldError {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** HTTP status; 0 where no answer came. */
  readonly status: number | null;
}

/** What comes from it. */
export type Said =
  | { readonly number: number; readonly answer: unknown }
  | { readonly number: number; readonly error: ToldError }
  | { readonly event: GatewayEvent }
  | { readonly line: 'up' | 'down' }
  /** The officer is not let in any more. */
  | { readonly barred: ToldError };
