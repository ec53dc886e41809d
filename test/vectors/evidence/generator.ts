import { writeFileSync } from 'node:fs';
import { formatEvidence } from '@tocsin/audit';
import { toBase64url } from '@tocsin/envelope/verify';
import { bundleOf, type Draft } from '../../support/audit/bundle.ts';
import { changes } from '../../support/audit/changes.ts';
import { Scene } from '../../support/audit/scene.ts';
import { fileOf, type Vector } from './vector.ts';

/** Writes a bundle of an exchange made up for it, the roots that verify it, and a file for each change of it. */
export async function writeVectors(): Promise<void> {
  const scene = await Scene.open('2026-11-23T03:30:00.000Z');
  try {
    const record = await scene.posts(['kh-immigration', 'la-fiu']);
    await scene.opens('kh-immigration', record);
    await scene.acknowledges('kh-immigration', record);
    await scene.opens('la-fiu', record, { outcome: null });
    const note = await scene.cosigned();
    const evidence = await bundleOf(await scene.blocks(), record, note);
    writeFileSync(fileOf('base.evidence'), formatEvidence(evidence));
    const roots = scene.exchange.agencies.map(({ code, root }) => [code, toBase64url(root)]);
    writeJson('roots', Object.fromEntries(roots));
    for (const { name, about, expect, apply } of changes) {
      const draft = structuredClone(evidence) as Draft;
      apply(draft);
      const replace = Object.fromEntries(differences('', evidence, draft));
      writeJson(name, { about, expect, replace } satisfies Vector);
    }
  } finally {
    await scene.close();
  }
}

const writeJson = (name: string, value: unknown): void =>
  writeFileSync(fileOf(`${name}.json`), `${JSON.stringify(value, null, 2)}\n`);

/** Pointers to what differs; an array of another length differs as a whole. */
function differences(pointer: string, before: unknown, after: unknown): [string, unknown][] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [old, now] = [before, after] as [Record<string, unknown>, Record<string, unknown>];
  const opaque = [before, after].some((value) => value === null || typeof value !== 'object');
  if (opaque || (Array.isArray(before) && before.length !== (after as unknown[]).length)) return [[pointer, after]];
  return Object.keys(now).flatMap((name) => differences(`${pointer}/${name}`, old[name], now[name]));
}
