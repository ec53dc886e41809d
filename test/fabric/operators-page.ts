/** One command of a page for operators, and who gives it. */
export interface PageCommand {
  readonly text: string;
  /** The command's words as a shell would split them. */
  readonly words: readonly string[];
  readonly by: 'one' | 'others' | 'each';
}

/** The shell blocks between two headings, in their order: the commands of each, read by the remarks behind them. */
export function commandsUnder(page: string, heading: string): PageCommand[][] {
  const [, after] = page.split(`\n${heading}\n`);
  if (after === undefined) throw new Error(`the page has no heading "${heading}"`);
  const [section = ''] = after.split('\n## ', 1);
  const [, ...fenced] = section.split(/^```/m);
  if (fenced.length % 2 === 1) throw new Error('the last block is never closed');
  const blocks = fenced.filter((_, i) => i % 2 === 0);
  return blocks.map((block) => {
    const [, ...lines] = block.replaceAll(/\\\n\s*/g, ' ').split('\n');
    return lines.filter((line) => line.trim() !== '').map(commandIn);
  });
}

const word = /"([^"]*)"|(#.*)|([^\s"#]+)/g;

/** Words, of which quoted ones may hold blanks, and the remark. @throws Error for what needs a real shell */
function commandIn(text: string): PageCommand {
  const found = [...text.matchAll(word)];
  const words = found.flatMap(([, quoted, remark, plain]) => (remark === undefined ? [quoted ?? plain ?? ''] : []));
  const remark =
    found
      .find(([, , said]) => said !== undefined)?.[2]
      ?.slice(1)
      .trim() ?? '';
  if (words.some((one) => /[|<>;&$`*\\]/.test(one))) throw new Error(`more than a command: ${text}`);
  const by = /^one\b/.test(remark) ? 'one' : /^(the others|every other)\b/.test(remark) ? 'others' : 'each';
  return { text, words, by };
}
