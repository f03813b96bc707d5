import { createHash } from 'node:crypto';
import type { Prisma, UnitOfWork } from '@shirube/db';
import { toSearchKey } from '@shirube/terminology';
import type { z } from 'zod';
import { kanaKeyOf, registerPatient } from '../patients/register-patient.ts';
import type { EligibilityResult } from '../ports/index.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { nullable, toDateColumn } from '../shared/rows.ts';
import { differencesBetween } from './board.ts';
import { insertReception } from './receive-patient.ts';
import type { acceptInboundInput } from './schema.ts';

const kind = 'eligibility_face';

/**
 * Takes in one result file of the card reader, once: the same file again is the same message. Who it is about is found by
 * 照会番号 (our number), then by the insurance number with the birth date; the same kana and birth date only propose a
 * candidate, because two people may share both. What matches nobody waits in front of the clerk.
 */
export async function recordInbound(
  uow: UnitOfWork,
  input: { fileName: string; raw: Uint8Array; result: EligibilityResult | null; error: string | null },
): Promise<{ inboundId: string; isNew: boolean }> {
  const sha256 = createHash('sha256').update(input.raw).digest('hex');
  const externalKey = `${input.fileName}:${sha256}`;
  const known = await uow.tables.inboundMessage.findFirst({
    where: { kind, externalKey },
    select: { id: true },
  });
  if (known) return { inboundId: known.id, isNew: false };
  const match = input.result ? await findPatient(uow, input.result) : null;
  const message = await uow.tables.inboundMessage.create({
    data: {
      tenantId: uow.tenantId,
      kind,
      externalKey,
      raw: new Uint8Array(input.raw),
      ...(input.result ? { summary: input.result as unknown as Prisma.InputJsonObject } : {}),
      ...(match
        ? {
            status: match.certain ? ('matched' as const) : ('candidate' as const),
            patientId: match.patientId,
          }
        : input.result
          ? { status: 'quarantined' as const, reason: '登録のない方です。新しい患者として登録できます。' }
          : { status: 'rejected' as const, reason: input.error ?? '読み取れない結果が届きました。' }),
      receivedAt: uow.now,
    },
    select: { id: true },
  });
  uow.audit({
    action: 'inbound.record',
    patientId: match?.patientId ?? null,
    entityType: 'inbound_message',
    entityId: message.id,
  });
  return { inboundId: message.id, isNew: true };
}

async function findPatient(
  uow: UnitOfWork,
  result: EligibilityResult,
): Promise<{ patientId: string; certain: boolean } | null> {
  const birthDate = toDateColumn(result.person.birthDate);
  if (result.referenceNumber !== null) {
    const byNumber = await uow.tables.patient.findFirst({
      where: { patientNumber: result.referenceNumber, birthDate },
      select: { id: true },
    });
    if (byNumber) return { patientId: byNumber.id, certain: true };
  }
  if (result.insurance) {
    const { insurerNumber, number, branchNumber } = result.insurance;
    const insured = await uow.tables.coverage.findMany({
      where: { insurerNumber, number, branchNumber, patient: { birthDate } },
      select: { patientId: true },
      distinct: ['patientId'],
    });
    // twins share number and birth date when the branch number is missing: then nobody is certain
    if (insured.length === 1 && insured[0]) return { patientId: insured[0].patientId, certain: true };
  }
  const sameKana = await uow.tables.patient.findMany({
    where: { kanaKey: toSearchKey(result.person.nameKana), birthDate, sex: result.person.sex },
    select: { id: true },
    take: 2,
  });
  const [only, another] = sameKana;
  return only && !another ? { patientId: only.id, certain: false } : null;
}

