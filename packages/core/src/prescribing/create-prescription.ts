import { randomUUID } from 'node:crypto';
import type { Prisma, UnitOfWork } from '@shirube/db';
import { DUMMY_USAGE_CODE, formatEra, todayInTokyo } from '@shirube/terminology';
import { requireStaff } from '../shared/actor.ts';
import { DomainError } from '../shared/errors.ts';
import { toCalendarDate, toDateColumn } from '../shared/rows.ts';
import { loadDrugRules } from './knowledge.ts';
import { loadPrescriptionParties, prescriptionRecordOf } from './prescription-record.ts';
import { noteDrugUse } from './recent-drugs.ts';
import { draftToRps, type OrderDraft } from './rules/draft.ts';
import { medicationPeriod } from './rules/order.ts';
import { validatePrescription } from './rules/validate-prescription.ts';

/**
 * Freezes an order as a prescription. Names, codes and units are taken from the masters and not from the screen: what the
 * pharmacy reads is what the code says.
 *
 * @throws DomainError invalid with the first thing that stands against issuing it, as a sentence
 */
export async function createPrescription(
  uow: UnitOfWork,
  input: {
    patientId: string;
    encounterId: string;
    doctorId: string;
    order: Pick<OrderDraft, 'rps' | 'issueType' | 'options'>;
    /** the issued prescription this one takes the place of; null: none */
    supersedesId?: string | null;
    /** who entered it for the doctor; null: the doctor */
    author: { enteredById: string; onBehalfOfId: string } | null;
  },
): Promise<string> {
  const staffId = requireStaff(uow);
  const issuedOn = todayInTokyo(uow.now);
  const parties = await loadPrescriptionParties(uow, input.patientId, input.encounterId);
  const rps = await fromMasters(uow, draftToRps(input.order.rps));
  await refuseEndedDrugs(uow, rps, issuedOn);
  const id = randomUUID();
  const record = prescriptionRecordOf(parties, { ...input.order, id, issuedOn, rps });
  const { index: daysLimits } = await loadDrugRules(uow);
  const problem = validatePrescription(record, daysLimits).find((each) => each.severity === 'error');
  if (problem) throw new DomainError('invalid', problem.message);
  const versionNo = 1 + (await uow.tables.prescription.count({ where: { encounterId: input.encounterId } }));
  await uow.tables.prescription.create({
    data: {
      tenantId: uow.tenantId,
      id,
      encounterId: input.encounterId,
      patientId: input.patientId,
      versionNo,
      supersedesId: input.supersedesId ?? null,
      issueType: record.issueType,
      issuedOn: toDateColumn(issuedOn),
      validUntil: toDateColumn(record.validUntil),
      doctorId: input.doctorId,
      record: record as unknown as Prisma.InputJsonObject,
      ...(input.author ?? { enteredById: staffId }),
      confirmedById: staffId,
      confirmedAt: uow.now,
    },
  });
  await uow.tables.prescriptionItem.createMany({
    data: rps.flatMap((rp) => {
      const period = medicationPeriod(rp.formClass, rp.quantity, issuedOn);
      return rp.medications.map((medication) => ({
        tenantId: uow.tenantId,
        prescriptionId: id,
        patientId: input.patientId,
        rpNumber: rp.rpNumber,
        itemNumber: medication.itemNumber,
        lineKind: medication.kind,
        yjCode: medication.yjCode === '' ? null : medication.yjCode,
        name: medication.name,
        dose: medication.dose,
        unit: medication.unit,
        usageCode: rp.usage.code,
        usageText: rp.usage.text,
        formClass: rp.formClass,
        quantity: rp.quantity,
        periodFrom: toDateColumn(period.from),
        periodTo: toDateColumn(period.to),
      }));
    }),
  });
  await noteDrugUse(uow, { doctorId: input.doctorId, rps });
  await uow.tables.prescriptionState.create({
    data: { tenantId: uow.tenantId, prescriptionId: id, status: 'confirmed', updatedAt: uow.now },
  });
  await uow.tables.prescriptionEvent.create({
    data: { tenantId: uow.tenantId, prescriptionId: id, type: 'confirmed', actorId: staffId, at: uow.now },
  });
  // 紙 and 院内 need no signature: their data goes to the service at once, as it was confirmed
  if (record.issueType !== 'electronic')
    await uow.enqueue({
      kind: 'prescription.register',
      patientId: input.patientId,
      aggregateId: id,
      idempotencyKey: id,
      payload: { prescriptionId: id },
    });
  uow.audit({
    action: 'prescription.confirm',
    patientId: input.patientId,
    entityType: 'prescription',
    entityId: id,
    detail: { versionNo, lines: rps.reduce((sum, rp) => sum + rp.medications.length, 0) },
  });
  return id;
}

type Rps = ReturnType<typeof draftToRps>;

/** A drug that is out of the price list can be checked and repeated on the screen, but not issued. */
async function refuseEndedDrugs(uow: UnitOfWork, rps: Rps, issuedOn: string): Promise<void> {
  const codes = rps.flatMap((rp) => rp.medications.map((each) => each.yjCode));
  const ended = await uow.tables.drug.findFirst({
    where: { yjCode: { in: codes }, validTo: { lt: toDateColumn(issuedOn) } },
  });
  if (!ended?.validTo) return;
  const rp = rps.find((each) => each.medications.some((line) => line.yjCode === ended.yjCode));
  throw new DomainError(
    'invalid',
    `RP${rp?.rpNumber} の「${ended.name}」は${formatEra(toCalendarDate(ended.validTo))}で使えなくなった薬です。ほかの薬に変えてください。`,
  );
}

/** The same order with names, units and usages as the masters have them. Throws `invalid` for a code they do not know. */
export async function fromMasters(uow: UnitOfWork, rps: Rps): Promise<Rps> {
  const [drugs, usages] = await Promise.all([
    uow.tables.drug.findMany({
      where: { yjCode: { in: rps.flatMap((rp) => rp.medications.map((each) => each.yjCode)) } },
    }),
    uow.tables.usageCode.findMany({ where: { code: { in: rps.map((rp) => rp.usage.code) } } }),
  ]);
  return rps.map((rp) => {
    const usage = usages.find((each) => each.code === rp.usage.code);
    if (!usage)
      throw new DomainError(
        'invalid',
        `RP${rp.rpNumber} の用法が用法マスターにありません。選び直してください。`,
      );
    return {
      ...rp,
      // under the dummy code the words are the doctor's own; everywhere else they are the master's
      usage:
        usage.code === DUMMY_USAGE_CODE
          ? rp.usage
          : { code: usage.code, text: usage.text, timesPerDay: usage.timesPerDay },
      medications: rp.medications.map((medication) => {
        // 医療材料 stand in no drug master: name and unit are as they were written
        if (medication.kind === 'material') return medication;
        const drug = drugs.find((each) => each.yjCode === medication.yjCode);
        if (!drug)
          throw new DomainError(
            'invalid',
            `RP${rp.rpNumber} の薬が医薬品マスターにありません。選び直してください。`,
          );
        return {
          ...medication,
          receiptCode: drug.receiptCode,
          name: drug.name,
          ingredientName: drug.ingredientName,
          // in another unit, and as an amount of the ingredient, the dose stays as written; the factor makes it the master's
          ...(medication.conversion && { conversion: { ...medication.conversion, priceUnit: drug.unit } }),
          ...(medication.conversion || medication.isTitre
            ? {}
            : { unit: drug.unit, unitCode: drug.unitCode }),
        };
      }),
    };
  });
}
