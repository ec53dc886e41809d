import type { Late } from '@tocsin/gateway/api';
import type { RecordHead } from '@tocsin/record';
import { answer, nextSteps, type OutputOptions } from './output.ts';
import type { Done } from './session.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

/** Ledger time to the minute, for people. */
export const minute = (instant: string): string => `${instant.slice(0, 16).replace('T', ' ')}Z`;

/** Answers for a statement that the ledger has taken in. */
export function answerDone(
  terminal: Terminal,
  options: OutputOptions & { readonly as?: string | undefined },
  done: Done,
  words: { readonly done: string; readonly next: readonly string[] },
): void {
  if (done.queued === true) {
    answerQueued(terminal, options, done, words.done);
    return;
  }
  const next = sameProfile(words.next, options.as);
  const { id, transaction, block, at, already } = done;
  const value = { done: words.done, id, transaction, block, at, already, next };
  const again = already ? ' (it stood there already)' : '';
  const told = `${words.done}${again}: ${id}\non the ledger in block ${block} at ${at}\n${nextSteps(next)}`;
  answer(terminal, options, 'committed/1', value, told);
}

function answerQueued(
  terminal: Terminal,
  options: OutputOptions & { readonly as?: string | undefined },
  { id, at }: Done,
  what: string,
): void {
  const next = sameProfile(['tocsin outbox list', 'tocsin outbox send   # once the line is up'], options.as);
  const words = `${what}, signed and in the outbox: ${id}\n${nextSteps(next)}`;
  answer(terminal, options, 'queued/1', { done: what, id, at, next }, words);
}

/** Commands for the same officer, who named the profile once, before any `   # remark`; those for somebody else say so in brackets. */
export const sameProfile = (commands: readonly string[], as: string | undefined): readonly string[] =>
  commands.map((command) => {
    if (as === undefined || command.includes('   (')) return command;
    const [line, ...remark] = command.split('   # ');
    return [`${line} --as ${as}`, ...remark].join('   # ');
  });

/** Where a record stands, addressee by addressee. */
export const progressOf = ({ to, progress }: RecordHead): string =>
  to.map((agency) => `${agency} ${progress[agency]?.state ?? 'unknown'}`).join(', ');

/** Records as a table, newest first. */
export function recordsTable(records: readonly { readonly head: RecordHead; readonly late: Late }[]): string {
  const rows = records.map(({ head, late }) => [
    head.id,
    minute(head.posted),
    head.kind,
    head.author,
    head.precedence,
    `TLP:${head.handling.tlp}`,
    head.state,
    `${progressOf(head)}${latenessOf(late)}`,
  ]);
  return table(['RECORD', 'POSTED', 'KIND', 'FROM', 'PRECEDENCE', 'HANDLING', 'STATE', 'ADDRESSEES'], rows);
}

function latenessOf({ acknowledge, answer: answers }: Late): string {
  const late = [...new Set([...acknowledge, ...answers])];
  return late.length === 0 ? '' : `; LATE: ${late.join(', ')}`;
}
