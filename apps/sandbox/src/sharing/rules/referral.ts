import { type JsonObject, object, objects, string } from '../json.ts';
import { CLINS, ECS, INSTITUTION_SYSTEM } from '../names.ts';
import {
  checkComposition,
  checkSections,
  type FoundSection,
  type SectionRule,
  sectionsOf,
} from './composition.ts';
import { checkDischargeSummary, DISCHARGE_BUNDLE } from './discharge-summary.ts';
import { checkDocument } from './document.ts';
import { type Add, claims, codings, resolve } from './elements.ts';

export const REFERRAL_BUNDLE = `${CLINS}/StructureDefinition/JP_Bundle_eReferral`;

const COMPOSITION = {
  profile: 'http://jpfhir.jp/fhir/eReferral/StructureDefinition/JP_Composition_eReferral',
  typeCode: '57133-1',
  title: '診療情報提供書',
  categories: ['OUTPATIENT', 'DISCHARGE'],
  numbered: true,
  authors: { minimum: 2, maximum: 3, needs: ['Practitioner', 'Organization'] },
} as const;

const any = (types: readonly string[], minimum = 0, maximum = Number.POSITIVE_INFINITY) => ({
  minimum,
  maximum,
  types,
});
const section = (
  code: string,
  name: string,
  minimum: number,
  entries: SectionRule['entries'],
): SectionRule => ({ code, name, minimum, entries });

/** composition-eReferral.md: sections of the document … */
const TOP: readonly SectionRule[] = [
  section('920', '紹介元情報', 1, any(['Organization', 'Practitioner'], 1, 3)),
  section('910', '紹介先情報', 1, any(['Organization', 'Practitioner'], 1, 3)),
  section('200', 'CDA参照', 0, any(['DocumentReference'], 1, 1)),
  section('300', '構造情報', 0, any([])),
  section('210', '添付情報', 0, any(['DocumentReference', 'Bundle'], 1)),
  section('220', '備考・連絡情報', 0, any(['DocumentReference'], 0, 1)),
  section('230', 'PDF', 0, any(['DocumentReference'], 1)),
];

/** … and of its 構造情報. */
const STRUCTURED: readonly SectionRule[] = [
  section('950', '紹介目的', 1, any(['Encounter'], 0, 1)),
  section('340', '傷病名・主訴', 1, any(['Condition'])),
  section('360', '現病歴', 1, any(['Condition'])),
  section('370', '既往歴', 0, any(['Condition'])),
  section('510', 'アレルギー・不耐性反応', 0, any(['AllergyIntolerance'])),
  section('550', '家族歴', 0, any(['FamilyMemberHistory'])),
  section('610', '身体所見', 0, any(['Observation'])),
  section('520', '感染症情報', 0, any(['Observation'])),
  section('640', '社会歴・生活習慣', 0, any(['Observation'])),
  section('530', '予防接種歴', 0, any(['Immunization'])),
  section('730', '手術', 0, any(['Procedure'])),
  section('740', '輸血歴', 0, any(['Procedure'])),
  section('720', '処置', 0, any(['Procedure'])),
  section('430', '投薬指示', 0, any(['MedicationRequest'])),
  section('620', '検査結果', 0, any(['Observation', 'ImagingStudy', 'DiagnosticReport'])),
  section('330', '臨床経過', 0, any(['DocumentReference'])),
  section('420', '診療方針指示', 0, any(['CarePlan'])),
  section('810', '医療機器', 0, any(['DeviceUseStatement'])),
  section('410', '事前指示', 0, any(['Consent'])),
  section('830', '臨床研究参加', 0, any(['ResearchSubject'])),
];

