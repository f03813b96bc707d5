import { type JsonObject, object, objects, string } from '../json.ts';
import { CHECKUP, CLINS } from '../names.ts';
import { checkComposition, sectionsOf } from './composition.ts';
import {
  type Add,
  claimedVersion,
  claims,
  codings,
  entriesOf,
  requireElements,
  resolve,
} from './elements.ts';
import { checkHeader } from './header.ts';
import { checkPatient } from './patient.ts';

export const CHECKUP_BUNDLE = `${CLINS}/StructureDefinition/JP_Bundle_eCheckupGeneral`;
const SECTION_CODES = 'http://jpfhir.jp/fhir/eCheckup/CodeSystem/section-code';
/** The sections by code, with the display that is part of their pattern. */
const SECTIONS: Record<string, string> = {
  '01011': '特定健診検査結果セクション',
  '01012': '特定健診問診結果セクション',
  '01990': '任意追加項目セクション',
  '01021': '広域連合保健事業検査結果セクション',
  '01022': '広域連合保健事業問診結果セクション',
  '01031': '事業者健診検査結果セクション',
  '01032': '事業者健診問診結果セクション',
  '01041': '学校職員健診検査結果セクション',
  '01042': '学校職員健診問診結果セクション',
  '01071': 'その他健診検査結果セクション',
  '01072': 'その他健診問診結果セクション',
  '01081': '保険者の実施するその他健診検査結果セクション',
  '01082': '保険者の実施するその他健診問診結果セクション',
  '01910': '検査結果セクション',
  '01920': '問診結果セクション',
  '01995': '添付書類セクション',
};
const ITEM_SYSTEMS = ['urn:oid:1.2.392.200119.4.504', 'urn:oid:1.2.392.200119.6.1005'];

const COMPOSITION = {
  profile: `${CHECKUP}/JP_Composition_eCheckupGeneral`,
  typeCode: '53576-5',
  title: null,
  categories: ['10', '41', '42', '43', '44', '60', '70', '80', '99'],
  numbered: false,
  authors: { minimum: 1, maximum: 99, needs: [] },
} as const;

/** The Patient is that of CLINS, not the one below /eCheckup/. */
const NEEDED: readonly [type: string, profile: string][] = [
  ['Patient', `${CLINS}/StructureDefinition/JP_Patient_eCheckupGeneral`],
  ['Practitioner', `${CHECKUP}/JP_Practitioner_eCheckupGeneral`],
  ['Organization', `${CHECKUP}/JP_Organization_eCheckupGeneral`],
  ['Encounter', `${CHECKUP}/JP_Encounter_eCheckupGeneral`],
];

/** 健康診断結果報告書 (bundle-types.md §7, composition-eCheckup.md, checkup-observations.md). */
export function checkCheckup(bundle: JsonObject, institutionCode: string, add: Add): void {
  checkHeader(bundle, CHECKUP_BUNDLE, institutionCode, 'document', add);
  const entries = entriesOf(bundle);
  if (entries.length < 5) add('CARD', 'Bundle.entry', '要素が5つ以上必要です');
  for (const [type, profile] of NEEDED)
    if (!entries.some((entry) => entry.type === type && claims(entry.resource, profile)))
      add('validEntryProfile', 'Bundle.entry', `${profile.split('/').at(-1)} がありません`);
  const composition = checkComposition(bundle, COMPOSITION, add);
  const path = 'Bundle.entry[0].resource';
  requireElements(composition, path, ['encounter.reference', 'event.code'], add);
  checkSections(bundle, composition, path, add);
  const version = claimedVersion(bundle, CHECKUP_BUNDLE);
  for (const { resource, type, path: at } of entries) {
    if (type === 'Patient') checkCheckupPatient(resource, at, version, add);
    if (type === 'Observation') checkResult(bundle, resource, at, add);
    if (type === 'Encounter') checkVisit(resource, at, add);
  }
}

function checkCheckupPatient(patient: JsonObject, path: string, version: string | null, add: Add): void {
  checkPatient(patient, path, { version, namesRequired: false }, add);
  const representations = objects(patient.name)
    .flatMap((name) => objects(name.extension))
    .map(({ valueCode }) => string(valueCode));
  if (!representations.some((code) => code === 'IDE' || code === 'SYL'))
    add('R1112', `${path}.name`, '漢字かカナの氏名がありません');
}

function checkSections(bundle: JsonObject, composition: JsonObject, path: string, add: Add): void {
  const sections = sectionsOf(composition, path);
  if (sections.length === 0) add('SECTION', `${path}.section`, '結果のセクションがありません');
  for (const { code, section, path: at } of sections) {
    const { system, display } = codings(section.code)[0] ?? {};
    if (system !== SECTION_CODES || SECTIONS[code] !== display)
      add('SECTION', `${at}.code`, 'セクションのコードか名前が正しくありません');
    if (sections.filter((other) => other.code === code).length > 1)
      add('SECTION', `${at}.code`, '同じセクションが2つ以上あります');
    const entries = objects(section.entry);
    if (entries.length === 0) add('CARD', `${at}.entry`, 'セクションに結果がありません');
    if (entries.some((entry) => resolve(bundle, entry) === undefined))
      add('REF', `${at}.entry`, '参照先が Bundle にありません');
  }
}

function checkVisit(encounter: JsonObject, path: string, add: Add): void {
  requireElements(
    encounter,
    path,
    ['status', 'class.code', 'period.start', 'period.end', 'serviceProvider.reference'],
    add,
  );
  if (object(encounter.class).code !== 'checkup')
    add('FIXED', `${path}.class`, '受診の区分は健診（checkup）です');
}

function checkResult(bundle: JsonObject, observation: JsonObject, path: string, add: Add): void {
  requireElements(
    observation,
    path,
    ['status', 'code.coding.code', 'subject.reference', 'effectiveDateTime', 'dataAbsentReason?.text'],
    add,
  );
  const members = objects(observation.hasMember);
  if (claims(observation, `${CHECKUP}/JP_ObservationGroup_eCheckupGeneral`)) {
    for (const member of members) {
      if (resolve(bundle, member) === undefined)
        add('REF', `${path}.hasMember`, '一連検査の項目がありません');
      if (objects(member.extension).length === 0)
        add('CARD', `${path}.hasMember.extension`, '一連検査の関係がありません');
    }
    return;
  }
  if (!['final', 'cancelled'].includes(string(observation.status)))
    add('CODE', `${path}.status`, '結果の状態は final か cancelled です');
  if (!codings(observation.code).some(({ system }) => ITEM_SYSTEMS.includes(string(system))))
    add('CODE', `${path}.code`, '健診項目のコードがありません');
  for (const prohibited of ['hasMember', 'basedOn', 'partOf'])
    if (observation[prohibited] !== undefined) add('CARD', `${path}.${prohibited}`, 'この要素は使えません');
}
