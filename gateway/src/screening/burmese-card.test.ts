import { describe, expect, test } from 'vitest';
import { burmeseCard } from './burmese-card.ts';
import { identifierIn } from './identifier.ts';

/** Numbers that nobody was given. */
describe('one card, however it is written', () => {
  test.each<[string, readonly string[]]>([
    [
      '12DAGANAN000001',
      [
        '၁၂/ဒဂန(နိုင်)၀၀၀၀၀၁',
        '၁၂ / ဒ ဂ န (နိုင်) ၀၀၀၀၀၁',
        '၁၂/ဒဂန(ႏိုင္)၀၀၀၀၀၁',
        '၁၂/ဒဂန(နိုင်)ဝဝဝဝဝ၁',
        '၁၂/ဒဂနနိုင်၀၀၀၀၀၁',
        '12/DaGaNa(N)000001',
        '12/DAGANA(NAING)000001',
        '12/da ga na (n) 000001',
        '１２／ＤａＧａＮａ（Ｎ）０００００１',
        '12-DAGANA-N-000001',
        '12DAGANAN000001',
      ],
    ],
    ['10MALAMAN000070', ['၁၀/မလမ(နိုင်)၀၀၀၀၇၀', '၁ဝ/မလမ(နိုင်)၀၀၀၀ရဝ', '10/MaLaMa(N)000070']],
    ['1PAWANAE000002', ['၁/ပ၀န(ဧည့်)၀၀၀၀၀၂', '၁/ပဝန(ဧည့္)၀၀၀၀၀၂', '1/PaWaNa(E)000002']],
    ['5YAOUNAP000003', ['၅/ရဥန(ပြု)၀၀၀၀၀၃', '၅/၇ဥန(ျပဳ)၀၀၀၀၀၃', '5/RaUNa(P)000003', '5/YAOUNA(P)000003']],
    ['1SADANAT000004', ['၁/ဆဒန(သာသနာ)၀၀၀၀၀၄', '1/HsaDaNa(T)000004', '1/SADANA(T)000004']],
    ['3BAAHNAN000005', ['၃/ဘအန(နိုင်)၀၀၀၀၀၅', '3/BaAhNa(N)000005', '3/BhaAhNa(N)000005', '3/BaANa(N)000005']],
    ['5KALAHTAN000006', ['၅/ကလထ(နိုင်)၀၀၀၀၀၆', '5/KaLaHta(N)000006']],
    ['9OUTATHAN000009', ['၉/ဥတသ(နိုင်)၀၀၀၀၀၉', '9/AuTaTha(N)000009', '9/UTaTha(N)000009']],
    ['7TANGANAN000007', ['၇/တငန(နိုင်)၀၀၀၀၀၇', '7/TaNgaNa(N)000007']],
    ['8NGAPHANAY000008', ['၈/ငဖန(ယာယီ)၀၀၀၀၀၈', '8/NgaPhaNa(Y)000008', '8/NgaHpaNa(Y)000008']],
  ])('%s', (card, all) => {
    for (const written of all) expect([written, burmeseCard(written)]).toEqual([written, card]);
  });

  test('letters that nobody knows keep kind and digits comparable', () => {
    expect(burmeseCard('12/XQC(Naing)000001')).toBe('12XQCN000001');
    expect(burmeseCard('၁၂/XQC(နိုင်)၀၀၀၀၀၁')).toBe('12XQCN000001');
    expect(burmeseCard('12/DGN(N)000001')).toBe('12DGNN000001');
  });

  test.each([
    ['another township', '12/DaGaMa(N)000001'],
    ['another region', '11/DaGaNa(N)000001'],
    ['another kind of card', '12/DaGaNa(E)000001'],
    ['another number', '12/DaGaNa(N)000010'],
  ])('%s is another card', (_, written) => expect(burmeseCard(written)).not.toBe('12DAGANAN000001'));
});

test.each([
  '',
  'TH0000001',
  '0000000000001',
  '16/DaGaNa(N)000001',
  '0/DaGaNa(N)000001',
  '12/DaGaNa(N)00001',
  '12/(N)000001',
  '12/😀😀(N)000001',
  'N0000001',
  '(N)'.repeat(5_000),
])('%j is none', (written) => expect(burmeseCard(written)).toBeNull());

test('cards are compared so wherever they may be shown; what is none is compared as other numbers are', () => {
  for (const type of ['national-id', 'document'] as const) {
    expect(identifierIn({ type, text: '၁၂/ဒဂန(နိုင်)၀၀၀၀၀၁' }, 'MM')?.value).toBe('12DAGANAN000001');
    expect(identifierIn({ type, text: '๑-๒๓๔๕-๖๗๘๙๐-๑๒-๓' }, 'TH')?.value).toBe('1234567890123');
  }
});
