import { existsSync, readFileSync } from 'node:fs';

const folder = new URL('../../../shared/vectors/', import.meta.url);

/** Published vectors that lie beside the repository, not in it; undefined where they do not. */
export function publishedVectors<Vector>(name: string): Vector[] | undefined {
  const file = new URL(name, folder);
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { vectors: Vector[] }).vectors;
}
