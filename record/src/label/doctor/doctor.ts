import type { LabelLanguage } from '../labels.ts';
import { en } from './en.ts';
import { km } from './km.ts';
import { lo } from './lo.ts';
import { my } from './my.ts';
import { th } from './th.ts';
import { vi } from './vi.ts';
import type { DoctorWords } from './words.ts';
import { zh } from './zh.ts';

/** The doctor's words in every language of the exchange. */
export const doctorWords: { readonly [L in LabelLanguage]: DoctorWords } = { en, my, zh, km, lo, th, vi };
