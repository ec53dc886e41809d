import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { verdictOn } from '../../fixture/refusal.ts';
import { DueHours, precedences } from '../agreement.ts';
import { Slug } from '../id.ts';
import { kindNamed, kinds } from './kinds.ts';

test('a kind is found by its name and by nothing else', () => {
  expect(kindNamed('alert').name).toBe('alert');
  for (const name of ['', 'Alert', 'tip', '__proto__', 'constructor', 'toString'])
    expect(
      verdictOn(() => kindNamed(name)),
      name,
    ).toBe('UNKNOWN_KIND');
  expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length);
});

describe.each(kinds.map((kind) => [kind.name, kind] as const))('the table of %s', (_, kind) => {
  const { procedure } = kind;
  const steps = Object.entries(procedure.steps);

  test('every code is a slug and stands once', () => {
    const slug = Compile(Slug);
    for (const list of [kind.outcomes, kind.withdrawReasons, kind.closeReasons]) {
      expect(list.length).toBeGreaterThan(0);
      expect(new Set(list).size).toBe(list.length);
      for (const code of list) expect(slug.Check(code), code).toBe(true);
    }
  });

  test('no step is taken in an ended state, so that nothing ended changes', () => {
    for (const [name, step] of steps)
      for (const state of step.during) expect(procedure.ended, `${name} during ${state}`).not.toContain(state);
  });

  test('every state that a step leads to or starts from can be reached', () => {
    const states = [procedure.first, ...steps.flatMap(([, { leadsTo }]) => leadsTo ?? [])];
    const progress = [procedure.awaiting, ...steps.flatMap(([, step]) => step.progress?.to ?? [])];
    for (const [, step] of steps) {
      for (const state of step.during) expect(states).toContain(state);
      for (const state of step.progress?.from ?? []) expect(progress).toContain(state);
    }
    for (const state of procedure.ended) expect(states).toContain(state);
  });

  test('due times are whole hours, shorter the more urgent, the answer never before the acknowledgement', () => {
    const hours = Compile(DueHours);
    for (const step of [kind.due.acknowledge, kind.due.answer]) {
      expect(hours.Check(step)).toBe(true);
      const inOrder = precedences.map((precedence) => step[precedence]);
      expect(inOrder).toEqual([...inOrder].sort((a, b) => b - a));
    }
    for (const precedence of precedences)
      expect(kind.due.answer[precedence]).toBeGreaterThanOrEqual(kind.due.acknowledge[precedence]);
  });
});
