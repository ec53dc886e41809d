import Type, { type TProperties, type TSchema } from 'typebox';
import { AgencyCode, Instant, Nonce, StatementId } from './id.ts';

/** One schema a statement type: the source of its TypeScript type, its validation and its API documentation. */
export function founding<Typ extends string, P extends TProperties>(typ: Typ, description: string, body: P) {
  return Type.Object(
    { typ: Type.Literal(typ), id: StatementId, agency: AgencyCode, at: Instant, nonce: Nonce, ...body },
    { additionalProperties: false, description },
  );
}

/** Names its network, so that what is signed for one, as for training, is worth nothing on another. */
export const statement = <Typ extends string, P extends TProperties>(typ: Typ, description: string, body: P) =>
  founding(typ, description, { network: StatementId, ...body });

export const list = <T extends TSchema>(item: T, maxItems: number, minItems = 1) =>
  Type.Array(item, { minItems, maxItems, uniqueItems: true });
export const nullable = <T extends TSchema>(item: T) => Type.Union([item, Type.Null()]);
