import type { EligibilityResult } from '../../ports/index.ts';

/** A result as the card reader gives it: テスト 太郎, born 1966-05-26, valid, with an electronic prescription. */
export function cardResult(
  changes: {
    person?: Partial<EligibilityResult['person']>;
    insurance?: Partial<NonNullable<EligibilityResult['insurance']>> | null;
    top?: Partial<Omit<EligibilityResult, 'person' | 'insurance'>>;
  } = {},
): EligibilityResult {
  return {
    validity: '1',
    processedAt: '2026-11-20T09:12:00+09:00',
    byCard: true,
    referenceNumber: null,
    prescriptionIssueSelect: 'electronic',
    consents: [],
    message: null,
    ...changes.top,
    person: {
      name: 'テスト　太郎',
      nameKana: 'テスト　タロウ',
      sex: 'male',
      birthDate: '1966-05-26',
      postalCode: '100-0099',
      address: '東京都架空区一丁目1番1号',
      ...changes.person,
    },
    insurance:
      changes.insurance === null
        ? null
        : {
            insurerNumber: '01139906',
            insurerName: '模擬協会けんぽ東京',
            symbol: '21700023',
            number: '4127',
            branchNumber: '00',
            isDependent: false,
            copayPercent: 30,
            validFrom: '2024-04-01',
            validTo: null,
            ...changes.insurance,
          },
  };
}
