import { describe, expect, test } from 'vitest';
import { isOnDuty, parseDutyHours, wallClock } from './duty-hours.ts';

describe('duty hours', () => {
  test.each([
    ['07:00-19:00', '06:59', false],
    ['07:00-19:00', '07:00', true],
    ['07:00-19:00', '19:00', false],
    ['22:00-06:00', '23:30', true],
    ['22:00-06:00', '05:59', true],
    ['22:00-06:00', '12:00', false],
  ])('%s at %s: %s', (hours, clock, on) => {
    const parsed = parseDutyHours(hours);
    expect(parsed && isOnDuty(clock, parsed)).toBe(on);
  });

  test.each(['', '7-19', '07:00-25:00', '07:00-07:00', '07:00-19:00 ', '07:60-19:00'])('%j are no hours', (text) => {
    expect(parseDutyHours(text)).toBeNull();
  });

  test('midnight is 00:00, not 24:00', () => {
    expect(wallClock('2026-11-22T17:00:00.000Z', 'Asia/Bangkok')).toBe('00:00');
  });
});
