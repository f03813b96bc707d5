import { toSearchKey } from '@shirube/terminology';
import { describe, expect, it } from 'vitest';
import { readUsageWords } from './usage-words.ts';

const words = (text: string, shortText: string, asNeeded = false) =>
  readUsageWords({ text, shortText, asNeeded });

describe('readUsageWords', () => {
  it.each([
    ['内服・経口・１日３回朝昼夕食後', '毎食後', 'after_meals'],
    ['内服・経口・１日１回朝食直前', '朝食直前', 'just_before_meals'],
    ['内服・経口・１日３回朝昼夕食前', '毎食前', 'before_meals'],
    ['内服・経口・１日２回朝食後と就寝前', '朝食後と就寝前', 'after_meals'],
    ['内服・経口・１日１回朝食２時間後', '朝食2時間後', 'between_meals'],
    ['内服・経口・１日１回就寝前', '就寝前', 'bedtime'],
    ['内服・経口・１日１回起床時', '起床時', 'rising'],
    ['内服・経口・１日２回１２時間毎', '12時間毎', 'interval'],
    ['内服・経口・１日１回空腹時', '空腹時', 'other'],
  ])('groups %s by when it is taken', (text, shortText, timing) => {
    expect(words(text, shortText).timing).toBe(timing);
  });

  it('knows where something outside is applied, and what limits a 頓用', () => {
    expect(words('外用・点眼・１日３回', '点眼').method).toBe('点眼');
    expect(
      words(
        '内服・経口・疼痛時 ６時間以上あける．1日３回まで．',
        '疼痛時（6時間以上あける、1日3回まで）',
        true,
      ).limits,
    ).toBe('6時間以上あける、1日3回まで');
    expect(words('内服・経口・疼痛時', '疼痛時', true).limits).toBeNull();
  });

  it.each([
    ['まいしょくご', '毎食後'],
    ['しゅうしんまえ', '就寝前'],
    ['ｷｼｮｳｼﾞ', '起床時'],
    ['とうつう', '疼痛時'],
    ['毎食後', '毎食後'],
  ])('is found by %s', (typed, shortText) => {
    expect(words('内服・経口・', shortText).searchKey).toContain(toSearchKey(typed));
  });
});
