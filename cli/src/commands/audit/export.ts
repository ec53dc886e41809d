import { open } from 'node:fs/promises';
import { CliError } from '../../error.ts';
import { pathFrom } from '../../file.ts';
import { answer, nextSteps } from '../../output.ts';
import { inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';

export const auditExport = (terminal: Terminal) =>
  officerVerb('export', 'write every block of the ledger to a file, for verification anywhere', [
    'audit export ledger.ndjson --as th-police-auditor',
    'audit export - | gzip > ledger.ndjson.gz',
  ])
    .argument('<file>', 'new file, - for standard output')
    .action((path, options) =>
      inSession(terminal, options, async ({ client }) => {
        const blocks = await write(terminal, path, client.blocks(0n, terminal.signal));
        if (path === '-') return;
        const next = [`tocsin audit ledger ${path} --roots ROOTS`];
        const words = `${blocks} blocks written to ${path}\n${nextSteps(next)}`;
        answer(terminal, options, 'export/1', { file: path, blocks }, words);
      }),
    );

/** The number of blocks written. A file appears under its name only as a new one, never over another. */
async function write(terminal: Terminal, path: string, lines: AsyncIterable<string>): Promise<number> {
  const file = path === '-' ? null : await newFile(pathFrom(terminal.folder, path), path);
  try {
    let blocks = 0;
    for await (const line of lines) {
      if (line === '') continue;
      await (file === null ? terminal.out(`${line}\n`) : file.appendFile(`${line}\n`));
      blocks += 1;
      if (blocks % 500 === 0) terminal.progress(`${blocks} blocks`);
    }
    terminal.progress('');
    return blocks;
  } finally {
    await file?.close();
  }
}

function newFile(path: string, name: string) {
  return open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? new CliError('OUTPUT_EXISTS', name) : error;
  });
}
