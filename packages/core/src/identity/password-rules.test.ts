import { describe, expect, it } from 'vitest';
import { effectiveLength, passwordContext, passwordProblem } from './password-rules.ts';

const context = passwordContext({
  loginId: 'yamada',
  names: ['山田 花子', 'ヤマダ ハナコ'],
  clinics: [{ name: 'しるべ内科クリニック', slug: 'shirube' }],
});

describe('a new password', () => {
  // @proves D3 V6.2.1 V6.2.9
  it.each([
    ['eleven characters', 'k7mTq2wXvbz', 'too_short'],
    ['twelve, letters and figures', 'k7mTq2wXvbzR', null],
    ['twelve letters', 'kpmTqwwXvbzR', 'needs_letters_and_figures'],
    ['thirteen letters', 'kpmTqwwXvbzRd', null],
    [
      'a hundred and twenty-eight',
      `${'あいうえおかきくけこさしすせそたちつてと'.repeat(6)}x7なにぬねの`.slice(0, 127).concat('ん'),
      null,
    ],
    ['a hundred and twenty-nine', 'kqzx'.repeat(32).concat('y'), 'too_long'],
    ['full-width characters count as what they stand for', 'ｋ７ｍＴｑ２ｗＸｖｂｚＲ', null],
  ])('%s', (_, password, problem) => {
    expect(passwordProblem(password, context)).toBe(problem);
  });

  // @proves D3 V6.2.4 V6.2.12
  it.each([
    'password2026!',
    'P@ssw0rd2026',
    'passwordpassword',
    'qwertyuiop123',
    '1qaz2wsx3edc',
    'aaaaaaaaaaaaaaaa1',
    'abcdefghijklm1',
    'iloveyou12345',
    '12345678901234567890',
  ])('is refused as easy to guess: %s', (password) => {
    expect(passwordProblem(password, context)).toBe('easy_to_guess');
  });

  // @proves D3 V6.2.11
  it.each([
    'yamada-yamada1',
    'shirube2026clinic',
    '山田花子山田花子山田花子1',
    'しるべ内科クリニック2026',
    'yamada20261122',
  ])('may not stand on the words of the place and person: %s', (password) => {
    expect(passwordProblem(password, context)).toBe('easy_to_guess');
  });

  // @proves D3 V6.2.5
  it.each([
    'tatami volcano pickle seven',
    'みずたまりにうつるきつねの影',
    'kpmTqwwXvbzRd',
    '8461 0927 3358 1',
  ])('needs no kind of character when it is long: %s', (password) => {
    expect(passwordProblem(password, context)).toBeNull();
  });

  it('is worth no more for a word said twice', () => {
    expect(effectiveLength('volcanovolcano', [])).toBe(effectiveLength('volcano', []));
  });
});
