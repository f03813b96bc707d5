import type { ScopeAnswer } from '@shirube/core/received/schema';

/** What each of the two consents at the card reader opens. */
export const scopeWords: Record<ScopeAnswer['scope'], string> = {
  sharedDiagnoses: '傷病名・手術・感染症',
  sharedClinical: '診療・薬剤・アレルギー・検査',
};

/** In the order in which a doctor asks. */
export const kindWords = {
  allergy: 'アレルギー',
  condition: '傷病名',
  medication: '薬',
  note: 'そのほか',
} as const;
