import { expect, test } from 'vitest';
import { numberedMonth } from './month.ts';

test.each([
  ['15 MAR 1981', '1981-3-15'],
  ['15 MAR/MARS 1981', '1981-3-15'],
  ['15-Mar-1981', '1981-3-15'],
  ['March 15, 1981', '1981-3-15'],
  ['May 1980', '1980-5'],
  ['15 มี.ค. 2524', '2524-3-15'],
  ['5 มีนาคม 2524', '2524-3-5'],
  ['วันที่ 5 เดือน มีนาคม พ.ศ. 2524', '2524-3-5'],
  ['15 ມີນາ 1981', '1981-3-15'],
  ['ថ្ងៃទី15 ខែមីនា ឆ្នាំ1981', '1981-3-15'],
  ['15 မတ်လ 1981', '1981-3-15'],
  ['ngày 15 tháng 3 năm 1981', '1981-3-15'],
  ['17 Ogos 1990', '1990-8-17'],
])('%s is %s', (text, read) => expect(numberedMonth(text)).toBe(read));

test.each([
  '15 MAR/APR 1981',
  '15 Mars 1981 x',
  '15 MAR 81',
  'Mar Sok',
  '15/3/1981',
  '1981-03-15',
  'House 15, March Road 1981',
  `${'a'.repeat(5000)}${' '.repeat(5000)}1981`,
])('%s stays', (text) => expect(numberedMonth(text)).toBe(text));
