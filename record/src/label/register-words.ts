import { type LicenceStatus, licenceCategories, licenceStatuses } from '../licence.ts';
import { labels } from './label.ts';
import { type LabelLanguage, languages } from './labels.ts';

export type LicenceCategory = (typeof licenceCategories)[number];

/** Words of registers beside the codes and the labels: those of the law or the list that says them, not translations of ours. */
interface RegisterWords {
  /** Where the words are taken from; what is no quotation has been reviewed by nobody who keeps such a register. */
  readonly source: string;
  readonly status: { readonly [S in LicenceStatus]?: readonly string[] };
  readonly category: { readonly [C in LicenceCategory]?: readonly string[] };
}

export const registerWords: { readonly [L in LabelLanguage]: RegisterWords } = {
  en: {
    source: 'statuses of the list of licensed agencies of the Philippine Department of Migrant Workers',
    status: {
      valid: ['good standing', 'in good standing', 'active', 'current', 'valid license', 'valid licence'],
      expired: ['lapsed', 'expired license', 'expired licence', 'denied renewal'],
      suspended: ['suspension', 'preventive suspension', 'preventively suspended'],
      cancelled: ['canceled', 'cancellation'],
      revoked: ['revocation'],
      delisted: ['removed from the register'],
      banned: ['forever banned', 'permanently banned'],
    },
    category: {
      work: ['employment', 'overseas employment', 'recruitment', 'recruitment agency', 'land-based', 'landbased'],
      marriage: ['marriage agency', 'marriage brokerage', 'international marriage'],
      adoption: ['adoption agency', 'intercountry adoption'],
      seafarer: ['seafarers', 'manning', 'manning agency', 'sea-based', 'seabased'],
    },
  },
  my: {
    source: 'words of the Law relating to Overseas Employment (1999), not reviewed',
    status: {
      valid: ['သက်တမ်းရှိ'],
      expired: ['သက်တမ်းကုန်', 'သက်တမ်းကုန်ဆုံး'],
      suspended: ['ဆိုင်းငံ့', 'ရပ်ဆိုင်း', 'ယာယီရပ်ဆိုင်း'],
      cancelled: ['ပယ်ဖျက်'],
      revoked: ['ရုပ်သိမ်း'],
    },
    category: { work: ['ပြည်ပအလုပ်အကိုင်'], seafarer: ['သင်္ဘောသား'] },
  },
  zh: {
    source:
      'Administrative Licensing Law, articles 69 and 70 (撤销, 注销); Administrative Penalty Law, article 9 (暂扣, 吊销)',
    status: {
      valid: ['正常'],
      expired: ['过期', '到期'],
      suspended: ['暂停', '暂扣'],
      cancelled: ['注销', '已注销', '取消'],
      revoked: ['吊销', '已吊销', '撤销'],
      delisted: ['除名'],
    },
    category: {
      work: ['对外劳务合作', '劳务', '职业中介'],
      marriage: ['婚姻介绍'],
      adoption: ['收养'],
      seafarer: ['海员外派', '船员'],
    },
  },
  km: {
    source: 'words of Sub-Decree 190 (2011) on sending workers abroad through private agencies, not reviewed',
    status: {
      valid: ['សុពលភាព'],
      expired: ['ផុតសុពលភាព', 'ហួសសុពលភាព'],
      suspended: ['ព្យួរ', 'ព្យួរអាជ្ញាប័ណ្ណ'],
      cancelled: ['លុបចោល'],
      revoked: ['ដកហូត', 'ដកហូតអាជ្ញាប័ណ្ណ'],
    },
    category: { work: ['ការងារ'], marriage: ['អាពាហ៍ពិពាហ៍'], adoption: ['ស្មុំកូន'], seafarer: ['នាវិក'] },
  },
  lo: {
    source: 'the labels without the passive, as lists write them, not reviewed',
    status: {
      valid: ['ຍັງໃຊ້ໄດ້'],
      suspended: ['ໂຈະ', 'ໂຈະຊົ່ວຄາວ'],
      cancelled: ['ຍົກເລີກ'],
      revoked: ['ຖອນ', 'ຖອນໃບອະນຸຍາດ'],
    },
    category: { work: ['ຈັດຫາງານ', 'ຈັດຫາແຮງງານ'] },
  },
  th: {
    source: 'Employment and Job-seekers Protection Act B.E. 2528: พักใช้ใบอนุญาต, เพิกถอนใบอนุญาต',
    status: {
      valid: ['ปกติ', 'ใช้ได้', 'มีผล', 'มีผลใช้บังคับ'],
      expired: ['สิ้นอายุ', 'สิ้นสุด', 'ใบอนุญาตสิ้นอายุ'],
      suspended: ['พักใช้', 'พักใช้ใบอนุญาต', 'ถูกพักใช้ใบอนุญาต'],
      cancelled: ['ยกเลิก', 'ยกเลิกใบอนุญาต'],
      revoked: ['เพิกถอน', 'เพิกถอนใบอนุญาต', 'ถูกเพิกถอนใบอนุญาต'],
      delisted: ['ลบจากทะเบียน'],
    },
    category: {
      work: ['จัดหางาน', 'จัดหางานในประเทศ', 'จัดหางานต่างประเทศ', 'จัดหางานเพื่อไปทำงานในต่างประเทศ'],
      marriage: ['จัดหาคู่'],
      adoption: ['รับบุตรบุญธรรม'],
      seafarer: ['จัดหาคนประจำเรือ', 'คนประจำเรือ'],
    },
  },
  vi: {
    source: 'Law 69/2020/QH14 on contract-based Vietnamese overseas workers: thu hồi, nộp lại giấy phép',
    status: {
      valid: ['có hiệu lực', 'đang hoạt động'],
      expired: ['hết hiệu lực'],
      suspended: ['đình chỉ', 'tạm đình chỉ'],
      cancelled: ['hủy bỏ', 'huỷ bỏ', 'nộp lại giấy phép'],
      revoked: ['thu hồi', 'đã thu hồi', 'thu hồi giấy phép'],
    },
    category: {
      work: ['dịch vụ việc làm', 'xuất khẩu lao động', 'đưa người lao động đi làm việc ở nước ngoài'],
      marriage: ['môi giới hôn nhân', 'môi giới kết hôn'],
      adoption: ['con nuôi', 'nuôi con nuôi'],
      seafarer: ['thuyền viên'],
    },
  },
};

