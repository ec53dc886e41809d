import { X509Certificate } from 'node:crypto';
import { signReport, verifyReport } from '@tocsin/audit';
import { makeCrls, pemToDer } from '@tocsin/crypto-config';
import { expect, test } from 'vitest';
import { agencyKeys } from '../support/agency.ts';

const before = '2026-11-23T07:30:00.000Z';

test('an officer who had to go dates a report back to when the certificate was good: it is refused', async () => {
  const { authority, officer, root } = await agencyKeys({ code: 'th-police', class: 'police' }, () =>
    Date.parse(before),
  );
  const file = new TextEncoder().encode('%PDF-1.7 a report that ນ. ສົມສີ never signed in office');
  const jws = await signReport(file, before, { agency: 'th-police', signer: officer.signer, chain: officer.chain });
  const trust = (crls: readonly Uint8Array[]) => ({ rootOf: () => root, crls: () => crls });
  await expect(verifyReport(file, jws, trust([]))).resolves.toMatchObject({ officer: officer.handle });
  const { serialNumber } = new X509Certificate(officer.certificate);
  const revoked = { at: '2026-11-25T09:00:00.000Z', reason: 'privilegeWithdrawn' as const };
  const [entry] = authority.issued;
  const listed = { ...entry, serial: serialNumber.toLowerCase(), issuer: 'issuing' as const, revoked };
  const { crls } = await makeCrls({ ...authority, issued: [listed as (typeof authority.issued)[number]] });
  await expect(verifyReport(file, jws, trust([pemToDer(crls.issuing, 'X509 CRL')]))).rejects.toMatchObject({
    code: 'CERTIFICATE_REVOKED',
  });
});
