import type { Authorship, MyEntry } from '@shirube/core/entries/schema';
import type { Tone } from '@shirube/ui';

/** What became of an entry, in the words of every screen. */
export const entryStateLook: Record<MyEntry['state'], { label: string; tone: Tone }> = {
  returned: { label: '差し戻し', tone: 'danger' },
  draft: { label: '書きかけ', tone: 'neutral' },
  pending: { label: '承認待ち', tone: 'caution' },
  approved: { label: '承認済み', tone: 'success' },
  withdrawn: { label: '取り下げ', tone: 'neutral' },
};

export const keptWords: Record<Authorship['kept'], string> = {
  whole: 'そのまま',
  part: '医師の記載とともに',
  edited: '医師が直して',
  dropped: '記録に残していません',
};
