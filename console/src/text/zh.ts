import type { Text } from './words.ts';

export const zh: Text = {
  language: 'zh',
  machine: true,
  words: {
    'shell.skip': '跳到正文',
    'shell.language': '语言',
    'welcome.title': '本设备尚无密钥',
    'welcome.sealed': '警报只在您的设备上加封和拆封。网关及其运营者只能看到加封的文件。',
    'welcome.audited': '每次拆封之前，都会在账本上记下您的代号和用途。',
  },
};
