import { type JsonObject, list, object, objects, string } from '../json.ts';
import {
  CORE,
  DEPARTMENT_EXTENSION,
  ECS,
  INFECTION_SYSTEMS,
  INSTITUTION_EXTENSION,
  INSTITUTION_SYSTEM,
  LOCAL_LAB_CODE,
  RESOURCE_IDENTIFIER,
} from '../names.ts';
import {
  type Add,
  claims,
  codings,
  DATE_TIME,
  extension,
  INSTITUTION,
  indications,
  requireElements,
} from './elements.ts';

/** The profile an item of each type claims. */
export const ITEM_PROFILE: Record<string, string> = {
  AllergyIntolerance: `${ECS}/JP_AllergyIntolerance_eCS`,
  Condition: `${ECS}/JP_Condition_eCS`,
  MedicationRequest: `${ECS}/JP_MedicationRequest_eCS`,
  Observation: `${ECS}/JP_Observation_LabResult_eCS`,
};

const COMMON = ['meta.lastUpdated', 'meta.profile', 'identifier.system', 'identifier.value'];
const FULL_CODING = ['system', 'code', 'display'];
const full = (path: string): string[] => FULL_CODING.map((name) => `${path}.${name}`);

const ELEMENTS: Record<string, readonly string[]> = {
  Condition: [
    ...COMMON,
    ...full('clinicalStatus?.coding'),
    ...full('verificationStatus.coding'),
    'category',
    'code.text',
    ...full('code.coding'),
    'subject.reference',
  ],
  AllergyIntolerance: [
    ...COMMON,
    ...full('clinicalStatus?.coding'),
    ...full('verificationStatus?.coding'),
    'code.text',
    ...full('code.coding'),
    'patient.reference',
    'reaction?.manifestation',
  ],
  Observation: [
    ...COMMON,
    'status',
    'category',
    'code.text',
    'code.coding.system',
    'code.coding.code',
    'subject.reference',
    'effectiveDateTime',
    'specimen',
    'dataAbsentReason?.text',
  ],
  MedicationRequest: [
    ...COMMON,
    'status',
    'intent',
    'medicationCodeableConcept.text',
    ...full('medicationCodeableConcept.coding'),
    'subject.reference',
    'authoredOn',
    'dosageInstruction.extension',
    'dosageInstruction.text',
    'dosageInstruction.timing.code.text',
    'dosageInstruction.timing.code.coding.code',
  ],
};

const LIVE_STATUS = ['active', 'recurrence', 'relapse'];
const ENDED_STATUS = ['inactive', 'remission', 'resolved'];
const DISEASE_KEY = 'http://medis.or.jp/CodeSystem/master-disease-keyNumber';
const USAGE = 'http://jpfhir.jp/fhir/core/mhlw/CodeSystem/MedicationUsage_ePrescription';
const NO_USAGE = 'http://jpfhir.jp/fhir/clins/CodeSystem/JP_CLINS_MedicationUsage_Uncoded_CS';

/** 傷病名, アレルギー, 検査・感染症 or 処方: its profile's elements and rules, and what the service asks for beyond them. */
export function checkItem(resource: JsonObject, path: string, institutionCode: string, add: Add): void {
  const type = string(resource.resourceType);
  const profile = ITEM_PROFILE[type];
  if (profile === undefined) return;
  if (!claims(resource, profile))
    add('validEntryProfile', `${path}.meta.profile`, `${type} に eCS のプロファイルの指定がありません`);
  checkInstitution(resource, path, institutionCode, add);
  requireElements(resource, path, ELEMENTS[type] ?? [], add);
  if (objects(resource.identifier).every(({ system }) => system !== RESOURCE_IDENTIFIER))
    add('CARD', `${path}.identifier`, 'リソース一意識別IDがありません');
  checkContainedReferences(resource, path, add);
  if (type === 'Condition') checkCondition(resource, path, add);
  if (type === 'AllergyIntolerance') checkAllergy(resource, path, add);
  if (type === 'Observation') checkObservation(resource, path, add);
  if (type === 'MedicationRequest') checkMedication(resource, path, add);
}

function checkInstitution(resource: JsonObject, path: string, institutionCode: string, add: Add): void {
  const found = extension(resource, INSTITUTION_EXTENSION);
  const number = object(found?.valueIdentifier);
  if (found === undefined) add('R9011', `${path}.extension`, '医療機関番号の拡張がありません');
  else if (number.system !== INSTITUTION_SYSTEM || !INSTITUTION.test(string(number.value)))
    add('R9012', `${path}.extension`, '医療機関番号の拡張の値が正しくありません');
  else if (number.value !== institutionCode)
    add('INSTITUTION', `${path}.extension`, '医療機関番号が接続元と一致しません');
}