/** The clerk's click: whose card it is, what of it is taken over, and that the person is here. */
export async function acceptInbound(
  uow: UnitOfWork,
  input: z.output<typeof acceptInboundInput>,
): Promise<{ receptionId: string; number: number; patientId: string }> {
  const staffId = requireStaff(uow);
  const [locked] = await uow.tables.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM inbound_message WHERE id = ${input.inboundId}::uuid FOR UPDATE`;
  if (!locked) throw notFound('カードの読み取り結果');
  const message = await uow.tables.inboundMessage.findFirstOrThrow({
    where: { id: input.inboundId },
    omit: { raw: true },
  });
  if (message.handledAt)
    throw new DomainError('conflict', 'このカードの受付は済んでいます。受付一覧を確かめてください。');
  const result = message.summary as unknown as EligibilityResult | null;
  if (!result) throw new DomainError('conflict', '読み取れなかった結果からは受付できません。');
  const patientId =
    input.as.kind === 'new'
      ? (await registerFromCard(uow, result)).id
      : await takeAsExisting(uow, input.as.patientId, input.as.applyDifferences, result);
  await renewCoverage(uow, patientId, result);
  const check = await uow.tables.eligibilityCheck.create({
    data: {
      tenantId: uow.tenantId,
      patientId,
      inboundMessageId: message.id,
      method: result.byCard ? 'マイナ保険証' : '資格確認書',
      validity: result.validity,
      prescriptionIssueSelect: result.prescriptionIssueSelect,
      result: result as unknown as Prisma.InputJsonObject,
      checkedAt: new Date(result.processedAt),
      checkedById: staffId,
    },
    select: { id: true },
  });
  await storeConsents(uow, patientId, check.id, result);
  const reception = await insertReception(uow, {
    patientId,
    purpose: input.purpose,
    verificationMethod: result.byCard ? 'マイナ保険証' : '資格確認書',
    prescriptionPreference: result.prescriptionIssueSelect ?? 'unspecified',
    eligibilityCheckId: check.id,
  });
  await uow.tables.inboundMessage.update({
    where: { tenantId_id: { tenantId: uow.tenantId, id: message.id } },
    data: {
      status: 'matched',
      reason: null,
      patientId,
      receptionId: reception.receptionId,
      handledById: staffId,
      handledAt: uow.now,
      rowVersion: { increment: 1 },
    },
  });
  uow.audit({
    action: 'inbound.accept',
    patientId,
    entityType: 'inbound_message',
    entityId: message.id,
  });
  return { ...reception, patientId };
}

/** '髙﨑　ハナ' → family and given name: one space, of either width, stands between them. */
function splitName(name: string): { family: string; given: string } {
  const [family = '', ...rest] = name.trim().split(/[\s　]+/u);
  return { family, given: rest.join(' ') };
}

async function registerFromCard(uow: UnitOfWork, result: EligibilityResult) {
  const name = splitName(result.person.name);
  const kana = splitName(result.person.nameKana.normalize('NFKC'));
  return registerPatient(uow, {
    familyName: name.family,
    givenName: name.given || '－',
    familyKana: kana.family,
    givenKana: kana.given || 'ー',
    birthDate: result.person.birthDate,
    sex: result.person.sex,
    postalCode: result.person.postalCode ?? '',
    address: result.person.address ?? '',
    phone: '',
    // the card names a person by insurance number: someone else with the same kana and birth date is someone else
    differentPersonConfirmed: true,
  });
}

async function takeAsExisting(
  uow: UnitOfWork,
  patientId: string,
  applyDifferences: boolean,
  result: EligibilityResult,
): Promise<string> {
  const patient = await uow.tables.patient.findFirst({
    where: { id: patientId },
    include: { coverages: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take: 1 } },
  });
  if (!patient) throw notFound('患者');
  if (patient.birthDate.getTime() !== toDateColumn(result.person.birthDate).getTime())
    throw new DomainError(
      'conflict',
      'カードの生年月日が、選んだ患者と違います。別の方ではないか確かめてください。',
    );
  if (!applyDifferences) return patient.id;
  const fields = differencesBetween(patient, result).map((difference) => difference.field);
  const name = splitName(result.person.name);
  const kana = splitName(result.person.nameKana.normalize('NFKC'));
  await uow.tables.patient.update({
    where: { tenantId_id: { tenantId: uow.tenantId, id: patient.id } },
    data: {
      ...(fields.includes('氏名') && name.given && kana.given
        ? {
            familyName: name.family,
            givenName: name.given,
            familyKana: kana.family,
            givenKana: kana.given,
            kanaKey: kanaKeyOf(kana.family, kana.given),
          }
        : {}),
      ...(fields.includes('住所')
        ? { address: result.person.address, postalCode: result.person.postalCode }
        : {}),
      updatedAt: uow.now,
      rowVersion: { increment: 1 },
    },
  });
  uow.audit({ action: 'patient.change', patientId: patient.id, detail: { fields } });
  return patient.id;
}

/** A changed insurance is a new row; the old one ends the day before. An unchanged one is only verified again. */
async function renewCoverage(uow: UnitOfWork, patientId: string, result: EligibilityResult): Promise<void> {
  const { insurance } = result;
  if (!insurance || result.validity !== '1') return;
  const current = await uow.tables.coverage.findFirst({
    where: { patientId, validTo: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  const same =
    current &&
    current.insurerNumber === insurance.insurerNumber &&
    (current.symbol ?? '') === (insurance.symbol ?? '') &&
    current.number === insurance.number &&
    (current.branchNumber ?? '') === (insurance.branchNumber ?? '');
  if (same) {
    await uow.tables.coverage.update({
      where: { tenantId_id: { tenantId: uow.tenantId, id: current.id } },
      data: {
        verifiedAt: uow.now,
        ...(insurance.copayPercent === null ? {} : { copayPercent: insurance.copayPercent }),
      },
    });
    return;
  }
  const today = toDateColumn(result.processedAt.slice(0, 10));
  if (current)
    await uow.tables.coverage.update({
      where: { tenantId_id: { tenantId: uow.tenantId, id: current.id } },
      data: { validTo: new Date(today.getTime() - 24 * 3600_000) },
    });
  await uow.tables.coverage.create({
    data: {
      tenantId: uow.tenantId,
      patientId,
      insurerNumber: insurance.insurerNumber,
      insurerName: insurance.insurerName,
      symbol: insurance.symbol,
      number: insurance.number,
      branchNumber: insurance.branchNumber,
      isDependent: insurance.isDependent,
      copayPercent: insurance.copayPercent ?? 30,
      validFrom: nullable(insurance.validFrom, toDateColumn),
      source: 'オンライン資格確認',
      verifiedAt: uow.now,
      createdAt: uow.now,
    },
  });
}

/** A consent counts only with its deadline; an answer of "no" ends an earlier "yes". */
async function storeConsents(
  uow: UnitOfWork,
  patientId: string,
  eligibilityCheckId: string,
  result: EligibilityResult,
): Promise<void> {
  const rows = result.consents.flatMap((consent) => {
    const givenAt = consent.givenAt ? new Date(consent.givenAt) : uow.now;
    const until = consent.availableUntil ? new Date(consent.availableUntil) : null;
    if (consent.given && (until === null || until <= givenAt)) return [];
    return [
      {
        tenantId: uow.tenantId,
        patientId,
        eligibilityCheckId,
        scope: consent.scope,
        given: consent.given,
        source: 'card_reader',
        givenAt,
        expiresAt: until ?? new Date(givenAt.getTime() + 1),
        recordedById: requireStaff(uow),
      },
    ];
  });
  if (rows.length > 0) await uow.tables.consent.createMany({ data: rows });
}
