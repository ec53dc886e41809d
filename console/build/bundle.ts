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
  worker: { format: 'es' },
  build: {
    outDir,
    emptyOutDir: false,
    target: 'es2024',
    // A data: URL would need a wider policy than 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: join(room, 'index.html') },
  },
});

/** Bundles the room's sources into a folder. Throws where a source does not compile. */
export async function bundle(room: string, folder: string): Promise<void> {
  await build(config(room, folder));
}
