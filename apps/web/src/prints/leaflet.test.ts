import fs from 'node:fs';
import path from 'node:path';
import { charactersWithoutGlyph, closeSharedBrowser } from '@shirube/pdf';
import { afterAll, describe, expect, it } from 'vitest';
import { printCopy } from './copy.ts';
import { printLabels } from './label.ts';
import { printLeaflet } from './leaflet.ts';
import { html } from './markup.ts';
import { prescriptionSheet } from './prescription-sheet.ts';
import { readPdf, withoutSpaces } from './testing/read-pdf.ts';
import { lineOf, prescriptionOf, rpOf } from './testing/records.ts';
import { amountsOf, timesOf } from './times-of-day.ts';

afterAll(closeSharedBrowser);

const threeTimes = { code: '1013044400000000', text: '内服・経口・１日３回毎食後', timesPerDay: 3 };
const inHouse = prescriptionOf(
  [
    rpOf(
      1,
      [
        lineOf('アムロジピン錠５ｍｇ', { dose: '3' }),
        lineOf('プレドニゾロン錠５ｍｇ', {
          yjCode: '2456001F1019',
          dose: '4',
          unevenDoses: ['2', '1', '1'].map((dose) => ({ dose, code: null })),
        }),
        lineOf('割り切れない錠', { yjCode: '9999999F9999', dose: '1' }),
      ],
      { usage: threeTimes, quantity: 14 },
    ),
    rpOf(2, [lineOf('カロナール錠５００')], {
      formClass: '2',
      quantity: 10,
      usage: { code: '1050110000000000', text: '疼痛時', timesPerDay: null },
    }),
  ],
  { issueType: 'in_house' },
);
const textOf = async (pdf: Promise<Uint8Array>) => (await readPdf(await pdf)).map((page) => page.text);

describe('times of the day', () => {
  const file = path.resolve(import.meta.dirname, '../../../../prisma/seed/masters/usage-codes.csv');
  const words: [RegExp, string][] = [
    [/起床時/, '起きたとき'],
    [/就寝前/, '寝る前'],
    [/朝|毎食|食間/, '朝'],
    [/昼|毎食|食間/, '昼'],
    [/夕|毎食|食間/, '夕'],
  ];
  const usages = fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .filter(([code]) => code?.startsWith('101'));

  it.each(usages)('of %s are those that its words name: %s', (code, text) => {
    const named = words.filter(([word]) => word.test(text!)).map(([, time]) => time);
    const times = timesOf(code!)?.map(({ time }) => time as string) ?? [];
    expect(times.toSorted()).toEqual(named.toSorted());
  });

  it('are not said of what is taken when needed, or on the skin', () => {
    expect(timesOf('1050110000000000')).toBeNull();
    expect(timesOf('2B71000000000000')).toBeNull();
  });

  it('say no amount that does not divide exactly', () => {
    const rp = rpOf(1, [lineOf('薬')], { usage: threeTimes });
    expect(amountsOf(rp, lineOf('薬', { dose: '1.5' }))).toEqual(['0.5', '0.5', '0.5']);
    expect(amountsOf(rp, lineOf('薬', { dose: '1' }))).toBeNull();
    const uneven = ['2', '1'].map((dose) => ({ dose, code: null }));
    expect(amountsOf(rp, lineOf('薬', { dose: '3', unevenDoses: uneven }))).toBeNull();
  });
});

describe('what is handed out with medicines', () => {
  it('the leaflet says what the records hold, and makes up no class', async () => {
    const pages = await textOf(printLeaflet(inHouse, new Map([['2171022F1029', '血管拡張剤']])));
    const all = pages.join('');
    for (const text of [
      '薬剤情報提供書',
      '試験　花子 様',
      '令和８年１１月２０日',
      'アムロジピン錠５ｍｇ薬の種類血管拡張剤',
      '１錠食後１錠食後１錠食後',
      '２錠食後１錠食後１錠食後',
      '○食後○食後○食後１日３回毎食後１４日分１日に合わせて１錠',
      '疼痛時１０回分１回に１錠',
      '検証クリニック',
    ])
      expect(all).toContain(withoutSpaces(text));
    expect(all.split('薬の種類').length).toBe(1 + 2);
  });

  it('a 薬袋 has what the law asks for, one page a RP', async () => {
    const pages = await textOf(printLabels(inHouse));
    expect(pages).toHaveLength(2);
    for (const text of [
      '内用薬',
      '試験　花子 様',
      '１日３回毎食後',
      '１４日分',
      '１回 １錠',
      '朝 ２錠　昼 １錠　夕 １錠',
    ])
      expect(pages[0]).toContain(withoutSpaces(text));
    for (const text of [
      '頓服薬',
      '疼痛時',
      '１０回分',
      '検証クリニック',
      '東京都千代田区検証１－１',
      '令和８年１１月２０日',
    ])
      expect(pages[1]).toContain(text);
  });

  it('a 控え has the number, and is no prescription', async () => {
    const record = { ...inHouse, issueType: 'electronic' as const, accessCode: '1234567890123456' };
    const [page] = await textOf(printCopy(record, null));
    for (const text of ['1234 5678 9012 3456', 'この控えは処方箋ではありません', 'アムロジピン錠５ｍｇ３錠'])
      expect(page).toContain(withoutSpaces(text));
  });
});

describe('print pages', () => {
  it('use no character in their own words that the form fonts lack', async () => {
    const sheet = prescriptionSheet({
      record: { ...inHouse, leftover: 'inform', refillCount: 2, split: { times: 2, current: 1 } },
      number: 1,
      of: 2,
      rows: null,
      remarks: null,
      symbols: null,
      accessSymbol: null,
    });
    expect(await charactersWithoutGlyph(sheet.text)).toEqual([]);
  });

  it('escape whatever is put into them', () => {
    const hostile = `"><script>alert('1')</script>&`;
    expect(html`<p class="${hostile}">${[hostile, html`<b>${1}</b>`, null]}</p>`.text).toBe(
      '<p class="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;">&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;<b>1</b></p>',
    );
  });
});
