import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../house/room-copy.ts';

/** Where npm puts the fonts that reports are set in: the same scripts as the console's. */
const fonts = join(root, 'node_modules', '@expo-google-fonts');

/**
 * Lets a browser know the region's scripts on a machine whose system has no font for them.
 *
 * @returns what to add to the browser's environment; `folder` takes fontconfig's files
 */
export async function fontsIn(folder: string): Promise<{ readonly FONTCONFIG_FILE: string }> {
  const families = await readdir(fonts);
  const weights = families.flatMap((family) => ['400Regular', '700Bold'].map((weight) => join(fonts, family, weight)));
  const file = join(folder, 'fonts.conf');
  const directories = weights.map((each) => `  <dir>${each}</dir>\n`).join('');
  await writeFile(
    file,
    `<?xml version="1.0"?>\n<fontconfig>\n  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>\n${directories}  <cachedir>${join(folder, 'cache')}</cachedir>\n</fontconfig>\n`,
  );
  return { FONTCONFIG_FILE: file };
}
