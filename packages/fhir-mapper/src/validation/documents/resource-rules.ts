import { DOCUMENT_SYSTEMS, PLAN_CATEGORIES } from '../../documents/code-systems.ts';
import { PROFILES } from '../../profiles.ts';
import { IDENTIFIER_SYSTEMS } from '../../systems.ts';
import { checkDateTimes, checkMeta, codeIn, isDateTime, isInstant } from '../elements.ts';
import type { Findings } from '../issue.ts';
import { type JsonObject, objectOf, objectsOf, stringOf } from '../json.ts';
import { checkPatientReference } from '../references.ts';
import type { DocumentEntry } from './document.ts';
import { checkClaim } from './party-rules.ts';

const EVENT_STATUS =
  'preparation in-progress not-done on-hold stopped completed entered-in-error unknown'.split(' ');
const REFERENCE_STATUS = ['current', 'superseded', 'entered-in-error'];
const IMMUNIZATION_STATUS = ['completed', 'entered-in-error', 'not-done'];

/** JP_CarePlan_ePCS (composition-ePatientCareSummary). */
export function checkCarePlan(entry: DocumentEntry, patientUrl: string, findings: Findings): void {
  const { resource, path, name } = entry;
  checkMeta(entry, PROFILES.carePlanOfSummary, 'profile', findings);
  checkFixed(entry, { status: 'active', intent: 'plan', title: '療養計画' }, findings);
  if (stringOf(resource.description).trim() === '') {
    findings.error('cardinality', `${path}.description`, `${name}が書かれていません。`);
  }
  const period = objectOf(resource.period);
  if (!isDateTime(stringOf(period.start))) {
    findings.error(
      'cardinality',
      `${path}.period.start`,
      `${name}の開始日がないか、正しい日付ではありません。`,
    );
  }
  if (period.end !== undefined && !isDateTime(stringOf(period.end))) {
    findings.error('pattern', `${path}.period.end`, `${name}の終了日が正しい日付ではありません。`);
  }
  if (!isDateTime(stringOf(resource.created))) {
    findings.error('cardinality', `${path}.created`, `${name}の作成日がないか、正しい日付ではありません。`);
  }
  const categories = objectsOf(resource.category);
  const code = codeIn(categories[0], DOCUMENT_SYSTEMS.planCategory);
  if (categories.length > 1 || (categories.length === 1 && PLAN_CATEGORIES[code] === undefined)) {
    findings.error(
      'binding',
      `${path}.category`,
      `${name}の区分は、入院時・入院中・退院時・外来診療中のいずれか1つです。`,
    );
  }
  for (const element of ['encounter', 'author', 'contributor', 'careTeam']) {
    if (resource[element] !== undefined) {
      findings.error(
        'cardinality',
        `${path}.${element}`,
        `${name}に ${element} は付けられません。システム管理者に連絡してください。`,
      );
    }
  }
  if (
    objectsOf(resource.activity).some(
      ({ detail, reference }) => detail !== undefined && reference !== undefined,
    )
  ) {
    findings.error(
      'cpl-3',
      `${path}.activity`,
      `${name}の活動に、内容と参照先の両方が付いています。どちらかにしてください。`,
    );
  }
  checkIdentifier(resource, path, name, findings);
  checkPatientReference(entry, 'subject', patientUrl, findings);
}

/** JP_DocumentReference_eCS: files, and texts that must stand as one. Bytes travel with it; an address alone reaches nobody. */
export function checkDocumentReference(entry: DocumentEntry, findings: Findings): void {
  const { resource, path, name } = entry;
  checkClaim(entry, PROFILES.documentReference, findings);
  checkStatus(entry, REFERENCE_STATUS, findings);
  const contents = objectsOf(resource.content);
  if (contents.length === 0) findings.error('cardinality', `${path}.content`, `${name}の中身がありません。`);
  contents.forEach((content, index) => {
    const attachment = objectOf(content.attachment);
    const place = `${path}.content[${index}].attachment`;
    if (stringOf(attachment.data) === '') {
      findings.error('cardinality', `${place}.data`, `${name}の中身がありません。添付し直してください。`);
    } else if (!/^[A-Za-z0-9+/]+={0,2}$/.test(stringOf(attachment.data))) {
      findings.error('pattern', `${place}.data`, `${name}の中身が壊れています。添付し直してください。`);
    }
    if (stringOf(attachment.contentType) === '') {
      findings.error(
        'att-1',
        `${place}.contentType`,
        `${name}のファイルの種類がありません。添付し直してください。`,
      );
    }
    if (entry.sectionCode === '230' && attachment.contentType !== 'application/pdf') {
      findings.warning(
        'consistency',
        `${place}.contentType`,
        `PDFの項目に、PDFでないファイル（${name}）が入っています。`,
      );
    }
  });
}

