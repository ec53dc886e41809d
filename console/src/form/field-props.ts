import type { FormSchema } from './schema.ts';

/** What every field of a form is given. */
export interface FieldProps {
  readonly schema: FormSchema;
  readonly name: string;
  readonly value: unknown;
  readonly required: boolean;
  onChange(value: unknown): void;
}
