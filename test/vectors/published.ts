import { existsSync, readFileSync } from 'node:fs';

const folder = new URL('../../../shared/vectors/', import.meta.url);

/** A file of published vectors that lies beside the repository, not in it; undefined where it does not. */
export function publishedFile<File>(name: string): File | undefined {
  const file = new URL(name, folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as File) : undefined;
}

/** The vectors of such a file. */
export const publishedVectors = <Vector>(name: string): Vector[] | undefined =>
  publishedFile<{ vectors: Vector[] }>(name)?.vectors;
