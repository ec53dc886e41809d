/** As much of a JSON schema as the kinds' contents use; it comes from the kind itself, so that a new kind needs no new page. */
export interface FormSchema {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly properties?: Readonly<Record<string, FormSchema>>;
  readonly required?: readonly string[];
  readonly items?: FormSchema;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly anyOf?: readonly FormSchema[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The codes to choose from, or null where it is no choice. */
export function choicesOf({ enum: codes, anyOf }: FormSchema): readonly string[] | null {
  if (codes !== undefined) return codes;
  const literals = anyOf?.map((each) => each.const);
  return literals?.every((each) => typeof each === 'string') ? (literals as string[]) : null;
}

/** Bytes of the longest file that an attachment of this list may hold, in Base64. */
export function longestFile({ items }: FormSchema): number {
  const characters = items?.properties?.data?.maxLength;
  return characters === undefined ? Number.POSITIVE_INFINITY : Math.floor(characters / 4) * 3;
}

/** The form of a value where there are several: the first whose constants it has, else the first of all. */
export function variantOf({ anyOf = [] }: FormSchema, value: unknown): FormSchema {
  const said = (value ?? {}) as Readonly<Record<string, unknown>>;
  const fits = ({ properties = {} }: FormSchema): boolean =>
    Object.entries(properties).every(([name, each]) => each.const === undefined || each.const === said[name]);
  return anyOf.find(fits) ?? anyOf[0] ?? {};
}

/** The value a fresh form begins with: what is required, and nothing that was not said. */
export function beginning(schema: FormSchema): unknown {
  const { const: constant, type, items = {}, minItems = 0, required = [], properties = {} } = schema;
  if (constant !== undefined) return constant;
  if (schema.anyOf !== undefined && choicesOf(schema) === null) return beginning(variantOf(schema, null));
  if (type === 'object') return Object.fromEntries(required.map((name) => [name, beginning(properties[name] ?? {})]));
  if (type !== 'array') return undefined;
  return choicesOf(items) === null && minItems > 0 ? [beginning(items)] : [];
}

/** What was filled in: places that were left empty are left out, lists that must be there stay as they are. */
export function filled(schema: FormSchema, value: unknown): unknown {
  const form = schema.anyOf !== undefined && choicesOf(schema) === null ? variantOf(schema, value) : schema;
  if (Array.isArray(value)) {
    return value.map((each) => filled(form.items ?? {}, each)).filter((each) => each !== undefined);
  }
  if (value !== null && typeof value === 'object') {
    const { properties = {}, required = [] } = form;
    const members = Object.entries(value).map(([name, each]) => [name, filled(properties[name] ?? {}, each)] as const);
    const said = members.filter(([name, each]) => (required.includes(name) ? each !== undefined : isSaid(each)));
    return said.length === 0 ? undefined : Object.fromEntries(said);
  }
  return value === '' || value === null ? undefined : value;
}

const isSaid = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);

/** A value with its members in the order of the form: sealed content comes in the order of the alphabet. */
export function inOrder(schema: FormSchema, value: unknown): unknown {
  const form = schema.anyOf !== undefined && choicesOf(schema) === null ? variantOf(schema, value) : schema;
  if (Array.isArray(value)) return value.map((each) => inOrder(form.items ?? {}, each));
  if (value === null || typeof value !== 'object') return value;
  const { properties = {} } = form;
  const names = [...new Set([...Object.keys(properties), ...Object.keys(value)])].filter((name) =>
    Object.hasOwn(value, name),
  );
  return Object.fromEntries(
    names.map((name) => [name, inOrder(properties[name] ?? {}, (value as Readonly<Record<string, unknown>>)[name])]),
  );
}
