import type { ClinsVersion } from '../../specification.ts';
import { checkAllergyIntolerance } from '../allergy-rules.ts';
import { checkEntry, checkFrame, checkInstitution } from '../bundle-rules.ts';
import { checkCondition } from '../condition-rules.ts';
import { checkDepartment, claimsProfile } from '../elements.ts';
import type { Findings, Issue } from '../issue.ts';
import { type JsonObject, objectOf, objectsOf, stringOf } from '../json.ts';
import { checkMedicationRequest } from '../medication-rules.ts';
import { checkObservation, checkReportedObservation } from '../observation-rules.ts';
import { checkPatient } from '../patient-rules.ts';
import { checkContained, hasContained } from '../references.ts';
import { checkComposition } from './composition-rules.ts';
import { type DocumentEntry, documentEntries, type PlacedSection, placedSections } from './document.ts';
import { checkElements } from './element-rules.ts';
import { checkEncounter } from './encounter-rules.ts';
import type { DocumentRules } from './kinds.ts';
import { checkOrganization, checkPractitioner } from './party-rules.ts';
import {
  checkCarePlan,
  checkDocumentReference,
  checkFamilyHistory,
  checkImmunization,
  checkProcedure,
} from './resource-rules.ts';
import { checkSections } from './section-rules.ts';

/** What a check of a document leaves behind for the rules on texts: how to call a place. */
export type NameOfPlace = (path: string) => string;

/**
 * 診療情報提供書, 退院時サマリー or 患者サマリー against its page: the frame, the Composition with its sections, every entry by its
 * profile, and documents inside of it (`validateInner`).
 */
export function checkDocument(
  bundle: JsonObject,
  rules: DocumentRules,
  version: ClinsVersion,
  findings: Findings,
  validateInner: (bundle: JsonObject) => Issue[],
): NameOfPlace {
  checkFrame(bundle, { type: 'document', profile: rules.bundleProfile }, findings);
  const listed = objectsOf(bundle.entry);
  listed.forEach((entry, index) => {
    checkEntry(entry, index, listed, findings);
    checkDocumentEntry(entry, index, findings);
  });
  const composition = objectOf(listed[0]?.resource);
  const sections = placedSections(composition, rules);
  const all = [...sections.top, ...sections.structured];
  const entries = documentEntries(bundle, all);
  const [first] = entries;
  if (first === undefined || composition.resourceType !== 'Composition') {
    findings.error(
      'bdl-11',
      'Bundle.entry[0]',
      `送信データの最初は${rules.title}の本体（Composition）でなければなりません。`,
    );
    return (path) => nameOfPlace(path, entries, all);
  }
  checkComposition(first, entries, rules, version, findings);
  checkSections(sections, entries, rules, version, findings);
  checkNumbers(entries, rules, findings);
  const patientUrl = entries.find(({ resource }) => resource.resourceType === 'Patient')?.fullUrl ?? '';
  for (const entry of entries) {
    checkElements(entry, entries, version, findings);
    const check = CHECKS[stringOf(entry.resource.resourceType)];
    check?.(entry, { bundle, rules, patientUrl, version }, findings);
    if (entry.resource.resourceType === 'Bundle') checkInner(entry, validateInner, findings);
  }
  return (path) => nameOfPlace(path, entries, all);
}

/** bdl-5 and bdl-8 */
function checkDocumentEntry(entry: JsonObject, index: number, findings: Findings): void {
  if (entry.resource === undefined) {
    findings.error(
      'bdl-5',
      `Bundle.entry[${index}]`,
      `送信データの${index + 1}番目に中身がありません。システム管理者に連絡してください。`,
    );
  }
  if (stringOf(entry.fullUrl).includes('/_history/')) {
    findings.error(
      'bdl-8',
      `Bundle.entry[${index}].fullUrl`,
      `送信データの${index + 1}番目のURLに版が付いています。システム管理者に連絡してください。`,
    );
  }
}

/** How many entries of a kind there must be. */
function checkNumbers(entries: readonly DocumentEntry[], rules: DocumentRules, findings: Findings): void {
  for (const { type, profile, name, cardinality } of rules.entries) {
    const [minimum, maximum] = cardinality;
    const count = entries.filter(
      ({ resource }) => resource.resourceType === type && claimsProfile(resource, profile),
    ).length;
    if (count < minimum) {
      findings.error('cardinality', 'Bundle.entry', `${rules.title}に${name}がありません。`);
    } else if (count > maximum) {
      findings.error(
        'cardinality',
        'Bundle.entry',
        `${rules.title}の${name}が多すぎます（${maximum}つまで）。`,
      );
    }
  }
}

interface ResourceContext {
  bundle: JsonObject;
  rules: DocumentRules;
  patientUrl: string;
  version: ClinsVersion;
}

type Check = (entry: DocumentEntry, context: ResourceContext, findings: Findings) => void;

