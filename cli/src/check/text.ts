import type { ChecksAnswered, GivenAnswer } from '@tocsin/gateway/api';
import { deciderWords, filled, findingWords, type LabelLanguage, labels, licenceWords } from '@tocsin/record';
import { reportWords } from '../audit/pdf/words/words.ts';
import { harmless } from '../table.ts';
import { minute } from '../words.ts';

/** The answer first, then what it rests on, then what would decide; in the language of whoever reads it. */
export function checkText(answer: GivenAnswer, asOf: ChecksAnswered['asOf'], language: LabelLanguage): string {
  const spoken = labels[language];
  const { words, machine } = spoken;
  const { check } = words;
  const { candidates, licences, fronts, notes } = answer;
  const { listings, block, unopened, stale, copy } = asOf;
  const lines = [
    ...(copy === undefined ? [] : [copyWords(language, copy)]),
    ...candidates.flatMap(({ record, standing, grade, why, wouldDecide, notTheSame }) => [
      `${words.grade[grade]}: ${findingWords(spoken, why)}; ${words.listing[standing]}, ${record}`,
      ...(wouldDecide.length === 0 ? [] : [filled(check.decides, { what: deciderWords(spoken, wouldDecide) })]),
      ...(notTheSame === null ? [] : [decidedWords(language, notTheSame)]),
    ]),
    ...(answer.more === 0 ? [] : [filled(check.more, { more: answer.more })]),
    ...licences.map((licence) => harmless(licenceWords(spoken, licence))),
    ...fronts.map(
      ({ record, standing, path }) =>
        `${check.leads}: ${findingWords(spoken, path)}; ${words.listing[standing]}, ${record}`,
    ),
    ...notes.map((note) => findingWords(spoken, [note])),
    filled(check['as-of'], { listings, block }),
    ...(stale ? [staleWords(language)] : []),
    ...(unopened === 0 ? [] : [filled(check.unopened, { unopened })]),
    ...(machine ? [reportWords[language].draft] : []),
  ];
  return [verdictIn(words.answer[answer.answer], answer), ...lines.map((line) => `  ${line}`), ''].join('\n');
}

/** That the answer is from an older copy, not to be overlooked. */
export function copyWords(language: LabelLanguage, { made, expires, withheld }: AnsweringCopy): string {
  const { copy, withheld: left } = labels[language].words.check;
  const words = filled(copy, { made: minute(made), until: minute(expires) });
  return [words, ...(withheld === 0 ? [] : [filled(left, { withheld })])].join('. ').toUpperCase();
}
type AnsweringCopy = NonNullable<ChecksAnswered['asOf']['copy']>;

/** That the answer knows nothing newer, not to be overlooked. */
export const staleWords = (language: LabelLanguage): string => labels[language].words.check.stale.toUpperCase();

type NotTheSame = NonNullable<GivenAnswer['candidates'][number]['notTheSame']>;

/** Who has decided that it is somebody else, when and why: whoever doubts it takes it back. */
export const decidedWords = (language: LabelLanguage, { by, at, reason }: NotTheSame): string =>
  harmless(filled(labels[language].words.check.decided, { who: by, at: minute(at), reason }));

/** What asks for a closer look is not to be overlooked. */
const verdictIn = (words: string, { answer }: GivenAnswer): string =>
  answer === 'unknown' || answer === 'licensed' || answer === 'not-the-same' ? words : words.toUpperCase();
