import {
  type AlertContent,
  type FollowUpContent,
  type Grading,
  gradingWords,
  type Handling,
  handlingWords,
  tlpWords,
} from '@tocsin/record';
import { fields, harmless, padded } from './table.ts';

type Content = AlertContent | FollowUpContent;
type Person = NonNullable<AlertContent['people']>[number];
type Row = readonly [label: string, value: string];

/** Handling in words: what a reader may do. */
export function handlingText({ tlp, codes }: Handling): string {
  const words = codes.map((code) => `${code}: ${handlingWords[code]}`);
  return [`TLP:${tlp}: ${tlpWords[tlp]}`, ...words].join('; ');
}

/** A grade never shows its letters alone: they differ between schemes. */
export function gradingText(grading: Grading): string {
  const words = gradingWords[grading.scheme] as {
    readonly source: Readonly<Record<string, string>>;
    readonly information: Readonly<Record<string, string>>;
  };
  const { scheme, source, information } = grading;
  return `source ${words.source[source]}; information ${words.information[information]} (${scheme} ${source}${information})`;
}

/** Content for people. Every text in it was written by somebody else: nothing in it may steer the terminal. */
export function contentText(content: Content): string {
  return content.schema === 'alert/1' ? alertText(content) : followUpText(content);
}

function followUpText({ text, grading, people = [] }: FollowUpContent): string {
  const rows: Row[] = grading === undefined ? [] : [['grading', gradingText(grading)]];
  return `${paragraph(text)}${fields(rows)}${peopleText(people)}`;
}

function alertText(content: AlertContent): string {
  const { title, summary, grading, exploitation, requested, victims, people = [] } = content;
  const rows: Row[] = [
    ['grading', gradingText(grading)],
    ['exploitation', exploitation.join(', ')],
    ['victims', victimsText(victims)],
    ...listed('acts', content.acts),
    ...listed('means', content.means),
    ...listed('controls', content.controls),
    ...listed('phones', content.phones),
    ...(content.accounts ?? []).map((each): Row => ['account', `${each.service}: ${harmless(each.name)}`]),
    ...(content.money ?? []).map((each): Row => ['money', moneyText(each)]),
    ...(content.route ?? []).map((each): Row => ['route', placeText(each)]),
    ...(content.stages ?? []).map(
      (each): Row => [each.stage.toLowerCase(), `${each.from ?? ''} ${placeText(each.place)}`.trim()],
    ),
    ['requested', requested.join(', ')],
    ...text('done so far', content.actionTaken),
    ...text('restrictions', content.restrictions),
    ...(content.attachments ?? []).map((each): Row => ['attachment', `${harmless(each.name)} (${each.type})`]),
  ];
  return `${harmless(title)}\n\n${paragraph(summary)}${fields(rows)}${peopleText(people)}`;
}

const listed = (label: string, values: readonly string[] | undefined): Row[] =>
  values === undefined || values.length === 0 ? [] : [[label, values.map(harmless).join(', ')]];
const text = (label: string, value: string | undefined): Row[] =>
  value === undefined ? [] : [[label, harmless(value)]];

function victimsText({ atLeast, atMost, minors }: AlertContent['victims']): string {
  const count = atMost === undefined ? `at least ${atLeast}` : `${atLeast} to ${atMost}`;
  return minors === true ? `${count}, minors among them` : count;
}

function placeText({ country, area, name }: { country: string; area?: string; name?: string }): string {
  return [name, area, country]
    .filter((part) => part !== undefined)
    .map(harmless)
    .join(', ');
}

function moneyText({
  bank,
  account,
  wallet,
  holder,
  amount,
  currency,
}: NonNullable<AlertContent['money']>[number]): string {
  const where = wallet === undefined ? [bank, account] : [wallet.symbol, wallet.address];
  const parts = [...where, amount === undefined ? undefined : `${amount} ${currency ?? ''}`.trim(), holder];
  return parts
    .filter((part) => part !== undefined)
    .map(harmless)
    .join(', ');
}

/** A name in its own script stands last on its line, where no terminal can misplace what follows. */
function peopleText(people: readonly Person[]): string {
  if (people.length === 0) return '';
  const lines = people.flatMap((person) => person.names.map((name, i) => personLine(person, name, i === 0)));
  return `\npeople\n${lines.join('')}`;
}

function personLine(person: Person, name: Person['names'][number], first: boolean): string {
  const about = [person.born, person.sex, person.nationality?.join('/'), ...flagsOf(person)];
  const left = first
    ? `${person.role}${about
        .filter((part) => part !== undefined)
        .map((part) => `, ${part}`)
        .join('')}`
    : '';
  const use = name.use === undefined ? '' : ` (${name.use})`;
  const romanised = `${harmless(name.romanised ?? '-')}${use}`;
  return `  ${padded(left, 56)}  ${padded(romanised, 30)}  ${harmless(name.asWritten)}\n`;
}

const flagsOf = ({ minor, nonPunishment }: Person): string[] => [
  ...(minor === true ? ['minor'] : []),
  ...(nonPunishment === true ? ['not to be punished'] : []),
];

/** Prose at a readable width; a break of the author's stays a break. */
function paragraph(prose: string, width = 100): string {
  const lines = prose.split(/\r?\n/).flatMap((line) => wrapped(harmless(line), width));
  return `${lines.join('\n')}\n\n`;
}

function wrapped(line: string, width: number): string[] {
  const lines = [''];
  for (const word of line.split(' ')) {
    const last = lines.length - 1;
    const longer = lines[last] === '' ? word : `${lines[last]} ${word}`;
    if (longer.length <= width) lines[last] = longer;
    else lines.push(word);
  }
  return lines;
}