function checkCondition(condition: JsonObject, path: string, add: Add): void {
  needsEncounter('傷病名', 'R9013C', condition, path, add);
  needsDepartment('傷病名', 'R9014C', condition, path, add);
  const onset = string(condition.onsetDateTime);
  if (onset === '') add('R9013C', `${path}.onsetDateTime`, '傷病名に開始日がありません');
  else if (!DATE_TIME.test(onset)) add('CODE', `${path}.onsetDateTime`, '開始日が日付ではありません');
  const verification = string(codings(condition.verificationStatus)[0]?.code);
  const clinical = string(codings(condition.clinicalStatus)[0]?.code);
  if (!['unconfirmed', 'confirmed', 'refuted', 'entered-in-error'].includes(verification))
    add('CODE', `${path}.verificationStatus`, '確からしさのコードが正しくありません');
  if (verification === 'entered-in-error' && clinical !== '')
    add('con-5', `${path}.clinicalStatus`, '誤登録の傷病名に状態は書けません');
  else if (verification !== 'entered-in-error' && ![...LIVE_STATUS, ...ENDED_STATUS].includes(clinical))
    add('con-3', `${path}.clinicalStatus`, '状態（active、remission、resolved など）がありません');
  if (condition.abatementDateTime !== undefined && LIVE_STATUS.includes(clinical))
    add('con-4', `${path}.abatementDateTime`, '転帰日のある傷病名の状態は active にできません');
  if (
    !codings(condition.code).some(
      ({ system, code }) => system === DISEASE_KEY && /^\d{8}$/.test(string(code)),
    )
  )
    add('CARD', `${path}.code.coding`, '病名管理番号がありません');
  checkIndications(condition, ['LTS', 'UNINFORMED', 'UNDELIVERED'], path, add);
}

function checkAllergy(allergy: JsonObject, path: string, add: Add): void {
  const verification = string(codings(allergy.verificationStatus)[0]?.code);
  const clinical = string(codings(allergy.clinicalStatus)[0]?.code);
  if (verification === 'entered-in-error' && clinical !== '')
    add('ait-2', `${path}.clinicalStatus`, '誤登録のアレルギーに状態は書けません');
  else if (verification !== 'entered-in-error' && !['active', 'inactive', 'resolved'].includes(clinical))
    add('ait-1', `${path}.clinicalStatus`, '状態（active、inactive、resolved）がありません');
  const codes = codings(allergy.code);
  if (
    !codes.every(({ code }) => /^(J9[FNM][0-9A-Z]{9}|D9[FNM]0{9}|(YCM|GCM)[0-9A-Z]{12})$/.test(string(code)))
  )
    add('CODE', `${path}.code.coding`, 'アレルゲンのコードが J-FAGY、YCM、GCM のいずれでもありません');
  checkIndications(allergy, ['LTS'], path, add);
}

const OBSERVATION_STATUS = ['registered', 'preliminary', 'final', 'corrected', 'cancelled'];

function checkObservation(observation: JsonObject, path: string, add: Add): void {
  needsEncounter('検査', 'R9013O', observation, path, add);
  if (!contains(observation, 'Practitioner'))
    add('R9019O', `${path}.contained`, '検査に contained の Practitioner がありません');
  needsDepartment('検査', 'R9014O', observation, path, add);
  if (objects(observation.performer).length === 0)
    add('R9017O', `${path}.performer`, '検査の実施者がありません');
  if (observation.encounter === undefined)
    add('R9016O', `${path}.encounter`, '検査の encounter がありません');
  if (observation.hasMember !== undefined) add('R6081', `${path}.hasMember`, 'hasMember は使えません');
  if (!OBSERVATION_STATUS.includes(string(observation.status)))
    add('CODE', `${path}.status`, '検査の状態のコードが正しくありません');
  if (!DATE_TIME.test(string(observation.effectiveDateTime)))
    add('CODE', `${path}.effectiveDateTime`, '採取日時が日時ではありません');
  const codes = codings(observation.code);
  if (!codes.some(({ system }) => system === LOCAL_LAB_CODE))
    add('R6021', `${path}.code`, '検査のローカルコードがありません');
  if (codes.every(({ system }) => system === LOCAL_LAB_CODE))
    add('CARD', `${path}.code.coding`, '検査の標準コード（JLAC、なければ未標準化コード）がありません');
  if (indications(observation).includes('LTS') && !isInfection(observation))
    add('R6031', `${path}.meta.tag`, '長期保存は感染症の項目だけに付けられます');
  checkIndications(observation, ['LTS'], path, add);
  const texts = [string(object(observation.code).text), ...codes.map(({ display }) => string(display))];
  if (texts.some((text) => /[ｦ-ﾟ　\p{Cc}]/u.test(text)))
    add('TEXT', `${path}.code`, '項目名に半角カナ、全角空白、制御文字は使えません');
  const hasValue = ['valueQuantity', 'valueCodeableConcept', 'valueString'].some(
    (name) => name in observation,
  );
  if (!hasValue && observation.dataAbsentReason === undefined)
    add('obs-value', `${path}.value`, '結果も、結果のない理由もありません');
  if (hasValue && observation.dataAbsentReason !== undefined)
    add('obs-6', `${path}.dataAbsentReason`, '結果があるのに、結果のない理由があります');
  checkRangeUnits(observation, path, add);
}

