/**
 * block: must not be confirmed as it is (contraindicated pair, allergy). duplicate: the same again; the good
 * answer is one press. info: worth knowing. unknown: the check could not be made, which is not "no problem".
 */
export type AlertTone = 'block' | 'duplicate' | 'info' | 'unknown';

const words: Record<AlertTone, string> = {
  block: '併用禁忌',
  duplicate: '重複投薬',
  info: '参考',
  unknown: 'チェック未実施',
};

/** The word an alert of this tone carries when no closer one is given. */
export function alertWord(tone: AlertTone): string {
  return words[tone];
}
