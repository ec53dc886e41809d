/** A shell block of a Markdown file: the line its fence stands on (from 1) and the commands in it. */
export interface ShellBlock {
  readonly line: number;
  readonly commands: string;
}

const fence = /^```/;
const marked = /^```sh ci\s*$/;

/**
 * The blocks a reader is promised to work: those fenced with "```sh ci" (a viewer shows them as any other `sh` block).
 *
 * @throws Error when a marked block is never closed, since the rest of the file would be run as commands.
 */
export function markedBlocks(markdown: string): ShellBlock[] {
  const lines = markdown.split(/\r?\n/);
  const blocks: ShellBlock[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    if (!fence.test(lines[at] ?? '')) continue;
    const end = lines.findIndex((line, index) => index > at && fence.test(line));
    if (end === -1) throw new Error(`the block on line ${at + 1} is never closed`);
    if (marked.test(lines[at] ?? '')) blocks.push({ line: at + 1, commands: lines.slice(at + 1, end).join('\n') });
    at = end;
  }
  return blocks;
}
