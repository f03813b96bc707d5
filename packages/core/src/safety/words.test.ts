import { describe, expect, it } from 'vitest';
import { overrideReasons, proceedUncheckedReasons } from './reasons.ts';
import { FINDING_KINDS, type SafetyFinding } from './types.ts';
import { explainFinding } from './words.ts';

const finding: SafetyFinding = {
  key: 'k',
  kind: 'contraindicated',
  severity: 'contraindicated',
  subjectRef: 'order:1:1',
  subjectName: 'ハルシオン0.25mg錠',
  otherRef: 'order:2:1',
  otherName: 'イトリゾールカプセル50',
  otherOrigin: 'order',
  otherGivenOn: '2026-11-20',
  facilityName: '自院・今回',
  periodFrom: '2026-11-20',
  periodTo: '2026-11-26',
  message: '血中濃度上昇のおそれ',
  basis: 'トリアゾラム電子添文',
  condition: null,
  dataDate: '2026-11-20',
  acceptKey: null,
};

const rpOf = (ref: string) => Number(/^order:(\d+):/.exec(ref)?.[1] ?? 0) || null;
const explain = (change: Partial<SafetyFinding> = {}) => explainFinding({ ...finding, ...change }, rpOf);

describe('explainFinding', () => {
  it('names both lines of the order by their RP, the days they share and the data it rests on', () => {
    expect(explain()).toEqual({
      title: 'RP2 イトリゾールカプセル50 と一緒に使えません。',
      pair: 'ハルシオン0.25mg錠（今回 RP1）と イトリゾールカプセル50（今回 RP2）',
      period: '重なる期間 11月20日〜11月26日（7日間）',
      data: 'データ 2026年11月20日',
    });
  });

  it('says where and when a drug from elsewhere was given', () => {
    const words = explain({
      otherRef: 'external:1',
      otherOrigin: 'external',
      otherName: 'セララ錠25mg',
      otherGivenOn: '2026-11-10',
      facilityName: '厚労薬局',
    });
    expect(words.title).toBe('セララ錠25mg と一緒に使えません。');
    expect(words.pair).toBe('ハルシオン0.25mg錠（今回 RP1）と セララ錠25mg（11月10日 厚労薬局）');
  });

  it('says without names that there is something, where the patient has not agreed', () => {
    const words = explainFinding(
      { ...finding, otherRef: 'x', otherOrigin: 'external', otherName: null, otherGivenOn: null },
      rpOf,
    );
    expect(words.title).toBe('ほかの医療機関・薬局の薬 と一緒に使えません。');
    expect(words.pair).not.toContain('イトリゾール');
  });

  it('writes the year over the turn of the year, and no days where there are none', () => {
    expect(explain({ periodFrom: '2026-12-30', periodTo: '2027-01-02' }).period).toBe(
      '重なる期間 2026年12月30日〜2027年1月2日（4日間）',
    );
    expect(explain({ periodFrom: '2026-12-30', periodTo: '2026-12-30' }).period).toBe(
      '重なる期間 12月30日（1日間）',
    );
    expect(explain({ periodFrom: null, dataDate: null })).toMatchObject({ period: null, data: null });
  });

  it('has a sentence of its own for every kind, and for the weaker form of it where there is one', () => {
    const titles = FINDING_KINDS.flatMap((kind) => [
      explain({ kind, severity: 'contraindicated' }).title,
      explain({ kind, severity: 'caution' }).title,
    ]);
    for (const title of titles) expect(title).toMatch(/^.+。$/);
    expect(explain({ kind: 'allergy' }).title).toContain('アレルギーがあります');
    expect(explain({ kind: 'allergy', severity: 'caution' }).title).toContain('同じ系統');
    expect(explain({ kind: 'dose' }).title).toContain('用量');
    expect(explain({ kind: 'max_days' }).title).toContain('投与日数');
  });

  it.each([
    ['disease', '「消化性潰瘍」の方'],
    ['pregnancy', '消化性潰瘍の方'],
    ['lactation', '消化性潰瘍の方'],
    ['age', '消化性潰瘍の方'],
    ['renal', '消化性潰瘍の方'],
  ] as const)('says of %s whether the drug is forbidden or asks for care', (kind, who) => {
    const titleOf = (severity: SafetyFinding['severity']) =>
      explain({ kind, severity, otherRef: 'x', otherName: '消化性潰瘍' }).title;
    expect(titleOf('contraindicated')).toBe(`${who}には使えません。`);
    expect(titleOf('caution')).toBe(`${who}には注意が要ります。`);
  });

  it('names a line by no RP while it has none', () => {
    expect(explain({ subjectRef: 'x', otherRef: 'y' })).toMatchObject({
      title: 'イトリゾールカプセル50 と一緒に使えません。',
      pair: 'ハルシオン0.25mg錠（今回）と イトリゾールカプセル50（今回）',
    });
  });

  it.each([
    ['allergy', 'アレルギーの記録「イトリゾールカプセル50」'],
    ['disease', '病名「イトリゾールカプセル50」'],
    ['patient', '患者の記録「イトリゾールカプセル50」'],
    ['rule', '決まり「イトリゾールカプセル50」'],
  ] as const)('says what the other side is when it is no drug: %s', (otherOrigin, words) => {
    expect(explain({ otherOrigin, otherRef: 'x' }).pair).toBe(`ハルシオン0.25mg錠（今回 RP1）と ${words}`);
  });
});

describe('reasons', () => {
  it.each([
    ...FINDING_KINDS.map((kind) => [kind, overrideReasons(kind)] as const),
    ['unchecked', proceedUncheckedReasons()] as const,
  ])('for %s can be given with one click; only その他 asks for words, and it is the last', (_, reasons) => {
    expect(new Set(reasons.map((each) => each.code)).size).toBe(reasons.length);
    expect(reasons.findIndex((each) => each.needsText)).toBe(reasons.length - 1);
    // The draft keeps at most 40 characters of a code.
    expect(reasons.every((each) => each.code.length <= 40)).toBe(true);
  });
});
