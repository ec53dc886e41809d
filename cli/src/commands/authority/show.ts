import { type AuthorityFolder, type IssuedEntry, pemToDer } from '@tocsin/crypto-config';
import { digest } from '@tocsin/envelope';
import { authorityVerb, openAuthority } from '../../authority.ts';
import { answer, nextSteps, type OutputOptions } from '../../output.ts';
import { fields, table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';

export const showAuthority = (terminal: Terminal) =>
  authorityVerb('show', 'show an authority and every certificate it has issued', [
    'authority show',
    'authority show --folder la-fiu/authority --json',
  ]).action(async (options) => answerAuthority(terminal, options, await openAuthority(terminal, options), []));

/** Answers with an authority's public side; its fingerprint is what other agencies compare by telephone. */
export function answerAuthority(
  terminal: Terminal,
  options: OutputOptions,
  { authority, path }: AuthorityFolder,
  next: readonly string[],
): void {
  const { agency, country, name, issued } = authority;
  const root = digest(pemToDer(authority.root.certificate, 'CERTIFICATE'));
  const about = fields([
    ['agency', agency],
    ['country', country],
    ['root', root],
    ['folder', path],
    ['name', name],
  ]);
  const heading = ['SERIAL', 'KIND', 'UNTIL', 'STANDING', 'NAME'];
  const words = `${about}\n${table(heading, issued.map(rowOf))}${nextSteps(next)}`;
  answer(terminal, options, 'authority/1', { agency, country, name, root, issued, next }, words);
}

const rowOf = ({ serial, kind, notAfter, revoked, handle }: IssuedEntry): string[] => [
  serial,
  kind,
  notAfter.slice(0, 10),
  revoked === null ? 'valid' : `revoked: ${revoked.reason}`,
  handle,
];
