import type { Bundle, CarePlan, Reference } from '@medplum/fhirtypes';
import type { CareSummaryRecord } from '@shirube/core/records';
import { PROFILES } from '../profiles.ts';
import { IDENTIFIER_SYSTEMS } from '../systems.ts';
import { present, textOf } from '../text.ts';
import { addAuthor } from './author.ts';
import { DOCUMENT_SYSTEMS, PLAN_CATEGORIES } from './code-systems.ts';
import { compositionHead, sectionHead } from './composition.ts';
import { DocumentBuilder, type DocumentInput } from './document-bundle.ts';
import { addVisit } from './encounter.ts';
import { plainText } from './narrative.ts';
import { toOrganization } from './organization.ts';
import { addEntry } from './section-entries.ts';
import { CARE_PLAN_SECTION } from './sections.ts';

const KIND = {
  profile: PROFILES.careSummaryComposition,
  type: { code: '56447-6', display: '計画書' },
  title: '患者サマリー（療養計画書）',
} as const;

/**
 * 患者サマリー（療養計画書） as JP_Bundle_ePCS (composition-ePatientCareSummary): one section with the plan and the diagnoses. custodian,
 * event, and a text of the section are prohibited. The patient alone sees it.
 * @throws MapperError invalid_instant
 */
export function careSummaryToBundle(input: DocumentInput<CareSummaryRecord>): Bundle {
  const { record } = input;
  const document = new DocumentBuilder(input);
  const author = addAuthor(record.author, document);
  const organization = document.add('Organization', 'from', (id) =>
    toOrganization(record.facility, id, document),
  );
  // 入院外来区分 is mandatory: without a visit it is known from the kind of summary.
  const encounterClass = record.encounter === null && record.category === 'DISCHARGE' ? 'IMP' : 'AMB';
  const encounter = addVisit(record.encounter, encounterClass, null, document);
  const entry = [
    addPlan(record, document),
    ...record.conditions.flatMap((condition) => addEntry({ type: 'condition', record: condition }, document)),
  ];
  return document.bundle(PROFILES.careSummaryBundle, (id) => ({
    ...compositionHead(record, { ...KIND, category: record.category }, document),
    id,
    encounter,
    author: [author, organization],
    section: [{ ...sectionHead(CARE_PLAN_SECTION), entry }],
  }));
}

/** JP_CarePlan_ePCS: the plan in words, for a period. */
function addPlan(record: CareSummaryRecord, document: DocumentBuilder): Reference<CarePlan> {
  const code = textOf(record.planCategory);
  return document.add('CarePlan', record.documentId, (id) =>
    present({
      resourceType: 'CarePlan' as const,
      id,
      meta: document.meta(PROFILES.carePlanOfSummary),
      identifier: [{ system: IDENTIFIER_SYSTEMS.resourceInstance, value: record.documentId }],
      status: 'active' as const,
      intent: 'plan' as const,
      category:
        code === undefined
          ? undefined
          : [
              {
                coding: [
                  present({ system: DOCUMENT_SYSTEMS.planCategory, code, display: PLAN_CATEGORIES[code] }),
                ],
              },
            ],
      title: '療養計画',
      description: plainText(record.plan),
      subject: document.patient,
      period: present({ start: textOf(record.periodStart), end: textOf(record.periodEnd) }),
      created: record.issuedOn,
    }),
  );
}