/** JP_Procedure_eCS */
export function checkProcedure(entry: DocumentEntry, patientUrl: string, findings: Findings): void {
  checkClaim(entry, PROFILES.procedure, findings);
  checkStatus(entry, EVENT_STATUS, findings);
  checkName(entry, 'code', findings);
  checkPatientReference(entry, 'subject', patientUrl, findings);
  checkDateTimes(entry, { performedDateTime: '実施日' }, findings);
}

/** JP_Immunization_eCS, imm-1 */
export function checkImmunization(entry: DocumentEntry, patientUrl: string, findings: Findings): void {
  const { resource, path, name } = entry;
  checkClaim(entry, PROFILES.immunization, findings);
  checkStatus(entry, IMMUNIZATION_STATUS, findings);
  checkName(entry, 'vaccineCode', findings);
  checkPatientReference(entry, 'patient', patientUrl, findings);
  const occurrences = [resource.occurrenceDateTime, resource.occurrenceString].filter(
    (value) => value !== undefined,
  );
  if (occurrences.length !== 1) {
    findings.error(
      'cardinality',
      `${path}.occurrence[x]`,
      `${name}の接種日がありません。わからないときは「不明」と入力してください。`,
    );
  }
  checkDateTimes(entry, { occurrenceDateTime: '接種日' }, findings);
  if (
    objectsOf(resource.education).some(
      ({ documentType, reference }) => (documentType ?? reference) === undefined,
    )
  ) {
    findings.error('imm-1', `${path}.education`, `${name}の説明資料に、種類も参照先もありません。`);
  }
}

/** JP_FamilyMemberHistory_eCS, fhs-1, fhs-2 */
export function checkFamilyHistory(entry: DocumentEntry, patientUrl: string, findings: Findings): void {
  const { resource, path, name } = entry;
  checkClaim(entry, PROFILES.familyMemberHistory, findings);
  if (!isInstant(stringOf(objectOf(resource.meta).lastUpdated))) {
    findings.error('cardinality', `${path}.meta.lastUpdated`, `${name}の最終更新日時がありません。`);
  }
  checkFixed(entry, { status: 'partial' }, findings);
  const codings = objectsOf(objectOf(resource.relationship).coding);
  const [coding] = codings;
  if (
    codings.length !== 1 ||
    coding?.system !== DOCUMENT_SYSTEMS.relationship ||
    stringOf(coding.code) === ''
  ) {
    findings.error(
      'cardinality',
      `${path}.relationship`,
      `${name}の続柄がありません。続柄を入力してください。`,
    );
  }
  checkPatientReference(entry, 'patient', patientUrl, findings);
  objectsOf(resource.condition).forEach((condition, index) => {
    const code = objectOf(condition.code);
    if (stringOf(code.text) === '' && objectsOf(code.coding).length === 0) {
      findings.error(
        'cardinality',
        `${path}.condition[${index}].code`,
        `${name}の病名がありません。病名を入力してください。`,
      );
    }
  });
  const has = (prefix: string): boolean => Object.keys(resource).some((key) => key.startsWith(prefix));
  if (has('age') && has('born')) {
    findings.error('fhs-1', path, `${name}に年齢と生年月日の両方が付いています。どちらかにしてください。`);
  }
  if (resource.estimatedAge !== undefined && !has('age')) {
    findings.error('fhs-2', `${path}.estimatedAge`, `${name}に年齢がないのに、推定年齢の印が付いています。`);
  }
}

function checkFixed({ resource, path, name }: DocumentEntry, fixed: JsonObject, findings: Findings): void {
  for (const [element, value] of Object.entries(fixed)) {
    if (resource[element] !== value) {
      findings.error(
        'fixed-value',
        `${path}.${element}`,
        `${name}の ${element} は「${value}」でなければなりません。システム管理者に連絡してください。`,
      );
    }
  }
}

function checkStatus(
  { resource, path, name }: DocumentEntry,
  allowed: readonly string[],
  findings: Findings,
): void {
  if (!allowed.includes(stringOf(resource.status))) {
    findings.error(
      'binding',
      `${path}.status`,
      `${name}の状態がないか、正しくありません。システム管理者に連絡してください。`,
    );
  }
}

function checkName({ resource, path, name }: DocumentEntry, element: string, findings: Findings): void {
  const concept = objectOf(resource[element]);
  if (stringOf(concept.text) === '' && objectsOf(concept.coding).length === 0) {
    findings.error(
      'cardinality',
      `${path}.${element}`,
      `${name}の名称がありません。名称を入力してください。`,
    );
  }
}

function checkIdentifier(resource: JsonObject, path: string, name: string, findings: Findings): void {
  const [identifier, ...further] = objectsOf(resource.identifier);
  const isRight =
    identifier?.system === IDENTIFIER_SYSTEMS.resourceInstance && stringOf(identifier.value) !== '';
  if (identifier !== undefined && (!isRight || further.length > 0)) {
    findings.error(
      'pattern',
      `${path}.identifier`,
      `${name}の番号（リソース一意識別ID）が正しくありません。システム管理者に連絡してください。`,
    );
  }
}