/** referenceRangeLowUnits-isSameAs-resultValueUnits, and the same of the upper limit. */
function checkRangeUnits(observation: JsonObject, path: string, add: Add): void {
  const value = object(observation.valueQuantity);
  for (const range of objects(observation.referenceRange))
    for (const [limit, rule] of [
      ['low', 'referenceRangeLowUnits-isSameAs-resultValueUnits'],
      ['high', 'referenceRangeHighUnits-isSameAs-resultValueUnits'],
    ] as const) {
      const { unit, code } = object(range[limit]);
      if ((unit !== undefined && unit !== value.unit) || (code !== undefined && code !== value.code))
        add(rule, `${path}.referenceRange.${limit}`, '基準値の単位が結果の単位と違います');
    }
}

function checkMedication(request: JsonObject, path: string, add: Add): void {
  needsEncounter('処方', 'R9013M', request, path, add);
  needsDepartment('処方', 'R9014M', request, path, add);
  if (!contains(request, 'Practitioner'))
    add('R9019M', `${path}.contained`, '処方に contained の Practitioner がありません');
  objects(request.dosageInstruction).forEach((dosage, index) => {
    const at = `${path}.dosageInstruction[${index}].timing.code`;
    const usages = codings(object(dosage.timing).code);
    const coded = usages.filter(({ system }) => system === USAGE).length;
    const uncoded = usages.filter(({ system }) => system === NO_USAGE).length;
    if (coded + uncoded === 0) add('R5020', at, '電子処方箋の用法コードか、ダミー用法コードがありません');
    if (coded > 0 && uncoded > 0) add('R5021', at, '用法コードとダミー用法コードは同時に使えません');
  });
}

/** An item that is tagged as one of the five infections. */
export function isInfection(observation: JsonObject): boolean {
  return codings(observation.code).some(({ system }) => INFECTION_SYSTEMS.includes(string(system)));
}

function checkIndications(resource: JsonObject, allowed: string[], path: string, add: Add): void {
  const found = indications(resource);
  if (found.some((code) => !allowed.includes(code)) || new Set(found).size !== found.length)
    add('TAG', `${path}.meta.tag`, '長期保存・未告知・未提供のフラグが正しくありません');
}

function needsEncounter(name: string, rule: string, resource: JsonObject, path: string, add: Add): void {
  if (!contains(resource, 'Encounter'))
    add(rule, `${path}.contained`, `${name}に入外区分（contained の Encounter）がありません`);
}

function needsDepartment(name: string, rule: string, resource: JsonObject, path: string, add: Add): void {
  if (extension(resource, DEPARTMENT_EXTENSION) === undefined)
    add(rule, `${path}.extension`, `${name}に診療科の拡張がありません`);
}

/** The contained resource claims the unversioned profile: the rule compares the whole string. */
function contains(resource: JsonObject, type: 'Encounter' | 'Practitioner'): boolean {
  const accepted = [`${CORE}/JP_${type}`, `${ECS}/JP_${type}_eCS`];
  return objects(resource.contained).some(
    (inner) =>
      inner.resourceType === type &&
      list(object(inner.meta).profile).some((profile) => accepted.includes(string(profile))),
  );
}

/** A reference that begins with # points to a contained resource, which is there. */
function checkContainedReferences(resource: JsonObject, path: string, add: Add): void {
  const ids = objects(resource.contained).map(({ id }) => `#${string(id)}`);
  for (const name of ['encounter', 'recorder', 'requester', 'performer', 'specimen', 'basedOn'])
    for (const reference of [resource[name] ?? []].flat()) {
      const to = string(object(reference).reference);
      if (to.startsWith('#') && !ids.includes(to))
        add('REF', `${path}.${name}`, '参照先の contained リソースがありません');
    }
}
