import { describe, expect, it } from 'vitest';
import type { NationalAlert } from '../ports/index.ts';
import { checkOrder } from './check-order.ts';
import { mergeNational } from './merge-national.ts';
import { drug, pair } from './testing/drugs.ts';

const local = checkOrder({
  order: [drug('order:1:1', '3229005F1080', 'アスパラカリウム錠300mg')],
  active: [drug('own:1', '3229005B1038', 'アスパラカリウム散50%', { origin: 'clinic' })],
  external: [drug('external:1', '2149045F1029', 'セララ錠25mg', { origin: 'external' })],
  allergies: [],
  pairs: [pair('A', ['2149045'], ['3229005'])],
  pairsEdition: 'test',
}).findings;

const alert: NationalAlert = {
  kind: 'contraindicated',
  rpNumber: 1,
  itemNumber: 1,
  subjectName: 'アスパラカリウム錠３００ｍｇ',
  otherName: 'セララ錠２５ｍｇ',
  facilityName: '厚労薬局',
  otherDate: '2026-11-20',
  periodFrom: '2026-11-20',
  periodTo: '2026-11-26',
  message: '併用禁忌です。',
};

describe('mergeNational', () => {
  it('makes one finding of what both found, whatever the width of the letters, and keeps the local key', () => {
    const merged = mergeNational(local, [alert]);
    expect(merged).toHaveLength(local.length);
    const both = merged.filter((finding) => finding.source === 'both');
    expect(both).toHaveLength(1);
    expect(both[0]).toMatchObject({
      key: local.find((finding) => finding.otherName === 'セララ錠25mg')!.key,
      nationalMessage: '併用禁忌です。',
    });
  });

  it.each([
    ['another kind', { kind: 'duplicate' as const }],
    ['another drug', { otherName: 'セララ錠５０ｍｇ' }],
    ['another facility', { facilityName: '別の薬局' }],
  ])('keeps %s as a finding of its own', (_, difference) => {
    const merged = mergeNational(local, [{ ...alert, ...difference }]);
    expect(merged.map((finding) => finding.source)).toEqual(['local', 'local', 'national']);
  });

  it("knows this clinic's own name as 自院", () => {
    const ours = {
      ...alert,
      kind: 'duplicate' as const,
      otherName: 'アスパラカリウム散５０％',
      facilityName: '標クリニック',
    };
    expect(mergeNational(local, [ours])).toHaveLength(3);
    expect(mergeNational(local, [ours], { ownFacilityName: '標クリニック' })).toHaveLength(2);
  });

  it('never takes an alert without names for a known one, and shows no name', () => {
    const hidden = { ...alert, otherName: null, facilityName: null };
    const merged = mergeNational(local, [hidden]);
    expect(merged).toHaveLength(3);
    expect(merged[2]).toMatchObject({ source: 'national', namesDisclosed: false });
    expect(JSON.stringify(merged[2])).not.toContain('セララ');
    expect(merged[2]!.otherName).toContain('同意がない');
  });

  it('refuses an answer about a line this order does not have', () => {
    expect(() => mergeNational(local, [alert], { lineRef: () => null })).toThrow(RangeError);
  });
});
