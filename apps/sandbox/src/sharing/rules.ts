/**
 * What the sharing service checks in a JP_Bundle_CLINS. The rule ids are those printed in the profiles
 * (jp-eCSCLINS 1.10.0); ids in capitals are the sandbox's own. All-or-nothing: one finding refuses the Bundle.
 */
export interface SharingFinding {
  severity: 'error';
  ruleId: string;
  path: string;
  text: string;
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

const CLINS = 'http://jpfhir.jp/fhir/clins';
const ECS = 'http://jpfhir.jp/fhir/eCS/StructureDefinition';
const CORE = 'http://jpfhir.jp/fhir/core/StructureDefinition';
const INSTITUTION_EXTENSION = `${CLINS}/Extension/StructureDefinition/JP_eCS_InstitutionNumber`;
const DEPARTMENT_EXTENSION = 'http://jpfhir.jp/fhir/eCS/Extension/StructureDefinition/JP_eCS_Department';
const INSTITUTION_SYSTEM = 'http://jpfhir.jp/fhir/core/IdSystem/insurance-medical-institution-no';
const LOCAL_CODE_SYSTEM = `${CLINS}/CodeSystem/JP_CLINS_ObsLabResult_LocalCode_CS`;
const INSURED_SYSTEM = `${CLINS}/Idsystem/JP_Insurance_memberID`;

const INSTITUTION = /^[0-4][0-9][1-3][0-9]{7}$/;
const BUNDLE_ID = /^[0-4][0-9][1-3][0-9]{7}\^20[2-3][0-9]\^[A-Za-z0-9-]{1,36}$/;
const INSURED = /^[0-9]{8}:[^:\s]*:[^:\s]*:(|[0-9]{2})$/;
const ZONED_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

const ENTRY_PROFILE: Record<string, string> = {
  AllergyIntolerance: `${ECS}/JP_AllergyIntolerance_eCS`,
  Condition: `${ECS}/JP_Condition_eCS`,
  Observation: `${ECS}/JP_Observation_LabResult_eCS`,
};

/** All findings of the five-information rules (bundle-types.md §2 and §3). Empty = acceptable. */
export function checkClinsBundle(bundle: JsonObject, institutionCode: string): SharingFinding[] {
  const findings: SharingFinding[] = [];
  const add = (ruleId: string, path: string, text: string): void => {
    findings.push({ severity: 'error', ruleId, path, text });
  };
  checkHeader(bundle, institutionCode, add);
  const entries = objects(bundle.entry);
  const tagged = tagCode(bundle);
  checkEntries(entries, tagged, add);
  const patient = object(entries[0]?.resource);
  if (patient.resourceType === 'Patient') checkPatient(patient, add);
  entries.slice(1).forEach((entry, index) => {
    const path = `Bundle.entry[${index + 1}].resource`;
    checkResource(object(entry.resource), path, institutionCode, add);
  });
  return findings;
}

type Add = (ruleId: string, path: string, text: string) => void;

function checkHeader(bundle: JsonObject, institutionCode: string, add: Add): void {
  const meta = object(bundle.meta);
  if (!claims(meta, `${CLINS}/StructureDefinition/JP_Bundle_CLINS`)) {
    add('R0213', 'Bundle.meta.profile', 'プロファイル JP_Bundle_CLINS の指定がありません');
  }
  if (!ZONED_INSTANT.test(string(meta.lastUpdated))) {
    add('CARD', 'Bundle.meta.lastUpdated', '最終更新日時（時差つき）がありません');
  }
  if (!ZONED_INSTANT.test(string(bundle.timestamp))) {
    add('CARD', 'Bundle.timestamp', '作成日時（時差つき）がありません');
  }
  if (bundle.type !== 'collection') add('CARD', 'Bundle.type', 'type は collection でなければなりません');
  const tags = objects(meta.tag).filter((tag) => tag.system === `${CLINS}/CodeSystem/BundleResourceType_CS`);
  if (tags.length !== 1) add('R02141', 'Bundle.meta.tag', '送信単位のリソース種別タグがちょうど1つ必要です');
  if (tags.length === 1 && ENTRY_PROFILE[string(tags[0]?.code)] === undefined) {
    add(
      'R02142',
      'Bundle.meta.tag',
      'タグのリソース種別が AllergyIntolerance、Condition、Observation のいずれでもありません',
    );
  }
  const identifier = object(bundle.identifier);
  if (identifier.system !== `${CLINS}/bundle-identifier`) {
    add('R02151', 'Bundle.identifier.system', '文書IDの system が正しくありません');
  }
  const value = string(identifier.value);
  if (!BUNDLE_ID.test(value)) {
    add(
      'R2152',
      'Bundle.identifier.value',
      '文書IDは 医療機関番号10桁^発行年^施設内ID の形式でなければなりません',
    );
  } else if (!value.startsWith(`${institutionCode}^`)) {
    add('INSTITUTION', 'Bundle.identifier.value', '文書IDの医療機関番号が接続元と一致しません');
  }
}

function checkEntries(entries: JsonObject[], tagged: string, add: Add): void {
  const first = object(entries[0]?.resource);
  if (first.resourceType !== 'Patient') {
    add('R0211', 'Bundle.entry[0]', '先頭の要素は Patient でなければなりません');
  } else if (!claims(object(first.meta), `${ECS}/JP_Patient_eCS`)) {
    add('R0212', 'Bundle.entry[0].resource.meta.profile', 'Patient に JP_Patient_eCS の指定がありません');
  }
  const types = entries.slice(1).map((entry) => string(object(entry.resource).resourceType));
  if (tagged !== '' && !types.includes(tagged)) {
    add('R02143', 'Bundle.entry', 'タグで指定した種別のリソースが1つもありません');
  }
  types.forEach((type, index) => {
    if (type !== tagged) {
      add('SLICE', `Bundle.entry[${index + 1}]`, '1つの送信単位には1種類のリソースだけを入れてください');
    }
  });
  const urls = entries.map((entry) => string(entry.fullUrl));
  urls.forEach((url, index) => {
    if (!/^urn:uuid:[0-9a-f-]{36}$/i.test(url)) {
      add('FULLURL', `Bundle.entry[${index}].fullUrl`, 'fullUrl は urn:uuid: の形式で必要です');
    } else if (urls.indexOf(url) !== index) {
      add('FULLURL', `Bundle.entry[${index}].fullUrl`, 'fullUrl が重複しています');
    }
  });
  entries.forEach((entry, index) => {
    for (const prohibited of ['search', 'request', 'response', 'link']) {
      if (entry[prohibited] !== undefined) {
        add('CARD', `Bundle.entry[${index}].${prohibited}`, 'この要素は使えません');
      }
    }
  });
}

function checkPatient(patient: JsonObject, add: Add): void {
  const path = 'Bundle.entry[0].resource';
  const insured = objects(patient.identifier).filter((identifier) => identifier.system === INSURED_SYSTEM);
  if (insured.length !== 1) {
    add('R1012', `${path}.identifier`, '被保険者個人識別子がちょうど1つ必要です');
  } else if (!INSURED.test(string(insured[0]?.value))) {
    add('R1013', `${path}.identifier`, '被保険者個人識別子の形式が正しくありません');
  }
  const local = objects(patient.identifier).filter((identifier) =>
    string(identifier.system).startsWith('urn:oid:1.2.392.100495.20.3.51.'),
  );
  const isLocal = /^urn:oid:1\.2\.392\.100495\.20\.3\.51\.1[0-4][0-9][1-3][0-9]{7}$/;
  if (local.length > 1 || local.some((identifier) => !isLocal.test(string(identifier.system)))) {
    add('R1010', `${path}.identifier`, '施設患者IDの system が正しくないか、2つ以上あります');
  }
  const names = objects(patient.name);
  if (names.length === 0) add('CARD', `${path}.name`, '氏名がありません');
  if (names.some((name) => string(name.text).includes('　'))) {
    add('R1113', `${path}.name.text`, '氏名に全角空白は使えません');
  }
  names.forEach((name, index) => {
    if (string(name.text) === '') add('CARD', `${path}.name[${index}].text`, '氏名の text がありません');
  });
  for (const required of ['gender', 'birthDate']) {
    if (string(patient[required]) === '') add('CARD', `${path}.${required}`, '必須の要素がありません');
  }
  const addresses = objects(patient.address);
  if (addresses.length !== 1 || string(addresses[0]?.text) === '') {
    add('CARD', `${path}.address`, '住所（address.text）がちょうど1つ必要です');
  }
}

function checkResource(resource: JsonObject, path: string, institutionCode: string, add: Add): void {
  const type = string(resource.resourceType);
  const institution = extension(resource, INSTITUTION_EXTENSION);
  const number = object(institution?.valueIdentifier);
  if (institution === undefined) {
    add('R9011', `${path}.extension`, '医療機関番号の拡張がありません');
  } else if (number.system !== INSTITUTION_SYSTEM || !INSTITUTION.test(string(number.value))) {
    add('R9012', `${path}.extension`, '医療機関番号の拡張の値が正しくありません');
  } else if (number.value !== institutionCode) {
    add('INSTITUTION', `${path}.extension`, '医療機関番号が接続元と一致しません');
  }
  const profile = ENTRY_PROFILE[type];
  if (profile !== undefined && !claims(object(resource.meta), profile)) {
    add('validEntryProfile', `${path}.meta.profile`, `${type} に eCS のプロファイルの指定がありません`);
  }
  if (type === 'Condition') checkCondition(resource, path, add);
  if (type === 'Observation') checkObservation(resource, path, add);
}

function checkCondition(condition: JsonObject, path: string, add: Add): void {
  if (!contains(condition, 'Encounter')) {
    add('R9013C', `${path}.contained`, '傷病名に入外区分（contained の Encounter）がありません');
  }
  if (extension(condition, DEPARTMENT_EXTENSION) === undefined) {
    add('R9014C', `${path}.extension`, '傷病名に診療科の拡張がありません');
  }
  if (string(condition.onsetDateTime) === '') {
    add('R9013C', `${path}.onsetDateTime`, '傷病名に開始日がありません');
  }
}

function checkObservation(observation: JsonObject, path: string, add: Add): void {
  if (!contains(observation, 'Encounter'))
    add('R9013O', `${path}.contained`, '検査に contained の Encounter がありません');
  if (!contains(observation, 'Practitioner')) {
    add('R9019O', `${path}.contained`, '検査に contained の Practitioner がありません');
  }
  if (extension(observation, DEPARTMENT_EXTENSION) === undefined) {
    add('R9014O', `${path}.extension`, '検査に診療科の拡張がありません');
  }
  if (objects(observation.performer).length === 0)
    add('R9017O', `${path}.performer`, '検査の実施者がありません');
  if (observation.encounter === undefined)
    add('R9016O', `${path}.encounter`, '検査の encounter がありません');
  if (observation.hasMember !== undefined) add('R6081', `${path}.hasMember`, 'hasMember は使えません');
  const codings = objects(object(observation.code).coding);
  if (!codings.some((coding) => coding.system === LOCAL_CODE_SYSTEM)) {
    add('R6021', `${path}.code`, '検査のローカルコードがありません');
  }
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

function claims(meta: JsonObject, profile: string): boolean {
  return list(meta.profile).some((claimed) => string(claimed).split('|')[0] === profile);
}

function extension(resource: JsonObject, url: string): JsonObject | undefined {
  return objects(resource.extension).find((candidate) => candidate.url === url);
}

export function tagCode(bundle: JsonObject): string {
  const tag = objects(object(bundle.meta).tag).find(
    (candidate) => candidate.system === `${CLINS}/CodeSystem/BundleResourceType_CS`,
  );
  return string(tag?.code);
}

export function insuredIdentifier(bundle: JsonObject): string {
  const patient = object(objects(bundle.entry)[0]?.resource);
  const identifier = objects(patient.identifier).find((candidate) => candidate.system === INSURED_SYSTEM);
  return string(identifier?.value);
}

export function object(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

export function objects(value: Json | undefined): JsonObject[] {
  return list(value).filter(
    (item): item is JsonObject => typeof item === 'object' && item !== null && !Array.isArray(item),
  );
}

export function string(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function list(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}
