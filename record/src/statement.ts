import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { must, Refusal } from './error.ts';
import { type StatementId, statementId } from './id.ts';
import { blindStatements } from './statement-blind.ts';
import { brokerStatements } from './statement-broker.ts';
import { houseStatements } from './statement-house.ts';
import { recordStatements } from './statement-record.ts';

/** Every type of statement with its schema. */
export const statements = { ...houseStatements, ...recordStatements, ...brokerStatements, ...blindStatements } as const;

export type StatementType = keyof typeof statements;
export type StatementOf<T extends StatementType> = Static<(typeof statements)[T]>;
export type Statement = { [T in StatementType]: StatementOf<T> }[StatementType];

const validators = new Map(
  Object.entries(statements).map(([typ, schema]) => [typ, Compile(schema as TSchema)] as const),
);

/**
 * The payload as a statement, or a Refusal: UNKNOWN_TYPE, MALFORMED_STATEMENT (naming the field), BAD_ID.
 * Instants must be real days: the pattern alone lets 31 February through.
 */
export function ensureStatement(payload: unknown): Statement {
  const typ = (payload as { typ?: unknown } | null)?.typ;
  const validator = typeof typ === 'string' ? validators.get(typ) : undefined;
  must(validator, 'UNKNOWN_TYPE');
  if (!validator.Check(payload)) throw new Refusal('MALFORMED_STATEMENT', firstFault(validator, payload));
  const checked = payload as Statement;
  mustBeRealInstants(checked);
  must(checked.id === derivedId(checked), 'BAD_ID');
  return checked;
}

/** A nonce with stray bits is not base64url of any bytes: no identifier follows from it. */
function derivedId({ agency, nonce }: Statement): StatementId | null {
  try {
    return statementId(agency, nonce);
  } catch {
    return null;
  }
}

function firstFault(
  validator: { Errors(value: unknown): { instancePath: string; keyword: string }[] },
  payload: unknown,
): string {
  const fault = validator.Errors(payload)[0];
  return fault === undefined ? 'schema' : `${printable(fault.instancePath) || '/'} ${fault.keyword}`;
}

/** A path may hold a key of the sender's choosing: no line breaks and no prose in our replies and logs. */
const printable = (path: string): string => path.replace(/[^A-Za-z0-9/_-]/g, '?').slice(0, 80);

const looksLikeInstant = /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function mustBeRealInstants(value: unknown): void {
  if (typeof value === 'string') {
    if (looksLikeInstant.test(value)) must(isRealInstant(value), 'MALFORMED_STATEMENT', 'no such day');
  } else if (value !== null && typeof value === 'object') {
    for (const member of Object.values(value)) mustBeRealInstants(member);
  }
}

function isRealInstant(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}
