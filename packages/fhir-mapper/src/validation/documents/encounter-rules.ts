import { ADMIT_SOURCES, DISCHARGE_DISPOSITIONS, DOCUMENT_SYSTEMS } from '../../documents/code-systems.ts';
import { PROFILES } from '../../profiles.ts';
import type { ClinsVersion } from '../../specification.ts';
import { SYSTEMS } from '../../systems.ts';
import { codeIn, isDateTime } from '../elements.ts';
import type { Findings } from '../issue.ts';
import { type JsonObject, listOf, objectOf, objectsOf, stringOf } from '../json.ts';
import type { DocumentEntry } from './document.ts';
import { checkClaim } from './party-rules.ts';

/** JP_Encounter_eCS as an entry of a document (patient-org-practitioner §7). */
export function checkEncounter(
  entry: DocumentEntry,
  isStay: boolean,
  version: ClinsVersion,
  findings: Findings,
): void {
  const { resource, path, name } = entry;
  checkClaim(entry, PROFILES.encounterEcs, findings);
  const identifiers = objectsOf(resource.identifier);
  if (identifiers.length > 1 || identifiers.some(({ value }) => stringOf(value) === '')) {
    findings.error('cardinality', `${path}.identifier`, `${name}の番号は1つまでで、空にはできません。`);
  }
  if (resource.status !== 'finished') {
    findings.error(
      'fixed-value',
      `${path}.status`,
      `${name}の状態は finished でなければなりません。システム管理者に連絡してください。`,
    );
  }
  checkClass(resource.class, `${path}.class`, name, findings);
  if (version === '1.10.0' && listOf(resource.classHistory).length > 1) {
    findings.error('cardinality', `${path}.classHistory`, `${name}の入院・外来の区分の履歴は1つまでです。`);
  }
  objectsOf(resource.classHistory).forEach((history, index) => {
    checkClass(history.class, `${path}.classHistory[${index}].class`, name, findings);
  });
  if (resource.period !== undefined && !isDateTime(stringOf(objectOf(resource.period).start))) {
    findings.error(
      'cardinality',
      `${path}.period.start`,
      `${name}の開始日（入院日・受診日）がないか、正しい日付ではありません。`,
    );
  }
  checkLength(resource, path, name, findings);
  checkReasons(resource, path, name, version, findings);
  checkDiagnoses(resource, path, name, findings);
  if (isStay || resource.hospitalization !== undefined) checkHospitalization(resource, path, findings);
}

/** class: system, code and display. */
function checkClass(value: unknown, path: string, name: string, findings: Findings): void {
  const { system, code, display } = objectOf(value);
  if (system !== SYSTEMS.encounterClass || stringOf(code) === '' || stringOf(display) === '') {
    findings.error('cardinality', path, `${name}に入院・外来の区分がありません。`);
  }
}

/** length in days; the unit in words, system and code are fixed. */
function checkLength({ length }: JsonObject, path: string, name: string, findings: Findings): void {
  if (length === undefined) return;
  const { value, unit, system, code } = objectOf(length);
  const isInDays = unit === '日' && system === DOCUMENT_SYSTEMS.units && code === 'd';
  if (typeof value !== 'number' || !isInDays) {
    findings.error('fixed-value', `${path}.length`, `${name}の在院日数の単位は「日」でなければなりません。`);
  }
}

function checkReasons(
  resource: JsonObject,
  path: string,
  name: string,
  version: ClinsVersion,
  findings: Findings,
): void {
  objectsOf(resource.reasonCode).forEach((reason, index) => {
    const place = `${path}.reasonCode[${index}]`;
    if (stringOf(reason.text) === '') {
      findings.error(
        'cardinality',
        `${place}.text`,
        `${name}の理由（紹介目的・入院理由）が書かれていません。`,
      );
    }
    const isComplete = objectsOf(reason.coding).every(
      ({ system, code, display }) =>
        stringOf(system) !== '' &&
        stringOf(code) !== '' &&
        (version === '1.10.0' || stringOf(display) !== ''),
    );
    if (!isComplete) {
      findings.error(
        'cardinality',
        `${place}.coding`,
        `${name}の理由に、コード体系・コード・名称の揃っていないコードがあります。`,
      );
    }
  });
}

/** diagnosis: a Condition, and the part it played (AD, DD, CC). */
function checkDiagnoses(resource: JsonObject, path: string, name: string, findings: Findings): void {
  objectsOf(resource.diagnosis).forEach(({ condition, use }, index) => {
    const place = `${path}.diagnosis[${index}]`;
    if (stringOf(objectOf(condition).reference) === '') {
      findings.error('cardinality', `${place}.condition`, `${name}の診断に傷病名がありません。`);
    }
    const codings = objectsOf(objectOf(use).coding);
    const isComplete = codings.every(
      ({ system, code, display }) =>
        system === DOCUMENT_SYSTEMS.diagnosisRole && stringOf(code) !== '' && stringOf(display) !== '',
    );
    if (use !== undefined && (codings.length === 0 || !isComplete)) {
      findings.error(
        'cardinality',
        `${place}.use`,
        `${name}の診断に、入院時・退院時などの区分がありません。`,
      );
    }
  });
}

/** 入院経路 and 転帰: mandatory for the stay of a discharge summary. */
function checkHospitalization(resource: JsonObject, path: string, findings: Findings): void {
  const { admitSource, dischargeDisposition } = objectOf(resource.hospitalization);
  const place = `${path}.hospitalization`;
  const source = codeIn(admitSource, DOCUMENT_SYSTEMS.admitSource);
  if (ADMIT_SOURCES[source] === undefined) {
    findings.error(
      'binding',
      `${place}.admitSource`,
      '入院経路が選ばれていないか、正しいコードではありません。',
    );
  }
  const codings = objectsOf(objectOf(dischargeDisposition).coding);
  const outcome = codeIn(dischargeDisposition, DOCUMENT_SYSTEMS.dischargeDisposition);
  if (codings.length !== 1 || DISCHARGE_DISPOSITIONS[outcome] === undefined) {
    findings.error(
      'binding',
      `${place}.dischargeDisposition`,
      '退院時の転帰が選ばれていないか、正しいコードではありません。',
    );
  }
}
