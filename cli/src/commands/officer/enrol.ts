import { issueOfficer } from '@tocsin/crypto-config';
import { codeOfRoots, plainCode } from '@tocsin/device';
import { readCertificate, toBase64url } from '@tocsin/envelope';
import { Refusal, type Role } from '@tocsin/record';
import { openAuthority } from '../../authority.ts';
import { certificatesIn } from '../../device.ts';
import { CliError } from '../../error.ts';
import { act, inSession, type Session } from '../../session.ts';
import { requestIn } from '../../signing-request.ts';
import type { Terminal } from '../../terminal.ts';
import { collect, officerVerb } from '../../verb.ts';
import { answerDone } from '../../words.ts';
import { wholeDays } from '../authority/answer.ts';
import { roleIn } from './register.ts';

export const enrolOfficer = (terminal: Terminal) =>
  officerVerb('enrol', "certify and register the key that an officer's browser has made, by the code it shows", [
    'officer enrol "f2kq 7hxa m3pd 5wzn 4tbc" --unit duty-desk --role author --role reader --as th-police-registrar',
    'officer enrol f2kq7hxam3pd5wzn4tbc --unit duty-desk --role auditor --folder authority --json',
  ])
    .argument('<code>', 'the code that the officer reads out')
    .requiredOption('--unit <unit>', 'unit of the officer')
    .requiredOption('--role <role>', 'role (repeatable)', collect, [] as string[])
    .option('--days <number>', 'validity, at most 731', '365')
    .option('--folder <folder>', 'folder of the authority', 'authority')
    .option('--authority-passphrase-file <file>', "file with the authority's passphrase; default: as for the key")
    .action((text, options) =>
      inSession(terminal, options, async (session) => {
        const { unit, folder, passphraseFile, authorityPassphraseFile = passphraseFile } = options;
        const roles = options.role.map(roleIn);
        if (roles.length === 0) throw new CliError('USAGE', 'give at least one --role');
        const days = wholeDays(options.days);
        const { handle, csr } = await requestOf(session, plainCode(text));
        const authority = await openAuthority(terminal, { folder, passphraseFile: authorityPassphraseFile });
        const issued = await authority.issue((keys) => issueOfficer(keys, { csr, handle, unit, roles, days }));
        const done = await register(session, { handle, unit, roles, chain: issued.chain });
        const code = rootsCode(session);
        const next = [`${code}   (read it out to the officer, who enters it in the browser)`];
        answerDone(terminal, options, done, { done: `enrolled ${handle}`, next });
      }),
    );

/** The request that waits under a code; the code is held against the key, so that no gateway can put another in its place. */
async function requestOf({ client }: Session, code: string): Promise<{ handle: string; csr: string }> {
  if (!/^[a-z2-7]{20,26}$/.test(code)) throw new CliError('USAGE', 'the code has five groups of four characters');
  const { csr } = await client.enrolment(code);
  const handle = await requestIn(csr);
  if (!handle.startsWith(code)) throw new CliError('CODE_DIFFERS', 'the request is of another key');
  return { handle, csr };
}

interface Certified {
  readonly handle: string;
  readonly unit: string;
  readonly roles: readonly Role[];
  /** PEM. */
  readonly chain: string;
}

function register(session: Session, { handle, unit, roles, chain }: Certified) {
  const [der] = certificatesIn(chain);
  if (der === undefined) throw new CliError('INTERNAL_ERROR', 'no certificate');
  const { notBefore, notAfter } = readCertificate(der);
  const from = new Date(Math.max(notBefore.getTime(), session.clock().getTime() - 60_000)).toISOString();
  const about = { officer: handle, unit, roles: [...roles], certificate: toBase64url(der) };
  return act(session, 'officer.register/1', { ...about, from, until: notAfter.toISOString() });
}

/** What the registrar's own profile trusts: the officer's browser must be shown the same roots. */
function rootsCode({ roots }: Session): string {
  const fingerprints = roots.agencies.map((agency) => [agency, roots.fingerprintOf(agency) ?? ''] as const);
  if (fingerprints.length === 0) throw new Refusal('UNKNOWN_AGENCY');
  return codeOfRoots(Object.fromEntries(fingerprints));
}
