import { ALL_DOCUMENT_CATEGORIES } from '../../documents/code-systems.ts';
import {
  type Cardinality,
  DISCHARGE_SECTIONS,
  DISCHARGE_STRUCTURED,
  REFERRAL_SECTIONS,
  REFERRAL_STRUCTURED,
  type SectionDefinition,
} from '../../documents/sections.ts';
import { PROFILES } from '../../profiles.ts';
import type { ClinsVersion } from '../../specification.ts';
import { claimsProfile } from '../elements.ts';
import type { JsonObject } from '../json.ts';

/** What one of the three documents fixes, read from its page (composition-*, bundle-types §4 to §6). */
export interface DocumentRules {
  kind: 'referral' | 'discharge_summary' | 'care_summary';
  /** how sentences call the document; its fixed title */
  title: string;
  bundleProfile: string;
  compositionProfile: string;
  type: { code: string; display: string };
  categories: readonly string[];
  /** author 2..3 or 2..2 from 1.11.0 on; 1..* or 2..2 before */
  authors: Readonly<Record<ClinsVersion, Cardinality>>;
  custodian: Cardinality;
  encounter: Cardinality;
  sections: readonly SectionDefinition[];
  structured: readonly SectionDefinition[];
  /** the invariant that either 200 or 300 stands; null where the document has neither */
  eitherRule: string | null;
  /** slices of Bundle.entry with a number of their own, by resource type and profile */
  entries: readonly EntryRule[];
}

export interface EntryRule {
  type: string;
  profile: string;
  /** how a sentence names it */
  name: string;
  cardinality: Cardinality;
}

const ONE: Cardinality = [1, 1];
const SOME: Cardinality = [1, Infinity];

const PATIENT: EntryRule = { type: 'Patient', profile: PROFILES.patient, name: '患者情報', cardinality: ONE };
const PRACTITIONERS: EntryRule = {
  type: 'Practitioner',
  profile: PROFILES.practitionerEcs,
  name: '作成した医師の情報',
  cardinality: SOME,
};
const organizations = (cardinality: Cardinality): EntryRule => ({
  type: 'Organization',
  profile: PROFILES.organization,
  name: '医療機関の情報',
  cardinality,
});
const CONDITIONS: EntryRule = {
  type: 'Condition',
  profile: PROFILES.condition,
  name: '傷病名',
  cardinality: SOME,
};
const encounter = (name: string): EntryRule => ({
  type: 'Encounter',
  profile: PROFILES.encounterEcs,
  name,
  cardinality: ONE,
});

export const DOCUMENT_RULES: readonly DocumentRules[] = [
  {
    kind: 'referral',
    title: '診療情報提供書',
    bundleProfile: PROFILES.referralBundle,
    compositionProfile: PROFILES.referralComposition,
    type: { code: '57133-1', display: '診療情報提供書' },
    categories: Object.keys(ALL_DOCUMENT_CATEGORIES),
    authors: { '1.10.0': SOME, '1.11.0': [2, 3] },
    custodian: ONE,
    encounter: [0, 1],
    sections: REFERRAL_SECTIONS,
    structured: REFERRAL_STRUCTURED,
    eitherRule: 'checkExist-CDASection-or-CompositionSection',
    entries: [PATIENT, PRACTITIONERS, organizations([2, 4])],
  },
  {
    kind: 'discharge_summary',
    title: '退院時サマリー',
    bundleProfile: PROFILES.dischargeSummaryBundle,
    compositionProfile: PROFILES.dischargeSummaryComposition,
    type: { code: '18842-5', display: '退院時サマリー' },
    categories: ['DISCHARGE'],
    authors: { '1.10.0': SOME, '1.11.0': [2, 2] },
    custodian: ONE,
    encounter: [0, 1],
    sections: DISCHARGE_SECTIONS,
    structured: DISCHARGE_STRUCTURED,
    eitherRule: 'checkExist-CDASection-or-structuredSection',
    entries: [PATIENT, PRACTITIONERS, organizations(SOME), encounter('入院の情報'), CONDITIONS],
  },
  {
    kind: 'care_summary',
    title: '患者サマリー（療養計画書）',
    bundleProfile: PROFILES.careSummaryBundle,
    compositionProfile: PROFILES.careSummaryComposition,
    type: { code: '56447-6', display: '計画書' },
    categories: Object.keys(ALL_DOCUMENT_CATEGORIES),
    authors: { '1.10.0': [2, 2], '1.11.0': [2, 2] },
    custodian: [0, 0],
    encounter: ONE,
    sections: [],
    structured: [],
    eitherRule: null,
    entries: [
      PATIENT,
      PRACTITIONERS,
      organizations(ONE),
      encounter('入院・外来の区分'),
      {
        type: 'CarePlan',
        profile: PROFILES.carePlanOfSummary,
        name: '療養上の計画・アドバイス',
        cardinality: ONE,
      },
      CONDITIONS,
    ],
  },
];

/** The rules of the document a Bundle claims to be; undefined for every other Bundle. */
export function documentRules(bundle: JsonObject): DocumentRules | undefined {
  return DOCUMENT_RULES.find(({ bundleProfile }) => claimsProfile(bundle, bundleProfile));
}