/** 診療情報提供書 (bundle-types.md §4), and a 退院時サマリー enclosed in it. */
export function checkReferral(bundle: JsonObject, institutionCode: string, add: Add): void {
  checkDocument(
    bundle,
    REFERRAL_BUNDLE,
    institutionCode,
    {
      entries: 5,
      needs: [
        { type: 'Patient', profile: `${ECS}/JP_Patient_eCS`, minimum: 1, maximum: 1 },
        { type: 'Practitioner', profile: `${ECS}/JP_Practitioner_eCS`, minimum: 1, maximum: 99 },
        { type: 'Organization', profile: `${ECS}/JP_Organization_eCS`, minimum: 2, maximum: 4 },
      ],
    },
    add,
  );
  const composition = checkComposition(bundle, COMPOSITION, add);
  checkEvent(composition, add);
  const path = 'Bundle.entry[0].resource';
  const top = sectionsOf(composition, path);
  checkSections(bundle, top, TOP, path, add);
  if (top.filter(({ code }) => code === '200' || code === '300').length !== 1)
    add(
      'checkExist-CDASection-or-CompositionSection',
      `${path}.section`,
      'CDA参照と構造情報のどちらか1つだけが必要です',
    );
  for (const structured of top.filter(({ code }) => code === '300'))
    checkSections(bundle, sectionsOf(structured.section, structured.path), STRUCTURED, structured.path, add);
  checkParties(bundle, top, add);
  const from = institutionIn(bundle, top, '920');
  if (from !== '' && from !== institutionCode)
    add('INSTITUTION', `${path}.section`, '紹介元の医療機関番号が接続元と一致しません');
  checkEnclosed(bundle, top, institutionCode, add);
}

function checkEvent(composition: JsonObject, add: Add): void {
  const path = 'Bundle.entry[0].resource';
  const [event, ...others] = objects(composition.event);
  const code = object(objects(event?.code)[0] ?? event?.code);
  const period = object(event?.period);
  if (event === undefined || others.length > 0)
    add('CARD', `${path}.event`, '発行日（event）がちょうど1つ必要です');
  else if (code.text !== '診療情報提供書発行' || codings(code).length > 0)
    add('FIXED', `${path}.event.code`, '「診療情報提供書発行」の文字だけでなければなりません');
  else if (string(period.start) === '') add('CARD', `${path}.event.period.start`, '発行日がありません');
  if (composition.custodian === undefined) add('CARD', `${path}.custodian`, '文書の管理機関がありません');
}

/** One institution writes and one receives: by the number of the latter the letter finds its way. */
function checkParties(bundle: JsonObject, top: readonly FoundSection[], add: Add): void {
  for (const { code, section: party, path } of top.filter((found) => ['910', '920'].includes(found.code))) {
    const types = objects(party.entry).map((entry) => resolve(bundle, entry)?.resourceType);
    if (types.filter((type) => type === 'Organization').length !== 1)
      add('CARD', `${path}.entry`, `${code === '910' ? '紹介先' : '紹介元'}の医療機関はちょうど1つ必要です`);
  }
}

/** The documents inside: only a 退院時サマリー, by its own rules. */
function checkEnclosed(
  bundle: JsonObject,
  top: readonly FoundSection[],
  institutionCode: string,
  add: Add,
): void {
  for (const { section: attached } of top.filter(({ code }) => code === '210'))
    for (const entry of objects(attached.entry)) {
      const inner = resolve(bundle, entry);
      if (inner?.resourceType !== 'Bundle') continue;
      if (!claims(inner, DISCHARGE_BUNDLE)) add('ATTACH', 'Bundle', '添付できる文書は退院時サマリーだけです');
      else
        checkDischargeSummary(inner, institutionCode, (ruleId, path, text) =>
          add(ruleId, `退院時サマリー ${path}`, text),
        );
    }
}

/** The number of the institution a section (910 紹介先, 920 紹介元) names; '' when it names none. */
function institutionIn(bundle: JsonObject, sections: readonly FoundSection[], code: string): string {
  const entries = sections
    .filter((found) => found.code === code)
    .flatMap(({ section: s }) => objects(s.entry));
  for (const entry of entries) {
    const target = resolve(bundle, entry);
    if (target?.resourceType !== 'Organization') continue;
    const number = objects(target.identifier).find(({ system }) => system === INSTITUTION_SYSTEM);
    if (number !== undefined) return string(number.value);
  }
  return '';
}

/** 宛先: the number in section 910, by which the service routes the letter. */
export function receiverOf(bundle: JsonObject): string {
  const composition = object(objects(bundle.entry)[0]?.resource);
  return institutionIn(bundle, sectionsOf(composition, ''), '910');
}
