import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { derToPem } from '@tocsin/crypto-config';
import { codeOfRoots } from '@tocsin/device';
import { fromBase64url } from '@tocsin/envelope';
import { mustBeCompared } from '../../comparison.ts';
import { CliError } from '../../error.ts';
import { pathFrom, readJson, readText, replacePrivate } from '../../file.ts';
import { fingerprintOfPem } from '../../founding-text.ts';
import { readMembership } from '../../membership.ts';
import { answer, nextSteps } from '../../output.ts';
import { readRoots } from '../../roots.ts';
import { table } from '../../table.ts';
import type { Terminal } from '../../terminal.ts';
import { verb } from '../../verb.ts';

/** What an agency's file says of its root, PEM. */
interface Rooted {
  readonly agency: string;
  readonly root: string;
  /** Its revocation lists; a membership brings none. */
  readonly lists: string | null;
}

export const makeBundle = (terminal: Terminal) =>
  verb('bundle', "put all agencies' roots into a folder that profiles and gateways trust, once they were compared", [
    'network bundle card.json kh-immigration.card.json la-fiu.card.json --out roots',
    'network bundle *.card.json --out roots --expect "tyf6 bup6 wbw6 mmxs itc4 thzn r6mz xw6y"',
  ])
    .argument('<files...>', 'card.json of kits, or what `tocsin authority membership` wrote, the own one too')
    .requiredOption('--out <folder>', 'folder of roots; one that is there is completed, and its lists are renewed')
    .option('--expect <code>', 'the code that the other agencies see')
    .option('--yes', 'do not ask: it was compared before')
    .action(async (files, options) => {
      const found = await Promise.all(files.map((file) => rootedIn(terminal, file)));
      const roots = distinct(found);
      const code = codeOfRoots(roots);
      const shown = `${table(['AGENCY', 'ROOT'], Object.entries(roots))}code of them all: ${code}\n`;
      const out = pathFrom(terminal.folder, options.out);
      await mustFit(out, roots);
      if (!options.json) terminal.err(shown);
      await mustBeCompared(
        terminal,
        options,
        code,
        'Do all agencies see this code, read out by telephone or in person?',
      );
      await mkdir(out, { recursive: true, mode: 0o700 });
      for (const { agency, root, lists } of found) {
        await replacePrivate(join(out, `${agency}.pem`), root);
        if (lists !== null) await replacePrivate(join(out, `${agency}.crl.pem`), lists);
      }
      const next = [`tocsin officer request registrar --roots ${options.out} ...   (the first of each agency)`];
      const words = `roots of ${Object.keys(roots).join(', ')} in ${options.out}\n${nextSteps(next)}`;
      answer(terminal, options, 'network-bundle/1', { folder: options.out, roots, code, next }, words);
    });

async function rootedIn(terminal: Terminal, file: string): Promise<Rooted> {
  const value = await readJson(terminal, file);
  if ('format' in value) {
    const { readCard } = await import('@tocsin/network-fabric');
    const { agency, root, lists } = readCard(await readText(terminal, file));
    return { agency: agency.code, root, lists: lists.root + lists.issuing };
  }
  const { code, root } = await readMembership(terminal, file);
  return { agency: code, root: derToPem(fromBase64url(root), 'CERTIFICATE'), lists: null };
}

/** Fingerprints by agency. @throws CliError INPUT_MALFORMED when two files give an agency different roots */
function distinct(found: readonly Rooted[]): Record<string, string> {
  const roots = new Map<string, string>();
  for (const { agency, root } of found) {
    const fingerprint = fingerprintOfPem(root);
    if ((roots.get(agency) ?? fingerprint) !== fingerprint)
      throw new CliError('INPUT_MALFORMED', `two roots of ${agency}`);
    roots.set(agency, fingerprint);
  }
  return Object.fromEntries([...roots].sort());
}

/** A root that is trusted already is never replaced. @throws CliError OUTPUT_EXISTS */
async function mustFit(out: string, roots: Readonly<Record<string, string>>): Promise<void> {
  const there = await readdir(out).catch((): string[] => []);
  if (there.length === 0) return;
  const known = await readRoots(out);
  for (const [agency, fingerprint] of Object.entries(roots)) {
    const trusted = known.fingerprintOf(agency);
    if (trusted !== null && trusted !== fingerprint.replaceAll(':', '').toLowerCase())
      throw new CliError('OUTPUT_EXISTS', `another root of ${agency}`);
  }
}
