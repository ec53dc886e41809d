import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CliError } from '../../error.ts';
import type { ReportDocument } from './document.ts';

/** Fonts by the script that each draws; what one lacks the next one draws. */
const families: Readonly<Record<string, readonly string[]>> = {
  'Noto Sans': [
    import.meta.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
    import.meta.resolve('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf'),
  ],
  'Noto Sans Thai': [
    import.meta.resolve('@expo-google-fonts/noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf'),
    import.meta.resolve('@expo-google-fonts/noto-sans-thai/700Bold/NotoSansThai_700Bold.ttf'),
  ],
  'Noto Sans Khmer': [
    import.meta.resolve('@expo-google-fonts/noto-sans-khmer/400Regular/NotoSansKhmer_400Regular.ttf'),
    import.meta.resolve('@expo-google-fonts/noto-sans-khmer/700Bold/NotoSansKhmer_700Bold.ttf'),
  ],
  'Noto Sans Lao': [
    import.meta.resolve('@expo-google-fonts/noto-sans-lao/400Regular/NotoSansLao_400Regular.ttf'),
    import.meta.resolve('@expo-google-fonts/noto-sans-lao/700Bold/NotoSansLao_700Bold.ttf'),
  ],
  'Noto Sans Myanmar': [
    import.meta.resolve('@expo-google-fonts/noto-sans-myanmar/400Regular/NotoSansMyanmar_400Regular.ttf'),
    import.meta.resolve('@expo-google-fonts/noto-sans-myanmar/700Bold/NotoSansMyanmar_700Bold.ttf'),
  ],
  'Noto Sans SC': [
    import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
    import.meta.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'),
  ],
};
const template = fileURLToPath(new URL('report.typ', import.meta.url));

/**
 * Draws a report as PDF/A-2b, tagged. Equal reports give equal bytes: no time and nothing random goes in.
 * @throws CliError PDF_NOT_AVAILABLE where this machine has no typesetter, INTERNAL_ERROR when it fails
 */
export async function pdfOf(document: ReportDocument): Promise<Uint8Array> {
  const typesetter = await import('@myriaddreamin/typst-ts-node-compiler').catch((error: unknown) => {
    throw new CliError('PDF_NOT_AVAILABLE', undefined, error);
  });
  const fontBlobs = await Promise.all(fontFiles(document).map((path) => readFile(path)));
  const compiler = typesetter.NodeCompiler.create({ fontArgs: [{ fontBlobs }] });
  const report = JSON.stringify({ ...document, at: partsOf(document.at), fonts: Object.keys(families) });
  const inputs = { mainFileContent: await readFile(template, 'utf8'), inputs: { report } };
  const compiled = compiler.compile(inputs);
  const drawn = compiled.result;
  if (drawn === null) throw new CliError('INTERNAL_ERROR', 'the report cannot be drawn', compiled.takeDiagnostics());
  return new Uint8Array(compiler.pdf(drawn, { pdfStandard: 'a-2b' }));
}

/** Year, month, day, hour, minute, second. */
const partsOf = (at: string): number[] => at.slice(0, 19).split(/[-T:]/).map(Number);

/** The Chinese fonts are large: they are loaded where a report has something for them to draw. */
function fontFiles(document: ReportDocument): string[] {
  const hasHan = /\p{Script=Han}/u.test(JSON.stringify(document));
  return Object.entries(families)
    .filter(([family]) => hasHan || family !== 'Noto Sans SC')
    .flatMap(([, files]) => files.map((file) => fileURLToPath(file)));
}
