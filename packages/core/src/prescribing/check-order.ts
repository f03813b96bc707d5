import type { Prisma, UnitOfWork } from '@shirube/db';
import { displayDrugName, todayInTokyo } from '@shirube/terminology';
import type { z } from 'zod';
import { PortError } from '../ports/index.ts';
import { type CoverageEntry, KIND_LABELS, type UncheckableDrug } from '../safety/index.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import type { FlowContext } from '../shared/flow.ts';
import { nullable, toDateColumn, toInstant } from '../shared/rows.ts';
import { fromMasters } from './create-prescription.ts';
import { fromLocal, fromNational, withAcceptance } from './findings.ts';
import { checkAgainst, loadOrderContext } from './order-context.ts';
import { loadPrescriptionParties, patientKeyOf, prescriptionRecordOf } from './prescription-record.ts';
import { draftToRps, plainOptions } from './rules/draft.ts';
import { orderSha256, validateDraftOrder } from './rules/order.ts';
import type { CheckResult, checkOrderInput, OrderFinding } from './schema.ts';

type CheckInput = z.output<typeof checkOrderInput>;

/** What this clinic knows, checked at once: called for every change of the order. */
export async function checkLocally(uow: UnitOfWork, input: CheckInput): Promise<CheckResult> {
  const encounter = await uow.tables.encounter.findFirst({
    where: { id: input.encounterId, patientId: input.patientId },
    select: { id: true },
  });
  if (!encounter) throw notFound('診察');
  const { acceptKeys: _, ...result } = await localResult(uow, input);
  uow.audit({
    action: 'safety.check_local',
    patientId: input.patientId,
    entityType: 'encounter',
    entityId: input.encounterId,
    detail: { outcome: result.outcome, findings: result.findings.length },
  });
  return result;
}

/** The local check without its audit row, for use inside a larger use case. */
export async function localResult(
  uow: UnitOfWork,
  input: Pick<CheckInput, 'patientId' | 'encounterId' | 'rps'>,
): Promise<LocalResult> {
  const yjCodes = input.rps.flatMap((rp) => rp.medications.map((medication) => medication.yjCode));
  const context = await loadOrderContext(uow, input.patientId, input.encounterId, yjCodes);
  const { outcome, findings, uncheckable, coverage } = checkAgainst(
    context,
    input.rps,
    todayInTokyo(uow.now),
  );
  return {
    source: 'local',
    outcome,
    reason: reasonInWords(uncheckable, coverage),
    checkedAt: toInstant(uow.now),
    orderSha256: orderSha256(input.patientId, input.rps),
    findings: findings.map((finding) =>
      withAcceptance(fromLocal(finding, input.rps), finding.acceptKey, context.accepted),
    ),
    uncheckable: uncheckable.map((each) => ({ subjectId: each.ref, name: each.name, reason: each.reason })),
    coverage: coverage.map(({ kind, state, text, lines }) => ({
      kind,
      label: KIND_LABELS[kind],
      state,
      text,
      lines: lines.map((line) => ({ subjectId: line.ref, name: displayDrugName(line.name) })),
    })),
    namesDisclosed: null,
    acceptKeys: new Map(
      findings.flatMap((finding) =>
        finding.acceptKey === null ? [] : [[fromLocal(finding, input.rps).key, finding.acceptKey] as const],
      ),
    ),
  };
}

/** A local result with what a decision about each finding (by its key) will be remembered under. */
export type LocalResult = CheckResult & { acceptKeys: ReadonlyMap<string, string> };

function reasonInWords(
  uncheckable: readonly UncheckableDrug[],
  coverage: readonly CoverageEntry[],
): string | null {
  const sentences = [
    ...uncheckable.map((each) => `${each.name}: ${each.reason}`),
    ...coverage.filter((entry) => entry.state === 'could_not_check').map((entry) => entry.text),
  ];
  return sentences.length === 0 ? null : sentences.join(' ');
}

/**
 * 重複投薬等チェック at the management service. Whatever happens has one of three outcomes and is recorded: a service
 * that does not answer, an order that can not be written, a patient without an insurance number are "could not check".
 */
