import { isInfectionDisplay, listedLabItem } from '../lab/lab-items.ts';
import { VALUE_TABLES, valueTableOf } from '../lab/value-tables.ts';
import { UNCODED_LAB_CODE, UNCODED_LAB_NAME } from '../observation.ts';
import { PROFILES } from '../profiles.ts';
import type { ClinsVersion } from '../specification.ts';
import { SYSTEMS } from '../systems.ts';
import {
  checkCodings,
  checkDateTimes,
  checkDepartment,
  checkIndicationTags,
  checkMeta,
  checkResourceIdentifier,
  codeIn,
  isInstant,
  type Subject,
} from './elements.ts';
import type { Findings } from './issue.ts';
import { type JsonObject, objectOf, objectsOf, stringOf } from './json.ts';
import { checkQuantity, checkReferenceRanges, valueElements } from './observation-values.ts';
import { checkContained, checkPatientReference, hasContained } from './references.ts';

/** FHIR's words that CLINS uses (observation-lab, value rules). */
const STATUSES = ['preliminary', 'final', 'corrected', 'registered', 'cancelled'];
/** Systems of the standard code; one of them is needed beside the local code. */
const LISTED_SYSTEMS: readonly string[] = [SYSTEMS.coreLabJlac10, SYSTEMS.infectionLabJlac10];
const STANDARD_SYSTEMS: readonly string[] = [
  ...LISTED_SYSTEMS,
  SYSTEMS.coreLabJlac11,
  SYSTEMS.infectionLabJlac11,
  SYSTEMS.jlac10,
  SYSTEMS.uncodedLab,
];
const FORBIDDEN_IN_NAMES = /[\uff61-\uff9f\u3000\p{Cc}]/u;

/** JP_Observation_LabResult_eCS wherever it stands (observation-lab, observation-infection). */
export function checkObservation(
  subject: Subject,
  patientUrl: string,
  version: ClinsVersion,
  findings: Findings,
): void {
  const { resource, path, name } = subject;
  checkMeta(subject, PROFILES.observationLab, 'validEntryProfile-ObservationLabResult', findings);
  checkIndicationTags(subject, ['LTS'], findings);
  checkResourceIdentifier(subject, findings);
  checkPatientReference(subject, 'subject', patientUrl, findings);
  if (!STATUSES.includes(stringOf(resource.status))) {
    findings.error(
      'binding',
      `${path}.status`,
      `${name}の状態は、中間報告・最終報告・訂正・受付・中止のいずれかでなければなりません。`,
    );
  }
  const categories = objectsOf(resource.category);
  if (categories.length !== 1 || codeIn(categories[0], SYSTEMS.observationCategory) !== 'laboratory') {
    findings.error(
      'fixed-value',
      `${path}.category`,
      `${name}の分類は「検体検査（laboratory）」1つでなければなりません。`,
    );
  }
  checkCode(subject, version, findings);
  checkLongTerm(subject, version, findings);
  checkWhen(subject, findings);
  checkValue(subject, findings);
  checkReferenceRanges(subject, findings);
  const specimen = objectOf(resource.specimen);
  if (stringOf(specimen.reference) === '' && stringOf(specimen.display) === '') {
    findings.error('cardinality', `${path}.specimen`, `${name}に検査材料（血清、尿など）がありません。`);
  }
}

