import type { Bundle } from '@medplum/fhirtypes';
import { CHECKUP_EDITIONS } from '../checkup/edition.ts';
import { CHECKUP_PROFILES } from '../checkup/systems.ts';
import { serializeBundle } from '../serialize.ts';
import { CLINS_VERSIONS, type ClinsVersion, DEFAULT_CLINS_VERSION } from '../specification.ts';
import { checkAllergyIntolerance } from './allergy-rules.ts';
import { checkEntries, checkHeader, checkInstitution, reportKind } from './bundle-rules.ts';
import { checkCheckupBundle, checkupSubjects } from './checkup-rules.ts';
import { checkCondition, isMainDiagnosis } from './condition-rules.ts';
import { checkDocument } from './documents/document-rules.ts';
import { documentRules } from './documents/kinds.ts';
import { claimsProfile, type Subject } from './elements.ts';
import { Findings, type Issue } from './issue.ts';
import { isTooDeep, type JsonObject, listOf, objectOf, objectsOf, stringOf } from './json.ts';
import { checkObservation, checkReportedObservation } from './observation-rules.ts';
import { checkPatient } from './patient-rules.ts';
import { checkTexts } from './text-rules.ts';

/**
 * The service takes at most 10 MB per send (transport §1).
 * assumed: a megabyte is 1,000,000 bytes, the stricter reading.
 */
export const MAXIMUM_BUNDLE_BYTES = 10_000_000;

/**
 * Checks a Bundle before it is sent, by the profile it claims: a set of diagnoses, allergies or results (JP_Bundle_CLINS), a check-up
 * report, 診療情報提供書, 退院時サマリー, 患者サマリー. Cardinalities, fixed values, bindings, identifier patterns and every published
 * invariant, plus what contradicts itself. One error means the service would refuse the whole Bundle. `version`: the edition to check
 * by; the one the Bundle claims, unless it is said. Never throws, whatever the JSON is.
 */
export function validateBundle(bundle: Bundle, version: ClinsVersion = claimedVersion(bundle)): Issue[] {
  const findings = new Findings();
  if (isTooDeep(bundle)) {
    findings.error(
      'unsupported',
      'Bundle',
      '送信データの入れ子が深すぎるため、確認できません。システム管理者に連絡してください。',
    );
    return findings.issues;
  }
  const json: JsonObject = objectOf(bundle);
  const nameOf = checkByProfile(json, version, findings);
  checkTexts(json, 'Bundle', nameOf, findings);
  checkSize(bundle, findings);
  return findings.issues;
}

/** The rules of the profile; gives back how a sentence names a place of this Bundle. */
function checkByProfile(
  json: JsonObject,
  version: ClinsVersion,
  findings: Findings,
): (path: string) => string {
  if (claimsProfile(json, CHECKUP_PROFILES.bundle)) {
    checkCheckupBundle(json, version, findings);
    const named = checkupSubjects(json);
    return (path) => nameOfPlace(path, named);
  }
  const rules = documentRules(json);
  if (rules !== undefined) {
    return checkDocument(json, rules, version, findings, (inner) => {
      const found = new Findings();
      checkByProfile(inner, claimedVersion(inner), found);
      return found.issues;
    });
  }
  const subjects = entrySubjects(json);
  checkInformation(json, subjects, version, findings);
  return (path) => nameOfPlace(path, subjects);
}

/** JP_Bundle_CLINS (bundle-types §3). */
function checkInformation(
  json: JsonObject,
  subjects: readonly Subject[],
  version: ClinsVersion,
  findings: Findings,
): void {
  checkHeader(json, findings);
  const kind = reportKind(json);
  if (kind === null) return;
  checkEntries(json, kind, findings);
  const [patient, ...others] = subjects;
  const patientUrl = stringOf(objectsOf(json.entry)[0]?.fullUrl);
  if (patient?.resource.resourceType === 'Patient') {
    checkPatient(patient, version, findings);
    checkInstitution(patient, json, 'optional', findings);
  }
  for (const subject of others) {
    checkInstitution(subject, json, 'mandatory', findings);
    const type = subject.resource.resourceType;
    if (type === 'Condition') checkCondition(subject, patientUrl, findings);
    if (type === 'AllergyIntolerance') checkAllergyIntolerance(subject, patientUrl, findings);
    if (type === 'Observation') {
      checkObservation(subject, patientUrl, version, findings);
      checkReportedObservation(subject, findings);
    }
  }
}

/** The edition of the definitions that a Bundle's meta.profile names; the usual one when it names none we know. */
export function claimedVersion(bundle: unknown): ClinsVersion {
  const versions = listOf(objectOf(objectOf(bundle).meta).profile).map(
    (profile) => stringOf(profile).split('|')[1],
  );
  const names = (version: ClinsVersion) => [version, CHECKUP_EDITIONS[version].profileVersion];
  return (
    CLINS_VERSIONS.find((version) => names(version).some((name) => versions.includes(name))) ??
    DEFAULT_CLINS_VERSION
  );
}

/** The entries with the names by which sentences call them. Numbers count within the Bundle, from 1. */
function entrySubjects(bundle: JsonObject): Subject[] {
  return objectsOf(bundle.entry).map((entry, index) => {
    const resource = objectOf(entry.resource);
    return { resource, path: `Bundle.entry[${index}].resource`, name: nameOfResource(resource, index) };
  });
}

function nameOfResource(resource: JsonObject, index: number): string {
  if (resource.resourceType === 'Patient') return '患者情報';
  if (resource.resourceType === 'AllergyIntolerance') return `${index}件目のアレルギー`;
  if (resource.resourceType === 'Observation') return `${index}件目の検査結果`;
  if (resource.resourceType !== 'Condition') return `${index}件目の情報`;
  return isMainDiagnosis(resource) ? '主病名' : `${index}件目の傷病名`;
}

function nameOfPlace(path: string, subjects: readonly Subject[]): string {
  const subject = subjects.find((candidate) => path.startsWith(candidate.path));
  if (subject === undefined) return '送信データ';
  if (subject.resource.resourceType !== 'Patient') return subject.name;
  if (path.startsWith(`${subject.path}.name`)) return '患者の氏名';
  return path.startsWith(`${subject.path}.address`) ? '患者の住所' : subject.name;
}

function checkSize(bundle: Bundle, findings: Findings): void {
  // Half surrogate pairs are reported by checkTexts; such a Bundle has no bytes to measure.
  if (findings.issues.some(({ ruleId, severity }) => ruleId === 'text' && severity === 'error')) return;
  if (serializeBundle(bundle).byteLength > MAXIMUM_BUNDLE_BYTES) {
    findings.error(
      'size',
      'Bundle',
      '送信データが10MBを超えています。記録の件数や文章の長さを確認してください。',
    );
  }
}
