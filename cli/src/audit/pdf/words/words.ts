import type { LabelLanguage } from '@tocsin/record';
import { en, type ReportWords } from './en.ts';
import { km } from './km.ts';
import { lo } from './lo.ts';
import { my } from './my.ts';
import { th } from './th.ts';
import { vi } from './vi.ts';
import { zh } from './zh.ts';

/** Words of printed reports by language; all but the English were translated by machine and say so on the page. */
export const reportWords: { readonly [L in LabelLanguage]: ReportWords } = { en, my, zh, km, lo, th, vi };
