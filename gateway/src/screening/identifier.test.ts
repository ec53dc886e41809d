import { describe, expect, test } from 'vitest';
import { type IdentifierType, identifierIn, lookupKey, sameScope } from './identifier.ts';

const read = (type: IdentifierType, text: string, country = 'TH') =>
  identifierIn({ type, text }, country)?.value ?? null;

describe('one spelling', () => {
  test.each<[IdentifierType, string, string]>([
    ['passport', 'xx 000-0000', 'XX0000000'],
    ['passport', 'ＸＸ０００００００', 'XX0000000'],
    ['national-id', '๑-๒๓๔๕-๖๗๘๙๐-๑๒-๓', '1234567890123'],
    ['national-id', '၁၂/ABC(N)၀၀၀၀၀၀', '12ABCN000000'],
    ['document', 'BP-០០០១២៣', 'BP000123'],
    ['registration', '០១០៥៥/2569', '010552569'],
    ['licence', 'ท. ๑๒๓/๒๕๖๖', 'ท1232566'],
    ['licence', '໑໒໓/໒໕໖໖', '1232566'],
    ['account', '000-0-00000-0', '0000000000'],
    ['account', '០០០-០-០០០០០-១', '0000000001'],
    ['account', '၀၀၀-၀-၀၀၀၀၀-၂', '0000000002'],
    ['national-id', '໐໑໒໓໔໕໖໗໘໙', '0123456789'],
    ['passport', 'P ໐໐໐໐໐໐໑', 'P0000001'],
    ['phone', '+1 (555) 010-0123', '+15550100123'],
    ['phone', '๐๕๕ ๕๐๑ ๐๑๒', '+6655501012'],
    ['wallet', ' 0xAB00000000000000000000000000000000000000 ', '0xab00000000000000000000000000000000000000'],
    ['wallet', 'BC1QFICTITI0USADDRESS', 'BC1QFICTITI0USADDRESS'],
    ['wallet', '1FictitiousWalletXYZ', '1FictitiousWalletXYZ'],
    ['social', '@Ficti.Tious', 'ficti.tious'],
    ['social', 'https://www.facebook.com/Ficti.Tious/?x=1', 'ficti.tious'],
    ['social', 't.me/fictitious', 'fictitious'],
    ['social', 'https://m.facebook.com/profile.php?id=100000000000001&ref=x', '100000000000001'],
    ['social', 'profile.php?id=100000000000001', '100000000000001'],
    ['social', 'https://www.facebook.com/people/Ficti-Tious/100000000000001/', '100000000000001'],
    ['social', 'https://t.me/joinchat/FictiTious01', 'fictitious01'],
    ['social', 'https://line.me/R/ti/p/%40fictitious', 'fictitious'],
    ['social', 'https://line.me/ti/p/~fictitious', 'fictitious'],
    ['social', 'https://www.youtube.com/channel/UCfictitious', 'ucfictitious'],
    ['social', 'https://api.whatsapp.com/send?phone=15550100123', '15550100123'],
    ['social', 'https://www.tiktok.com/@ficti.tious/video/1', 'ficti.tious'],
    ['social', 'people', 'people'],
    ['address', '12/3  ถนนสมมติ, หนองคาย', '12 3 ถนนสมมติ หนองคาย'],
  ])('%s %s', (type, text, value) => expect(read(type, text)).toBe(value));
});

test.each<[IdentifierType, string]>([
  ['passport', ''],
  ['passport', 'no digits'],
  ['passport', '😀😀12'],
  ['passport', '\u202e000000XX'],
  ['passport', '\ud800 12'],
  ['passport', '1'.repeat(10_000)],
  ['phone', 'call me'],
  ['phone', '12'],
  ['wallet', 'short'],
  ['wallet', '<script>alert</script>'],
  ['social', '@'],
  ['social', 'https://www.facebook.com/profile.php'],
  ['social', 'https://www.facebook.com/people/'],
  ['social', 'profile.php'],
  ['address', '12'],
])('%s %j is none', (type, text) => expect(read(type, text)).toBeNull());

test('a national number is of the country that is said; an international one is not', () => {
  expect(read('phone', '023 555 012', 'KH')).toBe('+85523555012');
  expect(read('phone', '+66 55 501 012', 'KH')).toBe('+6655501012');
  expect(read('phone', '055501012', '')).toBeNull();
});

test('the same number of two countries is found and told apart', () => {
  const of = (scope: string | null) => identifierIn({ type: 'passport', text: 'A 0000001', scope }, 'TH');
  const [thai, khmer, open] = [of('TH'), of('kh'), of(null)];
  if (thai === null || khmer === null || open === null) throw new Error('unread');
  expect(lookupKey(thai)).toBe(lookupKey(khmer));
  expect([sameScope(thai, khmer), sameScope(thai, open), sameScope(khmer, open)]).toEqual([false, true, true]);
});
