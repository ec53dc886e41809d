import { harmless } from '@tocsin/record/label/harmless';
import type { ComponentChildren } from 'preact';
import { fieldWord } from '../../form/field-word.ts';

type Said = Readonly<Record<string, unknown>>;
interface Name {
  readonly asWritten: string;
  readonly script?: string;
  readonly language?: string;
  readonly romanised?: string;
  readonly use?: string;
}
interface Person extends Said {
  readonly names: readonly Name[];
}

/** Whether a value of opened content is a person or a business as the kinds have them. */
export function isPerson(value: unknown): value is Person {
  const { names } = (value ?? {}) as Said;
  return Array.isArray(names) && names.length > 0 && names.every((each) => typeof each?.asWritten === 'string');
}

interface PersonSheetProps {
  readonly person: Person;
  /** What else is known. */
  readonly children: ComponentChildren;
}

/** A person: by which names, in which role, and then what else is known. */
export function PersonSheet({ person: { role, type, names }, children }: PersonSheetProps) {
  const kind = role ?? type;
  return (
    <div class="person">
      <p>
        {names.map((name, index) => (
          <span key={index}>
            <strong lang={langOf(name)}>{harmless(name.asWritten)}</strong>
            {name.romanised !== undefined && ` ${harmless(name.romanised)}`}
            {name.use !== undefined && ` (${fieldWord(name.use)})`}{' '}
          </span>
        ))}
        {typeof kind === 'string' && <span class="chip">{fieldWord(kind)}</span>}
      </p>
      {children}
    </div>
  );
}

/** What of a person the heading does not say. */
export function restOf({ role: _, type: __, names, ...rest }: Person): Said {
  const more = names.flatMap(detailsOf);
  return more.length === 0 ? rest : { names: more, ...rest };
}

/** What a screen reader and the fonts go by. */
const langOf = ({ language, script }: Name): string | undefined =>
  language ?? (script === undefined ? undefined : `und-${script}`);

function detailsOf({ asWritten, script: _, language: __, romanised: ___, use: ____, ...more }: Name): Said[] {
  return Object.keys(more).length === 0 ? [] : [{ name: asWritten, ...more }];
}
