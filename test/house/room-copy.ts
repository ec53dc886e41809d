import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's root folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** The rooms as folders, in the order of ARCHITECTURE.md. */
export const rooms = [
  'record',
  'envelope',
  'names',
  'chaincode',
  'crypto-config',
  'network/embedded',
  'audit',
  'gateway',
  'device',
  'console',
  'cli',
  'test',
] as const;

/** What the linter says of one file: the rule's name, without its group. */
export interface Complaint {
  readonly file: string;
  readonly rule: string;
}

/**
 * An empty copy of the house: its rules and its rooms' package files, none of their code. Rules are tried out here, so
 * that a planted mistake can never be left behind in the checkout.
 */
export class RoomCopy {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Makes the copy in the system's folder for temporary files. Close it when done. */
  static async make(): Promise<RoomCopy> {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-rooms-'));
    const files = ['biome.json', '.gitignore', 'package.json', 'test/house/ledger-time.grit'];
    const packages = rooms.map((room) => `${room}/package.json`);
    for (const file of [...files, ...packages]) await cp(join(root, file), join(folder, file));
    return new RoomCopy(folder);
  }

  /** Writes one source file; `file` is relative to the copy's root. */
  async plant(file: string, source: string): Promise<void> {
    const path = join(this.#folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, source);
  }

  /** Runs the project's own Biome over the copy and lists its errors; warnings do not fail the check and do not count. */
  async complaints(): Promise<Complaint[]> {
    const report = await runBiome(this.#folder);
    return report.diagnostics
      .filter(({ severity }) => severity === 'error' || severity === 'fatal')
      .map(({ category, location }) => ({ file: location.path, rule: category.split('/').at(-1) ?? category }));
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

interface BiomeReport {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly severity: string;
    readonly location: { readonly path: string };
  }[];
}

function runBiome(folder: string): Promise<BiomeReport> {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const options = ['lint', '--reporter=json', '--max-diagnostics=none', '.'];
  return new Promise((resolve, reject) => {
    // Biome exits with 1 when it finds something, so only an unreadable report is a failure of the run itself.
    execFile(process.execPath, [biome, ...options], { cwd: folder }, (_error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout) as BiomeReport);
      } catch {
        reject(new Error(`biome gave no report: ${stderr}`));
      }
    });
  });
}
