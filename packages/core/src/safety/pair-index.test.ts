import { describe, expect, it } from 'vitest';
import { keyPart } from './findings.ts';
import { buildPairIndex, pairsBetween } from './pair-index.ts';
import { pair } from './testing/drugs.ts';

describe('buildPairIndex', () => {
  const index = buildPairIndex([
    pair('B', ['1124007', ''], ['6290004', '']),
    pair('A', ['6290'], ['1124007F2']),
    pair('BLIND', ['1124007'], ['']),
    pair('EMPTY', [], ['6290004']),
  ]);

  it('counts what can match, and names what never can', () => {
    expect(index.usablePairs).toBe(2);
    expect(index.unusablePairIds).toEqual(['BLIND', 'EMPTY']);
  });

  it('finds the rows between two drugs from either side, once, in the order of their ids', () => {
    const sides = (yjCode: string) => index.sidesOf(yjCode);
    const [halcion, itrizole] = [sides('1124007F2026'), sides('6290004M1029')];
    expect(pairsBetween(halcion, itrizole).map((row) => row.id)).toEqual(['A', 'B']);
    expect(pairsBetween(itrizole, halcion).map((row) => row.id)).toEqual(['A', 'B']);
    expect(pairsBetween(halcion, halcion)).toEqual([]);
    expect(pairsBetween(halcion, sides('9999999F1011'))).toEqual([]);
  });

  it('takes an empty prefix for none, not for every drug', () => {
    expect([...index.sidesOf('9999999F1011').onSideA, ...index.sidesOf('9999999F1011').onSideB]).toEqual([]);
  });
});

it('free text in a key has a length, and no part of it can end the part', () => {
  expect(keyPart('あ'.repeat(61))).toHaveLength(60);
  expect(keyPart('厚労 薬|局')).toBe('厚労薬局');
});
