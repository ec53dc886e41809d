import { type ErrorCode, errorWords, statusOf } from '@tocsin/gateway';
import { errorTables, exitCodeOf, type Room } from './exit-code.ts';
import { shapes } from './shape.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

const where: Readonly<Record<Room, string>> = {
  record: "the ledger's rules, and what the command checks before it asks them",
  envelope: 'bytes: statements, sealed files, certificates',
  'envelope/log': "the ledger's tree: proofs, checkpoints, cosignatures",
  ledger: 'the ledger could not decide',
  'crypto-config': 'an agency’s own authority and key files',
  names: 'names that cannot be read',
  gateway: 'the gateway itself',
  'network/embedded': 'the embedded ledger when it opens',
  'network/fabric': 'running Fabric’s own processes',
  device: 'what an officer’s device refuses to trust, seal or open',
  cli: 'the command itself',
};

/** docs/errors.md: every code of every room, written from the tables that the programs use. */
export function errorsPage(): string {
  const rooms = Object.entries(errorTables) as [Room, Readonly<Record<string, { meaning: string; hint: string }>>][];
  const head = [
    '# Error codes',
    '',
    'Written from the tables of the rooms by `npx vitest run cli/src/reference.test.ts -u`; a test compares. A code is',
    'told in square brackets by the command, as `code` in problem documents (RFC 9457), and never changes its meaning.',
    'HTTP is the status of a gateway’s answer, exit the exit code of `tocsin`.',
  ];
  return `${[...head, ...rooms.flatMap(([room, table]) => ['', ...sectionOf(room, table)])].join('\n')}\n`;
}

function sectionOf(room: Room, table: Readonly<Record<string, { meaning: string; hint: string }>>): string[] {
  const rows = Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    `## ${room}: ${where[room]}`,
    '',
    '| code | meaning | what to do | HTTP | exit |',
    '|---|---|---|---|---|',
    ...rows.map(
      ([code, { meaning, hint }]) =>
        `| \`${code}\` | ${cell(meaning)} | ${cell(hint)} | ${statusText(code)} | ${exitCodeOf(code)} |`,
    ),
  ];
}

const statusText = (code: string): string => (code in errorWords ? String(statusOf(code as ErrorCode)) : '-');

/** docs/json-output.md: every shape of `--json`. */
export function jsonPage(): string {
  const head = [
    '# Output of `--json`',
    '',
    'Every command answers with one JSON object a line; `shape` names its form. Members are only added to a shape; one',
    'that changes its meaning gets a new number. Written from `cli/src/shape.ts` like docs/errors.md.',
  ];
  const sections = Object.entries(shapes).flatMap(([name, members]) => [
    '',
    `## \`${name}\``,
    '',
    '| member | says |',
    '|---|---|',
    ...Object.entries(members).map(([member, words]) => `| \`${member}\` | ${cell(words)} |`),
  ]);
  return `${[...head, ...sections].join('\n')}\n`;
}
