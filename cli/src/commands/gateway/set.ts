import { act, inSession } from '../../session.ts';
import type { Terminal } from '../../terminal.ts';
import { officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';

export const setGateway = (terminal: Terminal) =>
  officerVerb('set', "enter your agency's gateway in the directory, by its registrar: other gateways find it there", [
    'gateway set --address gateway.th-police.example:7443 --steward HANDLE --cosigner KEY --as th-police-registrar',
    'gateway set --address 192.0.2.7:7443 --steward HANDLE --cosigner KEY --json',
  ])
    .requiredOption('--address <host:port>', 'where other gateways reach it')
    .requiredOption('--steward <handle>', 'handle of its automated officer, of role gateway')
    .requiredOption('--cosigner <key>', 'public key that cosigns checkpoints: Ed25519, 32 bytes in base64url')
    .action((options) =>
      inSession(terminal, options, async (session) => {
        const { address, steward, cosigner } = options;
        const done = await act(session, 'gateway.set/1', { address, steward, cosigner });
        answerDone(terminal, options, done, { done: `gateway at ${address}`, next: ['tocsin gateway list'] });
      }),
    );
