import { CHECKUP_EDITIONS } from '../checkup/edition.ts';
import { CHECKUP_PROFILES } from '../checkup/systems.ts';
import type { ClinsVersion } from '../specification.ts';
import { EXTENSIONS } from '../systems.ts';
import { checkEntry, checkFrame } from './bundle-rules.ts';
import { checkCheckupComposition } from './checkup-composition-rules.ts';
import { checkCheckupCoverage, checkInsurer, isTicket } from './checkup-coverage-rules.ts';
import { checkCheckupGroup, checkCheckupResult } from './checkup-observation-rules.ts';
import {
  checkCheckupEncounter,
  checkCheckupOrganization,
  checkCheckupPractitioner,
} from './checkup-people-rules.ts';
import { claimsProfile, type Subject } from './elements.ts';
import type { Findings } from './issue.ts';
import { extensionOf, type JsonObject, objectOf, objectsOf, stringOf } from './json.ts';
import { checkPatient } from './patient-rules.ts';

/** The entries of a report, by what they are and by what refers to them. */
export interface CheckupEntries {
  patientUrl: string;
  /** the type of the entry with that fullUrl; '' when there is none */
  typeOf(reference: string): string;
}

/** JP_Bundle_eCheckupGeneral: every rule of the Bundle and of what is in it (bundle-types §7, composition-eCheckup, checkup-observations). */
export function checkCheckupBundle(bundle: JsonObject, version: ClinsVersion, findings: Findings): void {
  const edition = CHECKUP_EDITIONS[version];
  checkFrame(bundle, { type: 'document', profile: CHECKUP_PROFILES.bundle }, findings);
  const subjects = checkupSubjects(bundle);
  checkSlices(bundle, subjects, findings);
  const list = objectsOf(bundle.entry);
  list.forEach((entry, index) => {
    checkEntry(entry, index, list, findings);
  });
  const types = new Map(
    list.map((entry) => [stringOf(entry.fullUrl), stringOf(objectOf(entry.resource).resourceType)]),
  );
  const entries: CheckupEntries = {
    patientUrl: [...types].find(([, type]) => type === 'Patient')?.[0] ?? '',
    typeOf: (reference) => types.get(reference) ?? '',
  };
  for (const subject of subjects) {
    switch (subject.resource.resourceType) {
      case 'Composition':
        checkCheckupComposition(subject, edition, entries, findings);
        break;
      case 'Patient':
        checkPatient(subject, version, findings, {
          url: CHECKUP_PROFILES.patient,
          rule: 'bundle-entry-JP-Patient-CLINS-eCheckupGeneral',
          needsNameParts: false,
        });
        checkNameRepresentation(subject, findings);
        break;
      case 'Practitioner':
        checkCheckupPractitioner(subject, findings);
        break;
      case 'Organization':
        if (isInsurer(subject)) checkInsurer(subject, findings);
        else checkCheckupOrganization(subject, findings);
        break;
      case 'Encounter':
        checkCheckupEncounter(subject, entries, findings);
        break;
      case 'Coverage':
        checkCheckupCoverage(subject, edition, entries, findings);
        break;
      case 'Observation':
        if (isGroup(subject)) checkCheckupGroup(subject, entries, findings);
        else checkCheckupResult(subject, entries, findings);
        break;
    }
  }
}

/** The entries with the names by which sentences call them; results are counted among results. */
export function checkupSubjects(bundle: JsonObject): Subject[] {
  let results = 0;
  return objectsOf(bundle.entry).map((entry, index) => {
    const resource = objectOf(entry.resource);
    const subject = { resource, path: `Bundle.entry[${index}].resource`, name: '' };
    if (resource.resourceType === 'Observation' && !isGroup(subject)) results += 1;
    return { ...subject, name: nameOf(subject, results) };
  });
}

const NAMES: Record<string, string> = {
  Composition: '報告書の表紙',
  Patient: '患者情報',
  Practitioner: '医師の情報',
  Encounter: '受診情報',
};

function nameOf(subject: Subject, resultNumber: number): string {
  const type = stringOf(subject.resource.resourceType);
  if (type === 'Organization') return isInsurer(subject) ? '保険者の情報' : '健診機関の情報';
  if (type === 'Coverage') return isTicket(subject.resource) ? '受診券の情報' : '保険の情報';
  if (type === 'Observation') return isGroup(subject) ? '一連検査' : `${resultNumber}件目の検査項目`;
  return NAMES[type] ?? '送信データの項目';
}

function isInsurer({ resource }: Subject): boolean {
  return claimsProfile(resource, CHECKUP_PROFILES.insurer);
}

function isGroup({ resource }: Subject): boolean {
  return claimsProfile(resource, CHECKUP_PROFILES.observationGroup);
}

/** The published invariants about what claims which profile, and how many of each there may be. */
function checkSlices(bundle: JsonObject, subjects: readonly Subject[], findings: Findings): void {
  const first = objectOf(objectsOf(bundle.entry)[0]?.resource);
  if (first.resourceType !== 'Composition' || !claimsProfile(first, CHECKUP_PROFILES.composition)) {
    findings.error(
      'bundle-entry0-JP-Composition-eCheckupGeneral',
      'Bundle.entry[0]',
      '送信データの最初は、健診結果報告書の表紙（JP_Composition_eCheckupGeneral）でなければなりません。',
    );
  }
  for (const [type, profile, ruleId, what] of CLAIMED) {
    const exists = subjects.some(
      ({ resource }) => resource.resourceType === type && claimsProfile(resource, profile),
    );
    if (!exists) findings.error(ruleId, 'Bundle.entry', `送信データに${what}がありません。`);
  }
  for (const [type, most, what] of AT_MOST) {
    if (subjects.filter(({ resource }) => resource.resourceType === type).length > most) {
      findings.error('cardinality', 'Bundle.entry', `送信データの${what}は${most}件までです。`);
    }
  }
}

const CLAIMED: [type: string, profile: string, ruleId: string, what: string][] = [
  ['Patient', CHECKUP_PROFILES.patient, 'bundle-entry-JP-Patient-CLINS-eCheckupGeneral', '健診の患者情報'],
  [
    'Organization',
    CHECKUP_PROFILES.organization,
    'bundle-entry-JP-OrganizationReporter-eCheckupGeneral',
    '健診機関の情報',
  ],
  [
    'Practitioner',
    CHECKUP_PROFILES.practitioner,
    'bundle-entry-JP-PractitionerReporter-eCheckupGeneral',
    '報告書を作成した医師の情報',
  ],
  ['Encounter', CHECKUP_PROFILES.encounter, 'bundle-entry-JP-Encounter-eCheckupGeneral', '健診の受診情報'],
];

const AT_MOST: [type: string, most: number, what: string][] = [
  ['Composition', 1, '表紙'],
  ['Patient', 1, '患者情報'],
  ['Encounter', 1, '受診情報'],
  ['PractitionerRole', 1, '転記者'],
  ['Coverage', 2, '保険と受診券'],
];

/** R1112 */
function checkNameRepresentation({ resource, path }: Subject, findings: Findings): void {
  const isMarked = objectsOf(resource.name).some((name) =>
    ['IDE', 'SYL'].includes(stringOf(extensionOf(name, EXTENSIONS.nameRepresentation)?.valueCode)),
  );
  if (!isMarked) {
    findings.error(
      'R1112',
      `${path}.name`,
      '患者の漢字氏名とカナ氏名のどちらかが必要です。患者情報に入力してください。',
    );
  }
}
