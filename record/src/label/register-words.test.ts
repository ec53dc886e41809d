import { expect, test } from 'vitest';
import { licenceCategories, licenceStatuses } from '../licence.ts';
import { label } from './label.ts';
import { languages } from './labels.ts';
import { categoriesKnown, categoryMeant, registerWords, statusesKnown, statusMeant } from './register-words.ts';

test.each([
  ['พักใช้', 'suspended'],
  ['ถูกพักใช้', 'suspended'],
  ['เพิกถอนใบอนุญาต', 'revoked'],
  ['吊销', 'revoked'],
  ['注销', 'cancelled'],
  ['ព្យួរ', 'suspended'],
  ['ໂຈະ', 'suspended'],
  ['ဆိုင်းငံ့', 'suspended'],
  [' Thu  hồi '.normalize('NFD'), 'revoked'],
  ['Forever_Banned', 'banned'],
  ['fine', null],
  ['', null],
])('%s means %s', (word, status) => expect(statusMeant(word)).toBe(status));

test.each([
  ['Work', 'work'],
  ['จัดหางานต่างประเทศ', 'work'],
  ['海员外派', 'seafarer'],
  ['môi giới hôn nhân', 'marriage'],
  ['Sea based', 'seafarer'],
  ['fishing', null],
])('%s is of category %s', (word, category) => expect(categoryMeant(word)).toBe(category));

test('every code, label and word of a register means one thing, whatever language it is of', () => {
  for (const status of licenceStatuses) {
    expect(statusMeant(status)).toBe(status);
    for (const language of languages) {
      expect(statusMeant(label(language, 'licence', status))).toBe(status);
      for (const word of registerWords[language].status[status] ?? []) expect(statusMeant(word)).toBe(status);
    }
  }
  for (const category of licenceCategories)
    for (const language of languages)
      for (const word of registerWords[language].category[category] ?? []) expect(categoryMeant(word)).toBe(category);
});

test('what would be understood is told in the language of the word that was not', () => {
  expect(statusesKnown('พักชั่วคราว')).toContain('suspended (ถูกพักใช้, พักใช้');
  expect(statusesKnown('fine')).toContain('valid (good standing');
  expect(statusesKnown('đang chờ')).toContain('thu hồi');
  for (const status of licenceStatuses) expect(statusesKnown('ອື່ນ')).toContain(status);
  expect(categoriesKnown('渔业')).toMatch(/work \(对外劳务合作.*seafarer \(海员外派/);
});
