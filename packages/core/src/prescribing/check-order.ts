import type { Prisma, UnitOfWork } from '@shirube/db';
import { type CalendarDate, displayDrugName, todayInTokyo } from '@shirube/terminology';
import type { z } from 'zod';
import { type NationalCheckResult, PortError } from '../ports/index.ts';
import { type CoverageEntry, KIND_LABELS, type UncheckableDrug } from '../safety/index.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import type { FlowContext } from '../shared/flow.ts';
import { nullable, toDateColumn, toInstant } from '../shared/rows.ts';
import { fromMasters } from './create-prescription.ts';
import { fromLocal, fromNational, nationalAcceptKey, numberedLines, withAcceptance } from './findings.ts';
import { acceptedBefore, checkAgainst, loadOrderContext } from './order-context.ts';
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
    coverage: coverage.map(({ kind, state, text, lines }) => {
      const named = lines.map((line) => ({ subjectId: line.ref, name: displayDrugName(line.name) }));
      return {
        kind,
        label: KIND_LABELS[kind],
        state,
        text: named.length === 0 ? text : `${named.map(({ name }) => name).join('、')}：${text}`,
        lines: named,
      };
    }),
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
    // names are asked for only when the consent given at the desk stands in the record
    const oralConsent = input.oralConsent && (await hasOralConsent(uow, input.patientId));
    const incomplete = validateDraftOrder(input.rps).find((problem) => problem.severity === 'error');
    return {
      parties,
      oralConsent,
      askedAt: uow.now,
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
        oralConsent: prepared.oralConsent,
      });
      result = nationalResult(answer, input, prepared.today, sha) ?? couldNot(UNFIT_ANSWER);
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      result = couldNot(error.userMessage);
    }
  }
  return flow.run(async (uow) => {
    const accepted = await acceptedBefore(uow, input.patientId);
    result = {
      ...result,
      findings: result.findings.map((finding) =>
        withAcceptance(finding, nationalAcceptKey(finding), accepted),
      ),
    };
    await storeCheck(uow, input, stage, result, prepared.askedAt);
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

const UNFIT_ANSWER = '全国チェックの答えが、この処方の行と合いませんでした。';

/**
 * The answer as the rows show it; null when it names a line that this order does not have. Lines without an answer are not checked: the
 * outcome is then "could not check", and what was found for the others stands.
 */
export function nationalResult(
  answer: NationalCheckResult,
  input: Pick<CheckInput, 'rps'>,
  today: CalendarDate,
  orderSha: string,
): Omit<CheckResult, 'checkedAt'> | null {
  const findings = answer.alerts.map((alert) => fromNational(alert, input.rps, today));
  const lines = numberedLines(input.rps);
  const unanswered = answer.unanswered.map(({ rpNumber, itemNumber, reason }) => ({
    line: lines.find((line) => line.rpNumber === rpNumber && line.itemNumber === itemNumber),
    reason,
  }));
  if (findings.includes(null) || unanswered.some(({ line }) => line === undefined)) return null;
  const uncheckable = unanswered.map(({ line, reason }) => ({
    subjectId: line!.clientId,
    name: line!.name,
    reason: `全国の重複投薬等チェックの答えがありませんでした。${reason}`,
  }));
  return {
    source: 'national',
    outcome: uncheckable.length > 0 ? 'could_not_check' : findings.length > 0 ? 'alert' : 'clear',
    reason:
      uncheckable.length === 0
        ? null
        : `${uncheckable.map(({ name }) => name).join('、')}は、全国の重複投薬等チェックの答えがありませんでした。ほかの薬の結果はそのまま有効です。`,
    orderSha256: orderSha,
    findings: findings as OrderFinding[],
    uncheckable,
    coverage: [],
    namesDisclosed: answer.namesDisclosed,
  };
}

/** Whether 口頭等の同意 was recorded and lasts. */
async function hasOralConsent(uow: UnitOfWork, patientId: string): Promise<boolean> {
  const consent = await uow.tables.consent.findFirst({
    where: { patientId, scope: 'dispensedDrugNames' },
    orderBy: [{ givenAt: 'desc' }, { id: 'desc' }],
  });
  return consent?.given === true && consent.expiresAt > uow.now;
}

/**
 * Keeps one run of a check and what it found.
 *
 * @param performedAt when it was asked: an answer that took long does not pass for a newer one
 */
export async function storeCheck(
  uow: UnitOfWork,
  input: { patientId: string; encounterId: string },
  stage: 'ordering' | 'confirmation',
  result: Omit<CheckResult, 'checkedAt'>,
  performedAt: Date = uow.now,
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
      performedAt,
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

/**
 * The newest national answer to exactly this order, if it is recent enough. An answer stands for its time: an attempt that failed
 * after it takes nothing back. Without any answer it is the newest attempt. What a later answer found for a part of the order is
 * added, whatever else became of that attempt.
 */
export async function latestNational(
  uow: UnitOfWork,
  encounterId: string,
  sha: string,
): Promise<{ outcome: CheckResult['outcome']; reason: string | null; findings: OrderFinding[] } | null> {
  const checks = await uow.tables.safetyCheck.findMany({
    where: {
      encounterId,
      source: 'national',
      orderSha256: new Uint8Array(Buffer.from(sha, 'hex')),
      performedAt: { gte: new Date(uow.now.getTime() - nationalAnswerMinutes * 60_000) },
    },
    orderBy: [{ performedAt: 'desc' }, { id: 'desc' }],
    include: { alerts: true },
  });
  const whole = checks.findIndex((each) => each.outcome !== 'could_not_check');
  const check = checks[Math.max(whole, 0)];
  if (!check) return null;
  const standing = whole === -1 ? checks : checks.slice(0, whole + 1);
  return {
    outcome: check.outcome,
    reason: check.reason,
    findings: standing.flatMap((each) => each.alerts.map((alert) => alert.detail as unknown as OrderFinding)),
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
      encounterId: input.encounterId,
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
