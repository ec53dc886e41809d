import { join } from 'node:path';
import { build, type InlineConfig } from 'vite';

/** How the console is bundled: names by content, nothing inlined, nothing fetched from elsewhere. */
const config = (room: string, outDir: string): InlineConfig => ({
  root: room,
  configFile: false,
  envDir: false,
  logLevel: 'error',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // The X.509 library looks for what another module must have laid down before it.
  worker: { format: 'es', rolldownOptions: { output: { strictExecutionOrder: true } } },
  build: {
    outDir,
    emptyOutDir: false,
    target: 'es2024',
    // A data: URL would need a wider policy than 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: join(room, 'index.html'),
      // What every view shares comes as one file: each further one costs a slow line a kilobyte of headers.
      output: { codeSplitting: { groups: [{ name: 'shell', test: /\/console\/src\/(app|live)\// }] } },
    },
  },
});

/** Bundles the room's sources into a folder. Throws where a source does not compile. */
export async function bundle(room: string, folder: string): Promise<void> {
  await build(config(room, folder));
}
