import type { JsonObject } from '../sharing/json.ts';
import { CLINS, ECS } from '../sharing/names.ts';
import { doctorEntry, documentBundle, fileEntry, institutionEntry, section } from './document.ts';
import { type ConditionElsewhere, conditionEntry } from './items.ts';
import { type PrescriptionElsewhere, prescriptionEntry } from './prescription.ts';
import { coded, type Entry, meta, patientUrl, urn, type Writing } from './resources.ts';

export interface DischargeElsewhere {
  localId: string;
  admittedOn: string;
  dischargedOn: string;
  days: number;
  diagnosis: ConditionElsewhere;
  complaint: string;
  reason: string;
  presentIllness: string;
  course: string;
  instructions: string;
  prescriptions: readonly PrescriptionElsewhere[];
}

/** 退院時サマリー of another institution: the ten obligatory sections. */
export function dischargeBundle(
  writing: Writing,
  institution: Parameters<typeof institutionEntry>[1],
  stay: DischargeElsewhere,
): JsonObject {
  const own = institutionEntry(writing, institution);
  const visit = stayEntry(writing, stay);
  const diagnosis = conditionEntry(writing, stay.diagnosis, true);
  const course = fileEntry(writing, {
    id: `${stay.localId}-course`,
    title: '入院中経過',
    mediaType: 'text/plain',
    content: Buffer.from(stay.course, 'utf8'),
  });
  const prescriptions = stay.prescriptions.map((each) => prescriptionEntry(writing, each));
  const structured = section(
    '300',
    '構造情報',
    '',
    [],
    [
      section('322', '入院時詳細', `${stay.admittedOn} 入院`, [visit]),
      section('342', '入院時診断', '', [diagnosis]),
      section('352', '主訴', stay.complaint),
      section('312', '入院理由', stay.reason, [visit]),
      section('360', '現病歴', stay.presentIllness),
      section('333', '入院中経過', stay.course, [course]),
      section('324', '退院時詳細', `${stay.dischargedOn} 退院`, [visit]),
      section('344', '退院時診断', '', [diagnosis]),
      section('444', '退院時投薬指示', prescriptions.length === 0 ? '退院時処方なし' : '', prescriptions),
      section('424', '退院時方針指示', stay.instructions),
    ],
  );
  return documentBundle(
    writing,
    {
      localId: stay.localId,
      bundleProfile: `${CLINS}/StructureDefinition/JP_Bundle_eDischargeSummary`,
      compositionProfile:
        'http://jpfhir.jp/fhir/eDischargeSummary/StructureDefinition/JP_Composition_eDischargeSummary',
      type: { code: '18842-5', display: '退院時サマリー' },
      category: { code: 'DISCHARGE', display: '退院時文書' },
      title: '退院時サマリー',
      context: {
        custodian: { reference: own.fullUrl },
        event: [{ period: { start: stay.admittedOn, end: stay.dischargedOn } }],
      },
      sections: [structured],
    },
    { doctor: doctorEntry(writing), institution: own },
    [visit, diagnosis, course, ...prescriptions],
  );
}

function stayEntry(writing: Writing, stay: DischargeElsewhere): Entry {
  return {
    fullUrl: urn(writing.vendor.institutionCode, stay.localId, 'encounter'),
    resource: {
      resourceType: 'Encounter',
      meta: meta(writing, `${ECS}/JP_Encounter_eCS`),
      status: 'finished',
      class: {
        system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
        code: 'IMP',
        display: '入院',
      },
      subject: { reference: patientUrl(writing) },
      period: { start: stay.admittedOn, end: stay.dischargedOn },
      length: { value: stay.days, unit: '日', system: 'http://unitsofmeasure.org', code: 'd' },
      hospitalization: {
        admitSource: coded('http://jpfhir.jp/fhir/Common/CodeSystem/admit-Source', '1', '家庭からの入院'),
        dischargeDisposition: coded(
          'http://jpfhir.jp/fhir/Common/CodeSystem/discharge-disposition',
          '1',
          '傷病が治癒・軽快',
        ),
      },
    },
  };
}
