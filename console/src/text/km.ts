import type { Text } from './words.ts';

export const km: Text = {
  language: 'km',
  machine: true,
  words: {
    'shell.skip': 'រំលងទៅខ្លឹមសារ',
    'shell.language': 'ភាសា',
    'welcome.title': 'ឧបករណ៍នេះមិនទាន់មានសោនៅឡើយទេ',
    'welcome.sealed': 'ការជូនដំណឹងត្រូវបានបិទត្រា និងបើកតែលើឧបករណ៍របស់អ្នក។ ច្រកចេញចូល និងអ្នកដំណើរការវា ឃើញតែឯកសារបិទត្រាប៉ុណ្ណោះ។',
    'welcome.audited': 'រាល់ការបើកត្រូវបានកត់ក្នុងបញ្ជី ជាមួយលេខសម្គាល់របស់អ្នក និងគោលបំណង មុនពេលឯកសារបើក។',
  },
};
