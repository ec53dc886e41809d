import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { flags } from './chromium.ts';

/** Pages of the console in a real Chromium, each with all that it complained of. */
export interface ConsoleBrowser {
  /** A device of its own: nothing is shared with other devices but the program. */
  device(): Promise<Device>;
  close(): Promise<void>;
}

export interface Device {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page wrote to its console, errors nobody caught, and violations of the policy. */
  readonly complaints: readonly string[];
  /** Every address asked for. */
  readonly asked: readonly string[];
  /** Every body that was sent. */
  readonly sent: readonly string[];
}

/** Test agencies' gateways have certificates of authorities that no browser knows. `env` is added to the environment. */
export async function openConsoleBrowser(executablePath: string, env: NodeJS.ProcessEnv = {}): Promise<ConsoleBrowser> {
  const browser: Browser = await chromium.launch({
    executablePath,
    args: flags,
    env: { ...process.env, ...env } as never,
  });
  return { device: () => openDevice(browser), close: () => browser.close() };
}

async function openDevice(browser: Browser): Promise<Device> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB' });
  const complaints: string[] = [];
  const asked: string[] = [];
  const sent: string[] = [];
  context.on('request', (request) => {
    asked.push(request.url());
    sent.push(request.postData() ?? '');
  });
  context.on('console', (message) => void complaints.push(message.text()));
  context.on('weberror', (error) => void complaints.push(error.error().message));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  return { context, page: await context.newPage(), complaints, asked, sent };
}
