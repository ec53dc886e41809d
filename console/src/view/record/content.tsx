import { harmless } from '@tocsin/record/label/harmless';
import { codeOfMember, fieldWord } from '../../form/field-word.ts';
import { country, day } from '../../text/time.ts';
import { AttachedFile, isAttached } from './attached-file.tsx';
import { isPerson, PersonSheet, restOf } from './person.tsx';

type Said = Readonly<Record<string, unknown>>;

/** Members that say how the content is written, not what it says. */
const unsaid: ReadonlySet<string> = new Set(['schema', 'language', 'script']);
/** Members that hold ISO 3166-1 codes of countries. */
const countries: ReadonlySet<string> = new Set(['country', 'nationality', 'origin', 'destination']);

/** Opened content of any kind: whom it is about first, then its members in the order in which the author's form has them. */
export function Content({ value }: { readonly value: unknown }) {
  const { title, summary, text, language, people, subject, ...rest } = (value ?? {}) as Said;
  const lang = typeof language === 'string' ? language : undefined;
  const first = Object.entries({ people, subject }).filter(([, each]) => each !== undefined);
  return (
    <div class="content">
      {typeof title === 'string' && <h3 lang={lang}>{harmless(title)}</h3>}
      <Members value={Object.fromEntries(first)} />
      {[summary, text].map(
        (each) =>
          typeof each === 'string' && (
            <p class="prose" lang={lang}>
              {each.split('\n').map(harmless).join('\n')}
            </p>
          ),
      )}
      <Members value={rest} />
    </div>
  );
}

/** Named values as a list; what is not there is not mentioned. */
function Members({ value }: { readonly value: Said }) {
  const said = Object.entries(value).filter(([name, each]) => !unsaid.has(name) && each !== undefined && each !== null);
  if (said.length === 0) return null;
  return (
    <dl class="facts">
      {said.map(([name, each]) => (
        <>
          <dt>{fieldWord(name)}</dt>
          <dd>
            <Value name={name} value={each} />
          </dd>
        </>
      ))}
    </dl>
  );
}

interface ValueProps {
  readonly name: string;
  readonly value: unknown;
}

function Value({ name, value }: ValueProps) {
  if (Array.isArray(value)) return <Values name={name} values={value} />;
  if (isPerson(value))
    return (
      <PersonSheet person={value}>
        <Members value={restOf(value)} />
      </PersonSheet>
    );
  if (isAttached(value)) return <AttachedFile file={value} />;
  if (value !== null && typeof value === 'object') return <Members value={value as Said} />;
  return <>{textOf(name, value)}</>;
}

function Values({ name, values }: { readonly name: string; readonly values: readonly unknown[] }) {
  if (values.every((each) => typeof each !== 'object'))
    return <>{values.map((each) => textOf(name, each)).join(', ')}</>;
  return (
    <ul>
      {values.map((each, index) => (
        <li key={index}>
          <Value name={name} value={each} />
        </li>
      ))}
    </ul>
  );
}

/**
 * A value as people read it: days in their calendar, countries and codes by name; whatever else stands as it was written,
 * but for what would hide or turn around the text beside it.
 */
function textOf(name: string, value: unknown): string {
  if (typeof value === 'boolean') return value ? '✓' : '✗';
  const text = String(value);
  if (countries.has(name)) return country(text);
  if (isDay(name, text)) return day(text);
  return harmless(codeMembers.has(name) ? codeOfMember(name, text) : text);
}

const days: ReadonlySet<string> = new Set(['born', 'expires', 'from', 'until', 'incorporated', 'since']);
const isDay = (name: string, text: string): boolean => days.has(name) && /^[12]\d{3}(-[01]\d(-[0-3]\d)?)?$/.test(text);

/** Members whose values come from lists of codes. */
const codeMembers: ReadonlySet<string> = new Set([
  ...['role', 'sex', 'use', 'type', 'stage', 'service', 'requested', 'acts', 'means', 'exploitation'],
  ...['recruitment', 'controls', 'industry', 'venue', 'roles', 'programme', 'relation'],
]);
