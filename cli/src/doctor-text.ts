import type { Finding } from '@tocsin/device/doctor';
import type { LabelLanguage } from '@tocsin/record';
import { filled } from '@tocsin/record/label/check-words';
import { doctorWords } from '@tocsin/record/label/doctor/doctor';
import { harmless } from './table.ts';
import { minute } from './words.ts';

/** What is wrong in words, each with what mends it; the commands are the own agency's. */
export function doctorText(findings: readonly Finding[], own: string, language: LabelLanguage): string {
  return findings.map((one) => findingText(one, own, language)).join('\n');
}

function findingText(
  { code, weight, agency, what, at, who, count, command }: Finding,
  own: string,
  lang: LabelLanguage,
) {
  const values = { what, agency, count, when: at === null ? '' : minute(at), who: who.join(', ') };
  const words = doctorWords[lang].findings[code];
  const lines = [
    `${weight === 'wrong' ? 'WRONG' : 'soon '}  ${filled(words.what, values)}`,
    `       ${filled(words.fix, values)}`,
    agency === own ? command : `(${agency})`,
  ];
  // Names of units and posts are somebody else's text.
  return lines.map((line, i) => (line === null ? '' : `${i === 2 ? '       ' : ''}${harmless(line)}\n`)).join('');
}
