import { expect, it } from 'vitest';
import { refillOf } from './refill.ts';

const record = (refillCount: number | null, days: number[], formClass = '1') =>
  ({ refillCount, rps: days.map((quantity) => ({ formClass, quantity })) }) as never;

it('is none for a prescription without リフィル', () => {
  expect(refillOf(record(null, [28]), [], 0)).toBeNull();
});

it('tells the next days from the last dispensing and the longest supply, a week around', () => {
  expect(refillOf(record(3, [14, 28]), ['2026-11-20', '2026-10-23'], 0)).toEqual({
    total: 3,
    dispensed: 2,
    next: { on: '2026-12-18', from: '2026-12-11', to: '2026-12-25' },
  });
});

it('has no next day before the first dispensing, after the last, or where nothing counts days', () => {
  expect(refillOf(record(2, [28]), [], 0)?.next).toBeNull();
  expect(refillOf(record(2, [28]), ['2026-10-01', '2026-11-01'], 2)?.next).toBeNull();
  expect(refillOf(record(2, [1], '3'), ['2026-10-01'], 1)?.next).toBeNull();
});

it('believes the service when it counts more than has come back', () => {
  expect(refillOf(record(3, [28]), ['2026-11-20'], 2)).toMatchObject({ dispensed: 2 });
});
