import type { ClinsVersion } from '../specification.ts';

/** What the sources of the check-up report disagree on, or changed later: each point is decided here and nowhere else. */
export interface CheckupEdition {
  /** version of jp-eCheckupReport that meta.profile names; its Bundle and Patient stand under /clins/ but carry the same version */
  profileVersion: string;
  /**
   * Composition.type. The check-up package says 53576-5 (1.5.0, and 1.7.0 still does), the copy of the code system inside
   * jp-eCSCLINS 1.10.0 lists JPGCHKUP01 instead: the profile's fixed value decides.
   */
  documentType: { system: string; code: string; display: string };
  /** Composition.category 報告区分. The package and its sample use this OID, the change log (1.2.1) names 1.2.392.200119.6.1001. */
  reportCategorySystem: string;
  /**
   * How the insurance Coverage says who is insured: by 記号・番号・枝番 as extensions, or (after 1.5.0) by the 被保険者個人識別子 as
   * identifier, the extensions being forbidden.
   */
  coverage: 'symbol-and-number' | 'member-identifier';
  /** whether a patient on 生活保護 alone can be expressed (R1012 relaxed) */
  allowsPublicAssistance: boolean;
}

const COMMON = {
  documentType: {
    system: 'http://jpfhir.jp/fhir/Common/CodeSystem/doc-typecodes',
    code: '53576-5',
    display: '検診・健診報告書',
  },
  reportCategorySystem: 'urn:oid:2.16.840.1.113883.2.2.1.6.1001',
};

/**
 * The edition of jp-eCheckupReport that goes with an edition of jp-eCSCLINS.
 * assumed: what follows 1.5.0 is named 1.6.0; only its changes are known, not its package.
 */
export const CHECKUP_EDITIONS: Record<ClinsVersion, CheckupEdition> = {
  '1.10.0': {
    ...COMMON,
    profileVersion: '1.5.0',
    coverage: 'symbol-and-number',
    allowsPublicAssistance: false,
  },
  '1.11.0': {
    ...COMMON,
    profileVersion: '1.6.0',
    coverage: 'member-identifier',
    allowsPublicAssistance: true,
  },
};
