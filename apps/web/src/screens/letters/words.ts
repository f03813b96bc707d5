import type { LetterState } from '@shirube/core/received/schema';
import { isCalendarDate } from '@shirube/terminology';
import type { Tone } from '@shirube/ui';
import { birthDateInWords } from '../format.ts';

/** The state of a letter, and what a person does next. */
export const stateWords: Record<LetterState, { label: string; tone: Tone; next: string }> = {
  on_hold: { label: '同意待ち', tone: 'caution', next: '患者さんの同意をもらう' },
  readable: { label: 'まだ開いていません', tone: 'warning', next: '開いて読む' },
  opened: { label: '読みました（受領前）', tone: 'key', next: '受領する' },
  accepted: { label: '受領済み', tone: 'success', next: '' },
  withdrawn: { label: '取り下げ', tone: 'neutral', next: '' },
};

const sexes: Record<string, string> = { male: '男性', female: '女性', other: 'その他' };
/** Earlier days are written in no era (明治6年1月1日). */
const firstEraDay = '1873-01-01';

/** 昭和26年（1951年）9月30日生, as our own patients are shown; what is no whole date stands as the other side wrote it. */
export const bornInWords = (birthDate: string): string =>
  isCalendarDate(birthDate) && birthDate >= firstEraDay ? birthDateInWords(birthDate) : `${birthDate} 生`;

export const sexWord = (sex: string): string => sexes[sex] ?? '性別不明';

/** 12 KB, 3.4 MB */
export const sizeInWords = (bytes: number): string =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
