import { fieldWord } from '../../form/field-word.ts';

/** Members that say how the content is written, not what it says. */
const unsaid: ReadonlySet<string> = new Set(['schema', 'language', 'script']);

/** Opened content of any kind: its members in the order in which the author's form has them. */
export function Content({ value }: { readonly value: unknown }) {
  const { title, summary, text, language, ...rest } = (value ?? {}) as Record<string, unknown>;
  const lang = typeof language === 'string' ? language : undefined;
  return (
    <div class="content" lang={lang}>
      {typeof title === 'string' && <h3>{title}</h3>}
      {[summary, text].map((each) => typeof each === 'string' && <p class="prose">{each}</p>)}
      <Members value={rest} />
    </div>
  );
}

function Members({ value }: { readonly value: Readonly<Record<string, unknown>> }) {
  const said = Object.entries(value).filter(([name, each]) => !unsaid.has(name) && each !== undefined && each !== null);
  return (
    <dl class="facts">
      {said.map(([name, each]) => (
        <>
          <dt>{fieldWord(name)}</dt>
          <dd>
            <Value value={each} />
          </dd>
        </>
      ))}
    </dl>
  );
}

function Value({ value }: { readonly value: unknown }) {
  if (Array.isArray(value)) {
    if (value.every((each) => typeof each !== 'object')) return <>{value.map(String).join(', ')}</>;
    return (
      <ul>
        {value.map((each, index) => (
          <li key={index}>
            <Value value={each} />
          </li>
        ))}
      </ul>
    );
  }
  if (value !== null && typeof value === 'object') return <Members value={value as Record<string, unknown>} />;
  return <>{typeof value === 'boolean' ? (value ? '✓' : '✗') : String(value)}</>;
}
