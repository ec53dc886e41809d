import type { Text } from './words.ts';

export const th: Text = {
  language: 'th',
  machine: true,
  words: {
    'shell.skip': 'ข้ามไปที่เนื้อหา',
    'shell.language': 'ภาษา',
    'welcome.title': 'อุปกรณ์นี้ยังไม่มีกุญแจ',
    'welcome.sealed': 'การแจ้งเตือนถูกปิดผนึกและเปิดบนอุปกรณ์ของคุณเท่านั้น เกตเวย์และผู้ดูแลเห็นเพียงไฟล์ที่ปิดผนึก',
    'welcome.audited': 'ทุกการเปิดจะถูกบันทึกลงบัญชีแยกประเภทพร้อมรหัสของคุณและวัตถุประสงค์ ก่อนที่ไฟล์จะเปิด',
  },
};
