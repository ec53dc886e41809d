import { toBase64url } from '@tocsin/envelope';
import { type Verification, verifyEmbeddedExport } from '@tocsin/network-embedded';
import type { Roots } from './roots.ts';
import type { Terminal } from './terminal.ts';

/** Verifies lines to the roots in hand, telling a waiting person how far it is. */
export function verifyLines(terminal: Terminal, lines: AsyncIterable<string>, roots: Roots): Promise<Verification> {
  const began = performance.now();
  const rootOf = (agency: string): string | undefined => {
    const root = roots.rootOf(agency);
    return root === undefined ? undefined : toBase64url(root);
  };
  const progress = (blocks: number): void => {
    if (performance.now() - began > 1000 && blocks % 25 === 0) terminal.progress(`${blocks} blocks verified`);
  };
  return verifyEmbeddedExport(lines, { rootOf, progress }).finally(() => terminal.progress(''));
}
