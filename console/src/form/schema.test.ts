import { ensureContent, kindNamed, kinds } from '@tocsin/record';
import { expect, test } from 'vitest';
import { beginning, choicesOf, type FormSchema, filled, inOrder, longestFile } from './schema.ts';

const schemaOf = (kind: string): FormSchema => JSON.parse(JSON.stringify(kindNamed(kind).content)) as FormSchema;

test('a form begins with what the kind requires, and its constants are filled in', () => {
  const begun = beginning(schemaOf('alert')) as Record<string, unknown>;
  expect(begun).toMatchObject({ schema: 'alert/1', exploitation: [], grading: { scheme: '4x4' }, people: [] });
});

test('what was filled in is content of the kind; what was left empty is left out', () => {
  const form = {
    ...(beginning(schemaOf('alert')) as object),
    language: 'th',
    title: 'ตัวอย่าง',
    summary: 'x',
    grading: { scheme: '4x4', source: 'B', information: '3' },
    exploitation: ['ForcedLabour'],
    victims: { atLeast: 1, atMost: '' },
    requested: ['locate'],
    people: [{ role: 'victim', names: [{ asWritten: 'มาลี ตัวอย่าง', script: 'Thai', romanised: '' }] }],
    phones: [''],
  };
  const content = filled(schemaOf('alert'), form);
  expect(content).not.toHaveProperty('phones');
  expect(() => ensureContent('alert', content)).not.toThrow();
});

test('a file is as long as its kind takes it, and not a byte longer', () => {
  const attachments = schemaOf('alert').properties?.attachments ?? {};
  expect(longestFile(attachments)).toBe(6_000_000);
  const most = attachments.items?.properties?.data?.maxLength ?? 0;
  const fits = (bytes: number): boolean => Buffer.alloc(bytes).toString('base64').length <= most;
  expect([fits(longestFile(attachments)), fits(longestFile(attachments) + 1)]).toEqual([true, false]);
  expect(longestFile({})).toBe(Number.POSITIVE_INFINITY);
});

test.each(kinds.map(({ name }) => name))('every field of %s has a form that it can be shown as', (kind) => {
  const odd: string[] = [];
  const walk = (schema: FormSchema, path: string): void => {
    if (schema.const !== undefined || choicesOf(schema) !== null) return;
    if (schema.type === 'object')
      for (const [name, each] of Object.entries(schema.properties ?? {})) walk(each, `${path}/${name}`);
    else if (schema.type === 'array') walk(schema.items ?? {}, `${path}/*`);
    else if (schema.anyOf !== undefined) for (const each of schema.anyOf) walk(each, path);
    else if (!['string', 'integer', 'number', 'boolean'].includes(String(schema.type))) odd.push(path);
  };
  walk(schemaOf(kind), '');
  expect(odd).toEqual([]);
});

test('what was sealed comes in the order of its form again, with all that it says and what no form knows last', () => {
  const sealed = {
    grading: { information: '3', scheme: '4x4', source: 'B' },
    people: [{ names: [{ asWritten: 'ສົມມຸດ', script: 'Laoo' }], role: 'witness', zz: 1 }],
    requested: ['locate'],
    schema: 'alert/1',
    aa: { b: 1, a: 2 },
    title: 'x',
  };
  const ordered = inOrder(schemaOf('alert'), sealed) as typeof sealed;
  expect(ordered).toEqual(sealed);
  const names = Object.keys(schemaOf('alert').properties ?? {});
  expect(Object.keys(ordered)).toEqual([...names.filter((name) => name in sealed), 'aa']);
  expect(Object.keys(ordered.grading)).toEqual(['scheme', 'source', 'information']);
  expect(Object.keys(ordered.people[0] ?? {})).toEqual(['role', 'names', 'zz']);
});