/** What JP_Bundle_CLINS asks of its Observations beyond the profile (bundle-types §3). */
export function checkReportedObservation(subject: Subject, findings: Findings): void {
  const { resource, path, name } = subject;
  checkDepartment(subject, 'R9014O', findings);
  if (!hasContained(resource, 'Encounter')) {
    findings.error('R9013O', `${path}.contained`, `${name}に受診情報（入院・外来の区分）がありません。`);
  }
  if (resource.encounter === undefined) {
    findings.error('R9016O', `${path}.encounter`, `${name}がどの受診のものか、指定がありません。`);
  }
  if (!hasContained(resource, 'Practitioner')) {
    findings.error(
      'R9019O',
      `${path}.contained`,
      `${name}に検査の責任者（医師）の情報がありません。依頼した医師を指定してください。`,
    );
  }
  if (objectsOf(resource.performer).length === 0) {
    findings.error(
      'R9017O',
      `${path}.performer`,
      `${name}に検査の責任者（医師）がありません。依頼した医師を指定してください。`,
    );
  }
  if (resource.hasMember !== undefined) {
    findings.error(
      'R6081',
      `${path}.hasMember`,
      `${name}は検査のまとまり（hasMember）です。項目ごとに分けて送ってください。`,
    );
  }
  checkContained(subject, findings);
}

/** R6021 and the coding rule: the local code and one standard code with exactly the published display. */
function checkCode({ resource, path, name }: Subject, version: ClinsVersion, findings: Findings): void {
  const code = objectOf(resource.code);
  const codings = objectsOf(code.coding);
  const place = `${path}.code`;
  const local = codings.filter(({ system }) => system === SYSTEMS.localLabCode);
  if (stringOf(code.text) === '') {
    findings.error('cardinality', `${place}.text`, `${name}に検査項目名がありません。`);
  }
  checkCodings(code, place, name, findings);
  if (local.length !== 1) {
    findings.error(
      'R6021',
      `${place}.coding`,
      `${name}に検査会社または院内の項目コードがありません（1つだけ必要です）。`,
    );
  } else if (!/^[A-Za-z0-9_-]+$/.test(stringOf(local[0]?.code))) {
    findings.error(
      'pattern',
      `${place}.coding`,
      `${name}の項目コードに使えるのは、半角の英数字と「_」「-」だけです。検査項目の設定を確認してください。`,
    );
  }
  if (!codings.some(({ system }) => STANDARD_SYSTEMS.includes(stringOf(system)))) {
    findings.error(
      'cardinality',
      `${place}.coding`,
      `${name}に標準コード（JLAC10）がありません。ないときは「未標準化コード項目」を付けます。`,
    );
  }
  codings.forEach((coding, index) => {
    checkStandardCoding(coding, `${place}.coding[${index}]`, name, version, findings);
  });
  for (const text of [code.text, ...codings.map(({ display }) => display)]) {
    if (FORBIDDEN_IN_NAMES.test(stringOf(text))) {
      findings.error('text', place, `${name}の名称に半角カナ、全角空白、改行は使えません。`);
    }
  }
}

/** Open slicing never complains of a near miss: a wrong display would silently make an ordinary item of a listed one. */
function checkStandardCoding(
  coding: JsonObject,
  place: string,
  name: string,
  version: ClinsVersion,
  findings: Findings,
): void {
  const [system, code, display] = [coding.system, coding.code, coding.display].map(stringOf);
  if (system === undefined || code === undefined || display === undefined) return;
  if (LISTED_SYSTEMS.includes(system)) {
    const item = listedLabItem(code, version);
    if (item?.system !== system) {
      findings.error(
        'binding',
        `${place}.code`,
        `${name}の標準コードは、規格 ${version} の43項目・感染症5項目の一覧にありません。検査項目の設定を確認してください。`,
      );
    } else if (item.display !== display) {
      findings.warning(
        'slice',
        `${place}.display`,
        `${name}の標準名称は「${item.display}」です。違うままでは、43項目・感染症として扱われません。`,
      );
    }
  }
  if (system === SYSTEMS.jlac10 && !/^[0-9A-Z]{17}$/.test(code)) {
    findings.error('pattern', `${place}.code`, `${name}のJLAC10コードは17桁でなければなりません。`);
  }
  if (system === SYSTEMS.uncodedLab && (code !== UNCODED_LAB_CODE || display !== UNCODED_LAB_NAME)) {
    findings.error(
      'fixed-value',
      place,
      `${name}の「未標準化コード項目」の書き方が正しくありません。システム管理者に連絡してください。`,
    );
  }
}

