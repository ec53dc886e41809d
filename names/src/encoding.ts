/**
 * One text, several ways to type it: signs that nobody sees, letters in the order in which hand, keyboard or scanner put them,
 * one letter for two that look like it. What looks the same on paper is brought to one form before anything is compared.
 * Orders as Unicode has them (The Unicode Standard, 16.0: 16.1 Thai, 16.2 Lao, 16.3 Myanmar, 16.4 Khmer).
 */
type Rule = readonly [written: RegExp, regular: string];

interface ScriptRules {
  readonly letters: RegExp;
  readonly rules: readonly Rule[];
}

const SCRIPTS: readonly ScriptRules[] = [
  {
    letters: /\p{Script=Thai}/u,
    rules: [
      // Two SARA E for one SARA AE.
      [/เเ/g, 'แ'],
      // NIKHAHIT and SARA AA for SARA AM, the tone mark before, between or behind.
      [/\u0E4D([\u0E48-\u0E4B]?)\u0E32/g, '$1\u0E33'],
      [/([\u0E48-\u0E4B])\u0E4D\u0E32/g, '$1\u0E33'],
      [/\u0E33([\u0E48-\u0E4B])/g, '$1\u0E33'],
      [/([\u0E48-\u0E4C])([\u0E31\u0E34-\u0E37])/g, '$2$1'],
      [/([\u0E31\u0E34-\u0E3A\u0E47-\u0E4E])\1+/g, '$1'],
      [/ฎฐ/g, 'ฏฐ'],
    ],
  },
  {
    letters: /\p{Script=Lao}/u,
    rules: [
      [/ເເ/g, 'ແ'],
      [/\u0ECD([\u0EC8-\u0ECB]?)\u0EB2/g, '$1\u0EB3'],
      [/([\u0EC8-\u0ECB])\u0ECD\u0EB2/g, '$1\u0EB3'],
      [/\u0EB3([\u0EC8-\u0ECB])/g, '$1\u0EB3'],
      [/([\u0EC8-\u0ECC])([\u0EB1\u0EB4-\u0EB9\u0EBB])/g, '$2$1'],
      [/([\u0EB1\u0EB4-\u0EBC\u0EC8-\u0ECD])\1+/g, '$1'],
      // HO before NO, MO and LO: one letter, or two.
      [/ຫນ/g, 'ໜ'],
      [/ຫມ/g, 'ໝ'],
      [/ຫຼ/g, 'ຫລ'],
    ],
  },
  {
    letters: /\p{Script=Khmer}/u,
    rules: [
      // Vowels that look like two others one behind the other.
      [/\u17C1\u17B6/g, '\u17C4'],
      [/\u17C1\u17B8/g, '\u17BE'],
      // The subscripts of DA and TA are drawn alike.
      [/\u17D2\u178A/g, '\u17D2\u178F'],
      // Subscripts, then the shifter, then vowels, then signs; of subscripts RO last.
      [/([\u17B6-\u17C6\u17C9\u17CA]+)((?:\u17D2[\u1780-\u17A2])+)/g, '$2$1'],
      [/(\u17D2\u179A)(\u17D2[\u1780-\u17A2])/g, '$2$1'],
      [/([\u17B6-\u17C6]+)([\u17C9\u17CA])/g, '$2$1'],
      [/\u17C6([\u17B6-\u17C5]+)/g, '$1\u17C6'],
      [/([\u17B6-\u17D1])\1+/g, '$1'],
    ],
  },
  {
    letters: /\p{Script=Myanmar}/u,
    rules: [
      // The vowel E is written before its consonant, and typed so by who is used to other fonts.
      [/(?<![\u1000-\u103F])\u1031([\u1000-\u1021][\u103B-\u103E]*)/g, '$1\u1031'],
      [/([\u103C-\u103E]+)(\u103B)/g, '$2$1'],
      [/([\u103D\u103E]+)(\u103C)/g, '$2$1'],
      [/\u103E\u103D/g, '\u103D\u103E'],
      [/([\u102F\u1030])([\u102D\u102E\u1032])/g, '$2$1'],
      [/\u1036([\u102D-\u1030])/g, '$1\u1036'],
      [/([\u102B-\u1038\u103A-\u103E])\1+/g, '$1'],
      // Letters of their own that look like a consonant with a medial.
      [/\u101E\u103C\u1031\u102C\u103A/g, '\u102A'],
      [/\u101E\u103C/g, '\u1029'],
      [/\u1025(?=\u102C)/g, '\u1009'],
    ],
  },
];

/** Widths, ligatures and radicals that fonts and keyboards put for letters. */
const PRESENTED = /[\u2E80-\u2FD5\uFB00-\uFB06\uFF01-\uFFDC]/g;
/** The letter of Vietnamese, and those of Icelandic and Ewe that look like it. */
const STROKED: readonly Rule[] = [
  [/[\u00D0\u0189]/g, '\u0110'],
  [/[\u00F0\u0256]/g, '\u0111'],
];
/** Nobody sees them, wherever they stand. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

const applied = (text: string, rules: readonly Rule[]): string =>
  rules.reduce((sofar, [written, regular]) => sofar.replace(written, regular), text);

/** Text in NFC without what nobody sees, and with letters for what stands in their place. */
export const seenText = (text: string): string =>
  applied(
    text
      .normalize('NFC')
      .replace(UNSEEN, '')
      .replace(PRESENTED, (one) => one.normalize('NFKC')),
    STROKED,
  );

/** Letters and marks of each script in one order. */
export const regularText = (text: string): string =>
  SCRIPTS.filter(({ letters }) => letters.test(text)).reduce((sofar, { rules }) => applied(sofar, rules), text);
