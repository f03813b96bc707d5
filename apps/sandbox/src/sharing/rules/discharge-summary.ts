import { type JsonObject, object, objects, string } from '../json.ts';
import { CLINS, ECS } from '../names.ts';
import { checkComposition, checkSections, type SectionRule, sectionsOf } from './composition.ts';
import { checkDocument } from './document.ts';
import type { Add } from './elements.ts';

export const DISCHARGE_BUNDLE = `${CLINS}/StructureDefinition/JP_Bundle_eDischargeSummary`;

const COMPOSITION = {
  profile: 'http://jpfhir.jp/fhir/eDischargeSummary/StructureDefinition/JP_Composition_eDischargeSummary',
  typeCode: '18842-5',
  title: '退院時サマリー',
  categories: ['DISCHARGE'],
  numbered: true,
  authors: { minimum: 2, maximum: 2, needs: ['Practitioner', 'Organization'] },
} as const;

const section = (
  code: string,
  name: string,
  minimum: number,
  types: readonly string[],
  entries = 0,
  maximum = Number.POSITIVE_INFINITY,
): SectionRule => ({ code, name, minimum, entries: { minimum: entries, maximum, types } });

const TOP: readonly SectionRule[] = [
  section('200', 'CDA参照', 0, ['DocumentReference'], 1, 1),
  section('300', '構造情報', 0, []),
  section('210', '添付情報', 0, ['DocumentReference', 'Bundle'], 1),
  section('230', 'PDF', 0, ['DocumentReference'], 1),
];

/** composition-eDischargeSummary.md: ten are obligatory. */
const STRUCTURED: readonly SectionRule[] = [
  section('322', '入院時詳細', 1, ['Encounter'], 1, 1),
  section('342', '入院時診断', 1, ['Condition']),
  section('510', 'アレルギー・不耐性反応', 0, ['AllergyIntolerance']),
  section('352', '主訴', 1, ['Condition']),
  section('312', '入院理由', 1, ['Encounter'], 0, 1),
  section('360', '現病歴', 1, ['Condition']),
  section('370', '既往歴', 0, ['Condition']),
  section('432', '入院時服薬', 0, ['MedicationRequest']),
  section('640', '社会歴・生活習慣', 0, ['Observation']),
  section('612', '入院時身体所見', 0, ['Observation']),
  section('550', '家族歴', 0, ['FamilyMemberHistory']),
  section('333', '入院中経過', 1, ['DocumentReference'], 1),
  section('324', '退院時詳細', 1, ['Encounter'], 1, 1),
  section('344', '退院時診断', 1, ['Condition'], 1),
  section('444', '退院時投薬指示', 1, ['MedicationRequest']),
  section('424', '退院時方針指示', 1, ['CarePlan']),
  section('614', '退院時身体所見', 0, ['Observation']),
  section('713', '入院中治療', 0, ['Procedure']),
  section('623', '入院中検査結果', 0, ['Observation', 'ImagingStudy', 'DiagnosticReport', 'Bundle']),
  section('810', '医療機器', 0, ['DeviceUseStatement']),
  section('530', '予防接種歴', 0, ['Immunization']),
  section('410', '事前指示', 0, ['Consent']),
  section('830', '臨床研究参加', 0, ['ResearchSubject']),
];

/** 退院時サマリー (bundle-types.md §5). */
export function checkDischargeSummary(bundle: JsonObject, institutionCode: string, add: Add): void {
  checkDocument(
    bundle,
    DISCHARGE_BUNDLE,
    institutionCode,
    {
      entries: 6,
      needs: [
        { type: 'Patient', profile: `${ECS}/JP_Patient_eCS`, minimum: 1, maximum: 1 },
        { type: 'Practitioner', profile: `${ECS}/JP_Practitioner_eCS`, minimum: 1, maximum: 99 },
        { type: 'Organization', profile: `${ECS}/JP_Organization_eCS`, minimum: 1, maximum: 99 },
        { type: 'Encounter', profile: `${ECS}/JP_Encounter_eCS`, minimum: 1, maximum: 99 },
        { type: 'Condition', profile: `${ECS}/JP_Condition_eCS`, minimum: 1, maximum: 99 },
      ],
    },
    add,
  );
  const composition = checkComposition(bundle, COMPOSITION, add);
  const path = 'Bundle.entry[0].resource';
  const [event, ...others] = objects(composition.event);
  const period = object(event?.period);
  if (event === undefined || others.length > 0 || event.code !== undefined)
    add('CARD', `${path}.event`, '入退院の期間（event、code なし）がちょうど1つ必要です');
  if (string(period.start) === '' || string(period.end) === '')
    add('CARD', `${path}.event.period`, '入院日と退院日が必要です');
  if (composition.custodian === undefined) add('CARD', `${path}.custodian`, '文書の管理機関がありません');
  const top = sectionsOf(composition, path);
  checkSections(bundle, top, TOP, path, add);
  if (top.filter(({ code }) => code === '200' || code === '300').length !== 1)
    add(
      'checkExist-CDASection-or-structuredSection',
      `${path}.section`,
      'CDA参照と構造情報のどちらか1つだけが必要です',
    );
  for (const structured of top.filter(({ code }) => code === '300'))
    checkSections(bundle, sectionsOf(structured.section, structured.path), STRUCTURED, structured.path, add);
}
