import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { containerfile } from './kit-container.ts';
import { kitReadme } from './kit-readme.ts';

const checkout = fileURLToPath(new URL('../../../', import.meta.url));
const known = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'USER', 'STOPSIGNAL'];

interface Instruction {
  readonly name: string;
  readonly args: readonly string[];
}
interface Stage {
  readonly image: string;
  readonly name: string | null;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Containerfile. @throws Error for an instruction that it has no business to use */
function stagesOf(text: string): Stage[] {
  const lines = text.replaceAll(/\\\n\s*/g, ' ').split('\n');
  const instructions = lines.filter((line) => line.trim() !== '' && !line.startsWith('#')).map(instructionIn);
  const stages: { image: string; name: string | null; instructions: Instruction[] }[] = [];
  for (const instruction of instructions) {
    const [image = '', as, name] = instruction.args;
    if (instruction.name === 'FROM')
      stages.push({ image, name: as === 'AS' ? (name ?? null) : null, instructions: [] });
    else if (stages.at(-1)?.instructions.push(instruction) === undefined) throw new Error('an instruction before FROM');
  }
  return stages;
}

function instructionIn(line: string): Instruction {
  const [name = '', ...args] = line.trim().split(/\s+/);
  if (!known.includes(name)) throw new Error(`no instruction of ours: ${line}`);
  return { name, args };
}

const copies = ({ instructions }: Stage) =>
  instructions
    .filter(({ name }) => name === 'COPY')
    .map(({ args: [from = '', ...paths] }) => ({ from: from.replace('--from=', ''), sources: paths.slice(0, -1) }));

/** What is wrong with it, a line each. */
async function faultsOf(text: string): Promise<string[]> {
  const stages = stagesOf(text);
  const mod = await readFile(`${checkout}network/fabric/go.mod`, 'utf8');
  const built = [...mod.matchAll(/^\tgithub\.com\/hyperledger\/fabric\/cmd\/(\w+)$/gm)].map(
    ([, name]) => `/out/${name}`,
  );
  const made = (from: string): ((path: string) => boolean) => {
    if (from === 'tocsin') return (path) => /^[\w./-]+$/.test(path) && path !== '.' && existsSync(checkout + path);
    if (from === 'fabric') return (path) => built.includes(path);
    return (path) => path === '/opt/tocsin';
  };
  const faults = stages.flatMap((stage, i) => [
    ...(/^docker\.io\/library\/(golang|node):[\w.-]+$/.test(stage.image) ? [] : [`image ${stage.image}`]),
    ...copies(stage).flatMap(({ from, sources }) => {
      const earlier = from === 'tocsin' || stages.slice(0, i).some(({ name }) => name === from);
      return earlier
        ? sources.filter((path) => !made(from)(path)).map((path) => `${from}: ${path}`)
        : [`stage ${from}`];
    }),
  ]);
  const user = stages.at(-1)?.instructions.findLast(({ name }) => name === 'USER')?.args[0] ?? 'root';
  return /^[1-9]\d*:[1-9]\d*$/.test(user) ? faults : [...faults, `user ${user}`];
}

test('the image is built of instructions we know and files that are there, and runs as nobody', async () => {
  expect(await faultsOf(containerfile())).toEqual([]);
  expect(stagesOf(containerfile()).map(({ name }) => name)).toEqual(['fabric', 'chaincode', null]);
});

test('of the checkout it takes exactly what the chaincode consists of', async () => {
  const [, chaincode] = stagesOf(containerfile());
  const taken = copies(chaincode as Stage).flatMap(({ sources }) => sources);
  const { dependencies } = JSON.parse(await readFile(`${checkout}chaincode/package.json`, 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const rooms = Object.keys(dependencies).flatMap((name) => /^@tocsin\/(.+)$/.exec(name)?.[1] ?? []);
  expect(taken.sort()).toEqual(['.npmrc', 'chaincode', ...rooms, 'package-lock.json', 'package.json'].sort());
});

test.each<[string, string, string, string]>([
  ['the whole checkout, with what was tried out in it', 'record record', '. .', 'tocsin: .'],
  ['a file that is not there', 'envelope envelope', 'envelopes envelope', 'tocsin: envelopes'],
  ['a command that is not built', '/out/osnadmin', '/out/osnadmins', 'fabric: /out/osnadmins'],
  ['a stage that is not there', '--from=chaincode', '--from=chaincodes', 'stage chaincodes'],
  ['the superuser', 'USER 65532:65532', 'USER 0:0', 'user 0:0'],
  ['no user', 'USER 65532:65532', '', 'user root'],
])('the check finds: %s', async (_, here, instead, fault) => {
  expect(await faultsOf(containerfile().replace(here, instead))).toContain(fault);
});

test('the check finds an instruction that has no business there', () => {
  expect(() => stagesOf(containerfile().replace('USER', 'ADD https://example.org/x /\nUSER'))).toThrow('ADD');
});

test('what the README lets the image run lies in it', () => {
  const agency = { code: 'kh-immigration', country: 'KH', name: 'Fictitious' };
  const site = { agency: agency.code, host: 'peer.example', bind: '0.0.0.0', port: 7050 };
  const text = kitReadme('/srv/tocsin', agency, site, 'bft');
  const program = /node \/opt\/tocsin\/(\S+?\.ts)/.exec(text)?.[1] ?? 'nothing';
  expect(existsSync(checkout + program)).toBe(true);
  expect(text).toContain('chown -R 65532 ');
});
