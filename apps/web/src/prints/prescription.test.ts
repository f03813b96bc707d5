import { closeSharedBrowser } from '@shirube/pdf';
import { afterAll, describe, expect, it } from 'vitest';
import { type PrescriptionPaper, printPrescription } from './prescription.ts';
import { ink, type ReadPage, readPdf, withoutSpaces } from './testing/read-pdf.ts';
import { lineOf, prescriptionOf, rpOf } from './testing/records.ts';

afterAll(closeSharedBrowser);

const noSymbols = { symbols: [], replacedCharacters: [], accessCodeSymbol: null };

const print = async (
  record: PrescriptionPaper['record'],
  more: Partial<PrescriptionPaper> = {},
): Promise<ReadPage[]> =>
  readPdf(await printPrescription({ record, symbols: noSymbols, paper: 'a5', ...more }));

const one = [rpOf(1, [lineOf('アムロジピン錠５ｍｇ')])];

/** Where 氏名 stands on the form, in mm. */
const nameBox = [23, 36.5, 45, 8.5] as const;

describe('処方箋 on paper', () => {
  it('is one A5 sheet that says what the record says', async () => {
    const record = prescriptionOf(
      [
        rpOf(1, [
          lineOf('ロサルタンＫ錠５０ｍｇ「検証」', {
            substitution: { kind: 'no_generic', reason: '副作用のため' },
          }),
          lineOf('プレドニゾロン錠５ｍｇ', {
            dose: '2.5',
            unevenDoses: [
              { dose: '1.5', code: null },
              { dose: '1', code: null },
            ],
            burden: { first: true, second: false, third: false, special: false },
          }),
        ]),
        rpOf(2, [lineOf('カロナール錠５００', { isTitre: true })], {
          formClass: '2',
          quantity: 10,
          usage: { code: '1050110000000000', text: '疼痛時', timesPerDay: null },
          supplements: [{ kind: 'jami', text: '１日３回まで', code: 'X1000000', siteCode: null }],
        }),
      ],
      {
        validUntil: '2026-12-05',
        accessCode: '1234567890123456',
        refillCount: 3,
        leftover: 'inform',
        remarks: [{ kind: 'crush', text: '粉砕してください' }],
        narcotic: {
          licenceNumber: '第１２３４号',
          patientAddress: '東京都検証区',
          patientPhone: '03-9999-8888',
        },
        patient: {
          birthDate: '1946-05-26',
          publicSubsidies: [
            { payerNumber: '54136015', recipientNumber: '1234567' },
            { payerNumber: '80136012', recipientNumber: '7654321' },
            { payerNumber: '21136015', recipientNumber: '1111111' },
          ],
        },
      },
    );
    const pages = await print(record);
    expect(pages).toHaveLength(1);
    const [page] = pages as [ReadPage];
    expect([Math.round(page.widthPt), Math.round(page.heightPt)]).toEqual([420, 595]);
    for (const text of [
      '様式第二号（第二十三条関係）',
      '電子処方箋対応',
      '1234 5678 9012 3456',
      '試験　花子',
      'シケン　ハナコ',
      '２１年５月２６日',
      '１２・３４５６　（枝番）01',
      '保険者番号138057',
      '公費負担者番号54136015',
      '受給者番号1234567',
      '公費負担者番号80136012',
      '受給者番号7654321',
      '第三公費　負担者番号21136015　受給者番号1111111',
      '東京都千代田区検証１－１',
      '検証クリニック　内科',
      '03-0000-0000',
      '検証　太郎',
      '都道府県番号13点数表番号1医療機関コード1234567',
      '令和８年１１月２０日',
      '令和８年１２月５日',
      '✓１）ロサルタンＫ錠５０ｍｇ「検証」１錠',
      '〔後発医薬品への変更不可（副作用のため）〕',
      'プレドニゾロン錠５ｍｇ２．５錠',
      '〔不均等　１回目１．５錠・２回目１錠〕',
      '〔負担：第一公費〕',
      '１日１回朝食後２８日分',
      '２）カロナール錠５００１錠（力価）',
      '疼痛時１０回分',
      '〔１日３回まで〕',
      '以下余白',
      'リフィル可□✓（３回）',
      '粉砕してください',
      '麻薬施用者免許番号　第１２３４号　患者住所　東京都検証区　電話　03-9999-8888',
      '□✓保険医療機関へ情報提供',
      '総使用回数３回',
    ])
      expect(page.text).toContain(withoutSpaces(text));
    // one line may not be changed, none is at the patient's wish; with リフィル and 残薬 three marks beside those in the words of the form
    expect(page.text.match(/✓/g)?.length).toBe(3 + wordsWithMark);
    expect(page.text).toContain('□保険医療機関へ疑義照会した上で調剤');
  });

  it('leaves 使用期間 to the printed rule of four days', async () => {
    const [page] = (await print(prescriptionOf(one))) as [ReadPage];
    expect(page.text).toContain('使用期間令和年月日特に記載のある場合を除き、交付の日を含めて４日以内');
    expect(page.text).not.toContain('令和８年１１月２３日');
    expect(page.text).not.toContain('電子処方箋対応');
  });

  it.each([
    ['高一', { birthDate: '1950-01-01', copayPercent: 20, insurerNumber: '138057' }],
    ['高７', { birthDate: '1950-01-01', copayPercent: 30, insurerNumber: '138057' }],
    ['高８', { birthDate: '1946-01-01', copayPercent: 20, insurerNumber: '39131234' }],
    ['６歳', { birthDate: '2021-01-01', copayPercent: 20, insurerNumber: '138057' }],
  ])('says %s of the share', async (words, { birthDate, ...coverage }) => {
    const record = prescriptionOf(one);
    const patient = { ...record.patient, birthDate, coverage: { ...record.patient.coverage!, ...coverage } };
    const [page] = (await print({ ...record, patient })) as [ReadPage];
    expect(page.text).toContain(`印${words}保険薬局が`.replace('印', ''));
  });

  it('marks what the patient asks for in its own column', async () => {
    const wish = { kind: 'brand_at_patients_wish', text: '先発医薬品患者希望', code: null } as const;
    const [page] = (await print(
      prescriptionOf([rpOf(1, [lineOf('カロナール錠５００', { supplements: [wish] })])]),
    )) as [ReadPage];
    const columns = (x: number) => ink(page.picture(x, 78, 9, 10));
    expect([columns(12) > 0, columns(24.5) > 0]).toEqual([false, true]);
  });

  it('continues on further sheets with every box, and loses no line', async () => {
    const rps = Array.from({ length: 17 }, (_, index) =>
      rpOf(index + 1, [
        lineOf(`長い名前の薬その${index + 1}の終わり「とてもとても長い名前の製薬株式会社」５ｍｇ錠`),
        lineOf(`次の薬その${index + 1}の終わり`),
      ]),
    );
    const remarks = Array.from({ length: 12 }, (_, index) => ({
      kind: null,
      text: `備考その${index + 1}。${'これは長い備考です。'.repeat(4)}`,
    }));
    const pages = await print(prescriptionOf(rps, { remarks }));
    expect(pages.length).toBeGreaterThan(2);
    const all = pages.map((page) => page.text).join('');
    for (const { medications } of rps)
      for (const { name } of medications) expect(all.split(withoutSpaces(name)).length).toBe(2);
    for (const { text } of remarks) expect(all.split(text).length).toBe(2);
    pages.forEach((page, index) => {
      expect(page.text).toContain(`（${index + 1}/${pages.length}）`);
      expect(page.text).toContain('試験花子');
      expect(page.text).toContain('保険者番号138057');
      const isLast = index === pages.length - 1;
      expect([page.text.includes('以下余白'), page.text.includes('次の用紙に続く')]).toEqual([
        isLast,
        !isLast,
      ]);
    });
  });

  it('continues one RP of many drugs line by line', async () => {
    const drugs = Array.from({ length: 40 }, (_, index) => lineOf(`多い薬その${index + 1}番`));
    const pages = await print(prescriptionOf([rpOf(1, drugs)]));
    const all = pages.map((page) => page.text).join('');
    for (const { name } of drugs) expect(all.split(name).length).toBe(2);
    expect(all.split('２８日分').length).toBe(2);
  });

  it('has 様式第二号の二 and its 別紙 for a 分割', async () => {
    const pages = await print(
      prescriptionOf([rpOf(1, [lineOf('アムロジピン錠５ｍｇ')], { splitQuantities: [10, 10, 8] })], {
        split: { times: 3, current: 2 },
      }),
    );
    expect(pages).toHaveLength(2);
    expect(pages[0]!.text).toContain('分割指示に係る処方箋３分割の２回目');
    expect(pages[0]!.text).toContain('〔分割１回目１０日分・２回目１０日分・３回目８日分〕');
    expect(pages[1]!.text).toContain('３回目を受け付けた保険薬局');
    expect(pages[1]!.text).toContain('ＦＡＸ番号03-0000-0009');
  });

  it('stands on the left half of A4 when that is asked for', async () => {
    const [page] = (await print(prescriptionOf(one), { paper: 'a4' })) as [ReadPage];
    expect([Math.round(page.widthPt), Math.round(page.heightPt)]).toEqual([842, 595]);
    expect(ink(page.picture(6, 20, 136, 100))).toBeGreaterThan(1000);
    expect(ink(page.picture(150, 1, 145, 207))).toBe(0);
  });
});

