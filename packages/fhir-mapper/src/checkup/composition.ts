import type { Composition, CompositionSection } from '@medplum/fhirtypes';
import type { CheckupGroupRecord, CheckupResultRecord } from '@shirube/core/records';
import { japaneseInstant } from '../instants.ts';
import { IDENTIFIER_SYSTEMS } from '../systems.ts';
import { present, presentList } from '../text.ts';
import { type CheckupContext, practitionerKey } from './context.ts';
import { groupsOf } from './observation-group.ts';
import {
  ADDITIONAL_SECTION,
  PROGRAM_SERVICES,
  REPORT_CATEGORIES,
  type SectionCode,
  sectionsOf,
} from './sections.ts';
import { CHECKUP_EXTENSIONS, CHECKUP_PROFILES, CHECKUP_SYSTEMS, JUDGEMENT_ITEM } from './systems.ts';

/** JP_Composition_eCheckupGeneral (composition-eCheckup). @throws MapperError invalid_instant */
export function toCheckupComposition(context: CheckupContext): Composition {
  const { record, edition, identifier } = context;
  const organization = { reference: context.urlOf('Organization', record.facility.institutionCode) };
  const encounter = { reference: context.urlOf('Encounter', record.documentId) };
  return present({
    resourceType: 'Composition' as const,
    ...context.head('Composition', record.documentId, CHECKUP_PROFILES.composition),
    extension: [{ url: CHECKUP_EXTENSIONS.documentVersion, valueString: String(record.versionNo) }],
    // 医療機関番号-西暦-番号: hyphens here, unlike Bundle.identifier.
    identifier: { system: IDENTIFIER_SYSTEMS.resourceInstance, value: identifier.replaceAll('^', '-') },
    status: 'final' as const,
    type: { coding: [edition.documentType] },
    category: [
      {
        coding: [
          present({
            system: edition.reportCategorySystem,
            code: record.reportCategory,
            display: REPORT_CATEGORIES[record.reportCategory],
          }),
        ],
      },
    ],
    subject: { reference: context.urlOf('Patient', record.patient.patientNumber) },
    encounter,
    date: japaneseInstant(record.confirmedAt),
    author: [{ reference: context.urlOf('Practitioner', practitionerKey(record.author)) }, organization],
    title: '健康診断結果報告書',
    custodian: organization,
    event: [
      {
        code: [
          {
            coding: [
              present({
                system: CHECKUP_SYSTEMS.programService,
                code: record.programCode,
                display: PROGRAM_SERVICES[record.programCode],
              }),
            ],
          },
        ],
        period: { start: record.examinedOn, end: record.examinedOn },
        detail: [encounter],
      },
    ],
    section: presentList(sections(context)),
  });
}

/** Results with coverage and judgement, answers, and additional items, each in its section; a section of nothing is left out. */
function sections(context: CheckupContext): CompositionSection[] {
  const { record } = context;
  const groups = groupsOf(record.groups, record.results);
  const codes = sectionsOf(record.program, record.programCode);
  const additional = record.results.filter((result) => isAdditional(result, context));
  const own = record.results.filter((result) => !isAdditional(result, context));
  return [
    section(codes.observations, [
      ...(record.ticketNumber === null ? [] : [context.urlOf('Coverage', 'ticket')]),
      ...(record.coverage === null ? [] : [context.urlOf('Coverage', 'insurance')]),
      ...entries(
        own.filter(({ isQuestion }) => !isQuestion),
        groups,
        context,
      ),
      ...(record.overallJudgement === null ? [] : [context.urlOf('Observation', JUDGEMENT_ITEM.code)]),
    ]),
    section(
      codes.questionnaire,
      entries(
        own.filter(({ isQuestion }) => isQuestion),
        groups,
        context,
      ),
    ),
    section(ADDITIONAL_SECTION, entries(additional, groups, context)),
  ].filter((candidate) => candidate !== null);
}

/** Only the 特定健診 has a section for what is examined beyond it. */
function isAdditional(result: CheckupResultRecord, { record }: CheckupContext): boolean {
  return record.program === 'special' && result.isAdditional && !result.isQuestion;
}

/** A group stands where its first member would; its members are reached through it. */
function entries(
  results: readonly CheckupResultRecord[],
  groups: readonly CheckupGroupRecord[],
  context: CheckupContext,
): string[] {
  const groupOf = new Map(
    groups.flatMap((group) => group.members.map(({ itemCode }) => [itemCode, group] as const)),
  );
  const urls = results.map(({ itemCode }) => {
    const group = groupOf.get(itemCode);
    return context.urlOf('Observation', group === undefined ? itemCode : `group-${group.code}`);
  });
  return [...new Set(urls)];
}

function section({ code, display }: SectionCode, urls: readonly string[]): CompositionSection | null {
  if (urls.length === 0) return null;
  return {
    title: display.replace(/セクション$/, ''),
    code: { coding: [{ system: CHECKUP_SYSTEMS.section, code, display }] },
    entry: urls.map((reference) => ({ reference })),
  };
}
