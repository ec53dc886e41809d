import { digest, readCertificate } from '@tocsin/envelope/verify';
import { certificatesIn } from '../../device.ts';
import { CliError } from '../../error.ts';
import { readText } from '../../file.ts';
import { act, inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { collect, officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const setGateway = (terminal: Terminal) =>
  officerVerb('set', "enter your agency's gateway in the directory, by its registrar: other gateways find it there", [
    'gateway set --address gateway.th-police.example:7443 --steward HANDLE --cosigner KEY --identity ledger.chain.pem',
    'gateway set --address 192.0.2.7:7443 --steward HANDLE --cosigner KEY --json',
  ])
    .requiredOption('--address <host:port>', 'where other gateways reach it')
    .requiredOption('--steward <handle>', 'handle of its automated officer, of role gateway')
    .requiredOption('--cosigner <key>', 'public key that cosigns checkpoints: Ed25519, 32 bytes in base64url')
    .option(
      '--identity <certificate>',
      'PEM of the certificate that it proves itself by: others accept no other key (repeatable; enter anew when it is stolen or replaced)',
      collect,
      [] as string[],
    )
    .action(async (options) => {
      const tlsKeys = await Promise.all(options.identity.map((path) => keyIn(terminal, path)));
      await inSession(terminal, options, async (session) => {
        const { address, steward, cosigner } = options;
        const named = tlsKeys.length === 0 ? {} : { tlsKeys: [...new Set(tlsKeys)] };
        const done = await act(session, 'gateway.set/1', { address, steward, cosigner, ...named });
        answerDone(terminal, options, done, { done: `gateway at ${address}`, next: ['tocsin gateway list'] });
      });
    });

/** SHA-256 of the key of a gateway's certificate: another kind would shut the gateway out. @throws CliError INPUT_MALFORMED */
async function keyIn(terminal: Terminal, path: string): Promise<string> {
  const [der] = certificatesIn(await readText(terminal, path));
  if (der === undefined) throw new CliError('INPUT_MALFORMED', path);
  const { kind, spki } = readCertificate(der);
  if (kind !== 'gateway') throw new CliError('INPUT_MALFORMED', `${path}: not a gateway's certificate`);
  return digest(spki);
}
