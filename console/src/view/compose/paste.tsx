import { useState } from 'preact/hooks';
import { pickedFrom } from '../../form/picked.ts';
import type { FormSchema } from '../../form/schema.ts';
import { t } from '../../text/text.ts';

interface PasteProps {
  readonly schema: FormSchema;
  readonly content: unknown;
  onChange(content: unknown): void;
}
type Content = Readonly<Record<string, unknown>>;
interface Found {
  readonly text: string;
  add(content: Content): Content;
}

/** ISO 15924 codes of the scripts that names come in; Latin where it is none of the others. */
const scripts = { Thai: 'Thai', Lao: 'Laoo', Khmer: 'Khmr', Myanmar: 'Mymr', Han: 'Hans' } as const;
const scriptOf = (text: string): string =>
  Object.entries(scripts).find(([each]) => new RegExp(`\\p{Script=${each}}`, 'u').test(text))?.[1] ?? 'Latn';

const listed = (content: Content, name: string): unknown[] => {
  const value = content[name];
  return Array.isArray(value) ? value.filter((each) => each !== '') : [];
};

/** Only what the kind has a place for is offered. */
function foundIn(text: string, { properties = {} }: FormSchema): Found[] {
  const { names, phones, accounts } = pickedFrom(text);
  const into = (member: string, value: unknown) => (content: Content) => ({
    ...content,
    [member]: [...listed(content, member), value],
  });
  const person = (name: string) => ({
    role: '',
    names: [{ asWritten: name, script: scriptOf(name) }],
  });
  return [
    ...('people' in properties ? names.map((each) => ({ text: each, add: into('people', person(each)) })) : []),
    ...('phones' in properties ? phones.map((each) => ({ text: each, add: into('phones', each) })) : []),
    ...('money' in properties ? accounts.map((each) => ({ text: each, add: into('money', { account: each }) })) : []),
  ];
}

/** A text from elsewhere: what it names is offered, and taken over one by one. */
export function Paste({ schema, content, onChange }: PasteProps) {
  const [found, setFound] = useState<readonly Found[]>([]);
  const take = (one: Found): void => {
    onChange(one.add((content ?? {}) as Content));
    setFound(found.filter((each) => each !== one));
  };
  return (
    <div class="paste">
      <label>
        {t('compose.paste')}
        <textarea rows={2} onInput={({ currentTarget }) => setFound(foundIn(currentTarget.value, schema))} />
      </label>
      <p class="adders" aria-live="polite">
        {found.map((each) => (
          <button key={each.text} type="button" onClick={() => take(each)}>
            + {each.text}
          </button>
        ))}
      </p>
    </div>
  );
}
