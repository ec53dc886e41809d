import type { LicenceEntry, ListingContent } from '@tocsin/record';

/** A listing of somebody who does not exist. */
export const fictitiousListing: ListingContent = {
  schema: 'listing/1',
  language: 'th',
  subject: {
    type: 'person',
    names: [
      { asWritten: 'นายสมมติ ตัวอย่าง', script: 'Thai', romanised: 'Sommut Tuayang' },
      { asWritten: 'ဦးဥပမာ', script: 'Mymr', use: 'alias' },
    ],
    born: '1980',
    nationality: ['TH'],
    documents: [{ type: 'passport', number: 'XX0000000', country: 'TH' }],
    phones: ['+15550100123'],
    licences: [{ number: 'ท. ๑๒๓/๒๕๖๖', authority: 'th-doe', lentBy: 'บริษัท ตัวอย่างจัดหางาน จำกัด' }],
  },
  roles: ['recruiter'],
  programme: ['work', 'scam-recruitment'],
  grading: { scheme: '4x4', source: 'B', information: '2' },
  about: 'A fictitious recruiter who shows the licence of a fictitious company.',
};

/** A licence of a company that does not exist. */
export const fictitiousLicence = (number: string, change: Partial<LicenceEntry> = {}): LicenceEntry => ({
  number,
  holder: {
    kind: 'company',
    names: [{ text: 'บริษัท ตัวอย่างจัดหางาน จำกัด', script: 'Thai' }],
    registration: '0105500000000',
    phones: ['+15550100123'],
    address: null,
  },
  category: 'work',
  scope: { countries: ['MY'], sectors: [] },
  principals: [],
  branches: [],
  from: '2025-01-01',
  until: '2027-12-31',
  status: 'valid',
  statusAsWritten: null,
  ...change,
});

/** One licence of each standing: in force, run out, suspended, banned, not begun, and one of a person. */
export const fictitiousRegister: readonly LicenceEntry[] = [
  fictitiousLicence('ท. ๑๒๓/๒๕๖๖'),
  fictitiousLicence('KH-1', { until: '2026-01-01' }),
  fictitiousLicence('KH-2', { status: 'suspended' }),
  fictitiousLicence('KH-3', { status: 'banned' }),
  fictitiousLicence('KH-4', { from: '2027-06-01' }),
  fictitiousLicence('KH-5', { holder: { kind: 'person' } }),
];
