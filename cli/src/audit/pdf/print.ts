import { rm } from 'node:fs/promises';
import { signReport } from '@tocsin/audit';
import type { LabelLanguage } from '@tocsin/record';
import { unlock } from '../../device.ts';
import { CliError } from '../../error.ts';
import { pathFrom, writeOutput } from '../../file.ts';
import { languageNamed } from '../../language.ts';
import { chooseProfile } from '../../profile.ts';
import type { SessionOptions } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import type { ReportDocument } from './document.ts';

export interface PrintOptions extends SessionOptions {
  readonly pdf?: string | undefined;
  readonly lang?: string | undefined;
}

/** The language of a printed report. @throws CliError USAGE */
export function languageIn({ lang, pdf }: PrintOptions): LabelLanguage {
  if (pdf === '-') throw new CliError('USAGE', '--pdf needs a file: its signature is written beside it');
  return languageNamed(lang);
}

/** Writes a report as a new PDF, and `<file>.jws`, the signature of the officer of the profile; both or neither. */
export async function printed(terminal: Terminal, options: PrintOptions, document: ReportDocument): Promise<void> {
  const { pdf, as, passphraseFile } = options;
  if (pdf === undefined) return;
  const profile = await chooseProfile(terminal, as);
  const { signer, chain } = await unlock(terminal, profile, passphraseFile);
  const { pdfOf } = await import('./compile.ts');
  const file = await pdfOf(document);
  const jws = await signReport(file, new Date().toISOString(), { agency: profile.agency, signer, chain });
  await writeOutput(terminal, pdf, file);
  await writeOutput(terminal, `${pdf}.jws`, `${jws}\n`).catch(async (error: unknown) => {
    await rm(pathFrom(terminal.folder, pdf), { force: true });
    throw error;
  });
}
