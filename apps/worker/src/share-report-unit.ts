import type { Bundle } from '@medplum/fhirtypes';
import { type ComposedUnit, type ComposeUnit, deliverUnit, type UnitContent } from '@shirube/core/sharing';
import {
  allergiesToBundle,
  careSummaryToBundle,
  checkupToBundle,
  conditionsToBundle,
  insuredPersonOf,
  MapperError,
  observationsToBundle,
  referralToBundle,
  resourceInstanceOf,
  selectForReport,
  serializeBundle,
  validateBundle,
} from '@shirube/fhir-mapper';
import { type FhirPackage, validateWithPackage } from '@shirube/fhir-mapper/package';

/**
 * Sends any report unit: packages/core says when and what of the record, packages/fhir-mapper how it is written. `official`: the FHIR
 * package the operator provides, whose rules hold beside our own; null where there is none.
 */
export const shareReportUnit = (official: FhirPackage | null) =>
  deliverUnit((content, unit) => compose(content, unit, official));

/** A report unit as FHIR, with what validation says of it. */
export function compose(
  content: UnitContent,
  unit: Parameters<ComposeUnit>[1],
  official: FhirPackage | null,
): ComposedUnit | null {
  try {
    const bundle = bundleOf(content, unit);
    if (bundle === null) return null;
    const person = insuredPersonOf(bundle);
    return {
      bundle: serializeBundle(bundle),
      insuredId: person?.insuredId ?? null,
      birthDate: person?.birthDate ?? content.patient.birthDate,
      readable: readableOf(content),
      issues: [
        ...validateBundle(bundle),
        ...(official === null ? [] : validateWithPackage(official, bundle)),
      ].map(({ message, ...issue }) => ({ ...issue, text: message })),
      entries: (bundle.entry ?? []).flatMap(({ resource }, index) => {
        const id = resource && resourceInstanceOf(resource);
        return resource && id
          ? [{ path: `Bundle.entry[${index}]`, entity: resource.resourceType, id, label: '' }]
          : [];
      }),
    };
  } catch (error) {
    if (!(error instanceof MapperError)) throw error;
    const issue = { severity: 'error' as const, ruleId: error.reason, path: '', text: error.userMessage };
    return {
      bundle: null,
      insuredId: null,
      birthDate: content.patient.birthDate,
      readable: null,
      issues: [issue],
      entries: [],
    };
  }
}

/** Whether the receiver may open a letter at once: what the patient said where it was written. */
function readableOf(content: UnitContent): boolean | null {
  if (content.kind !== 'document') return null;
  const { record } = content;
  return record.kind === 'referral' || record.kind === 'reply' ? (record.readable ?? false) : null;
}

function bundleOf(content: UnitContent, unit: Parameters<ComposeUnit>[1]): Bundle | null {
  const [, year = '', bundleLocalId = ''] = unit.identifier.split('^');
  const base = {
    facility: content.facility,
    patient: content.patient,
    bundleLocalId,
    issueYear: Number(year),
    timestamp: unit.timestamp,
  };
  switch (content.kind) {
    case 'Condition': {
      const conditions = selectForReport(content.conditions, unit.onDate);
      return conditions.length === 0 ? null : conditionsToBundle({ ...base, conditions });
    }
    case 'AllergyIntolerance': {
      const allergies = selectForReport(content.allergies, unit.onDate);
      return allergies.length === 0 ? null : allergiesToBundle({ ...base, allergies });
    }
    case 'Observation':
      return content.report.results.length === 0
        ? null
        : observationsToBundle({ ...base, report: content.report });
    case 'document':
      return documentBundle(content, unit);
  }
}

/** A document of its newest version. A 退院時サマリー has no unit of its own: it travels inside a referral. */
function documentBundle(
  { record, attachments }: Extract<UnitContent, { kind: 'document' }>,
  { identifier, timestamp }: Parameters<ComposeUnit>[1],
): Bundle | null {
  const head = { identifier, timestamp, attachments };
  switch (record.kind) {
    case 'referral':
    case 'reply':
      return referralToBundle({ ...head, record });
    case 'checkup':
      return checkupToBundle({ ...head, record });
    case 'care_summary':
      return careSummaryToBundle({ ...head, record });
    case 'discharge_summary':
      return null;
  }
}
