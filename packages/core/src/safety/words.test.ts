import { describe, expect, it } from 'vitest';
import { overrideReasons, proceedUncheckedReasons } from './reasons.ts';
import type { SafetyFinding } from './types.ts';
import { explainFinding } from './words.ts';

const finding: SafetyFinding = {
  key: 'k',
  kind: 'contraindicated',
  subjectRef: 'order:1:1',
  subjectName: 'ハルシオン0.25mg錠',
  otherRef: 'order:2:1',
  otherName: 'イトリゾールカプセル50',
  otherOrigin: 'order',
  facilityName: '自院',
  periodFrom: '2026-11-20',
  periodTo: '2026-11-26',
  message: '血中濃度上昇のおそれ',
  basis: 'トリアゾラム電子添文',
  condition: null,
};

describe('explainFinding', () => {
  it('names the other line of the order by its RP', () => {
    expect(explainFinding(finding)).toEqual({
      title: 'RP2 イトリゾールカプセル50 と一緒に使えません。',
      message: '血中濃度上昇のおそれ',
      meta: '自院　重なる期間 11月20日〜11月26日（7日間）　トリアゾラム電子添文',
    });
    expect(explainFinding({ ...finding, otherRef: 'a-client-id' }, () => 4).title).toMatch(/^RP4 /);
  });

  it('names a drug from elsewhere by its facility, and shows the condition of a contraindication', () => {
    const words = explainFinding({
      ...finding,
      otherRef: 'external:1',
      otherOrigin: 'external',
      otherName: 'セララ錠25mg',
      facilityName: '厚労薬局',
      condition: '高血圧症の場合',
    });
    expect(words.title).toBe('セララ錠25mg と一緒に使えません。');
    expect(words.meta).toContain('厚労薬局');
    expect(words.message).toContain('高血圧症の場合');
  });

  it('says duplicates and allergies in their own words, and writes the year over the turn of the year', () => {
    const duplicate = explainFinding({
      ...finding,
      kind: 'duplicate',
      periodFrom: '2026-12-30',
      periodTo: '2027-01-02',
    });
    expect(duplicate.title).toContain('重複');
    expect(duplicate.meta).toContain('2026年12月30日〜2027年1月2日（4日間）');
    const allergy = explainFinding({
      ...finding,
      kind: 'allergy',
      otherOrigin: 'allergy',
      periodFrom: null,
      periodTo: null,
    });
    expect(allergy.title).toBe('イトリゾールカプセル50 のアレルギーが記録されています。');
    expect(allergy.meta).not.toContain('重なる期間');
  });
});

describe('reasons', () => {
  it.each([
    overrideReasons('contraindicated'),
    overrideReasons('duplicate'),
    overrideReasons('allergy'),
    proceedUncheckedReasons(),
  ])('can be given with one click; only その他 asks for words, and it is the last', (...reasons) => {
    expect(new Set(reasons.map((each) => each.code)).size).toBe(reasons.length);
    expect(reasons.findIndex((each) => each.needsText)).toBe(reasons.length - 1);
    // The draft keeps at most 40 characters of a code.
    expect(reasons.every((each) => each.code.length <= 40)).toBe(true);
  });
});
