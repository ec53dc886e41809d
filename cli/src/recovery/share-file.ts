import { formatRecoveryShare, parseRecoveryShare, RecoveryError, type RecoveryShare } from '@tocsin/envelope';
import { readText } from '../file.ts';
import { fields } from '../table.ts';
import type { Terminal } from '../terminal.ts';
import { fingerprintOf, type RecoverySet } from './set.ts';

/** A share as it is printed: what it is of, then the share in groups of four, which is all that is read back. */
export function shareText(set: RecoverySet, share: RecoveryShare): string {
  const about = fields([
    ['agency', set.agency],
    ['set', set.set],
    ['key', fingerprintOf(set).slice(0, 16)],
    ['made', set.made.slice(0, 10)],
  ]);
  const title = `tocsin recovery share ${share.index} of ${share.count}; any ${share.threshold} restore the key\n`;
  const rule = 'keep it by itself: enough of these open all that the agency ever received\n';
  return `${title}\n${about}\n${grouped(formatRecoveryShare(share).toUpperCase())}\n${rule}`;
}

const grouped = (text: string): string =>
  [...text.matchAll(/(?:.{1,4}){1,6}/g)].map(([line]) => `    ${line.replaceAll(/.{4}(?=.)/g, '$& ')}\n`).join('');

/** Reads a share out of its file, or one typed by itself. Throws RecoveryError BAD_RECOVERY_SHARE. */
export function shareIn(text: string): RecoveryShare {
  const [, , code = ''] = /(^|\n\s*)(t\s*o\s*c\s*s\s*i\s*n\s*-[^\n]*(?:\n[ \t]*[^\s\n][^\n]*)*)/i.exec(text) ?? [];
  return parseRecoveryShare(code.replaceAll(/\s+/g, ''));
}

/**
 * The shares of a restoration: from the files named, or asked for one by one where none is named.
 * @throws RecoveryError BAD_RECOVERY_SHARE naming which; CliError INPUT_UNREADABLE, INPUT_MALFORMED
 */
export async function gatherShares(
  terminal: Terminal,
  paths: readonly string[],
  { threshold }: Pick<RecoverySet, 'threshold'>,
): Promise<RecoveryShare[]> {
  const shares: RecoveryShare[] = [];
  if (paths.length > 0) {
    for (const path of paths) shares.push(told(path, await readText(terminal, path)));
    return shares;
  }
  while (terminal.interactive && shares.length < threshold) {
    const typed = await terminal.askSecret(`Share ${shares.length + 1} of ${threshold}, typed by its holder`);
    if (typed === null) break;
    shares.push(told(`share ${shares.length + 1}`, typed));
  }
  return shares;
}

function told(which: string, text: string): RecoveryShare {
  try {
    return shareIn(text);
  } catch (error) {
    throw error instanceof RecoveryError ? new RecoveryError(error.code, which) : error;
  }
}
