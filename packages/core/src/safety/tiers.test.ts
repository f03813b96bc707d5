import { describe, expect, it } from 'vitest';
import { needsDecision, strongerTier, tierOf } from './tiers.ts';
import { FINDING_KINDS } from './types.ts';

describe('tierOf', () => {
  it('blocks what is forbidden for this patient, and only that', () => {
    const blocking = FINDING_KINDS.filter((kind) => tierOf(kind, 'contraindicated') === 'block');
    expect(blocking.sort()).toEqual(
      ['age', 'allergy', 'contraindicated', 'disease', 'dose', 'pregnancy', 'renal'].sort(),
    );
    expect(FINDING_KINDS.filter((kind) => tierOf(kind, 'caution') === 'block')).toEqual([]);
  });

  it('is quiet about what is only information', () => {
    expect(FINDING_KINDS.every((kind) => tierOf(kind, 'information') === 'quiet')).toBe(true);
    expect(tierOf('same_class', 'caution')).toBe('quiet');
    expect(tierOf('lactation', 'caution')).toBe('quiet');
  });

  it('asks for one click where a reason is usual', () => {
    expect(
      (['duplicate', 'caution', 'dose', 'max_days', 'disease', 'renal', 'age', 'pregnancy'] as const).map(
        (kind) => tierOf(kind, 'caution'),
      ),
    ).toEqual(Array(8).fill('inline'));
    expect([tierOf('lactation', 'contraindicated'), tierOf('allergy', 'caution')]).toEqual([
      'inline',
      'inline',
    ]);
  });
});

it('the stronger tier wins, from either side', () => {
  const rising = ['quiet', 'inline', 'block'] as const;
  for (const [at, one] of rising.entries())
    for (const [otherAt, other] of rising.entries())
      expect(strongerTier(one, other), `${one} ${other}`).toBe(rising[Math.max(at, otherAt)]);
});

it('asks for a decision unless the finding is quiet or was accepted', () => {
  expect(needsDecision({ tier: 'block', accepted: null })).toBe(true);
  expect(needsDecision({ tier: 'inline', accepted: null })).toBe(true);
  expect(needsDecision({})).toBe(true);
  expect(needsDecision({ tier: 'quiet', accepted: null })).toBe(false);
  expect(needsDecision({ tier: 'inline', accepted: { on: '2026-11-01' } })).toBe(false);
});
