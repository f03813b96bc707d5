import { describe, expect, it } from 'vitest';
import { needs, type Standing, situationOf } from './situation.ts';
import { prescriptionStatuses } from './status.ts';

const standing = (change: Partial<Standing>): Standing => ({
  issueType: 'electronic',
  status: 'registered',
  attention: null,
  validUntil: '2026-11-24',
  today: '2026-11-21',
  dispensedCount: 0,
  unread: 0,
  changeRefused: false,
  replacesRegistered: false,
  ...change,
});

describe('what a person reads of a prescription', () => {
  it.each([
    ['未署名', { status: 'confirmed' }, 'unsigned'],
    ['署名失敗', { status: 'sign_failed', attention: '鍵がありません。' }, 'sign_failed'],
    ['登録失敗', { status: 'register_failed', attention: '用量がありません。' }, 'register_failed'],
    ['登録確認中', { status: 'register_unknown', attention: '答えがありません。' }, 'register_unknown'],
    [
      '紙のまま',
      { status: 'paper_only', issueType: 'paper', attention: '紙を渡してください。' },
      'paper_only',
    ],
    ['取消確認中', { status: 'cancel_unknown' }, 'cancel_unknown'],
    ['薬局からの連絡', { status: 'dispensed', unread: 1 }, 'message'],
    ['期限切れ', { today: '2026-11-25' }, 'expired'],
    ['期限切れ for a fortnight', { today: '2026-12-08' }, 'expired'],
  ] as const)('%s needs a person and says what to do', (_what, change, need) => {
    const situation = situationOf(standing(change));
    expect(situation.need).toBe(need);
    expect(situation.todo).toMatch(/。$/);
  });

  it.each([
    ['weeks after it ended, when the next visit asks', { today: '2026-12-09' }],
    ['on its last day', { today: '2026-11-24' }],
    ['once dispensed (リフィル), after its days', { today: '2026-12-25', dispensedCount: 1 }],
    ['while it is being sent', { status: 'register_unknown' }],
    ['paper that is being sent', { status: 'confirmed', issueType: 'paper' }],
    ['in-house information, whatever the day', { issueType: 'in_house', today: '2027-01-01' }],
    ['cancelled', { status: 'cancelled' }],
  ] as const)('nothing is asked for %s', (_what, change) => {
    expect(situationOf(standing(change)).need).toBeNull();
  });

  it('a change that took a registered one’s place says that the patient needs the new number', () => {
    expect(situationOf(standing({ replacesRegistered: true })).todo).toContain('新しい引換番号と控え');
    expect(situationOf(standing({})).todo).toBeNull();
  });

  it('has words for every status, and every need is reached by one', () => {
    for (const status of prescriptionStatuses) expect(situationOf(standing({ status })).label).not.toBe('');
    expect(new Set(needs).size).toBe(8);
  });
});
