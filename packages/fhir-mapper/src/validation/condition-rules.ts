import { UNCODED_DISEASE_NUMBER } from '../condition.ts';
import { PROFILES } from '../profiles.ts';
import { EXTENSIONS, SYSTEMS } from '../systems.ts';
import {
  checkCodings,
  checkDateTimes,
  checkDepartment,
  checkIndicationTags,
  checkMeta,
  checkResourceIdentifier,
  codeIn,
  type Subject,
} from './elements.ts';
import type { Findings } from './issue.ts';
import { extensionOf, type JsonObject, objectOf, objectsOf, stringOf } from './json.ts';
import { checkContained, checkPatientReference, hasContained } from './references.ts';

/** 修飾語管理番号 of の疑い (修飾語コード 8002). */
const SUSPECTED_MODIFIER_NUMBER = '27000001';
const SUSPECTED_RECEIPT_MODIFIER = '8002';

/** How the disease and modifier systems write their codes. The masters themselves are not looked up here. */
const DISEASE_CODES: readonly [system: string, pattern: RegExp, label: string][] = [
  [SYSTEMS.diseaseManagementNumber, /^\d{8}$/, '病名管理番号（8桁）'],
  [SYSTEMS.diseaseExchange, /^[0-9A-Z]{4}$/, '病名交換用コード（4桁）'],
  [SYSTEMS.diseaseReceipt, /^\d{7}$/, '傷病名コード（7桁）'],
  [SYSTEMS.icd10, /^[A-Z]\d{2}(?:\.[0-9A-Z]{1,2}|-\d)?$/, 'ICD-10コード'],
];
const MODIFIER_CODES: readonly [system: string, pattern: RegExp, label: string][] = [
  [SYSTEMS.modifierManagementNumber, /^\d{8}$/, '修飾語管理番号（8桁）'],
  [SYSTEMS.modifierExchange, /^[0-9A-Z]{4}$/, '修飾語交換用コード（4桁）'],
  [SYSTEMS.modifierReceipt, /^\d{4}$/, '修飾語コード（4桁）'],
];

/** True when the diagnosis is marked 主傷病. */
export function isMainDiagnosis(condition: JsonObject): boolean {
  const type = extensionOf(condition, EXTENSIONS.diagnosisType);
  return codeIn(type?.valueCodeableConcept, SYSTEMS.diagnosisType) === 'principal';
}

/** JP_Condition_eCS as one entry of JP_Bundle_CLINS (condition, bundle-types §3). */
export function checkCondition(subject: Subject, patientUrl: string, findings: Findings): void {
  const { resource, path, name } = subject;
  checkMeta(subject, PROFILES.condition, 'validEntryProfile-Condition', findings);
  checkIndicationTags(subject, ['LTS', 'UNINFORMED', 'UNDELIVERED'], findings);
  checkResourceIdentifier(subject, findings);
  checkDepartment(subject, 'R9014C', findings);
  if (!hasContained(resource, 'Encounter') || resource.encounter === undefined) {
    findings.error('R9013C', `${path}.contained`, `${name}に受診情報（入院・外来の区分）がありません。`);
  }
  checkContained(subject, findings);
  checkPatientReference(subject, 'subject', patientUrl, findings);
  checkStatus(subject, findings);
  checkCategory(subject, findings);
  checkCode(subject, findings);
  checkModifiers(subject, findings);
  checkDates(subject, findings);
}

/** clinicalStatus and verificationStatus with con-4, con-5 and the codes CLINS uses. */
function checkStatus({ resource, path, name }: Subject, findings: Findings): void {
  const verification = objectOf(resource.verificationStatus);
  const clinical = objectOf(resource.clinicalStatus);
  checkCodings(verification, `${path}.verificationStatus`, `${name}の確定・疑いの区分`, findings);
  checkCodings(clinical, `${path}.clinicalStatus`, `${name}の転帰`, findings);
  const verificationCode = codeIn(verification, SYSTEMS.conditionVerification);
  const clinicalCode = codeIn(clinical, SYSTEMS.conditionClinical);
  if (
    objectsOf(verification.coding).length !== 1 ||
    !['unconfirmed', 'confirmed', 'refuted', 'entered-in-error'].includes(verificationCode)
  ) {
    findings.error(
      'binding',
      `${path}.verificationStatus`,
      `${name}に「確定」か「疑い」かの区分がありません（1つだけ必要です）。`,
    );
  } else if (verificationCode === 'refuted' || verificationCode === 'entered-in-error') {
    findings.warning(
      'consistency',
      `${path}.verificationStatus`,
      `${name}は取消・誤登録の区分なので、共有サービスでは表示されず、前に送った病名も消えません。`,
    );
  }
  if (verificationCode === 'entered-in-error') {
    if (resource.clinicalStatus !== undefined) {
      findings.error('con-5', `${path}.clinicalStatus`, `${name}は誤登録なので、転帰を付けられません。`);
    }
  } else if (resource.clinicalStatus === undefined) {
    findings.error('con-3', `${path}.clinicalStatus`, `${name}に転帰がありません。転帰を選んでください。`);
  } else if (!['active', 'inactive', 'remission', 'resolved'].includes(clinicalCode)) {
    findings.error(
      'binding',
      `${path}.clinicalStatus`,
      `${name}の転帰は継続・軽快・治癒・終了のいずれかでなければなりません。`,
    );
  }
  if (resource.abatementDateTime !== undefined) {
    if (!['inactive', 'remission', 'resolved'].includes(clinicalCode)) {
      findings.error(
        'con-4',
        `${path}.clinicalStatus`,
        `${name}に転帰日がありますが、転帰が「継続」のままです。転帰を選んでください。`,
      );
    }
  } else if (['inactive', 'remission', 'resolved'].includes(clinicalCode)) {
    findings.warning(
      'consistency',
      `${path}.abatementDateTime`,
      `${name}は終了していますが、転帰日がありません。`,
    );
  }
}

