/** What a pasted text seems to name. */
export interface Picked {
  readonly names: readonly string[];
  /** E.164. */
  readonly phones: readonly string[];
  /** Digits of bank accounts as they were written. */
  readonly accounts: readonly string[];
}

/** Titles before a person's name in the languages of the exchange. */
const titled = [
  /(?:นางสาว|นาย|นาง|ด\.ช\.|ด\.ญ\.)\s?(\p{Script=Thai}+(?:\s\p{Script=Thai}+)?)/gu,
  /(?:ທ້າວ|ນາງ|ທ່ານ)\s?(\p{Script=Lao}+(?:\s\p{Script=Lao}+)?)/gu,
  /(?:លោកស្រី|លោក|អ្នកស្រី|កញ្ញា)\s?(\p{Script=Khmer}+(?:\s\p{Script=Khmer}+)?)/gu,
  /(?:ဦး|ဒေါ်|ကို|မောင်)\s?(\p{Script=Myanmar}+(?:\s\p{Script=Myanmar}+)?)/gu,
  /(?:Ông|Bà|Anh|Chị)\s(\p{Lu}\p{L}+(?:\s\p{Lu}\p{L}+){0,3})/gu,
  /(?:Mr|Mrs|Ms|Miss|Dr)\.?\s(\p{Lu}\p{L}+(?:\s\p{Lu}\p{L}+){0,3})/gu,
  /(\p{Script=Han}{2,4})(?:先生|女士|小姐)/gu,
];
const phone = /\+[1-9][\d\s().-]{6,20}\d/g;
const account = /(?<![\d+])\d{3}[\d-]{6,15}\d(?!\d)/g;

/** Picks names, phone numbers and accounts out of a text; the officer says which of them are right. */
export function pickedFrom(text: string): Picked {
  const written = text.normalize('NFC');
  const phones = all(written, phone).map((each) => each.replace(/[^\d+]/g, ''));
  const rest = written.replace(phone, ' ');
  return {
    names: unique(titled.flatMap((pattern) => [...written.matchAll(pattern)].map((match) => match[1] ?? ''))),
    phones: unique(phones.filter((each) => /^\+[1-9]\d{6,14}$/.test(each))),
    accounts: unique(all(rest, account).filter((each) => each.replaceAll('-', '').length >= 8)),
  };
}

const all = (text: string, pattern: RegExp): string[] => text.match(pattern) ?? [];
const unique = (texts: readonly string[]): string[] => [...new Set(texts.map((each) => each.trim()))].filter(Boolean);
