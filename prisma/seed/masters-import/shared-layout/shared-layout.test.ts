import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSharedLayout } from './index.ts';
import { unitFactor } from './lab-items.ts';
import { readUsageText } from './usage-text.ts';

describe('readUsageText', () => {
  it.each([
    ['内服・経口・１日１回就寝前', false, '就寝前', 1, null],
    ['内服・経口・１日１回朝食直後', false, '朝食直後', 1, null],
    ['内服・経口・１日３回朝昼夕食後', false, '毎食後', 3, null],
    ['内服・経口・１日４回朝昼夕食後と就寝前', false, '毎食後と就寝前', 4, null],
    ['内服・経口・１日２回朝夕食後', false, '朝夕食後', 2, null],
    ['内服・経口・１日２回１２時間毎', false, '12時間毎', 2, null],
    ['内服・経口・１日１０回哺乳時', false, '哺乳時', 10, null],
    ['内服・経口・疼痛時', true, '疼痛時', null, '疼痛時'],
    [
      '内服・経口・疼痛時 ４時間以上あける．1日３回まで．',
      true,
      '疼痛時（4時間以上あける、1日3回まで）',
      null,
      '疼痛時',
    ],
    ['外用・塗布・１日２回', false, '塗布', 2, null],
    ['外用・塗布・１日１～２回', false, '1日1～2回 塗布', null, null],
    ['外用・塗布・かゆい時', true, 'かゆい時 塗布', null, 'かゆい時'],
    ['外用・肛門挿入・１日２回朝夕', false, '朝夕 肛門挿入', 2, null],
  ])('%s (as needed: %s) is %s', (text, asNeeded, shortText, timesPerDay, condition) => {
    expect(readUsageText(text, asNeeded)).toEqual({ shortText, timesPerDay, condition });
  });
});

describe('unitFactor', () => {
  it.each([
    ['g/dL', 'g/dL', 1],
    ['10*3/uL', '10*2/uL', 10],
    ['10*6/uL', '10*4/uL', 100],
    ['10*3/uL', '10*4/uL', 0.1],
    ['mg/dL', 'mmol/L', null],
    ['', 'mg/dL', null],
  ])('from %s to %s is %s', (from, to, factor) => {
    expect(unitFactor(from, to)).toBe(factor);
  });
});

