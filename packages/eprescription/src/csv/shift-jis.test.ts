import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeShiftJis } from './shift-jis.ts';

const hex = (text: string) => Buffer.from(encodeShiftJis(text).characters.flat()).toString('hex');
const decode = (text: string) =>
  new TextDecoder('shift_jis', { fatal: true }).decode(
    Uint8Array.from(encodeShiftJis(text).characters.flat()),
  );

describe('Shift_JIS as CP932', () => {
  it.each([
    ['A1,~', '41312c7e'],
    ['ｱﾞ｡', 'b1dea1'],
    ['あ漢■', '82a08abf81a1'],
    ['①Ⅰ㈱', '8740 8754 878a'],
    ['髙﨑', 'fbfc fab1'],
    ['ⅰ纊', 'fa40 fa5c'],
    ['￢∵', '81ca 81e6'],
    ['ソ表能', '835c 955c 945c'],
    ['\u001a\r\n', '1a0d0a'],
  ])('%s is %s', (text, bytes) => {
    expect(hex(text)).toBe(bytes.replaceAll(' ', ''));
    expect(encodeShiftJis(text).replaced).toEqual([]);
  });

  it('writes the same mark for what other systems write with another number', () => {
    expect(decode('〜−—‖¥¢£¬')).toBe('～－―∥￥￠￡￢');
  });

  it('writes ■ for what it lacks, never a question mark, and names it once', () => {
    expect(decode('𠮷野家𠮷')).toBe('■野家■');
    expect(encodeShiftJis('𠮷\uE000😀𠮷').replaced).toEqual(['𠮷', '\uE000', '😀']);
    expect(hex('\uE000')).toBe('81a1');
  });

  it('keeps letters of names as they are: no normalizing into others', () => {
    expect(decode('\uFA19\uFA22')).toBe('\uFA19\uFA22');
    expect(hex('\uFA19')).not.toBe(hex('神'));
  });

  it('writes a voiced kana that came in two as one, and a letter without the selector of its shape', () => {
    expect(decode('ハ\u309Aか\u3099')).toBe('パが');
    expect(decode('葛\u{E0100}城')).toBe('葛城');
  });

  it('gives one or two bytes for each character, and a decoder gives them back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        const { characters, replaced } = encodeShiftJis(text);
        for (const bytes of characters) expect([1, 2]).toContain(bytes.length);
        const kept = [...text].filter((each) => /[\u0020-\u007d一-龠ァ-ヴ]/.test(each));
        for (const each of kept) if (!replaced.includes(each)) expect(decode(each)).toBe(each);
      }),
    );
  });
});
