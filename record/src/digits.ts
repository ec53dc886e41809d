import { numberedMonth } from './month.ts';

/** First digit of each row of ten: Thai, Lao, Burmese, Shan, Khmer. */
const zeros = [0x0e50, 0x0ed0, 0x1040, 0x1090, 0x17e0];

/** Digits of the region's scripts as 0 to 9; everything else stays. By a table: every peer reads the same. */
export const asciiDigits = (text: string): string =>
  text.replace(/[\u0e50-\u0e59\u0ed0-\u0ed9\u1040-\u1049\u1090-\u1099\u17e0-\u17e9]/g, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - (zeros.find((zero) => code >= zero && code < zero + 10) ?? code));
  });

/**
 * A day, month or year with words in it, year first and with hyphens: `1990年12月31日` as `1990-12-31`, `5 MAR 1981` as
 * `1981-3-5`. Expects ASCII digits; everything else stays.
 */
export const hyphenedDay = (text: string): string => numberedMonth(chineseDay(text));

const chineseDay = (text: string): string =>
  text.replace(/^(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?$/, (_, ...parts: (string | undefined)[]) =>
    parts
      .slice(0, 3)
      .filter((part) => part !== undefined)
      .join('-'),
  );
