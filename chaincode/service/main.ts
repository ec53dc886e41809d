import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import { chaincode } from '../src/index.ts';
import { serve } from './server.ts';
import { readSettings, SettingsError } from './settings.ts';

/**
 * The process: one chaincode for one peer, as Fabric's chaincode-as-a-service. Its environment is described in
 * `settings.ts`. Exit code 2 when it refuses to start, 1 when it cannot serve.
 */
async function main(): Promise<void> {
  // grpc would print addresses and peers' mistakes.
  setLogVerbosity(logVerbosity.NONE);
  const { packageId, digest, agency, address, tls } = await readSettings(process.env);
  const contract = chaincode({ agency, digest, clock: () => new Date().toISOString() });
  const service = await serve({ packageId, address, tls, contract });
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      service.close();
      process.exit(0);
    });
  process.stdout.write(`serving tocsin chaincode on ${service.address}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message.split('\n')[0] : 'cannot start'}\n`);
  process.exit(error instanceof SettingsError ? 2 : 1);
});
