import { contentWord } from '../text/content-words.ts';
import { industryWord } from './industry.ts';

/** Services by the names that they call themselves, where these are not the code. */
const services: Readonly<Record<string, string>> = {
  FacebookMessenger: 'Facebook Messenger',
  QZone: 'QZone',
  SnapChat: 'Snapchat',
  TikTok: 'TikTok',
  WeChat: 'WeChat',
  WhatsApp: 'WhatsApp',
};

/** A member or a code as people read it: by its word in the language, else `actionTaken` as "action taken". */
export const fieldWord = (name: string): string =>
  contentWord(name) ??
  services[name] ??
  name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll('-', ' ');

/** A code of a member: the letters of ISIC say nothing by themselves, and are grades elsewhere. */
export const codeOfMember = (member: string, code: string): string =>
  member === 'industry' ? industryWord(code) : fieldWord(code);
