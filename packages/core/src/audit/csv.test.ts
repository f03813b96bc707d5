import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvField, csvFile } from './csv.ts';

describe('a CSV file for spreadsheets', () => {
  it('begins with a byte order mark, ends lines with CRLF and doubles quotation marks', () => {
    const bytes = csvFile([
      ['日時', null],
      ['a "b", c', 'x\ny'],
    ]);
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(bytes)).toBe('"日時",""\r\n"a ""b"", c","x\ny"\r\n');
  });

  // @proves G7 V1.2.10
  it.each(['=1+1', '+81', '-5', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1+1', '＠A1', '＋1', '－1'])(
    'holds no formula: %j',
    (text) => expect(csvField(text)).toBe(`"'${text}"`),
  );

  it('gives every other text back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const inside = csvField(text).slice(1, -1).replaceAll('""', '"');
        expect([text, `'${text}`]).toContain(inside);
        expect(inside).not.toMatch(/^[\s\0]*[=+\-@＝＋－＠]/u);
      }),
    );
  });
});
