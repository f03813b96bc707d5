import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeInstitutionCode, toSearchKey, yjMatchesAnyPrefix } from '@shirube/terminology';
import { afterEach, describe, expect, it } from 'vitest';
import { demoClinics } from '../demo/accounts.ts';
import { readDemoMasters } from './demo-layout.ts';
import { MasterImportError } from './errors.ts';

const MASTERS = join(import.meta.dirname, '../masters');
const { tables, editions } = readDemoMasters(MASTERS);

const drug = (yjCode: string) => tables.drug.find((row) => row.yjCode === yjCode);
const usage = (code: string) => tables.usage_code.find((row) => row.code === code);

describe('the demo selection', () => {
  it.each([
    ['1124007F2026', 'ハルシオン０．２５ｍｇ錠'],
    ['6290004M1029', 'イトリゾールカプセル５０'],
    ['3229005F1080', 'アスパラカリウム錠３００ｍｇ'],
    ['2149045F1029', 'セララ錠２５ｍｇ'],
  ])('has %s %s under its official name', (yjCode, name) => {
    expect(drug(yjCode)?.name).toBe(name);
  });

  it.each([
    ['1011100000000000', '就寝前', 1],
    ['1011000300000000', '朝食直後', 1],
    ['1013044400000000', '毎食後', 3],
    ['1011000400000000', '朝食後', 1],
    ['1050110000000000', '疼痛時', null],
  ])('has usage %s as %s', (code, shortText, timesPerDay) => {
    expect(usage(code)).toMatchObject({ shortText, timesPerDay });
  });

  it.each(['不眠症', '爪白癬', '低カリウム血症', '高血圧症'])('has the disease %s', (name) => {
    expect(tables.disease.map((row) => row.name)).toContain(name);
  });

  it('has の疑い as a suffix and そば, 鶏卵 and スギ as allergens', () => {
    expect(tables.disease_modifier).toContainEqual(
      expect.objectContaining({ code: '8002', name: 'の疑い', position: 'suffix' }),
    );
    for (const name of ['そば', '鶏卵', 'スギ'])
      expect(tables.allergen.map((row) => row.name)).toContain(name);
  });

  it('has both demo clinics among the institutions to whom letters can be addressed', () => {
    const numbers = demoClinics.map(({ prefectureCode, institutionNumber }) =>
      composeInstitutionCode({ prefectureCode, scoreTable: '1', institutionNumber }),
    );
    const named = tables.facility.filter(({ institutionCode }) => numbers.includes(institutionCode as never));
    expect(named.map(({ name }) => name)).toEqual(demoClinics.map(({ name }) => name));
    expect(tables.facility.length).toBeGreaterThan(24);
  });

  it('is a selection and no whole table of MEDIS or CLINS', () => {
    expect(tables.disease.length).toBeLessThan(500);
    expect(tables.disease_modifier.length).toBeLessThan(150);
    expect(tables.lab_item.length).toBeLessThan(100);
    expect(tables.drug.length).toBeLessThan(700);
  });

  it('has a drug for both sides of every contraindicated pair', () => {
    const prefixes = tables.interaction.flatMap((pair) => [pair.prefixesA, pair.prefixesB]);
    const without = prefixes.filter(
      (side) => !tables.drug.some(({ yjCode }) => yjMatchesAnyPrefix(yjCode, side)),
    );
    expect(without).toEqual([]);
  });

  it('holds the pairs of the demo story: ハルシオン with イトリゾール, アスパラカリウム with セララ and its condition', () => {
    const between = (a: string, b: string) =>
      tables.interaction.find(
        ({ prefixesA, prefixesB }) =>
          (yjMatchesAnyPrefix(a, prefixesA) && yjMatchesAnyPrefix(b, prefixesB)) ||
          (yjMatchesAnyPrefix(b, prefixesA) && yjMatchesAnyPrefix(a, prefixesB)),
      );
    expect(between('1124007F2026', '6290004M1029')).toMatchObject({
      severity: 'contraindicated',
      condition: null,
    });
    expect(between('3229005F1080', '2149045F1029')?.condition).toContain('高血圧症');
  });

  it('gives the default dose per day for regular oral drugs', () => {
    const dose = (yjCode: string) => tables.drug_default.find((row) => row.yjCode === yjCode);
    expect(dose('3229005F1080')).toMatchObject({ dose: 3, usageCode: '1013044400000000' });
    expect(dose('1124007F2026')).toMatchObject({ dose: 1, usageCode: '1011100000000000' });
    expect(dose('6290004M1029')).toMatchObject({ dose: 2, usageCode: '1011000300000000', quantity: 7 });
  });

  it('names every usage in its own words', () => {
    const words = tables.usage_code.map(
      ({ timesPerDay, shortText }) => `${timesPerDay === null ? '' : `1日${timesPerDay}回 `}${shortText}`,
    );
    expect(words.filter((text, i) => words.indexOf(text) !== i)).toEqual([]);
  });

  it('finds drugs by kana, name and ingredient', () => {
    const key = drug('1124007F2026')?.searchKey.split(' ') ?? [];
    expect(key[0]?.startsWith(toSearchKey('はるしおん'))).toBe(true);
    expect(key).toContain(toSearchKey('トリアゾラム'));
    expect(tables.disease.find(({ name }) => name === '高血圧症')?.searchKey).toBe(
      'コウケツアツシヨウ 高血圧症',
    );
  });

  it('gives reference intervals in the unit of the code', () => {
    const item = (fhirCode: string) => tables.lab_item.find((row) => row.fhirCode === fhirCode);
    expect(item('WBC')).toMatchObject({ ucum: '10*2/uL', refLowMale: 33, refHighMale: 86 });
    expect(item('RBC')).toMatchObject({ ucum: '10*4/uL', refLowMale: 435, refHighFemale: 492 });
    expect(item('PLT')).toMatchObject({ ucum: '10*4/uL', refLowMale: 15.8, refHighMale: 34.8 });
    expect(item('HbA1c-NGSP')).toMatchObject({ refLowMale: 4.9, refHighMale: 6 });
  });

  it('shows the 43 items in all their 55 forms and the five infection items', () => {
    expect(tables.lab_item).toHaveLength(65);
    expect(new Set(tables.lab_item.map(({ sortNo }) => sortNo)).size).toBe(65);
  });

  it('names an edition, a source and a day in force for every table', () => {
    for (const { edition, source, validFrom } of Object.values(editions)) {
      expect(edition).toMatch(/^demo-/);
      expect(source).not.toBe('');
      expect(validFrom).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
});

describe('faulty files', () => {
  let directory = '';
  const copyWith = (file: string, change: (content: string) => string): string => {
    directory = mkdtempSync(join(tmpdir(), 'masters-'));
    cpSync(MASTERS, directory, { recursive: true });
    writeFileSync(join(directory, file), change(readFileSync(join(MASTERS, file), 'utf8')));
    return directory;
  };
  const errorOf = (run: () => unknown): MasterImportError => {
    try {
      run();
    } catch (error) {
      if (error instanceof MasterImportError) return error;
      throw error;
    }
    throw new Error('was accepted');
  };
  afterEach(() => {
    if (directory !== '') rmSync(directory, { recursive: true });
    directory = '';
  });

  it('names file, line and column of a wrong check digit', () => {
    const masters = copyWith('drugs.csv', (content) => content.replace('\n1124001F1022,', '\n1124001F1023,'));
    const error = errorOf(() => readDemoMasters(masters));
    expect(error.reason).toBe('invalid_rows');
    expect(error.issues).toEqual([
      expect.objectContaining({ file: 'drugs.csv', line: 2, column: 'yj_code' }),
    ]);
    expect(error.userMessage).toContain('drugs.csv 2行目 yj_code');
  });

  it('refuses the same code twice', () => {
    const masters = copyWith('usage-codes.csv', (content) => `${content}${content.split('\n')[1]}\n`);
    const { issues } = errorOf(() => readDemoMasters(masters));
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({ column: 'code', problem: '2行目と同じコードです。' });
  });

  it('refuses a flag, a number and a required text that are none', () => {
    const masters = copyWith('drug-defaults.csv', (content) =>
      content.replace('2171022F2289,1,1011000400000000,28', '2171022F2289,一錠,1011000400000000,2.5'),
    );
    const { issues } = errorOf(() => readDemoMasters(masters));
    expect(issues.map(({ column }) => column)).toEqual(['dose', 'quantity']);
    const flags = copyWith('disease-modifiers.csv', (content) =>
      content.replace('prefix,1\n', 'prefix,yes\n'),
    );
    expect(errorOf(() => readDemoMasters(flags)).issues[0]?.column).toBe('is_common');
  });

  it('refuses a default whose usage is not in the usage table', () => {
    const masters = copyWith('usage-codes.csv', (content) => content.replace(/^1011000400000000,.*\n/m, ''));
    const error = errorOf(() => readDemoMasters(masters));
    expect(error.issues[0]).toMatchObject({ column: 'usage_code', problem: '用法マスタにありません。' });
    expect(error.userMessage).toMatch(/ほか\d+件。$/);
  });

  it('refuses a misspelt header instead of dropping the column', () => {
    const masters = copyWith('drugs.csv', (content) => content.replace('hot9', 'hot_9'));
    expect(errorOf(() => readDemoMasters(masters))).toMatchObject({
      reason: 'unreadable_file',
      userMessage: expect.stringMatching(/足りない列: hot9。知らない列: hot_9。/),
    });
  });

  it('refuses a line with too few columns, a file in Shift_JIS and a missing edition', () => {
    expect(
      errorOf(() => readDemoMasters(copyWith('diseases.csv', (content) => `${content}20061593,8833421\n`)))
        .reason,
    ).toBe('unreadable_file');
    const masters = copyWith('diseases.csv', (content) => content);
    writeFileSync(join(masters, 'diseases.csv'), Buffer.from([0x8d, 0x82, 0x8c, 0x8c, 0x88, 0xb3]));
    expect(errorOf(() => readDemoMasters(masters)).userMessage).toContain('UTF-8');
    const unnamed = copyWith('editions.json', () => '[]');
    expect(errorOf(() => readDemoMasters(unnamed)).reason).toBe('edition_missing');
  });
});