describe('awkward names', () => {
  const longest = 'とてもながいみょうじとしてひとつのれいです';
  it.each([
    ['髙﨑', '𠮷葛󠄀'],
    ['𩸽', '祇園㈱'],
    ["O'Brien", 'Ōta-Wójcik'],
    [longest.slice(0, 20), 'そしてなまえも二十文字ありますとても長い'],
  ])('draws %s %s within its box, and a reader finds it there', async (familyName, givenName) => {
    const [page] = (await print(prescriptionOf(one, { patient: { familyName, givenName } }))) as [ReadPage];
    const [empty] = (await print(prescriptionOf(one, { patient: { familyName: '', givenName: '' } }))) as [
      ReadPage,
    ];
    expect(plainName(page.text)).toContain(plainName(familyName + givenName));
    expect(page.text).not.toContain('■');
    expect(ink(page.picture(...nameBox))).toBeGreaterThan(ink(empty.picture(...nameBox)) + 300);
  });

  it('draws every character, and none as another', async () => {
    const characters = ['髙', '﨑', '𠮷', '葛󠄀', '𩸽', '祇', '①', 'カ', '吉', '高', '崎', '■'];
    const pictures: string[] = [];
    for (const familyName of characters) {
      const patient = { familyName, givenName: '', familyKana: '', givenKana: '' };
      const [page] = (await print(prescriptionOf(one, { patient }))) as [ReadPage];
      const picture = page.picture(...nameBox);
      expect(ink(picture)).toBeGreaterThan(100);
      pictures.push(Buffer.from(picture.data).toString('base64'));
    }
    expect(new Set(pictures).size).toBe(characters.length);
  }, 60_000);

  it.each([
    ['ｱﾝﾄﾞﾘｭｰ', 'アンドリュー'],
    ['か\u3099く O\u0304ta', 'がく Ōta'],
    // U+FA19 is a character of its own, and stays it
    ['\ufa19', '\ufa19'],
  ])('writes %s as %s', async (familyName, printed) => {
    const [page] = (await print(prescriptionOf(one, { patient: { familyName, givenName: '' } }))) as [
      ReadPage,
    ];
    expect(page.text).toContain(withoutSpaces(printed));
  });

  it('prints ■ for what no font has, and says that it is to be written by hand', async () => {
    const [page] = (await print(
      prescriptionOf(one, { patient: { familyName: '田\u{10fffc}', givenName: '花子' } }),
    )) as [ReadPage];
    expect(page.text).toContain('田■花子');
    expect(page.text).toContain('■は印刷できない文字です。手書きで書き入れてください。');
  });
});

/** A variation selector has no ink of its own, and readers leave it out. */
function plainName(text: string): string {
  return withoutSpaces(text).replace(/\p{Variation_Selector}/gu, '');
}

/** 「✓」 in the printed words of the form: 処方, 保険医署名, 残薬, 調剤実施回数. */
const wordsWithMark = 5;
