import type { Prisma, UnitOfWork } from '@shirube/db';
import { type DispensingResult, PortError } from '../ports/index.ts';
import type { SignatureReport } from '../ports/signature-report.ts';
import { asksForReading } from '../prescribing/life/dispensing-view.ts';
import { readPrescriptionRecord } from '../prescribing/prescription-record.ts';
import type { DispensingRecord, PrescriptionRecord } from '../records/index.ts';
import type { FlowContext } from '../shared/flow.ts';
import { toDateColumn } from '../shared/rows.ts';

/**
 * Fetches what pharmacies reported on one registered prescription and keeps it: the document byte for byte, what it says, and the
 * examination of the pharmacist's signature. Seen again, it is not kept again. Returns how many are new. Throws PortError.
 */
export async function fetchDispensings(
  flow: FlowContext,
  prescriptionId: string,
  requestId: string,
): Promise<number> {
  const held = await flow.run((uow) =>
    uow.tables.prescription.findFirstOrThrow({
      where: { id: prescriptionId },
      include: { state: true, dispensings: { select: { externalId: true } } },
    }),
  );
  if (!held.state?.externalId) return 0;
  const record = readPrescriptionRecord(held.record);
  const results = await flow.services.ePrescription.dispensingResults({
    institutionCode: record.facility.institutionCode,
    requestId,
    prescriptionId: held.state.externalId,
  });
  let kept = 0;
  for (const result of results) {
    if (held.dispensings.some((known) => known.externalId === result.dispensingId)) continue;
    const isNew = await keepResult(flow, result, {
      prescriptionId,
      patientId: held.patientId,
      externalId: held.state.externalId,
      record,
    });
    if (isNew) kept += 1;
  }
  return kept;
}

interface Target {
  prescriptionId: string;
  patientId: string;
  externalId: string;
  record: PrescriptionRecord;
}

async function keepResult(flow: FlowContext, result: DispensingResult, target: Target): Promise<boolean> {
  let content: DispensingRecord;
  try {
    content = flow.services.files.readDispensing(result.xml);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return flow.run((uow) => quarantine(uow, result, target.externalId, error.userMessage));
  }
  const mismatch = whyNotHis(content, target);
  if (mismatch !== null) return flow.run((uow) => quarantine(uow, result, target.externalId, mismatch));
  const report = await examine(flow, result.xml);
  return flow.run((uow) => store(uow, result, target, content, report));
}

/** Null when the document is about this prescription and this patient; else what does not fit, without anybody's data. */
export function whyNotHis(
  content: Pick<DispensingRecord, 'prescriptionId' | 'patient'>,
  target: Pick<Target, 'externalId' | 'record'>,
): string | null {
  if (content.prescriptionId === null) return '調剤結果に、処方箋の番号がありません。';
  if (content.prescriptionId.toLowerCase() !== target.externalId.toLowerCase())
    return '調剤結果にある処方箋の番号が、登録した処方箋と違います。';
  const { patient } = target.record;
  const { birthDate, sex, name, kana } = content.patient;
  if (birthDate !== patient.birthDate) return '調剤結果にある患者の生年月日が、処方箋と違います。';
  if (sex !== null && patient.sex !== 'unknown' && sex !== patient.sex)
    return '調剤結果にある患者の性別が、処方箋と違います。';
  const names = [
    [name, `${patient.familyName}${patient.givenName}`],
    [kana, `${patient.familyKana}${patient.givenKana}`],
  ].filter(([theirs]) => theirs !== '');
  return names.some(([theirs, ours]) => plain(theirs ?? '') === plain(ours ?? ''))
    ? null
    : '調剤結果にある患者の氏名が、処方箋と違います。';
}

/** Names are written half-width and full-width, with and without a space. */
const plain = (name: string): string => name.normalize('NFKC').replace(/\s/gu, '');

/** Null when nothing could be examined: a pharmacy's file for a paper prescription carries no signature. */
async function examine(flow: FlowContext, xml: Uint8Array): Promise<SignatureReport | null> {
  if (!Buffer.from(xml).includes('DispensingSign')) return null;
  return (await flow.services.files.verifyDispensing(xml, flow.now())).report;
}

async function store(
  uow: UnitOfWork,
  result: DispensingResult,
  target: Target,
  content: DispensingRecord,
  report: SignatureReport | null,
): Promise<boolean> {
  const known = { prescriptionId: target.prescriptionId, externalId: result.dispensingId };
  if ((await uow.tables.dispensing.count({ where: known })) > 0) return false;
  const row = await uow.tables.dispensing.create({
    data: {
      tenantId: uow.tenantId,
      ...known,
      patientId: target.patientId,
      pharmacyCode: result.pharmacyCode,
      pharmacyName: result.pharmacyName,
      dispensedOn: toDateColumn(content.dispensedOn),
      xml: new Uint8Array(result.xml),
      content: content as unknown as Prisma.InputJsonObject,
      ...(report ? { report: report as unknown as Prisma.InputJsonObject } : {}),
      hasMessage: asksForReading(content) || report?.valid === false,
      receivedAt: uow.now,
    },
    select: { id: true },
  });
  await uow.tables.prescriptionEvent.create({
    data: {
      tenantId: uow.tenantId,
      prescriptionId: target.prescriptionId,
      type: 'dispensing_result',
      actorId: uow.actor.staffId,
      at: uow.now,
    },
  });
  uow.audit({
    action: 'prescription.dispensing_record',
    patientId: target.patientId,
    entityType: 'dispensing',
    entityId: row.id,
  });
  return true;
}

async function quarantine(
  uow: UnitOfWork,
  result: DispensingResult,
  prescriptionExternalId: string,
  reason: string,
): Promise<boolean> {
  const known = { prescriptionExternalId, externalId: result.dispensingId };
  if ((await uow.tables.dispensingQuarantine.count({ where: known })) > 0) return false;
  await uow.tables.dispensingQuarantine.create({
    data: {
      tenantId: uow.tenantId,
      ...known,
      pharmacyName: result.pharmacyName,
      reason,
      xml: new Uint8Array(result.xml),
      receivedAt: uow.now,
    },
  });
  uow.audit({
    action: 'prescription.dispensing_record',
    outcome: 'failed',
    reason: 'quarantined',
  });
  return true;
}
