import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { NationalAlert } from '../ports/index.ts';
import { checkOrder } from '../safety/index.ts';
import { drug, pair } from '../safety/testing/drugs.ts';
import { fromLocal, fromNational, localUncheckedKey, mergeFindings } from './findings.ts';
import { type DraftRp, draftRpSchema } from './rules/draft.ts';

const line = (name: string, yjCode: string): DraftRp =>
  draftRpSchema.parse({
    clientId: randomUUID(),
    formClass: '1',
    quantity: 7,
    usage: { code: '1011000400000000', text: '朝食後', timesPerDay: 1 },
    medications: [
      {
        clientId: randomUUID(),
        yjCode,
        receiptCode: '',
        name,
        ingredientName: '',
        dose: '1',
        unit: '錠',
        unitCode: null,
      },
    ],
  });

const rps = [line('アスパラカリウム錠３００ｍｇ', '3229005F1080')];
const subjectId = rps[0]!.medications[0]!.clientId;
const local = checkOrder({
  order: [drug(subjectId, '3229005F1080', 'アスパラカリウム錠３００ｍｇ')],
  active: [drug('own:1', '3229005B1038', 'アスパラカリウム散５０％', { origin: 'clinic' })],
  external: [drug('external:1', '2149045F1029', 'セララ錠２５ｍｇ', { origin: 'external' })],
  allergies: [],
  pairs: [pair('A', ['2149045'], ['3229005'])],
  pairsEdition: 'test',
}).findings.map((finding) => fromLocal(finding, rps));

const alert: NationalAlert = {
  kind: 'contraindicated',
  rpNumber: 1,
  itemNumber: 1,
  subjectName: 'アスパラカリウム錠３００ｍｇ',
  otherName: 'セララ錠25mg',
  facilityName: '厚労薬局',
  otherDate: '2026-11-20',
  periodFrom: '2026-11-20',
  periodTo: '2026-11-26',
  message: '併用禁忌です。',
};
const national = (change: Partial<NationalAlert> = {}) =>
  fromNational({ ...alert, ...change }, rps, '2026-11-20')!;

describe('mergeFindings', () => {
  it('makes one row of what both found, whatever the width of the letters: same key, same place', () => {
    const merged = mergeFindings(local, [national()]);
    expect(merged.map((finding) => [finding.subjectId, finding.key])).toEqual(
      local.map((finding) => [finding.subjectId, finding.key]),
    );
    const both = merged.filter((finding) => finding.source === 'both');
    expect(both).toHaveLength(1);
    expect(both[0]).toMatchObject({ otherName: 'セララ錠25mg', tier: 'block' });
    expect(both[0]!.words.source).toContain('両方');
  });

  it.each([
    ['another kind', { kind: 'duplicate' as const }],
    ['another drug', { otherName: 'セララ錠５０ｍｇ' }],
    ['another facility', { facilityName: '別の薬局' }],
    ['a drug without a name', { otherName: null, facilityName: null }],
  ])('keeps %s as a row of its own, after the known ones', (_, change) => {
    const merged = mergeFindings(local, [national(change)]);
    expect(merged.map((finding) => finding.source)).toEqual(['local', 'local', 'national']);
    expect(merged.slice(0, 2)).toEqual(local);
  });

  it('takes the stronger tier, and leaves alone what was accepted before', () => {
    const quiet = { ...local[0]!, tier: 'quiet' as const };
    const again = { ...national(), subjectId: quiet.subjectId, key: quiet.key };
    expect(mergeFindings([quiet], [again])[0]!.tier).toBe('block');
    const accepted = { ...quiet, accepted: { on: '2026-11-01', reason: '相談済み', by: '標 一郎' } };
    expect(mergeFindings([accepted], [again])[0]!).toMatchObject({
      tier: 'quiet',
      accepted: accepted.accepted,
    });
  });

  it('never lets what was accepted of one day stand for the same drug of another day', () => {
    const accepted = {
      ...local[0]!,
      tier: 'quiet' as const,
      accepted: { on: '2026-11-01', reason: '相談済み', by: '標 一郎' },
    };
    const asking = { ...accepted, tier: 'inline' as const, accepted: null };
    for (const both of [
      [accepted, asking],
      [asking, accepted],
    ]) {
      expect(mergeFindings(both, [])).toEqual([asking]);
      const fromService = both.map((each) => ({ ...each, source: 'national' as const }));
      expect(mergeFindings([], fromService)).toEqual([{ ...asking, source: 'national' }]);
    }
  });

  it('changes nothing when the same answer arrives twice', () => {
    const once = mergeFindings(local, [national(), national({ kind: 'duplicate' })]);
    expect(mergeFindings(once, [national(), national({ kind: 'duplicate' })])).toEqual(once);
  });
});

describe('fromNational', () => {
  it('shows no name the patient has not agreed to, and says so', () => {
    const hidden = national({ otherName: null, facilityName: null, otherDate: null });
    expect(JSON.stringify(hidden)).not.toMatch(/セララ|厚労/);
    expect(hidden.title).toBe('ほかの医療機関・薬局の薬 と一緒に使えません。');
    expect(hidden.words.pair).toContain('同意がないため');
  });

  it('is no finding of this order when it names a line the order does not have', () => {
    expect(fromNational({ ...alert, rpNumber: 2 }, rps, '2026-11-20')).toBeNull();
    expect(fromNational({ ...alert, itemNumber: 2 }, rps, '2026-11-20')).toBeNull();
  });

  it('tells when the service answered, and where and when the other drug was given', () => {
    expect(national().words).toMatchObject({
      label: '併用禁忌',
      facility: '厚労薬局',
      period: '重なる期間 11月20日〜11月26日（7日間）',
      data: 'データ 2026年11月20日',
    });
    expect(national().words.pair).toContain('（11月20日 厚労薬局）');
  });
});

describe('localUncheckedKey', () => {
  it('is the same for the same drugs in any sequence, and another one as soon as a drug comes to them', () => {
    const [one, other] = [{ name: '薬A' }, { name: '薬Ｂ' }];
    expect(localUncheckedKey([one, other])).toBe(localUncheckedKey([{ name: '薬B' }, one, one]));
    expect(localUncheckedKey([one])).not.toBe(localUncheckedKey([one, other]));
  });
});
