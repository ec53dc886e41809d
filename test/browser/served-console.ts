import { builtConsole } from '@tocsin/console';
import { afterAll, beforeAll, test } from 'vitest';
import { type ServedExchange, type ServeOptions, serveExchange } from '../support/served.ts';
import { chromiumPath } from './chromium.ts';
import { type ConsoleBrowser, openConsoleBrowser } from './console.ts';

interface ServedConsole {
  readonly exchange: ServedExchange;
  readonly browser: ConsoleBrowser;
}

/**
 * Before the tests of a file: an exchange whose gateways serve the console, a browser for it, and what `ready` makes of
 * them; after the tests all of it ends. Without Chromium nothing is begun.
 */
export function servedConsole(ready: (served: ServedConsole) => unknown, options: ServeOptions = {}): void {
  let exchange: ServedExchange | undefined;
  let browser: ConsoleBrowser | undefined;
  beforeAll(async () => {
    const executable = chromiumPath();
    if (executable === undefined) return;
    exchange = await serveExchange({ ...options, console: await builtConsole() });
    browser = await openConsoleBrowser(executable);
    await ready({ exchange, browser });
  });
  afterAll(async () => {
    await browser?.close();
    await exchange?.close();
  });
}

/** A test that needs a browser; where there is none it is skipped with the reason. */
export const inBrowser = (name: string, run: () => Promise<void> | void): void =>
  test(name, async (context) => {
    if (chromiumPath() === undefined)
      context.skip('no Chromium on this machine: install it, or name one in CHROMIUM_BIN');
    else await run();
  });
