import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import { members } from '../fixture/exchange.ts';
import { Membership, Names } from './agency.ts';

const names = Compile(Names);

test.each([
  { th: 'ศูนย์ประสานงานชายแดน' },
  { km: 'ការិយាល័យ\u200bព្រំដែន', en: 'Border office' },
  { my: 'နယ်စပ်ရုံး', lo: 'ຫ້ອງການຊາຍແດນ', vi: 'Văn phòng biên giới', 'zh-Hans': '边境办公室' },
])('%j names a unit in the scripts of the region', (value) => expect(names.Check(value)).toBe(true));

test('a membership is whole or none', () => {
  const membership = Compile(Membership);
  const [police] = members();
  expect(membership.Check(police)).toBe(true);
  expect(membership.Check({ ...police, class: 'militia' })).toBe(false);
  expect(membership.Check({ ...police, country: 'th' })).toBe(false);
  expect(membership.Check({ ...police, root: '' })).toBe(false);
  expect(membership.Check({ ...police, registrar: { ...police?.registrar, name: 'x' } })).toBe(false);
});
