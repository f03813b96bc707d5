import type { Bundle } from '@medplum/fhirtypes';
import type { EncounterRecord, ItemSource, PractitionerRecord } from '@shirube/core/records';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allergiesToBundle,
  conditionsToBundle,
  observationsToBundle,
  type ReportUnit,
} from '../bundle-clins.ts';
import { CLINICAL_STATUS } from '../condition-outcome.ts';
import { insuredPersonIdentifier } from '../identifiers.ts';
import { japaneseDate, japaneseInstant, momentOf } from '../instants.ts';
import { serializeBundle } from '../serialize.ts';
import { allergyRecord, conditionRecord, labReport, reportUnit } from '../testing/arbitraries.ts';
import { displayText, nameText, textOf } from '../text.ts';
import { readInformation } from './information.ts';

/** Enough that every edge of the generators meets every other; a failure prints its seed. */
const RUNS = { numRuns: 1000 };

/** What arrives: the bytes that were sent, parsed again. */
const arrive = (bundle: Bundle) =>
  readInformation(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(serializeBundle(bundle))));

const orNull = (text: string | undefined): string | null => text ?? null;
/** The instant as it is written in Japan: the same moment, whatever zone the record has it in. */
const moment = (instant: string): string => japaneseInstant(instant);

function expectedPerson({ patient, facility }: ReportUnit) {
  const [familyName, givenName, familyKana, givenKana] = [
    patient.familyName,
    patient.givenName,
    patient.familyKana,
    patient.givenKana,
  ].map((part) => orNull(nameText(part)));
  return {
    familyName,
    givenName,
    familyKana,
    givenKana,
    nameText: `${familyName} ${givenName}`,
    birthDate: patient.birthDate,
    sex: patient.sex,
    address: orNull(textOf(patient.address)),
    postalCode: orNull(textOf(patient.postalCode)),
    patientNumber: orNull(textOf(patient.patientNumber)),
    insuredId: patient.coverage === null ? null : insuredPersonIdentifier(patient.coverage),
    facility: facility.institutionCode,
  };
}

function expectedDoctor(person: PractitionerRecord): PractitionerRecord | null {
  const doctor = {
    code: orNull(textOf(person.code)),
    familyName: nameText(person.familyName) ?? '',
    givenName: nameText(person.givenName) ?? '',
    familyKana: nameText(person.familyKana) ?? '',
    givenKana: nameText(person.givenKana) ?? '',
  };
  const { code, ...names } = doctor;
  return code === null && Object.values(names).every((name) => name === '') ? null : doctor;
}

function expectedVisit({ id, startedAt }: EncounterRecord): ItemSource['visit'] {
  return { id, startedAt: moment(startedAt) };
}

function uniqueBy<T>(arbitrary: fc.Arbitrary<T>, id: (record: T) => string): fc.Arbitrary<T[]> {
  return fc.uniqueArray(arbitrary, { minLength: 1, maxLength: 4, selector: id });
}

describe('records → FHIR → records', () => {
  test('diagnoses', () => {
    fc.assert(
      fc.property(
        reportUnit,
        uniqueBy(conditionRecord, ({ conditionId }) => conditionId),
        (unit, records) => {
          const { person, items, unread } = arrive(conditionsToBundle({ ...unit, conditions: records }));
          const { facility, ...expected } = expectedPerson(unit);
          expect(person).toEqual(expected);
          expect(unread).toEqual([]);
          for (const record of records) {
            const item = items.find(({ source }) => source.identifier === record.conditionId);
            const isUncoded = record.receiptCode === '0000999' || record.managementNo === '99999999';
            const isSuspected = record.isSuspected || record.modifiers.some(({ code }) => code === '8002');
            expect(item).toMatchObject({
              kind: 'condition',
              displayName: textOf(record.displayName),
              managementNo: isUncoded ? '99999999' : record.managementNo,
              exchangeCode: isUncoded ? null : orNull(textOf(record.exchangeCode)),
              receiptCode: isUncoded ? '0000999' : record.receiptCode,
              diseaseName: isUncoded ? null : textOf(record.diseaseName),
              icd10: isUncoded ? null : record.icd10,
              modifiers: record.modifiers.map((modifier) => ({ ...modifier, name: textOf(modifier.name) })),
              isMain: record.isMain,
              isSuspected,
              onsetDate: record.onsetDate,
              endDate: record.endDate,
              clinicalStatus: CLINICAL_STATUS[record.outcome].code,
              verificationStatus: isSuspected ? 'unconfirmed' : 'confirmed',
              uninformed: record.uninformed,
              undelivered: record.undelivered,
              longTerm: record.longTerm,
              source: {
                facilityCode: facility,
                departmentName: orNull(textOf(record.encounter.departmentName)),
                doctor: expectedDoctor(record.recorder),
                recordedOn: japaneseDate(record.recordedAt),
                recordedAt: moment(record.recordedAt),
                visit: expectedVisit(record.encounter),
              },
            });
          }
          expect(items).toHaveLength(records.length);
        },
      ),
      RUNS,
    );
  });

  test('allergies', () => {
    fc.assert(
      fc.property(
        reportUnit,
        uniqueBy(allergyRecord, ({ allergyId }) => allergyId),
        (unit, records) => {
          const { items, unread } = arrive(allergiesToBundle({ ...unit, allergies: records }));
          expect(unread).toEqual([]);
          for (const record of records) {
            const item = items.find(({ source }) => source.identifier === record.allergyId);
            expect(item).toMatchObject({
              kind: 'allergy',
              category: record.category,
              code: record.code,
              displayName: textOf(record.displayName),
              reaction: orNull(textOf(record.reaction)),
              criticality: record.criticality,
              onsetDate: record.onsetDate,
              clinicalStatus: record.endDate === null ? 'active' : 'resolved',
              source: {
                facilityCode: unit.facility.institutionCode,
                departmentName: orNull(textOf(record.departmentName)),
                doctor: expectedDoctor(record.recorder),
                recordedAt: moment(record.recordedAt),
              },
            });
          }
          expect(items).toHaveLength(records.length);
        },
      ),
      RUNS,
    );
  });

  test('reports of results, to the last digit', () => {
    fc.assert(
      fc.property(reportUnit, labReport, (unit, report) => {
        const { items, unread } = arrive(observationsToBundle({ ...unit, report }));
        expect(unread).toEqual([]);
        for (const record of report.results) {
          const item = items.find(({ source }) => source.identifier === record.observationId);
          expect(item).toEqual({
            kind: 'result',
            collectedAt: /T/.test(report.collectedAt) ? moment(report.collectedAt) : report.collectedAt,
            issuedAt: report.issuedAt === null ? null : moment(report.issuedAt),
            orderNumber: report.orderNumber,
            result: {
              ...record,
              name: displayText(record.name),
              localName: displayText(record.localName),
              specimen: displayText(record.specimen),
              referenceText: orNull(displayText(record.referenceText)),
              note: orNull(textOf(record.note)),
              value:
                record.value.kind === 'text'
                  ? { kind: 'text', text: textOf(record.value.text) }
                  : record.value.kind === 'absent'
                    ? { kind: 'absent', reason: displayText(record.value.reason) }
                    : record.value,
            },
            source: expect.objectContaining({
              facilityCode: unit.facility.institutionCode,
              departmentName: textOf(report.encounter.departmentName),
              doctor: expectedDoctor(report.performer),
              recordedAt: moment(report.issuedAt ?? momentOf(report.collectedAt)),
              visit: expectedVisit(report.encounter),
            }),
          });
        }
        expect(items).toHaveLength(report.results.length);
      }),
      RUNS,
    );
  });
});