/** Exactly one category, and in CLINS the diagnosis of an encounter. */
function checkCategory({ resource, path, name }: Subject, findings: Findings): void {
  const categories = objectsOf(resource.category);
  if (categories.length !== 1 || codeIn(categories[0], SYSTEMS.conditionCategory) !== 'encounter-diagnosis') {
    findings.error(
      'fixed-value',
      `${path}.category`,
      `${name}の分類は「診察時の診断（encounter-diagnosis）」1つでなければなりません。`,
    );
  }
}

function checkCode({ resource, path, name }: Subject, findings: Findings): void {
  const code = objectOf(resource.code);
  const number = codeIn(code, SYSTEMS.diseaseManagementNumber);
  if (stringOf(code.text) === '') {
    findings.error('cardinality', `${path}.code.text`, `${name}の病名がありません。病名を入力してください。`);
  }
  if (number === '') {
    findings.error(
      'cardinality',
      `${path}.code.coding`,
      `${name}に病名管理番号がありません。病名マスタから選ぶか、未コード化傷病名（${UNCODED_DISEASE_NUMBER}）にしてください。`,
    );
  }
  checkCodings(code, `${path}.code`, name, findings);
  checkFormats(code, `${path}.code`, name, DISEASE_CODES, findings);
}

/** 接頭語・接尾語: 修飾語管理番号 exactly once each; の疑い goes with unconfirmed. */
function checkModifiers({ resource, path, name }: Subject, findings: Findings): void {
  const urls: readonly unknown[] = [EXTENSIONS.diseasePrefixModifier, EXTENSIONS.diseasePostfixModifier];
  objectsOf(objectOf(resource.code).extension).forEach((extension, index) => {
    if (!urls.includes(extension.url)) return;
    const place = `${path}.code.extension[${index}].valueCodeableConcept`;
    const concept = objectOf(extension.valueCodeableConcept);
    for (const [system, , label] of MODIFIER_CODES) {
      const count = objectsOf(concept.coding).filter((coding) => coding.system === system).length;
      const isMandatory = system === SYSTEMS.modifierManagementNumber;
      if (count > 1 || (isMandatory && count === 0)) {
        findings.error(
          'cardinality',
          place,
          `${name}の修飾語に${label}が${count === 0 ? 'ありません' : '2つ以上あります'}。修飾語をマスタから選び直してください。`,
        );
      }
    }
    checkCodings(concept, place, `${name}の修飾語`, findings);
    checkFormats(concept, place, `${name}の修飾語`, MODIFIER_CODES, findings);
    const isSuspected =
      codeIn(concept, SYSTEMS.modifierManagementNumber) === SUSPECTED_MODIFIER_NUMBER ||
      codeIn(concept, SYSTEMS.modifierReceipt) === SUSPECTED_RECEIPT_MODIFIER;
    if (isSuspected && codeIn(resource.verificationStatus, SYSTEMS.conditionVerification) === 'confirmed') {
      findings.error(
        'consistency',
        `${path}.verificationStatus`,
        `${name}に「の疑い」が付いていますが、確定病名になっています。どちらかに直してください。`,
      );
    }
  });
}

function checkFormats(
  concept: JsonObject,
  path: string,
  name: string,
  rules: readonly [system: string, pattern: RegExp, label: string][],
  findings: Findings,
): void {
  objectsOf(concept.coding).forEach((coding, index) => {
    const rule = rules.find(([system]) => system === coding.system);
    const code = stringOf(coding.code);
    if (rule && code !== '' && !rule[1].test(code)) {
      findings.error(
        'pattern',
        `${path}.coding[${index}].code`,
        `${name}の${rule[2]}の形式が正しくありません。マスタから選び直してください。`,
      );
    }
  });
}

function checkDates(subject: Subject, findings: Findings): void {
  const { resource, path, name } = subject;
  const labels = { onsetDateTime: '発症日', abatementDateTime: '転帰日', recordedDate: '登録日' };
  if (resource.onsetDateTime === undefined) {
    findings.error('R9013C', `${path}.onsetDateTime`, `${name}に発症日がありません。`);
  }
  checkDateTimes(subject, labels, findings);
  const onset = stringOf(resource.onsetDateTime).slice(0, 10);
  const abatement = stringOf(resource.abatementDateTime).slice(0, 10);
  // Partial dates are compared as far as both are given.
  const known = Math.min(onset.length, abatement.length);
  if (abatement.slice(0, known) < onset.slice(0, known)) {
    findings.error('consistency', `${path}.abatementDateTime`, `${name}の転帰日が発症日より前です。`);
  }
}