describe('readSharedLayout', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'shared-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));
  const put = (file: string, ...lines: string[]): void =>
    writeFileSync(join(directory, file), `${lines.join('\n')}\n`);

  const DRUG_HEADER =
    'yj_code,receipt_code,hot9,name_ja,kana,ingredient_ja,generic_prescription_code,generic_prescription_name,route_class,dosage_form,' +
    'strength_spec_ja,unit_ja,merit9_unit,therapeutic_class4,therapeutic_class3_name,ingredient_code7,generic_flag,controlled_flag,' +
    'manufacturer,formulary_common';
  const USAGE_HEADER = 'jami_code,text_ja,basic_usage,as_needed,frequent';
  const DEFAULT_HEADER = 'yj_code,usual_single_dose,usage_code,usual_days_or_times,typical_disease_ja';

  it('leaves out the tables whose files are absent', () => {
    expect(readSharedLayout(directory)).toEqual({});
  });

  it('reads a drug and keeps its published widths', () => {
    put(
      'drugs.csv',
      DRUG_HEADER,
      '1124007F2026,611120082,,ハルシオン０．２５ｍｇ錠,ﾊﾙｼｵﾝ0.25MGｼﾞｮｳ,トリアゾラム,1124007F2ZZZ,【般】トリアゾラム錠０．２５ｍｇ,内用,錠剤,０．２５ｍｇ１錠,錠,TAB,1124,,1124007,0,向精神薬,ファイザー,1',
    );
    expect(readSharedLayout(directory).drug).toEqual([
      expect.objectContaining({
        yjCode: '1124007F2026',
        hot9: null,
        name: 'ハルシオン０．２５ｍｇ錠',
        therapeuticClass: '1124',
        controlledKind: '向精神薬',
        isGeneric: false,
        isCommon: true,
        searchKey: 'ハルシオン025MGジヨウ ハルシオン025MG錠 トリアゾラム トリアゾラム錠025MG',
      }),
    ]);
  });

  it('multiplies a regular single dose to the dose per day and leaves an as-needed one', () => {
    put(
      'usage-codes.csv',
      USAGE_HEADER,
      '1013044400000000,内服・経口・１日３回朝昼夕食後,内服,,1',
      '1050710000000000,内服・経口・発熱時,内服,true,1',
    );
    put(
      'drug-defaults.csv',
      DEFAULT_HEADER,
      '5200013D1123,2.5,1013044400000000,5,感冒',
      '1141007F1063,2,1050710000000000,5,発熱',
    );
    expect(readSharedLayout(directory).drug_default).toEqual([
      { yjCode: '5200013D1123', dose: 7.5, usageCode: '1013044400000000', quantity: 5 },
      { yjCode: '1141007F1063', dose: 2, usageCode: '1050710000000000', quantity: 5 },
    ]);
  });

  it('refuses a default without a dose and one whose drug is not in the drug table', () => {
    put('usage-codes.csv', USAGE_HEADER, '1013044400000000,内服・経口・１日３回朝昼夕食後,内服,,1');
    put('drug-defaults.csv', DEFAULT_HEADER, '5200013D1123,,1013044400000000,5,感冒');
    expect(() => readSharedLayout(directory)).toThrow(
      expect.objectContaining({ issues: [expect.objectContaining({ line: 2, column: 'dose' })] }),
    );
    put('drug-defaults.csv', DEFAULT_HEADER, '5200013D1123,1,1013044400000000,5,感冒');
    put('drugs.csv', DRUG_HEADER);
    expect(() => readSharedLayout(directory)).toThrow(
      expect.objectContaining({
        issues: [expect.objectContaining({ problem: '医薬品マスタにありません。' })],
      }),
    );
  });

  it('leaves out allergens that may not be recorded and sorts the others into categories', () => {
    put(
      'jfagy.csv',
      'jfagy_code,term_ja,kana,main100,selectable',
      '00F,食品,しょくひん,1,0',
      'J9FA32111600,ネーブルオレンジ,ねーぶるおれんじ,1,0',
      'J9FA15000000,小麦,こむぎ,1,1',
      'J9NM12000000,ダニ,だに,,1',
      'D9M000000000,医薬品ダミーコード,いやくひんだみーこーど,1,1',
    );
    expect(readSharedLayout(directory).allergen?.map(({ code, category }) => [code, category])).toEqual([
      ['J9FA15000000', 'food'],
      ['J9NM12000000', 'environment'],
      ['D9M000000000', 'medication'],
    ]);
  });

  it('gives an interval only to codes of the same material, in the unit of the code', () => {
    put(
      'lab-items43.csv',
      'fhir_parent_code,default_jlac10_code,ref_unit_ucum,ref_low_male,ref_high_male,ref_low_female,ref_high_female',
      'K,3H015000002326101,mmol/L,3.6,4.8,3.6,4.8',
      'PLT,2A990000001930955,10*3/uL,158,348,158,348',
    );
    put(
      'lab-core43.csv',
      'category,fhir_parent_code,test_name_ja,abbreviation,jlac10_code,specimen3,unit_ja,unit_ucum',
      '生化学検査,K,カリウム(K),K,3H015000002326101,023,mmol/L,mmol/L',
      '生化学検査,K,カリウム(K),K,3H015000001926101,019,mmol/L,mmol/L',
      '血液学的検査,PLT,血小板数,PLT,2A990000001930955,019,X10*4/μL,10*4/uL',
    );
    put(
      'lab-core43-jlac11.csv',
      'jlac11_code,jlac10_codes',
      'C70030000250501B1,3H015000002326101',
      'C70030000250502B1,3H015000002326101',
      'B10030000211501G3,2A990000001930955',
    );
    const items = readSharedLayout(directory).lab_item ?? [];
    expect(items.map(({ jlac10, refLowMale, refHighMale }) => [jlac10, refLowMale, refHighMale])).toEqual([
      ['3H015000002326101', 3.6, 4.8],
      ['3H015000001926101', null, null],
      ['2A990000001930955', 15.8, 34.8],
    ]);
    expect(items.map(({ jlac11 }) => jlac11)).toEqual([null, null, 'B10030000211501G3']);
  });
});
