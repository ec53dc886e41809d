import { paperFields } from '@tocsin/device/paper';
import { codeWord } from '../../text/text.ts';

/** A kind of thing in words; a kind that nobody has a word for is shown as it is. */
export const fieldWord = (name: string): string =>
  codeWord('paper', paperFields.find(([, field]) => field === name)?.[0] ?? name);
