import {
  type AlertContent,
  type FollowUpContent,
  type Grading,
  gradingWords,
  type Handling,
  handlingWords,
  type ListingContent,
  tlpWords,
} from '@tocsin/record';
import { fields, harmless, padded } from './table.ts';

export type Content = AlertContent | FollowUpContent | ListingContent;
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
  if (content.schema === 'listing/1') return listingText(content);
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

function listingText(content: ListingContent): string {
  const { subject, roles, programme, grading, about } = content;
  const rows: Row[] = [
    ['listed as', `${subject.type}: ${roles.join(', ')}`],
    ['programme', programme.join(', ')],
    ['grading', gradingText(grading)],
    ...listed('exploitation', content.exploitation),
    ...text('since', content.since),
    ...listed('from', content.origin),
    ...listed('to', content.destination),
    ...subjectRows(subject),
    ...text('provisions', content.provisions),
    ...text('restrictions', content.restrictions),
  ];
  const behind = subject.type === 'company' ? (subject.people ?? []) : [];
  const names = [subject, ...behind].flatMap((each) =>
    each.names.map((name, i) => nameLine(i > 0 ? '' : 'relation' in each ? each.relation : each.type, name)),
  );
  return `${paragraph(about)}${fields(rows)}\nnames\n${names.join('')}`;
}

function subjectRows(subject: ListingContent['subject']): Row[] {
  const own: Row[] =
    subject.type === 'person'
      ? [
          ...text('born', subject.born),
          ...listed('nationality', subject.nationality),
          ...(subject.documents ?? []).map((each): Row => [each.type, `${harmless(each.number)} (${each.country})`]),
          ...text('marks', subject.marks),
        ]
      : [
          ...(subject.registrations ?? []).map(
            (each): Row => ['registration', `${harmless(each.number)} (${each.country})`],
          ),
          ...text('website', subject.website),
        ];
  return [
    ...own,
    ...listed('phones', subject.phones),
    ...(subject.accounts ?? []).map((each): Row => ['account', `${each.service}: ${harmless(each.name)}`]),
    ...(subject.money ?? []).map((each): Row => ['money', moneyText(each)]),
    ...(subject.addresses ?? []).map((each): Row => ['address', placeText(each)]),
    ...(subject.licences ?? []).map((each): Row => ['shows licence', licenceText(each)]),
  ];
}

function licenceText({ number, authority, lentBy }: { number: string; authority?: string; lentBy?: string }): string {
  const of = authority === undefined ? '' : ` of ${harmless(authority)}`;
  return `${harmless(number)}${of}${lentBy === undefined ? '' : `, lent by ${harmless(lentBy)}`}`;
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
  return nameLine(left, name);
}

function nameLine(left: string, name: Person['names'][number]): string {
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
