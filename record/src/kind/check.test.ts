import { describe, expect, test } from 'vitest';
import { refusalOf, verdictOn } from '../../fixture/refusal.ts';
import { ensureContent } from './check.ts';

const alert = {
  schema: 'alert/1',
  language: 'en',
  title: 'Recruitment by a false job offer',
  summary: 'Fictitious: two young people were promised work in a hotel and taken to a compound.',
  grading: { scheme: '4x4', source: 'B', information: '3' },
  exploitation: ['ForcedCriminality', 'OnlineScamCompound'],
  people: [
    { role: 'possible-victim', names: [{ asWritten: 'สมหญิง ตัวอย่าง', script: 'Thai', romanised: 'Somying Tuayang' }] },
  ],
  victims: { atLeast: 2, atMost: 3, minors: false },
  phones: ['+15550100123'],
  requested: ['locate', 'rescue'],
};
const followUp = { schema: 'follow-up/1', language: 'km', text: 'ឧទាហរណ៍' };

test('an alert and a follow-up that fit', () => {
  expect(verdictOn(() => ensureContent('alert', alert))).toBe('lawful');
  expect(verdictOn(() => ensureContent('follow-up', followUp))).toBe('lawful');
});

const { title: _, ...untitled } = alert;
const misfits: readonly [string, unknown][] = [
  ['no title', untitled],
  ['an empty title', { ...alert, title: '' }],
  ['a title too long', { ...alert, title: 'x'.repeat(201) }],
  ['an unknown field', { ...alert, priority: 'high' }],
  ['another schema', { ...alert, schema: 'alert/2' }],
  ['no exploitation', { ...alert, exploitation: [] }],
  ['the same exploitation twice', { ...alert, exploitation: ['Servitude', 'Servitude'] }],
  ['an unknown code', { ...alert, exploitation: ['Theft'] }],
  ['a grade without its scheme', { ...alert, grading: { source: 'B', information: '3' } }],
  ['a phone number that is not E.164', { ...alert, phones: ['0812345678'] }],
  ['a person without a name', { ...alert, people: [{ role: 'victim', names: [] }] }],
  ['victims counted in halves', { ...alert, victims: { atLeast: 0.5 } }],
  ['a follow-up', followUp],
  ['text', 'alert'],
  ['nothing', null],
];

describe('an alert that does not fit', () => {
  test.each(misfits)('%s', (_, content) =>
    expect(verdictOn(() => ensureContent('alert', content))).toBe('MALFORMED_CONTENT'),
  );
});

test('a kind nobody knows', () => {
  for (const kind of ['tip', '', '__proto__']) expect(verdictOn(() => ensureContent(kind, alert))).toBe('UNKNOWN_KIND');
});

test('the refusal names the field and keeps its value to itself', () => {
  const secret = 'Somchai Example';
  for (const content of [
    { ...alert, phones: [secret] },
    { ...alert, title: { secret } },
    { ...alert, exploitation: [secret] },
    { ...alert, schema: secret },
    { ...alert, grading: { scheme: secret } },
    { ...alert, [secret]: 1 },
  ]) {
    const refusal = refusalOf(() => ensureContent('alert', content));
    expect(refusal?.code).toBe('MALFORMED_CONTENT');
    expect(refusal?.message).not.toContain('Somchai');
  }
  expect(refusalOf(() => ensureContent('alert', { ...alert, title: '' }))?.detail).toMatch(/^\/title /);
});
