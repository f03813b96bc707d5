import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unfitInput } from './plain-input.ts';

function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

describe('unfitInput', () => {
  it('lets through what people write: several scripts, emoji, rare kanji, line breaks', () => {
    for (const text of ['髙﨑𠮷葛󠄀', '👩‍⚕️', 'a\r\n\tb', '\u202e', ''])
      expect([text, unfitInput({ deep: [{ text }] })]).toEqual([text, null]);
  });

  // @proves V2.2.1
  it('refuses what no database keeps, in values and in keys', () => {
    for (const text of ['\0', 'a\0b', '\ud800', 'x\udc00', '\udc00\ud800']) {
      expect(unfitInput({ a: [text] })).toBe('characters');
      expect(unfitInput({ [text]: 1 })).toBe('characters');
    }
  });

  // @proves V15.2.2
  it('refuses depth and number before anything walks them, and does not break on them itself', () => {
    expect(unfitInput(nested(20))).toBeNull();
    expect(unfitInput(nested(200_000))).toBe('too_deep');
    expect(unfitInput(Array.from({ length: 300_000 }, () => 1))).toBe('too_many');
    expect(unfitInput(JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`))).toBe('too_deep');
  });

  it('says the same of any JSON, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const storable = !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value));
        expect(unfitInput(value) === null).toBe(storable);
      }),
    );
  });
});
