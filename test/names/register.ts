/** One made-up person: as the list has the name, and as another paper writes it. */
export interface Registered {
  readonly written: string;
  readonly asked: string;
}

type Elements = readonly (readonly [written: string, latin: string])[];
const elements = (text: string): Elements =>
  text
    .trim()
    .split(/\s+/)
    .map((pair) => pair.split('=') as [string, string]);

const thaiFirst = elements(
  'สม=Som วิ=Wi ประ=Pra สุ=Su ธน=Thana กิตติ=Kitti ณัฐ=Natta พร=Porn บุญ=Boon ชัย=Chai ศิริ=Siri อนุ=Anu สุร=Sura นิ=Ni จิร=Jira อภิ=Api ธีร=Teera วร=Wora เพชร=Petch รัตน=Rattana พง=Pong มณี=Manee ทอง=Thong แก้ว=Kaew กาญจน=Kanchana ปิยะ=Piya สุวรรณ=Suwan',
);
const thaiLast = elements(
  'ชาย=chai ศักดิ์=sak พงษ์=pong พร=porn วุฒิ=wut พล=pol รัตน์=rat วรรณ=wan ชัย=chai นันท์=nan ธิดา=thida ภรณ์=porn กุล=kul วงศ์=wong สุข=suk ศรี=sri มงคล=mongkol ทิพย์=thip เดช=det สวัสดิ์=sawat เจริญ=charoen ดี=dee งาม=ngam เกียรติ=kiat พันธ์=pan ลักษณ์=lak ใจ=jai',
);
const laoFirst = elements(
  'ບຸນ=Boun ຄຳ=Kham ສົມ=Som ພອນ=Phone ວຽງ=Vieng ແກ້ວ=Keo ທອງ=Thong ຈັນ=Chan ສີ=Si ໄຊ=Xay ດວງ=Douang ສຸ=Sou ມະນີ=Mani ເພັດ=Phet ວັນ=Van ອິນທະ=Intha ພົມ=Phom ບົວ=Boua ແສງ=Seng ລາດ=Lath',
);
const laoLast = elements(
  'ມີ=my ໄຊ=xay ພອນ=phone ສັກ=sack ທອງ=thong ມະນີ=mani ລາດ=lath ສີ=sy ວົງ=vong ຄຳ=kham ສອນ=sone ວັນ=vanh ພັນ=phanh ຈັນ=chanh ດີ=dy ສຸກ=souk ນະວົງ=navong ຈິດ=chith ພາ=pha ລີ=ly',
);
const khmerFamily = elements(
  'ជា=Chea សុខ=Sok ចាន់=Chan គឹម=Kim ហេង=Heng លី=Ly កែវ=Keo ម៉ៅ=Mao ប៉ែន=Pen ទេព=Tep នួន=Nuon មាស=Meas សេង=Seng ប៊ុន=Bun ឡុង=Long ស៊ីម=Sim គង់=Kong ប្រាក់=Prak យិន=Yin ឃុន=Khun',
);
const khmerFirst = elements(
  'សុ=So ចាន់=Chan ស្រី=Srey វិ=Vi ពិ=Pi រតន=Ratana ដារ៉ា=Dara ធារ៉ា=Theara បូ=Bo ណា=Na សំ=Sam មុនី=Mony ភា=Phea កុ=Ko វណ្ណ=Vann ធី=Thy លក្ខ=Leak សី=Sey ផល=Phal នី=Ny',
);
const khmerLast = elements(
  'ភា=phea ខា=kha នី=ny រិទ្ធ=rith លី=ly ធី=thy ដា=da វណ្ណ=vann សាល=sal មុំ=mom នាង=neang ណា=na ផល=phal ធា=thea រ៉ា=ra ម៉ា=ma ពៅ=pov វី=vy សិទ្ធ=seth សក្តិ=sak',
);
const burmese = elements(
  'အောင်=Aung ကျော်=Kyaw ဇော်=Zaw ထွန်း=Htun မြင့်=Myint ဝင်း=Win ခင်=Khin သန်း=Than လှ=Hla စိုး=Soe မိုး=Moe နိုင်=Naing မင်း=Min လင်း=Lin ဖြိုး=Phyo ထက်=Htet ကောင်း=Kaung မြတ်=Myat နွယ်=Nwe ခိုင်=Khaing သက်=Thet ဉာဏ်=Nyan ချစ်=Chit လှိုင်=Hlaing အေး=Aye ဇင်=Zin ဟိန်း=Hein ဖုန်း=Phone ရန်=Yan ဘို=Bo နှင်း=Hnin သိန်း=Thein ညွန့်=Nyunt ဆွေ=Swe ဌေး=Htay ဖြူ=Phyu တိုး=Toe ရွှေ=Shwe ပိုင်=Paing မြ=Mya စန်း=San တင်=Tin ကြည်=Kyi ငြိမ်း=Nyein ချို=Cho မောင်=Maung သူ=Thu ယု=Yu',
);
const chineseFamily = elements(
  '陈=Chen 林=Lin 张=Zhang 吴=Wu 刘=Liu 蔡=Cai 许=Xu 郑=Zheng 谢=Xie 叶=Ye 周=Zhou 梁=Liang 杨=Yang 王=Wang 李=Li 赵=Zhao 孙=Sun 黄=Huang 何=He 罗=Luo 高=Gao 宋=Song 唐=Tang 邓=Deng 冯=Feng 韩=Han 曹=Cao 彭=Peng 曾=Zeng 萧=Xiao 潘=Pan 袁=Yuan 杜=Du 苏=Su 魏=Wei 卢=Lu 钟=Zhong 姜=Jiang 崔=Cui 谭=Tan',
);
const chineseGiven = elements(
  '伟=wei 强=qiang 秀=xiu 英=ying 建=jian 国=guo 丽=li 华=hua 志=zhi 明=ming 文=wen 杰=jie 美=mei 玲=ling 家=jia 豪=hao 珍=zhen 辉=hui 淑=shu 芬=fen 德=de 俊=jun 兰=lan 永=yong 康=kang 雪=xue 大=da 海=hai 玉=yu 春=chun 梅=mei 天=tian 宝=bao 金=jin 龙=long 福=fu 慧=hui 敏=min 欣=xin 婷=ting 芳=fang 红=hong 军=jun 平=ping 东=dong 晓=xiao 燕=yan 凤=feng 成=cheng 安=an',
);
const vietnameseFamily = elements(
  'Nguyễn=Nguyen Trần=Tran Lê=Le Phạm=Pham Hoàng=Hoang Phan=Phan Vũ=Vu Đặng=Dang Bùi=Bui Đỗ=Do Hồ=Ho Ngô=Ngo Dương=Duong Lý=Ly Đinh=Dinh',
);
const vietnameseGiven = elements(
  'Hùng=Hung Tuấn=Tuan Dũng=Dung Quốc=Quoc Lan=Lan Hồng=Hong Mỹ=My Minh=Minh Đức=Duc Thành=Thanh Trung=Trung Phúc=Phuc Quang=Quang Huy=Huy Khánh=Khanh Sơn=Son Tiến=Tien Đạt=Dat Thúy=Thuy Ngọc=Ngoc Ánh=Anh Hương=Huong Thu=Thu Hà=Ha Kim=Kim Ngân=Ngan Yến=Yen Thảo=Thao Hạnh=Hanh Bích=Bich Tuyết=Tuyet Uyên=Uyen Hải=Hai Bình=Binh Thắng=Thang',
);
const malayGiven = elements(
  'Ahmad=Achmad Ismail=Ismail Yusof=Yusuf Faizal=Faisal Zulkifli=Zulkiflee Kamarudin=Kamaruddin Hafiz=Hafidz Rizal=Rizal Siti=Sitti Norhayati=Nurhayati Fatimah=Fatima Rohani=Rohany Azizah=Aziza Zainab=Zaynab Sulaiman=Suleiman Hassan=Hasan Hussein=Husin Rahim=Raheem Osman=Othman Ridzuan=Ridwan Khadijah=Khadija Mariam=Maryam Harun=Haroon Idris=Idris Jamal=Djamal',
);
const filipino = elements(
  'Jose=Jose Rodrigo=Rodrigo Luisa=Luisa Carlo=Carlo Ferdinand=Ferdinand Benigno=Benigno Joselito=Joselito Cristina=Christina Rosalinda=Rosalinda Corazon=Corazon Macapagal=Macapagal Bautista=Bautista Magsaysay=Magsaysay Katigbak=Catigbac Villanueva=Villanueva Santos=Santos Reyes=Reyes Ocampo=Ocampo Mendoza=Mendoza Evangelista=Evangelista Salonga=Salonga Dimaculangan=Dimaculangan Batungbakal=Batungbacal Panganiban=Panganiban Lacson=Lacson Querubin=Kerubin Soriano=Soriano Tolentino=Tolentino Pangilinan=Pangilinan Aquino=Akino',
);

