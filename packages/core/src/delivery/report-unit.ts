import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import { formerCharts } from '../patients/merge/former-charts.ts';
import type {
  AllergyRecord,
  ConditionOutcome,
  ConditionRecord,
  FacilityRecord,
  PatientRecord,
  PractitionerRecord,
} from '../records/index.ts';
import { nullable, toCalendarDate, toDateColumn, toInstant } from '../shared/rows.ts';

/** Everything one 報告単位 (傷病名 or アレルギー等 of a patient) is made from: the versions in force now. */
export interface ReportUnit {
  facility: FacilityRecord;
  patient: PatientRecord;
  conditions: ConditionRecord[];
  allergies: AllergyRecord[];
}

/**
 * Reads the current versions, of the charts that were merged into this one too; entered-in-error ones are left out, ended ones are kept (the
 * unit's rule selects).
 */
export async function loadReportUnit(uow: UnitOfWork, patientId: string): Promise<ReportUnit> {
  const charts = { in: [patientId, ...(await formerCharts(uow, patientId))] };
  const today = toDateColumn(todayInTokyo(uow.now));
  const [tenant, patient, conditionRows, allergyRows, staff, modifiers] = [
    await uow.tables.tenant.findFirstOrThrow(),
    await uow.tables.patient.findFirstOrThrow({
      where: { id: patientId },
      include: {
        coverages: { where: { validTo: null }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 1 },
        publicSubsidies: {
          where: { OR: [{ validTo: null }, { validTo: { gte: today } }] },
          orderBy: { priority: 'asc' },
        },
      },
    }),
    await uow.tables.condition.findMany({
      where: { patientId: charts },
      orderBy: [{ conditionId: 'asc' }, { versionNo: 'desc' }],
      distinct: ['conditionId'],
      include: { disease: true },
    }),
    await uow.tables.allergyIntolerance.findMany({
      where: { patientId: charts },
      orderBy: [{ allergyId: 'asc' }, { versionNo: 'desc' }],
      distinct: ['allergyId'],
    }),
    await uow.tables.staff.findMany(),
    await uow.tables.diseaseModifier.findMany(),
  ];
  const encounters = await uow.tables.encounter.findMany({
    where: { id: { in: conditionRows.flatMap((row) => (row.encounterId ? [row.encounterId] : [])) } },
  });
  const practitioner = (id: string): PractitionerRecord => {
    const person = staff.find((each) => each.id === id);
    if (!person) throw new Error('a record without its author');
    return {
      code: person.doctorCode,
      familyName: person.familyName,
      givenName: person.givenName,
      familyKana: person.familyKana,
      givenKana: person.givenKana,
    };
  };
  const coverage = patient.coverages[0];
  return {
    facility: {
      institutionCode: tenant.institutionCode,
      name: tenant.name,
      postalCode: tenant.postalCode,
      address: tenant.address,
      phone: tenant.phone,
      departmentCode: tenant.departmentCode,
      departmentName: tenant.departmentName,
    },
    patient: {
      patientNumber: patient.patientNumber,
      familyName: patient.familyName,
      givenName: patient.givenName,
      familyKana: patient.familyKana,
      givenKana: patient.givenKana,
      birthDate: toCalendarDate(patient.birthDate),
      sex: patient.sex,
      postalCode: patient.postalCode,
      address: patient.address,
      phone: patient.phone,
      coverage: coverage
        ? {
            insurerNumber: coverage.insurerNumber,
            symbol: coverage.symbol,
            number: coverage.number,
            branchNumber: coverage.branchNumber,
            isDependent: coverage.isDependent,
            copayPercent: coverage.copayPercent,
          }
        : null,
      publicSubsidies: patient.publicSubsidies.map(({ payerNumber, recipientNumber }) => ({
        payerNumber,
        recipientNumber,
      })),
    },
    conditions: conditionRows
      .filter((row) => row.kind !== 'entered_in_error')
      .map((row) => {
        const encounter = encounters.find((each) => each.id === row.encounterId);
        return {
          conditionId: row.conditionId,
          versionNo: row.versionNo,
          managementNo: row.managementNo,
          exchangeCode: row.disease.exchangeCode,
          receiptCode: row.disease.receiptCode,
          diseaseName: row.disease.name,
          icd10: row.icd10,
          modifiers: row.modifierCodes.flatMap((code) => {
            const modifier = modifiers.find((each) => each.code === code);
            return modifier
              ? [
                  {
                    code,
                    managementNo: modifier.managementNo,
                    exchangeCode: modifier.exchangeCode,
                    name: modifier.name,
                    position: modifier.position === 'prefix' ? ('prefix' as const) : ('suffix' as const),
                  },
                ]
              : [];
          }),
          displayName: row.displayName,
          isMain: row.isMain,
          isSuspected: row.isSuspected,
          onsetDate: toCalendarDate(row.onsetDate),
          endDate: nullable(row.endDate, toCalendarDate),
          outcome: row.outcome as ConditionOutcome,
          uninformed: row.uninformed,
          undelivered: row.undelivered,
          longTerm: row.longTerm,
          recordedAt: toInstant(row.confirmedAt),
          encounter: {
            id: encounter?.id ?? row.id,
            startedAt: toInstant(encounter?.startedAt ?? row.confirmedAt),
            departmentCode: encounter?.departmentCode ?? row.departmentCode,
            departmentName: encounter?.departmentName ?? tenant.departmentName,
          },
          recorder: practitioner(row.confirmedById),
        };
      }),
    allergies: allergyRows
      .filter((row) => row.kind !== 'entered_in_error')
      .map((row) => ({
        allergyId: row.allergyId,
        versionNo: row.versionNo,
        category: row.category as AllergyRecord['category'],
        code: row.code,
        displayName: row.displayName,
        reaction: row.reaction,
        criticality: row.criticality as AllergyRecord['criticality'],
        onsetDate: nullable(row.onsetDate, toCalendarDate),
        endDate: nullable(row.endDate, toCalendarDate),
        recordedAt: toInstant(row.confirmedAt),
        departmentCode: row.departmentCode,
        departmentName: tenant.departmentName,
        recorder: practitioner(row.confirmedById),
      })),
  };
}
