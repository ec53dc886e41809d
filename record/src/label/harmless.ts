const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** Joiners that the region's scripts need; every other invisible character could forge what a line seems to say. */
const joiners = /^[\u200b-\u200d]$/;
const spaces = /^[\n\t]$/;

/** Foreign text as one harmless line: no control characters, no direction overrides, no escape sequences. */
export const harmless = (text: string): string =>
  text.replaceAll(unsafe, (character) => {
    if (joiners.test(character)) return character;
    return spaces.test(character) ? ' ' : '\ufffd';
  });