export async function checkNationally(
  flow: FlowContext,
  input: CheckInput,
  stage: 'ordering' | 'confirmation',
): Promise<CheckResult> {
  const prepared = await flow.run(async (uow) => {
    const parties = await loadPrescriptionParties(uow, input.patientId, input.encounterId);
    const incomplete = validateDraftOrder(input.rps).find((problem) => problem.severity === 'error');
    return {
      parties,
      today: todayInTokyo(uow.now),
      incomplete: incomplete?.message ?? null,
      rps: incomplete ? [] : await fromMasters(uow, draftToRps(input.rps)),
    };
  });
  const sha = orderSha256(input.patientId, input.rps);
  const couldNot = (reason: string): Omit<CheckResult, 'checkedAt'> => ({
    source: 'national',
    outcome: 'could_not_check',
    reason,
    orderSha256: sha,
    findings: [],
    uncheckable: [],
    coverage: [],
    namesDisclosed: null,
  });
  let result: Omit<CheckResult, 'checkedAt'>;
  if (prepared.incomplete !== null) result = couldNot(prepared.incomplete);
  else if (patientKeyOf(prepared.parties) === null)
    result = couldNot('保険の資格が登録されていないため、全国の重複投薬等チェックができません。');
  else {
    try {
      const record = prescriptionRecordOf(prepared.parties, {
        id: input.encounterId,
        issueType: 'electronic',
        issuedOn: prepared.today,
        rps: prepared.rps,
        options: plainOptions,
      });
      const answer = await flow.services.ePrescription.check({
        institutionCode: prepared.parties.facility.institutionCode,
        requestId: `${input.encounterId}-${sha.slice(0, 12)}-${stage}`,
        csv: flow.services.files.writeCsv(record),
        oralConsent: input.oralConsent,
      });
      const findings = answer.alerts.map((alert) => fromNational(alert, input.rps, prepared.today));
      result = findings.includes(null)
        ? couldNot('全国チェックの答えが、この処方の行と合いませんでした。')
        : {
            source: 'national',
            outcome: findings.length === 0 ? 'clear' : 'alert',
            reason: null,
            orderSha256: sha,
            findings: findings as OrderFinding[],
            uncheckable: [],
            coverage: [],
            namesDisclosed: answer.namesDisclosed,
          };
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      result = couldNot(error.userMessage);
    }
  }
  return flow.run(async (uow) => {
    await storeCheck(uow, input, stage, result);
    uow.audit({
      action: 'safety.check_national',
      patientId: input.patientId,
      entityType: 'encounter',
      entityId: input.encounterId,
      detail: { outcome: result.outcome, findings: result.findings.length },
    });
    return { ...result, checkedAt: toInstant(uow.now) };
  });
}

/** Keeps one run of a check and what it found. */
export async function storeCheck(
  uow: UnitOfWork,
  input: { patientId: string; encounterId: string },
  stage: 'ordering' | 'confirmation',
  result: Omit<CheckResult, 'checkedAt'>,
): Promise<void> {
  const check = await uow.tables.safetyCheck.create({
    data: {
      tenantId: uow.tenantId,
      encounterId: input.encounterId,
      patientId: input.patientId,
      stage,
      source: result.source,
      outcome: result.outcome,
      reason: result.reason,
      orderSha256: new Uint8Array(Buffer.from(result.orderSha256, 'hex')),
      performedById: requireStaff(uow),
      performedAt: uow.now,
    },
    select: { id: true },
  });
  if (result.findings.length === 0) return;
  await uow.tables.safetyAlert.createMany({
    data: result.findings.map((finding) => ({
      tenantId: uow.tenantId,
      checkId: check.id,
      findingKey: finding.key,
      kind: finding.kind,
      subjectName: finding.subjectName,
      otherName: finding.otherName ?? '（同意がないため表示できません）',
      facilityName: finding.facilityName ?? '（同意がないため表示できません）',
      periodFrom: nullable(finding.periodFrom, toDateColumn),
      periodTo: nullable(finding.periodTo, toDateColumn),
      message: finding.message,
      detail: finding as unknown as Prisma.InputJsonObject,
    })),
  });
}

/** How old a national answer may be at confirmation. */
const nationalAnswerMinutes = 30;

/** The newest national result for exactly this order, if it is recent enough. */
export async function latestNational(
  uow: UnitOfWork,
  encounterId: string,
  sha: string,
): Promise<{ outcome: CheckResult['outcome']; reason: string | null; findings: OrderFinding[] } | null> {
  const check = await uow.tables.safetyCheck.findFirst({
    where: {
      encounterId,
      source: 'national',
      orderSha256: new Uint8Array(Buffer.from(sha, 'hex')),
      performedAt: { gte: new Date(uow.now.getTime() - nationalAnswerMinutes * 60_000) },
    },
    orderBy: { performedAt: 'desc' },
    include: { alerts: true },
  });
  if (!check) return null;
  return {
    outcome: check.outcome,
    reason: check.reason,
    findings: check.alerts.map((alert) => alert.detail as unknown as OrderFinding),
  };
}

/** 口頭等の同意: other facilities' names may be shown in this visit; the fact is part of the record. */
export async function recordOralConsent(
  uow: UnitOfWork,
  input: { patientId: string; encounterId: string },
): Promise<{ recorded: true }> {
  const encounter = await uow.tables.encounter.findFirst({
    where: { id: input.encounterId, patientId: input.patientId },
    select: { endedAt: true },
  });
  if (!encounter) throw notFound('診察');
  if (encounter.endedAt) throw new DomainError('conflict', '終わった診察には同意を記録できません。');
  await uow.tables.consent.create({
    data: {
      tenantId: uow.tenantId,
      patientId: input.patientId,
      scope: 'dispensedDrugNames',
      given: true,
      source: 'oral',
      givenAt: uow.now,
      expiresAt: new Date(uow.now.getTime() + 24 * 3600_000),
      recordedById: requireStaff(uow),
    },
  });
  uow.audit({
    action: 'consent.oral',
    patientId: input.patientId,
    entityType: 'encounter',
    entityId: input.encounterId,
  });
  return { recorded: true };
}
