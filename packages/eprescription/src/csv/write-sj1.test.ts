import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ministryExample } from '../testing/ministry-example.ts';
import { Sj1Error } from './sj1-error.ts';
import { writeSj1 } from './write-sj1.ts';

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

describe('処方情報CSV (SJ1)', () => {
  it('writes the ministry example record by record', () => {
    expect(textOf(writeSj1(ministryExample))).toBe(
      [
        'SJ1',
        '1,1,1234567,13,しるべ内科クリニック',
        '2,100-0000,東京都架空区標１－２－３',
        '3,03-0000-0001,,',
        '4,2,01,内科',
        '5,D001,ﾔﾏﾀﾞ ﾊﾅｺ,山田　花子',
        '11,00009999,テスト　太郎,ﾃｽﾄ ﾀﾛｳ',
        '12,1',
        '13,19660526',
        '21,1',
        '22,01130012',
        '23,１２３,４５６７,1,01',
        '24,30,70',
        '51,20261120',
        '101,1,1,,7',
        '111,1,3,1011100000000000,１日１回就寝前,1',
        '201,1,1,1,2,611120055,ハルシオン０．２５ｍｇ錠,1,1,錠',
        '101,2,1,,7',
        '111,2,3,1011000300000000,１日１回朝食直後,1',
        '201,2,1,1,2,616290177,イトリゾールカプセル５０,2,1,カプセル',
        '101,3,1,,7',
        '111,3,3,1013044400000000,１日３回朝昼夕食後,3',
        '201,3,1,1,2,620004902,アスパラカリウム錠３００ｍｇ,3,1,錠',
        '',
      ].join('\n'),
    );
  });

  it('is UTF-8 without BOM and has LF only', () => {
    const bytes = Buffer.from(writeSj1(ministryExample));
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('SJ1\n');
    expect(bytes.includes(0x0d)).toBe(false);
  });

  it('keeps every field in its place whatever a name contains', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), (name) => {
        fc.pre(name.trim() !== '' && /^[^\p{Cc}\s]+$/u.test(name));
        const lines = textOf(
          writeSj1({ ...ministryExample, patient: { ...ministryExample.patient, familyName: name } }),
        ).split('\n');
        const line = lines.find((each) => each.startsWith('11,'));
        expect(line?.split(',')).toHaveLength(4);
        expect(lines).toHaveLength(24);
      }),
    );
  });

  it('writes 使用期限 only when it is not the ordinary four days', () => {
    const longer = textOf(writeSj1({ ...ministryExample, validUntil: '2026-11-30' }));
    expect(longer).toContain('\n52,20261130\n');
    expect(textOf(writeSj1(ministryExample))).not.toContain('\n52,');
  });

  it('writes a generic prescription by its generic code', () => {
    const [first, ...rest] = ministryExample.rps;
    if (!first) throw new Error('no RP');
    const generic = { code: '1124007F2ZZZ', name: '【般】トリアゾラム錠０．２５ｍｇ' };
    const record = {
      ...ministryExample,
      rps: [{ ...first, medications: first.medications.map((each) => ({ ...each, generic })) }, ...rest],
    };
    expect(textOf(writeSj1(record))).toContain(
      '201,1,1,1,7,1124007F2ZZZ,【般】トリアゾラム錠０．２５ｍｇ,1,1,錠',
    );
  });

  it('falls back to the YJ code when a drug has no レセプト電算 code, and to the dummy usage code', () => {
    const text = textOf(
      writeSj1({
        ...ministryExample,
        rps: ministryExample.rps.map((rp) => ({
          ...rp,
          usage: { ...rp.usage, code: '' },
          medications: rp.medications.map((each) => ({ ...each, receiptCode: '' })),
        })),
      }),
    );
    expect(text).toContain('\n111,1,3,0X0XXXXXXXXX0000,１日１回就寝前,1\n201,1,1,1,4,1124007F2026,');
  });

  it('writes 外字 as ■', () => {
    const patient = { ...ministryExample.patient, familyName: '\uE000田' };
    expect(textOf(writeSj1({ ...ministryExample, patient }))).toContain(',■田　太郎,');
  });

  it.each([
    ['1956-11-30', '01130012', 20, null],
    ['1956-11-01', '01130012', 20, '1'],
    ['1956-10-31', '01130012', 20, '1'],
    ['1956-10-31', '01130012', 30, '2'],
    ['1940-01-01', '39130012', 10, '1'],
    ['1940-01-01', '39130012', 20, '5'],
    ['1940-01-01', '39130012', 30, '2'],
    ['2020-04-02', '01130012', 20, '3'],
    ['2020-04-01', '01130012', 30, null],
    ['2020-02-29', '01130012', 30, null],
  ])(
    'born %s, insurer %s, %i percent: 一部負担区分 %s',
    (birthDate, insurerNumber, copayPercent, expected) => {
      const { patient } = ministryExample;
      if (!patient.coverage) throw new Error('no coverage');
      const coverage = { ...patient.coverage, insurerNumber, copayPercent };
      const text = textOf(writeSj1({ ...ministryExample, patient: { ...patient, birthDate, coverage } }));
      expect(/\n14,(\d)\n/.exec(text)?.[1] ?? null).toBe(expected);
    },
  );

  it.each([
    ['a dose of zero', (r: typeof ministryExample) => withDose(r, '0'), /用量/],
    [
      'no insurance and no public expense',
      (r: typeof ministryExample) => ({ ...r, patient: { ...r.patient, coverage: null } }),
      /保険/,
    ],
    [
      'an unknown sex',
      (r: typeof ministryExample) => ({ ...r, patient: { ...r.patient, sex: 'unknown' as const } }),
      /性別/,
    ],
    [
      'kanji in the kana name',
      (r: typeof ministryExample) => ({ ...r, patient: { ...r.patient, familyKana: '山田' } }),
      /カナ/,
    ],
    [
      'a public expense number of 7 digits',
      (r: typeof ministryExample) => ({
        ...r,
        patient: { ...r.patient, publicSubsidies: [{ payerNumber: '1213456', recipientNumber: null }] },
      }),
      /8桁/,
    ],
    [
      'a name of 21 characters',
      (r: typeof ministryExample) => ({ ...r, patient: { ...r.patient, familyName: 'あ'.repeat(20) } }),
      /長すぎ/,
    ],
  ])('refuses %s with a sentence', (_, change, sentence) => {
    try {
      writeSj1(change(ministryExample));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(Sj1Error);
      expect((error as Sj1Error).userMessage).toMatch(sentence);
      expect((error as Sj1Error).message).not.toContain('テスト');
    }
  });
});

function withDose(record: typeof ministryExample, dose: string): typeof ministryExample {
  return {
    ...record,
    rps: record.rps.map((rp) => ({ ...rp, medications: rp.medications.map((each) => ({ ...each, dose })) })),
  };
}
