import type { AgencyClass, Clause, Names, Role, Unit } from '@tocsin/record';
import { kindNamed } from '@tocsin/record';

/** One officer of the demo; the profile is called `<agency>-<post>`. */
export interface Part {
  readonly post: 'registrar' | 'keymaster' | 'officer' | 'auditor';
  readonly unit: string;
  readonly roles: readonly Role[];
}

/** One agency of the demo, made up but for the kind of office it is. */
export interface Player {
  readonly code: string;
  readonly class: AgencyClass;
  readonly country: string;
  readonly names: Names;
  readonly units: readonly Pick<Unit, 'code' | 'level' | 'names' | 'desk'>[];
  readonly parts: readonly Part[];
}

const registrar: Part = { post: 'registrar', unit: 'registry', roles: ['registrar', 'signatory', 'coordinator'] };
const at = (unit: string): Part[] => [
  registrar,
  { post: 'keymaster', unit, roles: ['keymaster'] },
  { post: 'officer', unit, roles: ['author', 'reader'] },
];

/** Three agencies of three countries and classes; the first also has somebody who audits. */
export const cast: readonly [Player, Player, Player] = [
  {
    code: 'th-police',
    class: 'police',
    country: 'TH',
    names: { en: 'Royal Thai Police (demo)', th: 'สำนักงานตำรวจแห่งชาติ' },
    units: [
      {
        code: 'anti-trafficking',
        level: 'national',
        names: { en: 'Anti-trafficking division', th: 'กองบังคับการปราบปรามการค้ามนุษย์' },
        desk: true,
      },
      { code: 'oversight', level: 'national', names: { en: 'Oversight' }, desk: false },
    ],
    parts: [...at('anti-trafficking'), { post: 'auditor', unit: 'oversight', roles: ['auditor'] }],
  },
  {
    code: 'kh-immigration',
    class: 'immigration',
    country: 'KH',
    names: { en: 'General Department of Immigration (demo)', km: 'អគ្គនាយកដ្ឋានអន្តោប្រវេសន៍' },
    units: [
      { code: 'border-checks', level: 'national', names: { en: 'Border checks', km: 'ត្រួតពិនិត្យព្រំដែន' }, desk: true },
    ],
    parts: at('border-checks'),
  },
  {
    code: 'la-fiu',
    class: 'fiu',
    country: 'LA',
    names: { en: 'Financial intelligence office (demo)', lo: 'ສຳນັກງານຂໍ້ມູນຕ້ານການຟອກເງິນ' },
    units: [{ code: 'analysis', level: 'national', names: { en: 'Analysis', lo: 'ວິເຄາະ' }, desk: true }],
    parts: at('analysis'),
  },
];

const { due } = kindNamed('alert');

/** What the three agree on: money only as far as financial intelligence needs it. */
export const clauses: Clause[] = [
  {
    id: 'alerts',
    kinds: ['alert'],
    from: ['police', 'immigration', 'fiu'],
    to: ['police', 'immigration', 'fiu'],
    purposes: ['trafficking-investigation', 'victim-protection', 'border-control', 'financial-intelligence'],
    ceiling: 'AMBER+STRICT',
    due,
    retentionDays: 365,
  },
  {
    id: 'listings',
    kinds: ['listing'],
    from: ['police', 'immigration', 'fiu'],
    to: ['police', 'immigration', 'fiu'],
    purposes: ['trafficking-investigation', 'border-control', 'labour-inspection'],
    ceiling: 'AMBER+STRICT',
    due: kindNamed('listing').due,
    retentionDays: 1095,
  },
];
export const agreementName = 'mekong-trafficking-2026';
export const networkName = 'mekong-demo';

export const profileName = (player: { readonly code: string }, post: Part['post']): string => `${player.code}-${post}`;