type Make = (pick: (list: Elements) => readonly [string, string]) => Registered;

const two = (first: readonly [string, string], second: readonly [string, string]): readonly [string, string] => [
  first[0] + second[0],
  first[1] + second[1],
];

const makers: readonly Make[] = [
  (pick) => spaced(two(pick(thaiFirst), pick(thaiLast)), two(pick(thaiFirst), pick(thaiLast))),
  (pick) => spaced(two(pick(laoFirst), pick(laoLast)), two(pick(laoFirst), pick(laoLast))),
  (pick) => spaced(pick(khmerFamily), two(pick(khmerFirst), pick(khmerLast))),
  (pick) => {
    const all = [pick(burmese), pick(burmese), pick(burmese)];
    return { written: all.map(([written]) => written).join(''), asked: all.map(([, latin]) => latin).join(' ') };
  },
  (pick) => {
    const [family, one, other] = [pick(chineseFamily), pick(chineseGiven), pick(chineseGiven)];
    return { written: family[0] + one[0] + other[0], asked: `${family[1]} ${one[1]}${other[1]}` };
  },
  (pick) => spaced(pick(vietnameseFamily), pick(vietnameseGiven), pick(vietnameseGiven), pick(vietnameseGiven)),
  (pick) => {
    const [one, other, third] = [pick(malayGiven), pick(malayGiven), pick(malayGiven)];
    return { written: `${one[0]} ${other[0]} bin ${third[0]}`, asked: `${one[1]} ${other[1]} bin ${third[1]}` };
  },
  (pick) => spaced(pick(filipino), pick(filipino), pick(filipino)),
];

function spaced(...all: readonly (readonly [string, string])[]): Registered {
  return {
    written: all.map(([written]) => written).join(' '),
    asked: all
      .map(([, latin]) => latin)
      .join(' ')
      .toUpperCase(),
  };
}

/** A list of people with no two names written or asked for alike; the same for the same number. */
export function register(count: number): Registered[] {
  let seed = 20_261_127;
  const next = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 0x1_0000_0000) * below);
  };
  const pick = (list: Elements): readonly [string, string] => list[next(list.length)] as readonly [string, string];
  const [people, seen]: [Registered[], Set<string>] = [[], new Set()];
  for (let turn = 0; people.length < count; turn += 1) {
    const one = (makers[turn % makers.length] as Make)(pick);
    // Nobody is called by one word twice: such names are the generator's, not a people's.
    if (new Set(one.asked.split(' ')).size < one.asked.split(' ').length) continue;
    if (seen.has(one.written) || seen.has(one.asked)) continue;
    seen.add(one.written).add(one.asked);
    people.push(one);
  }
  return people;
}
