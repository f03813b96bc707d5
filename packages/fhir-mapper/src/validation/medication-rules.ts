import { PROFILES } from '../profiles.ts';
import type { ClinsVersion } from '../specification.ts';
import { IDENTIFIER_SYSTEMS, SYSTEMS } from '../systems.ts';
import { checkDosage } from './dosage-rules.ts';
import { checkCodings, checkDateTimes, checkMeta, type Subject } from './elements.ts';
import type { Findings } from './issue.ts';
import { type JsonObject, objectOf, objectsOf, stringOf } from './json.ts';
import { checkPatientReference } from './references.ts';

/** 規格別薬剤成分コード: a slice of 1.10.0 that 1.11.0 took away. */
const INGREDIENT_SYSTEM = 'http://capstandard.jp/CodeSystem/KikakubetsuYakuzaiSeibun';
const CATEGORY_CODES: Readonly<Record<string, readonly string[]>> = {
  [SYSTEMS.medicationCategory]: ['OHP', 'OHI', 'OHO', 'IHP', 'DCG', 'ORD', 'XTR'],
  [SYSTEMS.medicationCategoryBrought]: ['BDP'],
};

/** JP_MedicationRequest_eCS, which stands in documents only (medication-request). */
export function checkMedicationRequest(
  subject: Subject,
  patientUrl: string,
  version: ClinsVersion,
  findings: Findings,
): void {
  const { resource, path, name } = subject;
  checkMeta(subject, PROFILES.medicationRequest, 'validEntryProfile-MedicationRequest', findings);
  checkIdentifiers(subject, version, findings);
  if (resource.status !== 'completed' || resource.intent !== 'order') {
    findings.error(
      'fixed-value',
      `${path}.status`,
      `${name}の状態（status、intent）が正しくありません。システム管理者に連絡してください。`,
    );
  }
  checkCategories(subject, version, findings);
  checkDrug(subject, version, findings);
  checkPatientReference(subject, 'subject', patientUrl, findings);
  if (resource.authoredOn === undefined) {
    findings.error('cardinality', `${path}.authoredOn`, `${name}に処方日がありません。`);
  }
  checkDateTimes(subject, { authoredOn: '処方日' }, findings);
  if (objectsOf(resource.note).some(({ text }) => stringOf(text) === '')) {
    findings.error('cardinality', `${path}.note`, `${name}の注記に文章がありません。`);
  }
  const dosages = objectsOf(resource.dosageInstruction);
  if (dosages.length === 0) {
    findings.error('cardinality', `${path}.dosageInstruction`, `${name}に用法がありません。`);
  }
  dosages.forEach((dosage, index) => {
    checkDosage({ resource: dosage, path: `${path}.dosageInstruction[${index}]`, name }, version, findings);
  });
  checkSupply(subject, version, findings);
  const substitution = objectOf(resource.substitution);
  if (
    resource.substitution !== undefined &&
    substitution.allowedCodeableConcept === undefined &&
    substitution.allowedBoolean === undefined
  ) {
    findings.error('cardinality', `${path}.substitution`, `${name}の後発品などへの変更の可否がありません。`);
  }
}

/** RP number and place in it, each once; リソース一意識別ID from 1.11.0 on, and meant before. */
function checkIdentifiers(
  { resource, path, name }: Subject,
  version: ClinsVersion,
  findings: Findings,
): void {
  for (const [system, pattern, label] of [
    [IDENTIFIER_SYSTEMS.rpNumber, /^[1-9]\d{0,2}$/, 'RP番号（1～999）'],
    [IDENTIFIER_SYSTEMS.orderInRp, /^[1-9]\d?$/, 'RP内の順番（1～99）'],
  ] as const) {
    const own = objectsOf(resource.identifier).filter((identifier) => identifier.system === system);
    if (own.length !== 1 || !pattern.test(stringOf(own[0]?.value))) {
      findings.error('cardinality', `${path}.identifier`, `${name}の${label}は1つだけ必要です。`);
    }
  }
  const ids = objectsOf(resource.identifier).filter(
    ({ system }) => system === IDENTIFIER_SYSTEMS.resourceInstance,
  );
  if (ids.length !== 1 || stringOf(ids[0]?.value) === '') {
    const message = `${name}のリソース一意識別IDは1つだけ必要です。システム管理者に連絡してください。`;
    if (version === '1.10.0') findings.warning('cardinality', `${path}.identifier`, message);
    else findings.error('cardinality', `${path}.identifier`, message);
  }
}