type Known<Code extends string> = readonly {
  readonly code: Code;
  readonly language: LabelLanguage;
  readonly word: string;
}[];

const statusWords: Known<LicenceStatus> = languages.flatMap((language) =>
  licenceStatuses.flatMap((code) =>
    [
      ...(language === 'en' ? [code] : []),
      labels[language].words.licence[code],
      ...(registerWords[language].status[code] ?? []),
    ].map((word) => ({
      code,
      language,
      word,
    })),
  ),
);
const categoryWords: Known<LicenceCategory> = languages.flatMap((language) =>
  licenceCategories.flatMap((code) =>
    [...(language === 'en' ? [code] : []), ...(registerWords[language].category[code] ?? [])].map((word) => ({
      code,
      language,
      word,
    })),
  ),
);

/** What people write differently in one word: case, how signs are composed, blanks, and hyphens for blanks. */
const plain = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_\u200b-]+/g, ' ')
    .trim();

const codeIn = <Code extends string>(known: Known<Code>, text: string): Code | null =>
  known.find(({ word }) => plain(word) === plain(text))?.code ?? null;

/** The status that a register means by its word, in any of the languages; null for a word that is not known. */
export const statusMeant = (text: string): LicenceStatus | null => codeIn(statusWords, text);
/** The category that a register means by its word. */
export const categoryMeant = (text: string): LicenceCategory | null => codeIn(categoryWords, text);

/** Words that would be understood, code by code, in the language that a text seems to be of: the codes are always among them. */
export const statusesKnown = (text: string): string => wordsKnown(statusWords, licenceStatuses, languageOf(text));
export const categoriesKnown = (text: string): string => wordsKnown(categoryWords, licenceCategories, languageOf(text));

function wordsKnown<Code extends string>(known: Known<Code>, codes: readonly Code[], language: LabelLanguage): string {
  const own = (code: Code): string[] =>
    known.filter((one) => one.code === code && one.language === language && one.word !== code).map(({ word }) => word);
  return codes.map((code) => (own(code).length === 0 ? code : `${code} (${own(code).join(', ')})`)).join(', ');
}

const scripts: readonly (readonly [RegExp, LabelLanguage])[] = [
  [/\p{Script=Thai}/u, 'th'],
  [/\p{Script=Khmr}/u, 'km'],
  [/\p{Script=Laoo}/u, 'lo'],
  [/\p{Script=Mymr}/u, 'my'],
  [/\p{Script=Hani}/u, 'zh'],
  [/[^\p{ASCII}\p{M}]/u, 'vi'],
];
const languageOf = (text: string): LabelLanguage =>
  scripts.find(([script]) => script.test(text.normalize('NFC')))?.[1] ?? 'en';
