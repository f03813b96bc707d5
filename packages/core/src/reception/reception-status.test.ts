import { describe, expect, it } from 'vitest';
import { receptionTransitions, timesOf } from './reception-status.ts';

const called = new Date('2026-11-20T00:30:00Z');
const now = new Date('2026-11-20T01:00:00Z');

describe('the day of a reception', () => {
  // @proves V2.3.1
  it('goes from waiting to done and back one step at a time', () => {
    const path = ['waiting', 'in_consultation', 'awaiting_payment', 'done'] as const;
    for (const [at, status] of path.entries()) {
      for (const [to, next] of path.entries())
        expect(receptionTransitions[status].includes(next), `${status} to ${next}`).toBe(
          Math.abs(to - at) === 1,
        );
    }
  });

  it('is cancelled only while waiting, and the cancellation can be taken back', () => {
    const cancellable = Object.entries(receptionTransitions).filter(([, next]) => next.includes('cancelled'));
    expect(cancellable.map(([status]) => status)).toEqual(['waiting']);
    expect(receptionTransitions.cancelled).toEqual(['waiting']);
  });

  it.each([
    ['waiting', null, null],
    ['cancelled', null, null],
    ['in_consultation', called, null],
    ['awaiting_payment', called, called],
    ['done', called, now],
  ] as const)('keeps in %s only the times that have come', (status, calledAt, finishedAt) => {
    expect(timesOf(status, { calledAt: called, finishedAt: called }, now)).toEqual({ calledAt, finishedAt });
  });

  it('notes the first call and the end of the consultation', () => {
    expect(timesOf('in_consultation', { calledAt: null, finishedAt: null }, now).calledAt).toEqual(now);
    expect(timesOf('awaiting_payment', { calledAt: called, finishedAt: null }, now).finishedAt).toEqual(now);
  });
});
