import { expect, test } from 'vitest';
import { markedBlocks } from './readme-blocks.ts';

const document = (...lines: string[]): string => lines.join('\n');

test('marked blocks are found, in order, with their lines', () => {
  const text = document('# Title', '```sh ci', 'echo one', 'echo two', '```', 'words', '```sh ci', 'echo three', '```');
  expect(markedBlocks(text)).toEqual([
    { line: 2, commands: 'echo one\necho two' },
    { line: 7, commands: 'echo three' },
  ]);
});

test('other blocks are left alone, even when they show a marked one', () => {
  expect(markedBlocks(document('```sh', 'rm -r everything', '```', '```json', '{}', '```'))).toEqual([]);
  expect(markedBlocks(document('    ```sh ci', '    indented', '    ```'))).toEqual([]);
});

test('a block without an end is refused', () => {
  expect(() => markedBlocks(document('text', '```sh ci', 'echo one'))).toThrow('line 2 is never closed');
});
