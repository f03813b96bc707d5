import type { JsonObject } from '../sharing/json.ts';
import { CLINS, ECS } from '../sharing/names.ts';
import { doctorEntry, documentBundle, institutionEntry, section } from './document.ts';
import { type ConditionElsewhere, conditionEntry } from './items.ts';
import { coded, type Entry, meta, ownIdentifier, patientUrl, urn, type Writing } from './resources.ts';

export interface CareSummaryElsewhere {
  localId: string;
  startsOn: string;
  /** in the patient's words */
  plan: string;
  conditions: readonly ConditionElsewhere[];
}

/** 患者サマリー（療養計画書） of another institution: for the patient alone. */
export function careSummaryBundle(
  writing: Writing,
  institution: Parameters<typeof institutionEntry>[1],
  summary: CareSummaryElsewhere,
): JsonObject {
  const plan = planEntry(writing, summary);
  const visit = visitEntry(writing, summary);
  const conditions = summary.conditions.map((each) => conditionEntry(writing, each));
  return documentBundle(
    writing,
    {
      localId: summary.localId,
      bundleProfile: `${CLINS}/StructureDefinition/JP_Bundle_ePCS`,
      compositionProfile: 'http://jpfhir.jp/fhir/ePCS/StructureDefinition/JP_Composition_ePCS',
      type: { code: '56447-6', display: '計画書' },
      category: { code: 'OUTPATIENT', display: '外来文書' },
      title: '患者サマリー（療養計画書）',
      context: { encounter: { reference: visit.fullUrl } },
      sections: [section('422', '計画サマリー', '', [plan, ...conditions])],
    },
    { doctor: doctorEntry(writing), institution: institutionEntry(writing, institution) },
    [visit, plan, ...conditions],
  );
}

function planEntry(writing: Writing, { localId, startsOn, plan }: CareSummaryElsewhere): Entry {
  return {
    fullUrl: urn(writing.vendor.institutionCode, localId, 'plan'),
    resource: {
      resourceType: 'CarePlan',
      meta: meta(writing, `${ECS}/JP_CarePlan_ePCS`),
      identifier: [ownIdentifier(writing, `${localId}-plan`)],
      status: 'active',
      intent: 'plan',
      category: [
        coded('http://jpfhir.jp/fhir/CarePlan/CodeSystem/category', 'followup-plan', '外来診療経過中プラン'),
      ],
      title: '療養計画',
      description: plan,
      subject: { reference: patientUrl(writing) },
      period: { start: startsOn },
      created: startsOn,
    },
  };
}

function visitEntry(writing: Writing, { localId }: CareSummaryElsewhere): Entry {
  return {
    fullUrl: urn(writing.vendor.institutionCode, localId, 'encounter'),
    resource: {
      resourceType: 'Encounter',
      meta: meta(writing, `${ECS}/JP_Encounter_eCS`),
      status: 'finished',
      class: {
        system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
        code: 'AMB',
        display: '外来',
      },
    },
  };
}
