import type { ChecksAnswered, GivenAnswer } from '@tocsin/gateway/api';
import { fields } from '../table.ts';
import { minute } from '../words.ts';
import { answerWords, decisiveWords, licenceWords, reasonsText } from './words.ts';

/** The answer first, then what it rests on, then what would decide. */
export function checkText(answer: GivenAnswer, asOf: ChecksAnswered['asOf']): string {
  const { candidates, licences, fronts, notes } = answer;
  const unopened = asOf.unopened === 0 ? '' : `; ${asOf.unopened} could not be opened and are not spoken of`;
  const lines: (readonly [string, string])[] = [
    ...candidates.flatMap(({ record, standing, grade, why, wouldDecide, notTheSame }) => [
      [grade === 'identifier' ? 'certain' : grade, `${reasonsText(why)}: ${standing}, record ${record}`] as const,
      ...(wouldDecide.length === 0 ? [] : [['decides', decisiveWords(wouldDecide)] as const]),
      ...(notTheSame === null
        ? []
        : [['decided', `not the same, ${notTheSame.by} ${minute(notTheSame.at)}: ${notTheSame.reason}`] as const]),
    ]),
    ...licences.map((licence) => ['licence', licenceWords(licence)] as const),
    ...fronts.map(
      ({ record, standing, path }) => ['leads to', `${reasonsText(path)}: ${standing}, record ${record}`] as const,
    ),
    ...notes.map((note) => ['note', reasonsText([note])] as const),
    ['looked in', `${asOf.listings} listings and all registers, up to block ${asOf.block}${unopened}`],
  ];
  return `${answerWords[answer.answer]}\n${fields(lines)}`;
}
