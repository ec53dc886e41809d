import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { builtConsole } from './console.ts';

const folder = await builtConsole();
const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.br')).sort();
for (const name of names) {
  const { size } = await stat(join(folder, name));
  process.stdout.write(`${String(size).padStart(8)}  ${name.slice(0, -3)}\n`);
}
process.stdout.write(`${folder}\n`);
