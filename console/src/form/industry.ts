import { contentWord } from '../text/content-words.ts';

/** Sections of ISIC Rev. 4 (United Nations, 2008) in English, some of them shortened. */
const sections: Readonly<Record<string, string>> = {
  A: 'Agriculture, forestry and fishing',
  B: 'Mining and quarrying',
  C: 'Manufacturing',
  D: 'Electricity, gas, steam and air conditioning supply',
  E: 'Water supply; sewerage, waste management and remediation',
  F: 'Construction',
  G: 'Wholesale and retail trade; repair of motor vehicles and motorcycles',
  H: 'Transportation and storage',
  I: 'Accommodation and food service',
  J: 'Information and communication',
  K: 'Financial and insurance activities',
  L: 'Real estate activities',
  M: 'Professional, scientific and technical activities',
  N: 'Administrative and support service activities',
  O: 'Public administration and defence; compulsory social security',
  P: 'Education',
  Q: 'Human health and social work',
  R: 'Arts, entertainment and recreation',
  S: 'Other service activities',
  T: 'Households as employers, or producing for their own use',
  U: 'Extraterritorial organizations and bodies',
};

/** What a section of ISIC is called in the language on the screen. */
export const industryWord = (section: string): string =>
  contentWord(`industry.${section}`) ?? sections[section] ?? section;
