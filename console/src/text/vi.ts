import type { Text } from './words.ts';

export const vi: Text = {
  language: 'vi',
  machine: true,
  words: {
    'shell.skip': 'Chuyển đến nội dung',
    'shell.language': 'Ngôn ngữ',
    'welcome.title': 'Thiết bị này chưa có khóa',
    'welcome.sealed':
      'Cảnh báo chỉ được niêm phong và mở trên thiết bị của bạn. Cổng và người vận hành chỉ thấy các tệp đã niêm phong.',
    'welcome.audited': 'Mỗi lần mở đều được ghi vào sổ cái cùng mã số của bạn và mục đích, trước khi tệp được mở.',
  },
};
