import { describe, expect, test } from 'vitest';
import { grantReasons } from '../access.ts';
import { agencyClasses, roles } from '../agency.ts';
import { precedences, purposes } from '../agreement.ts';
import { checkAnswers, checkGrades, deciders, findings, listedParts, paperColumns } from '../check.ts';
import { tlpLabels, tlpWords } from '../handling.ts';
import { kinds } from '../kind/kinds.ts';
import { type LicenceStanding, licenceStatuses } from '../licence.ts';
import { contestReasons, delistReasons, type ListingStanding, reviewReasons } from '../listing.ts';
import { PURGED } from '../procedure.ts';
import { purgeReasons, RETENTION_OVER } from '../record.ts';
import { label, labels } from './label.ts';
import { type LabelGroup, languages } from './labels.ts';

const procedures = kinds.map(({ procedure }) => procedure);
const steps = procedures.flatMap((procedure) => Object.values(procedure.steps));

/** Every code that the tables of this room know; posting is no step of a procedure but its beginning, and what all records share comes after it. */
const codes: Readonly<Record<LabelGroup, readonly string[]>> = {
  kind: kinds.map(({ name }) => name),
  step: [
    'post',
    'rehead',
    'share',
    'unshare',
    'grant',
    'purge',
    ...procedures.flatMap((procedure) => Object.keys(procedure.steps)),
    'confirm',
    'contest',
    'reply',
    'review',
    'delist',
  ],
  state: [
    PURGED,
    ...procedures.flatMap(({ first, awaiting, ended }) => [first, awaiting, ...ended]),
    ...steps.flatMap((step) => [step.leadsTo ?? [], step.progress?.to ?? []].flat()),
  ],
  outcome: kinds.flatMap(({ outcomes }) => outcomes),
  reason: [
    ...kinds.flatMap(({ withdrawReasons, closeReasons }) => [...withdrawReasons, ...closeReasons]),
    ...purgeReasons,
    RETENTION_OVER,
    ...grantReasons,
    ...contestReasons,
    ...reviewReasons,
    ...delistReasons,
  ],
  listing: ['proposed', 'listed', 'contested', 'under-review', 'delisted'] satisfies ListingStanding[],
  licence: [...licenceStatuses, 'not-started'] satisfies LicenceStanding[],
  answer: [...checkAnswers, 'refused'],
  grade: checkGrades,
  finding: findings,
  part: listedParts,
  paper: paperColumns,
  decides: deciders,
  // What else an answer consists of: sentences, not codes.
  check: Object.keys(labels.en.words.check),
  tlp: tlpLabels,
  precedence: precedences,
  purpose: purposes,
  class: agencyClasses,
  role: roles,
};

const script: Readonly<Record<string, RegExp>> = {
  my: /\p{Script=Myanmar}/u,
  zh: /\p{Script=Han}/u,
  km: /\p{Script=Khmer}/u,
  lo: /\p{Script=Lao}/u,
  th: /\p{Script=Thai}/u,
};

describe.each(languages)('%s', (language) => {
  const { words } = labels[language];

  test('has the same groups and codes as the tables, no more and no less', () => {
    expect(Object.keys(words).sort()).toEqual(Object.keys(codes).sort());
    for (const [group, known] of Object.entries(codes))
      expect(Object.keys(words[group as LabelGroup]).sort(), group).toEqual([...new Set(known)].sort());
  });

  test('has its own words in its own script, none empty', () => {
    expect(labels[language].language).toBe(language);
    for (const group of Object.values(words))
      for (const [code, word] of Object.entries(group)) {
        expect(word, code).toBe(word.trim().normalize('NFC'));
        expect(word, code).toMatch(script[language] ?? /\p{Script=Latin}/u);
      }
  });

  test('tells codes of one group apart', () => {
    for (const group of Object.values(words))
      expect(new Set(Object.values(group)).size).toBe(Object.keys(group).length);
  });

  test('keeps the places for values', () => {
    const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const group of ['finding', 'check'] as const)
      for (const [code, word] of Object.entries(words[group]))
        expect(places(word), code).toEqual(places((labels.en.words[group] as Record<string, string>)[code] ?? ''));
  });

  test('is marked as machine-made until somebody has reviewed it', () => {
    expect(labels[language].machine).toBe(language !== 'en');
  });
});

test('a label is looked up by language, group and code', () => {
  expect(label('th', 'class', 'police')).toBe('ตำรวจ');
  expect(label('zh', 'tlp', 'RED')).toBe('仅限指定的接收者');
  for (const odd of ['unheard-of', '__proto__', 'constructor', 'toString']) expect(label('vi', 'state', odd)).toBe(odd);
});

test('the English words for TLP are those of handling', () => expect(labels.en.words.tlp).toEqual(tlpWords));
