/** The console in English: what every other language translates. `{name}` is a place for a value. */
export const en = {
  language: 'en',
  machine: false,
  words: {
    'shell.skip': 'Skip to the content',
    'shell.language': 'Language',
    'welcome.title': 'This device has no key yet',
    'welcome.sealed':
      'Alerts are sealed and opened on your device. The gateway, and whoever runs it, sees only sealed files.',
    'welcome.audited':
      'Every opening is written on the ledger with your handle and the purpose, before the file opens.',
  },
} as const;