/** R6031: 長期保存 only on an infection. */
function checkLongTerm({ resource, path, name }: Subject, version: ClinsVersion, findings: Findings): void {
  const isLongTerm = objectsOf(objectOf(resource.meta).tag).some(
    ({ system }) => system === SYSTEMS.indication,
  );
  if (!isLongTerm) return;
  const isInfection = objectsOf(objectOf(resource.code).coding).some(({ system, code, display }) =>
    system === SYSTEMS.infectionLabJlac11
      ? isInfectionDisplay(stringOf(display), version)
      : system === SYSTEMS.infectionLabJlac10 &&
        listedLabItem(stringOf(code), version)?.group === 'infection',
  );
  if (!isInfection) {
    findings.error(
      'R6031',
      `${path}.meta.tag`,
      `${name}は感染症の項目ではないので、長期保存を付けられません。長期保存を外してください。`,
    );
  }
}

function checkWhen(subject: Subject, findings: Findings): void {
  const { resource, path, name } = subject;
  if (resource.effectiveDateTime === undefined) {
    findings.error('cardinality', `${path}.effectiveDateTime`, `${name}に採取日時がありません。`);
  }
  checkDateTimes(subject, { effectiveDateTime: '採取日時' }, findings);
  if (resource.issued !== undefined && !isInstant(stringOf(resource.issued))) {
    findings.error('pattern', `${path}.issued`, `${name}の報告日時が正しくありません。`);
  }
}

/** value[x], its code tables, dataAbsentReason, obs-6 and obs-7. */
function checkValue({ resource, path, name }: Subject, findings: Findings): void {
  const values = valueElements(resource);
  const reason = resource.dataAbsentReason;
  if (values.length > 1) {
    findings.error('cardinality', `${path}.value`, `${name}に結果が2つ以上あります。`);
  }
  if (reason !== undefined && values.length > 0) {
    findings.error(
      'obs-6',
      `${path}.dataAbsentReason`,
      `${name}には結果があるので、「結果がない理由」は付けられません。どちらかを消してください。`,
    );
  }
  if (reason !== undefined && stringOf(objectOf(reason).text) === '') {
    findings.error('cardinality', `${path}.dataAbsentReason.text`, `${name}に結果がない理由がありません。`);
  }
  if (values.length === 0 && reason === undefined && resource.component === undefined) {
    findings.error('consistency', `${path}.value`, `${name}に結果も、結果がない理由もありません。`);
  }
  const own = objectsOf(objectOf(resource.code).coding);
  const isRepeated = objectsOf(resource.component).some((component) =>
    objectsOf(objectOf(component.code).coding).some((coding) =>
      own.some(({ system, code }) => system === coding.system && code === coding.code),
    ),
  );
  if (isRepeated && values.length > 0) {
    findings.error('obs-7', `${path}.component`, `${name}の内訳に、同じ項目がもう一度入っています。`);
  }
  checkQuantity(resource.valueQuantity, `${path}.valueQuantity`, name, findings);
  const concept = objectOf(resource.valueCodeableConcept);
  if (resource.valueCodeableConcept !== undefined) checkCodedValue(concept, path, name, findings);
}

function checkCodedValue(concept: JsonObject, path: string, name: string, findings: Findings): void {
  const place = `${path}.valueCodeableConcept`;
  const codings = objectsOf(concept.coding);
  if (codings.length !== 1) {
    findings.error(
      'cardinality',
      `${place}.coding`,
      `${name}の結果（陽性・陰性など）のコードが1つ必要です。結果を選び直してください。`,
    );
  }
  codings.forEach(({ system, code, display }, index) => {
    const table = valueTableOf(system);
    if (table === null) return;
    const expected = VALUE_TABLES[table].displays[stringOf(code)];
    if (expected === undefined || (display !== undefined && display !== expected)) {
      findings.error(
        'binding',
        `${place}.coding[${index}]`,
        `${name}の結果のコードが、決められた表にありません。結果を選び直してください。`,
      );
    }
  });
}
