import { toSearchKey } from '@shirube/terminology';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { romajiKey } from './romaji.ts';

describe('romajiKey', () => {
  it.each([
    ['amurojipin', 'アムロジピン'],
    ['amurodipin', 'アムロジピン'],
    ['harushion', 'ハルシオン'],
    ['harusion', 'ハルシオン'],
    ['rokisoprofen', null],
    ['rokisopurofen', 'ロキソプロフェン'],
    ['karonaru', 'カロナール'],
    ['kurabitto', 'クラビット'],
    ['nyu-rotan', 'ニューロタン'],
    ['shinbasutachin', 'シンバスタチン'],
    ['gasuta', 'ガスター'],
    ['gaster', null],
    ['ＡＭＵＲＯ', 'アムロ'],
    ["ten'nen", 'テンネン'],
    ['konnyaku', 'コンニャク'],
  ])('%s is %s', (typed, kana) => {
    expect(romajiKey(typed)).toBe(kana === null ? null : toSearchKey(kana));
  });

  it.each(['od', 'mg', 'pl', 'ms', 'x', '5mg', 'アム', ''])('%s is none', (typed) => {
    expect(romajiKey(typed)).toBeNull();
  });

  it('never throws, and gives a key or nothing', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const key = romajiKey(typed);
        expect(key === null || key === toSearchKey(key)).toBe(true);
      }),
    );
  });
});
