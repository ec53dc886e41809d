import { languageNames, languages, t } from '../text/text.ts';
import { Attachments } from './attachments.tsx';
import type { FieldProps } from './field-props.ts';
import { codeOfMember, fieldWord } from './field-word.ts';
import { beginning, choicesOf, type FormSchema, variantOf } from './schema.ts';

/** One field of a form, whatever its schema asks for. */
export function Field(props: FieldProps) {
  const { schema, name, value } = props;
  if (schema.const !== undefined) return null;
  if (name === 'attachments') return <Attachments {...props} />;
  if (choicesOf(schema) !== null) return <Choice {...props} />;
  if (schema.anyOf !== undefined) return <Variants {...props} />;
  if (schema.type === 'object') return <Members {...props} />;
  if (schema.type === 'array')
    return choicesOf(schema.items ?? {}) === null ? <Items {...props} /> : <Several {...props} />;
  if (schema.type === 'boolean')
    return (
      <label class="check">
        <input type="checkbox" checked={value === true} onChange={(e) => props.onChange(e.currentTarget.checked)} />
        {fieldWord(name)}
      </label>
    );
  return <Line {...props} />;
}

function Line(props: FieldProps) {
  const { type, maxLength = 400 } = props.schema;
  if (type === 'integer' || type === 'number') return <Amount {...props} />;
  return maxLength > 400 ? <Prose {...props} /> : <Text {...props} />;
}

function Amount({ schema: { type, minimum, maximum }, name, value, required, onChange }: FieldProps) {
  return (
    <label>
      {fieldWord(name)}
      <input
        type="number"
        required={required}
        {...(minimum === undefined ? {} : { min: minimum })}
        {...(maximum === undefined ? {} : { max: maximum })}
        step={type === 'integer' ? 1 : 'any'}
        value={String(value ?? '')}
        onInput={({ currentTarget: { value: text } }) => onChange(text === '' ? '' : Number(text))}
      />
    </label>
  );
}

function Prose({ schema: { maxLength = 20_000 }, name, value, required, onChange }: FieldProps) {
  return (
    <label>
      {fieldWord(name)}
      <textarea
        required={required}
        rows={4}
        maxLength={maxLength}
        value={String(value ?? '')}
        onInput={(e) => onChange(e.currentTarget.value)}
      />
    </label>
  );
}

function Text({ schema: { pattern, maxLength = 400 }, name, value, required, onChange }: FieldProps) {
  return (
    <label>
      {fieldWord(name)}
      <input
        type="text"
        required={required}
        maxLength={maxLength}
        {...(pattern === undefined ? {} : { pattern })}
        autoComplete="off"
        {...(name === 'language' ? { list: LANGUAGES } : {})}
        value={String(value ?? '')}
        onInput={(e) => onChange(e.currentTarget.value)}
      />
    </label>
  );
}

const LANGUAGES = 'languages';

/** What a field for a language offers, once on a page: others are typed. */
export const Languages = () => (
  <datalist id={LANGUAGES}>
    {languages.map((each) => (
      <option key={each} value={each} label={languageNames[each]} />
    ))}
  </datalist>
);

function Choice({ schema, name, value, required, onChange }: FieldProps) {
  return (
    <label>
      {fieldWord(name)}
      <select required={required} value={String(value ?? '')} onChange={(e) => onChange(e.currentTarget.value)}>
        <option value="">{t('form.choose')}</option>
        {choicesOf(schema)?.map((code) => (
          <option key={code} value={code}>
            {codeOfMember(name, code)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Several({ schema, name, value, onChange }: FieldProps) {
  const chosen = Array.isArray(value) ? (value as string[]) : [];
  const toggle = (code: string): void =>
    onChange(chosen.includes(code) ? chosen.filter((each) => each !== code) : [...chosen, code]);
  return (
    <fieldset class="several">
      <legend>{fieldWord(name)}</legend>
      {choicesOf(schema.items ?? {})?.map((code) => (
        <label key={code} class="check">
          <input type="checkbox" checked={chosen.includes(code)} onChange={() => toggle(code)} />
          {codeOfMember(name, code)}
        </label>
      ))}
    </fieldset>
  );
}

function Variants({ schema, name, value, onChange, required }: FieldProps) {
  const { anyOf = [] } = schema;
  const variant = variantOf(schema, value);
  const wordOf = ({ properties = {} }: FormSchema): string =>
    Object.values(properties)
      .flatMap((each) => (each.const === undefined ? [] : [String(each.const)]))
      .join(' ');
  return (
    <fieldset>
      <legend>{fieldWord(name)}</legend>
      <label>
        {t('form.variant')}
        <select
          value={anyOf.indexOf(variant)}
          onChange={(e) => onChange(beginning(anyOf[Number(e.currentTarget.value)] ?? {}))}
        >
          {anyOf.map((each, index) => (
            <option key={wordOf(each)} value={index}>
              {wordOf(each)}
            </option>
          ))}
        </select>
      </label>
      <Inner schema={variant} name={name} value={value} required={required} onChange={onChange} />
    </fieldset>
  );
}

function Members(props: FieldProps) {
  return (
    <fieldset>
      <legend>{fieldWord(props.name)}</legend>
      <Inner {...props} />
    </fieldset>
  );
}

/** The members of an object: those required, those begun, and a button for each of the others. */
export function Inner({ schema, value, onChange }: FieldProps) {
  const { properties = {}, required = [] } = schema;
  const said = (value ?? {}) as Readonly<Record<string, unknown>>;
  const shown = Object.keys(properties).filter((name) => required.includes(name) || Object.hasOwn(said, name));
  const others = Object.keys(properties).filter((name) => !shown.includes(name));
  return (
    <>
      {shown.map((name) => (
        <Field
          key={name}
          schema={properties[name] ?? {}}
          name={name}
          value={said[name]}
          required={required.includes(name)}
          onChange={(each) => onChange({ ...said, [name]: each })}
        />
      ))}
      {others.length > 0 && (
        <p class="adders">
          {others.map((name) => (
            <button
              key={name}
              type="button"
              onClick={() => onChange({ ...said, [name]: begunOptional(properties[name] ?? {}) })}
            >
              + {fieldWord(name)}
            </button>
          ))}
        </p>
      )}
    </>
  );
}

/** A list that was asked for begins with one place to fill. */
function begunOptional(schema: FormSchema): unknown {
  const begun = beginning(schema) ?? '';
  const isList = Array.isArray(begun) && begun.length === 0 && choicesOf(schema.items ?? {}) === null;
  return isList ? [beginning(schema.items ?? {}) ?? ''] : begun;
}

function Items({ schema, name, value, onChange }: FieldProps) {
  const items = Array.isArray(value) ? value : [];
  const { items: of = {}, maxItems = 64 } = schema;
  const change = (at: number, each: unknown): void => onChange(items.map((old, index) => (index === at ? each : old)));
  return (
    <fieldset>
      <legend>{fieldWord(name)}</legend>
      {items.map((each, index) => (
        <div class="list-item" key={`${name}-${String(index)}`}>
          <Field schema={of} name={name} value={each} required onChange={(changed) => change(index, changed)} />
          <button
            type="button"
            aria-label={t('form.remove', { what: fieldWord(name) })}
            onClick={() => onChange(items.filter((_, at) => at !== index))}
          >
            ✕
          </button>
        </div>
      ))}
      {items.length < maxItems && (
        <button type="button" onClick={() => onChange([...items, beginning(of) ?? ''])}>
          + {fieldWord(name)}
        </button>
      )}
    </fieldset>
  );
}
