import { purposes } from '@tocsin/record';
import Type, { type TProperties, type TSchema } from 'typebox';

/**
 * What the schemas of the API are written with. The types of what it answers are the record room's own; the schemas
 * document them and are held against real answers in tests.
 */
export const object = <P extends TProperties>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });
/** The form of a type that stands elsewhere: every member of it, and no other. */
export const shape = <T extends object>(properties: { readonly [K in keyof T]-?: TSchema }) =>
  Type.Unsafe<T>(object(properties as unknown as TProperties));
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
export const certificate = Type.String({ description: 'X.509 DER, base64url' });
export const jws = Type.String({ description: 'statement as signed, compact JWS' });
export const decimal = Type.String({ pattern: '^[0-9]{1,18}$', description: 'block number, decimal' });
export const names = Type.Record(Type.String(), Type.String(), { description: 'by language' });
export const purposeList = Type.Array(Type.Enum([...purposes]));
/** How many at most; arrives as text, as everything in a query. */
export const limit = Type.Optional(
  Type.String({ pattern: '^([1-9][0-9]?|[1-4][0-9]{2}|500)$', description: '1 to 500' }),
);
