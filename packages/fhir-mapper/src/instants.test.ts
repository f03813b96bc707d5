import { expect, test } from 'vitest';
import { MapperError } from './error.ts';
import { japaneseDate, japaneseInstant } from './instants.ts';

test.each([
  ['2021-02-01T13:28:17.239+09:00', '2021-02-01T13:28:17.239+09:00'],
  ['2026-11-20T15:30:00Z', '2026-11-21T00:30:00.000+09:00'],
  ['2024-02-29T23:59:59.5+09:00', '2024-02-29T23:59:59.500+09:00'],
  ['2026-12-31T10:00:00-05:00', '2027-01-01T00:00:00.000+09:00'],
])('%s is sent as %s', (instant, expected) => {
  expect(japaneseInstant(instant)).toBe(expected);
});

test('the date of an instant is the one in Japan', () => {
  expect(japaneseDate('2026-11-20T14:59:59Z')).toBe('2026-11-20');
  expect(japaneseDate('2026-11-20T15:00:00Z')).toBe('2026-11-21');
});

test.each(['', '2026-11-20', '2026-11-20T10:00:00', '2026-02-30T10:00:00Z', '2026-11-20T25:00:00Z'])(
  '"%s" is refused with a sentence for the clinic',
  (instant) => {
    expect(() => japaneseInstant(instant)).toThrow(MapperError);
    try {
      japaneseInstant(instant);
    } catch (error) {
      expect((error as MapperError).userMessage).toContain('日時が正しくない');
    }
  },
);
