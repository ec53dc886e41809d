import { sha256, toBase32, utf8 } from '@tocsin/envelope/verify';

/**
 * 160 bits of a SHA-256 as eight groups to read out to each other: whoever replaces a file on its way, even both sides'
 * files at once, would have to find two contents of the same code.
 */
export function comparisonCode(content: Uint8Array | string): string {
  const hash = sha256(typeof content === 'string' ? utf8(content) : content);
  return (toBase32(hash).slice(0, 32).match(/.{4}/g) ?? []).join(' ');
}

/** The code of a set of agencies' roots, whatever the order in which they came. */
export const codeOfRoots = (roots: Readonly<Record<string, string>>): string =>
  comparisonCode(
    Object.entries(roots)
      .map(([agency, fingerprint]) => `${agency} ${plainCode(fingerprint)}\n`)
      .sort()
      .join(''),
  );

/** A code or fingerprint without what people put between its characters. */
export const plainCode = (text: string): string => text.replaceAll(/[\s:-]/g, '').toLowerCase();
