import type { OpenedPage } from '@tocsin/gateway/api';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';

export type OpenedItem = OpenedPage['items'][number];

/** Every live file that one of the own gateway's unit keys opens. @throws ApiError KEY_NOT_HELD, ROLE_LACKING */
export async function openedByKey(
  terminal: Terminal,
  { client }: Pick<Session, 'client'>,
  unit: string,
  epoch: number,
): Promise<OpenedItem[]> {
  const opened: OpenedItem[] = [];
  let looked = 0;
  let after: string | undefined;
  do {
    const page = await client.openedBy(unit, epoch, after);
    opened.push(...page.items);
    looked += page.looked;
    terminal.progress(`${looked} files looked at, ${opened.length} opened by ${unit} ${epoch}`);
    after = page.next ?? undefined;
  } while (after !== undefined);
  terminal.progress('');
  return opened;
}