/** Entries by their profiles. Diagnoses, allergies, results and prescriptions carry what the service asks of them (medication-request). */
const CHECKS: Readonly<Record<string, Check>> = {
  Patient: (entry, { bundle, version }, findings) => {
    checkPatient(entry, version, findings);
    checkInstitution(entry, bundle, 'optional', findings);
  },
  Organization: (entry, { bundle }, findings) => checkOrganization(entry, bundle, findings),
  Practitioner: (entry, _context, findings) => checkPractitioner(entry, findings),
  Encounter: (entry, { rules, version }, findings) =>
    checkEncounter(entry, rules.kind === 'discharge_summary', version, findings),
  Condition: (entry, { bundle, rules, patientUrl }, findings) => {
    checkInstitution(entry, bundle, 'mandatory', findings);
    checkCondition(entry, patientUrl, findings);
    checkDisclosure(entry, rules, findings);
  },
  AllergyIntolerance: (entry, { bundle, patientUrl }, findings) => {
    checkInstitution(entry, bundle, 'mandatory', findings);
    checkAllergyIntolerance(entry, patientUrl, findings);
  },
  Observation: (entry, { bundle, patientUrl, version }, findings) => {
    checkInstitution(entry, bundle, 'mandatory', findings);
    checkObservation(entry, patientUrl, version, findings);
    checkReportedObservation(entry, findings);
  },
  MedicationRequest: (entry, { bundle, patientUrl, version }, findings) => {
    checkInstitution(entry, bundle, 'mandatory', findings);
    checkMedicationRequest(entry, patientUrl, version, findings);
    checkQuotedPrescription(entry, findings);
  },
  CarePlan: (entry, { rules, patientUrl }, findings) => {
    if (rules.kind === 'care_summary') checkCarePlan(entry, patientUrl, findings);
  },
  DocumentReference: (entry, _context, findings) => checkDocumentReference(entry, findings),
  Procedure: (entry, { patientUrl }, findings) => checkProcedure(entry, patientUrl, findings),
  Immunization: (entry, { patientUrl }, findings) => checkImmunization(entry, patientUrl, findings),
  FamilyMemberHistory: (entry, { patientUrl }, findings) => checkFamilyHistory(entry, patientUrl, findings),
};

/**
 * Whom a document shows a diagnosis to against the doctor's own flags: a 患者サマリー shows everything to the patient, a letter
 * everything to another institution. The service hides flagged diagnoses; whether it does so inside a document is not published.
 */
function checkDisclosure(
  { resource, path, name }: DocumentEntry,
  { kind, title }: DocumentRules,
  findings: Findings,
): void {
  const flags = objectsOf(objectOf(resource.meta).tag).map(({ code }) => code);
  const place = `${path}.meta.tag`;
  if (kind === 'care_summary' && (flags.includes('UNINFORMED') || flags.includes('UNDELIVERED'))) {
    findings.error(
      'consistency',
      place,
      `${name}は未告知か未提供ですが、${title}は患者に見えます。この傷病名を外してください。`,
    );
  } else if (flags.includes('UNDELIVERED')) {
    findings.warning(
      'consistency',
      place,
      `${name}は未提供（ほかの医療機関に見せない）ですが、${title}に入っています。このまま送るか確認してください。`,
    );
  }
}

/** What a prescription needs beside its profile for the service to take it out of a document (medication-request). */
function checkQuotedPrescription(entry: DocumentEntry, findings: Findings): void {
  const { resource, path, name } = entry;
  checkDepartment(entry, 'cardinality', findings);
  if (!hasContained(resource, 'Encounter') || resource.encounter === undefined) {
    findings.error('cardinality', `${path}.encounter`, `${name}に受診情報（入院・外来の区分）がありません。`);
  }
  if (!hasContained(resource, 'Practitioner') || resource.requester === undefined) {
    findings.error('cardinality', `${path}.requester`, `${name}に処方した医師がありません。`);
  }
  checkContained(entry, findings);
}

/** A document inside of this one, by its own rules; what is found stands at its place here. */
function checkInner(
  { resource, path }: DocumentEntry,
  validateInner: (bundle: JsonObject) => Issue[],
  findings: Findings,
): void {
  for (const { severity, ruleId, path: inner, message } of validateInner(resource)) {
    const place = `${path}${inner.slice('Bundle'.length)}`;
    findings[severity](ruleId, place, `同封の文書：${message}`);
  }
}

function nameOfPlace(
  path: string,
  entries: readonly DocumentEntry[],
  sections: readonly PlacedSection[],
): string {
  const section = sections.findLast((candidate) => path.startsWith(`${candidate.path}.`));
  if (section !== undefined) return section.name;
  const entry = entries.find((candidate) => path.startsWith(`${candidate.path}.`));
  if (entry?.resource.resourceType !== 'Patient') return entry?.name ?? '送信データ';
  if (path.startsWith(`${entry.path}.name`)) return '患者の氏名';
  return path.startsWith(`${entry.path}.address`) ? '患者の住所' : entry.name;
}
