import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prefixRange, toCompoundSearchKey, toSearchKey } from './search-key.ts';
import { displayDrugName, hiraganaToKatakana, toFullWidth, toHalfWidthKana } from './width.ts';

describe('toSearchKey', () => {
  it.each([
    ['さいとう　花子', 'サイトウ 花子'],
    ['斎藤', '齋藤'],
    ['斉藤', '齊藤'],
    ['渡辺', '渡邊'],
    ['渡邉', '渡邊'],
    ['高橋', '髙橋'],
    ['山崎', '山﨑'],
    ['浜田', '濵田'],
    ['浜田', '濱田'],
    ['吉田', '𠮷田'],
    ['葛西', '葛\u{E0100}西'],
    ['ハルシオン０．２５ｍｇ錠', 'はるしおん0.25MG錠'],
    ['ﾊﾙｼｵﾝ', 'はるしおん'],
    ['チラーヂンＳ', 'ちらーじんs'],
    ['クラヴィット', 'クラビット'],
    ['カロナール', 'カロナル'],
    ['キョウコ', 'キヨウコ'],
    ['がん', 'か\u3099ん'],
    ['２型糖尿病', '2型糖尿病'],
  ])('%s and %s are searched alike', (a, b) => {
    expect(toSearchKey(a)).toBe(toSearchKey(b));
  });

  it.each([
    ['ハシ', 'バシ'],
    ['渡辺', '渡部'],
    ['高橋', '高端'],
    ['リン', 'リソ'],
  ])('%s and %s stay different', (a, b) => {
    expect(toSearchKey(a)).not.toBe(toSearchKey(b));
  });

  it('is empty when nothing can be searched', () => {
    expect(toSearchKey(' 　・ー- ')).toBe('');
  });

  it('is idempotent and holds no space', () => {
    const japanese = fc.string({
      unit: fc.oneof(
        fc.constantFrom(...'あがぱっゃーヴ゛ｶﾞ齋髙﨑㍻①Ａａ　 -・'),
        fc.string({ minLength: 1, maxLength: 1, unit: 'binary' }),
      ),
    });
    fc.assert(
      fc.property(japanese, (text) => {
        const key = toSearchKey(text);
        expect(toSearchKey(key)).toBe(key);
        expect(key).not.toMatch(/\s/u);
      }),
    );
  });

  it('puts several texts into one column, each once, the kana first', () => {
    expect(
      toCompoundSearchKey('ﾊﾙｼｵﾝ0.25MGｼﾞｮｳ', 'ハルシオン０．２５ｍｇ錠', 'トリアゾラム', null, 'トリアゾラム'),
    ).toBe('ハルシオン025MGジヨウ ハルシオン025MG錠 トリアゾラム');
  });
});

describe('prefixRange', () => {
  const compare = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

  it('holds exactly the strings that begin with the key, in UTF-8 order', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('ア', 'ン', '\uD7FF', '\uE000', '\u{10FFFF}', 'a'),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      ),
      maxLength: 4,
    });
    fc.assert(
      fc.property(text, text, (key, value) => {
        fc.pre(value.isWellFormed() && key.isWellFormed());
        const { from, to } = prefixRange(key);
        const inside = compare(value, from) >= 0 && compare(value, to) < 0;
        expect(inside).toBe(value.startsWith(key) && compare(value, to) < 0);
        // Only strings of the very last code points of Unicode may lie behind the end of a range.
        if (value.startsWith(key) && !value.includes('\u{10FFFF}')) expect(inside).toBe(true);
      }),
    );
  });

  it('ends サイトウ before サイトエ', () => {
    expect(prefixRange('サイトウ')).toEqual({ from: 'サイトウ', to: 'サイトェ' });
  });
});

describe('width', () => {
  it.each([
    ['ケンショウ　タロウ', 'ｹﾝｼｮｳ ﾀﾛｳ'],
    ['けんしょう たろう', 'ｹﾝｼｮｳ ﾀﾛｳ'],
    ['ヴァージニア', 'ｳﾞｧｰｼﾞﾆｱ'],
    ['パピプペポガギグ', 'ﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟｶﾞｷﾞｸﾞ'],
    ['Ａ１－', 'A1-'],
    ['ヶヵヮ', 'ｹｶﾜ'],
    ['髙橋', '髙橋'],
  ])('toHalfWidthKana(%s) is %s', (full, half) => {
    expect(toHalfWidthKana(full)).toBe(half);
  });

  it.each([
    ['ｹﾝｼｮｳ ﾀﾛｳ', 'ケンショウ　タロウ'],
    ['ﾊﾞﾋﾟｳﾞ', 'バピヴ'],
    ['1,2-3(A)', '１，２－３（Ａ）'],
    ['~"\\', '～＂＼'],
    ['髙﨑𠮷①㈱', '髙﨑𠮷①㈱'],
  ])('toFullWidth(%s) is %s', (half, full) => {
    expect(toFullWidth(half)).toBe(full);
  });

  it('loses nothing between the widths of katakana', () => {
    const katakana = fc.string({ unit: fc.constantFrom(...'アイウエオガギグパピプヴンァッャュョーヲ') });
    fc.assert(fc.property(katakana, (text) => toFullWidth(toHalfWidthKana(text)) === text));
  });

  it('turns hiragana into katakana and leaves kanji alone', () => {
    expect(hiraganaToKatakana('ゔぁいおりん奏者')).toBe('ヴァイオリン奏者');
  });

  it.each([
    ['ハルシオン０．２５ｍｇ錠', 'ハルシオン0.25mg錠'],
    ['イトリゾールカプセル５０', 'イトリゾールカプセル50'],
    ['ツムラ葛根湯エキス顆粒（医療用）', 'ツムラ葛根湯エキス顆粒（医療用）'],
    ['アムロジピン錠２．５ｍｇ「サワイ」', 'アムロジピン錠2.5mg「サワイ」'],
    ['ユーロジン散１％', 'ユーロジン散1%'],
    ['メチコバール錠５００μｇ', 'メチコバール錠500μg'],
  ])('shows %s as %s', (official, shown) => {
    expect(displayDrugName(official)).toBe(shown);
  });
});