function checkCategories({ resource, path, name }: Subject, version: ClinsVersion, findings: Findings): void {
  objectsOf(resource.category).forEach((category, index) => {
    for (const { system, code } of objectsOf(category.coding)) {
      const isKnown = CATEGORY_CODES[stringOf(system)]?.includes(stringOf(code)) ?? false;
      if (isKnown) continue;
      const place = `${path}.category[${index}]`;
      const message = `${name}の処方の区分（外来・院内・院外など）が、決められた一覧にありません。`;
      if (version === '1.10.0') findings.warning('binding', place, message);
      else findings.error('binding', place, message);
    }
  });
}

/** Slices of the drug's codes, R3010 and the text that the prescription prints. */
function checkDrug({ resource, path, name }: Subject, version: ClinsVersion, findings: Findings): void {
  const place = `${path}.medicationCodeableConcept`;
  const drug = objectOf(resource.medicationCodeableConcept);
  const codings = objectsOf(drug.coding);
  const inSystem = (system: string): JsonObject[] => codings.filter((coding) => coding.system === system);
  const yj = inSystem(SYSTEMS.yj);
  const ingredients = inSystem(INGREDIENT_SYSTEM);
  if (stringOf(drug.text) === '') {
    findings.error('cardinality', `${place}.text`, `${name}に薬の名前がありません。`);
  }
  if (codings.length === 0) {
    findings.error(
      'cardinality',
      `${place}.coding`,
      `${name}に薬のコードがありません。薬を医薬品マスタから選び直してください。`,
    );
  }
  const sliced = codings.filter(({ system }) =>
    [SYSTEMS.yj, SYSTEMS.genericPrescription, INGREDIENT_SYSTEM, SYSTEMS.noDrugCode].includes(
      stringOf(system),
    ),
  );
  checkCodings({ coding: sliced }, place, name, findings);
  if (version !== '1.10.0' && ingredients.length > 0) {
    findings.error(
      'slice',
      `${place}.coding`,
      `${name}の規格別薬剤成分コードは、規格 ${version} では使えません。YJコードにしてください。`,
    );
  }
  const isIdentified = yj.length === 1 || (version === '1.10.0' && ingredients.length === 1);
  if (!isIdentified) {
    findings.warning(
      'R3010',
      `${place}.coding`,
      `${name}にYJコードがありません（1つだけ必要です）。受け取った側で、薬の重なりや禁忌の確認ができないことがあります。`,
    );
  }
  for (const [system, label] of [
    [SYSTEMS.yj, 'YJコード'],
    [SYSTEMS.genericPrescription, '一般名処方コード'],
  ] as const) {
    const own = inSystem(system);
    if (own.length > 1) {
      findings.error('cardinality', `${place}.coding`, `${name}に${label}が2つ以上あります。`);
    }
    if (own.some(({ code }) => !/^[0-9A-Z]{12}$/.test(stringOf(code)))) {
      findings.error(
        'pattern',
        `${place}.coding`,
        `${name}の${label}は12桁でなければなりません。薬を医薬品マスタから選び直してください。`,
      );
    }
  }
}

/** Whole amount and days. */
function checkSupply({ resource, path, name }: Subject, version: ClinsVersion, findings: Findings): void {
  const request = objectOf(resource.dispenseRequest);
  if (request.quantity !== undefined) {
    const quantity = objectOf(request.quantity);
    const needed = version === '1.10.0' ? ['code'] : ['unit', 'system', 'code'];
    const isWhole =
      typeof quantity.value === 'number' && needed.every((part) => stringOf(quantity[part]) !== '');
    if (!isWhole) {
      findings.error(
        'cardinality',
        `${path}.dispenseRequest.quantity`,
        `${name}の総量に、数か単位のコードがありません。`,
      );
    }
    if (quantity.comparator !== undefined) {
      findings.error(
        'cardinality',
        `${path}.dispenseRequest.quantity.comparator`,
        `${name}の総量に不等号は付けられません。`,
      );
    }
  }
  if (request.expectedSupplyDuration !== undefined) {
    checkDays(
      objectOf(request.expectedSupplyDuration),
      `${path}.dispenseRequest.expectedSupplyDuration`,
      `${name}の投与日数`,
      version,
      findings,
    );
  }
}

/** A number of days: 日 (UCUM d), whole from 1.11.0 on. */
export function checkDays(
  duration: JsonObject,
  place: string,
  name: string,
  version: ClinsVersion,
  findings: Findings,
): void {
  const fixed = { unit: '日', system: SYSTEMS.ucum, code: 'd' };
  for (const [part, expected] of Object.entries(fixed)) {
    const value = duration[part];
    if (value === undefined ? version !== '1.10.0' : value !== expected) {
      findings.error('fixed-value', `${place}.${part}`, `${name}の単位は「日」でなければなりません。`);
    }
  }
  const isLacking = typeof duration.value !== 'number' && version !== '1.10.0';
  if (isLacking || duration.comparator !== undefined) {
    findings.error('cardinality', place, `${name}は、日数を数だけで書きます。`);
  }
}
