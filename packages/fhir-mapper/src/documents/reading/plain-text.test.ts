import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { narrative, plainText } from '../narrative.ts';
import { plainTextOf } from './plain-text.ts';

describe('a narrative as plain text', () => {
  test.each([
    [
      'breaks',
      '<div xmlns="http://www.w3.org/1999/xhtml">港診療所<br/>眼科<br />大河内</div>',
      '港診療所\n眼科\n大河内',
    ],
    [
      'blocks',
      '<div><p>一</p><p>二</p>\n  <ul>\n <li>甲</li>\n <li>乙</li></ul></div>',
      '一\n二\n・甲\n・乙',
    ],
    [
      'cells',
      '<table><tr><td>Hb</td><td>5.0</td></tr><tr><td>Ht</td><td>15.5</td></tr></table>',
      'Hb　5.0\nHt　15.5',
    ],
    ['lines of the source', '<div>\n   発熱が\n   続く\n</div>', '発熱が 続く'],
    ['blanks', '<div>　一字下げ  二つの空白<br/>  行頭の空白</div>', '一字下げ  二つの空白\n  行頭の空白'],
    [
      'entities',
      '<div>体重 &lt; 50kg &amp; 身長 &#x5341; &#165;100&nbsp;円 &unknown;</div>',
      '体重 < 50kg & 身長 十 ¥100 円 &unknown;',
    ],
    ['a stray >', '<div>電話:03-9876-5432><br/>眼科</div>', '電話:03-9876-5432>\n眼科'],
    ['scripts', '<div>前<script>alert("<b>1</b>")</script>後<STYLE>p{}</STYLE></div>', '前後'],
    ['a script that never ends', '<div>前<script>alert(1)', '前'],
    ['handlers and links', '<div onclick="x()"><a href="javascript:alert(1)">結果</a></div>', '結果'],
    ['images', '<div><img src="x" onerror="y()" alt="心電図"/></div>', '［画像：心電図］'],
    ['comments', '<div>一<!-- <script>x</script> -->二<![CDATA[三<b>]]></div>', '一二三＜b>'],
    ['preformatted', '<pre>Na  140\nK   4.2</pre>', 'Na  140\nK   4.2'],
    ['tags made of pieces', '<div><<b>script>alert(1)<</b>/script></div>', '＜script>alert(1)＜/script>'],
    ['nothing', '', ''],
  ])('%s', (_name, xhtml, text) => {
    expect(plainTextOf(xhtml)).toBe(text);
  });

  test('no markup survives, whatever is written', () => {
    const piece = fc.constantFrom(
      ...[
        '<',
        '>',
        '</',
        '/>',
        '<script',
        '</script>',
        '<b>',
        '"',
        "'",
        '=',
        ' ',
        '\n',
        'あ',
        'x',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '<?',
        'onerror=',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(plainTextOf(pieces.join(''))).not.toContain('<');
      }),
      { numRuns: 3000 },
    );
  });

  test('what we write comes back as it was', () => {
    const character = fc.constantFrom(
      ...'あ漢髙𠮷 　<>&"\'\n\t・①'.split(''),
      '葛\u{E0100}',
      '\uE000',
      '&amp;',
      '<br/>',
    );
    fc.assert(
      fc.property(fc.array(character, { maxLength: 60 }), (characters) => {
        const text = plainText(characters.join(''));
        if (text?.isWellFormed()) expect(plainTextOf(narrative(text).div ?? '')).toBe(text);
      }),
      { numRuns: 3000 },
    );
  });

  test('a hundred thousand open tags are read in no time worth speaking of', () => {
    expect(plainTextOf('<div '.repeat(100_000))).toContain('＜');
    for (const piece of ['<b>', '\n<b>', ' ', '　', '<td>', '<!--', '<script>', '&', "<a x='"]) {
      expect(plainTextOf(piece.repeat(100_000)).length).toBeLessThanOrEqual(piece.length * 100_000);
    }
  });
});
