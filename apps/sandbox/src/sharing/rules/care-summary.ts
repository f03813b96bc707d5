import type { JsonObject } from '../json.ts';
import { CLINS, ECS } from '../names.ts';
import { checkComposition, checkSections, sectionsOf } from './composition.ts';
import { checkDocument } from './document.ts';
import { type Add, codings, entriesOf, requireElements } from './elements.ts';

export const CARE_SUMMARY_BUNDLE = `${CLINS}/StructureDefinition/JP_Bundle_ePCS`;

const COMPOSITION = {
  profile: 'http://jpfhir.jp/fhir/ePCS/StructureDefinition/JP_Composition_ePCS',
  typeCode: '56447-6',
  title: '患者サマリー（療養計画書）',
  categories: ['OUTPATIENT', 'DISCHARGE'],
  numbered: true,
  authors: { minimum: 2, maximum: 2, needs: ['Practitioner', 'Organization'] },
} as const;

const exactlyOne = (type: string, profile: string) => ({ type, profile, minimum: 1, maximum: 1 });

/** 患者サマリー（療養計画書） (bundle-types.md §6, composition-ePatientCareSummary.md). */
export function checkCareSummary(bundle: JsonObject, institutionCode: string, add: Add): void {
  checkDocument(
    bundle,
    CARE_SUMMARY_BUNDLE,
    institutionCode,
    {
      entries: 7,
      needs: [
        exactlyOne('Patient', `${ECS}/JP_Patient_eCS`),
        exactlyOne('Practitioner', `${ECS}/JP_Practitioner_eCS`),
        exactlyOne('Organization', `${ECS}/JP_Organization_eCS`),
        exactlyOne('Encounter', `${ECS}/JP_Encounter_eCS`),
        exactlyOne('CarePlan', `${ECS}/JP_CarePlan_ePCS`),
        { type: 'Condition', profile: `${ECS}/JP_Condition_eCS`, minimum: 1, maximum: 99 },
      ],
    },
    add,
  );
  const composition = checkComposition(bundle, COMPOSITION, add);
  const path = 'Bundle.entry[0].resource';
  for (const prohibited of ['custodian', 'event'])
    if (composition[prohibited] !== undefined) add('CARD', `${path}.${prohibited}`, 'この要素は使えません');
  requireElements(composition, path, ['encounter.reference'], add);
  const sections = sectionsOf(composition, path);
  const types = ['CarePlan', 'Condition'];
  const rule = { code: '422', name: '計画サマリー', minimum: 1, entries: { minimum: 2, maximum: 99, types } };
  checkSections(bundle, sections, [rule], path, add);
  // here the display is part of what is fixed
  for (const { section, path: at } of sections)
    if (codings(section.code)[0]?.display === undefined)
      add('FIXED', `${at}.code`, '計画サマリーセクションの名前がありません');
  for (const { resource, type, path: at } of entriesOf(bundle))
    if (type === 'CarePlan') checkPlan(resource, at, add);
}

function checkPlan(plan: JsonObject, path: string, add: Add): void {
  requireElements(
    plan,
    path,
    ['status', 'intent', 'title', 'description', 'subject.reference', 'period.start', 'created'],
    add,
  );
  if (plan.status !== 'active' || plan.intent !== 'plan' || plan.title !== '療養計画')
    add('FIXED', path, '療養計画の状態、種類、表題が正しくありません');
  for (const prohibited of ['encounter', 'author', 'contributor', 'careTeam'])
    if (plan[prohibited] !== undefined) add('CARD', `${path}.${prohibited}`, 'この要素は使えません');
}
