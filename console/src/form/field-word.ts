import { contentWord } from '../text/content-words.ts';

/** A member or a code as people read it: by its word in the language, else `actionTaken` as "action taken". */
export const fieldWord = (name: string): string =>
  contentWord(name) ?? name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll('-', ' ');
