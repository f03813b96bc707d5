import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeShiftJis, NotInShiftJis } from './shift-jis.ts';

const decoder = new TextDecoder('shift_jis', { fatal: true });

describe('encodeShiftJis', () => {
  it.each([
    ['髙', [0xfb, 0xfc]],
    ['﨑', [0xfa, 0xb1]],
    ['①', [0x87, 0x40]],
    ['ｱ', [0xb1]],
    ['表', [0x95, 0x5c]],
    ['～', [0x81, 0x60]],
  ])('writes %s as Windows does', (character, bytes) => {
    expect([...encodeShiftJis(character)]).toEqual(bytes);
  });

  it.each(['𠮷', '葛󠄀', '¥', '😀', '?\u0000é'])('refuses %s instead of writing a question mark', (text) => {
    expect(() => encodeShiftJis(text)).toThrow(NotInShiftJis);
  });

  it('what it writes reads back the same, and what it cannot write it refuses', () => {
    const kanji = fc.integer({ min: 0x20, max: 0xffe5 }).map((code) => String.fromCodePoint(code));
    fc.assert(
      fc.property(fc.array(kanji, { maxLength: 20 }), (characters) => {
        const text = characters.filter((character) => /^[^\uD800-\uDFFF]$/u.test(character)).join('');
        try {
          expect(decoder.decode(encodeShiftJis(text))).toBe(text);
        } catch (error) {
          expect(error).toBeInstanceOf(NotInShiftJis);
        }
      }),
      { numRuns: 500 },
    );
  });
});
