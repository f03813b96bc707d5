import type { Prisma, UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import { clinicSettings } from '../clinics/settings.ts';
import type { PendingMessage } from '../delivery/deliver-message.ts';
import { mergedInto } from '../patients/merge/former-charts.ts';
import { PortError, type SharingIssue, type SharingPerson } from '../ports/index.ts';
import { toCalendarDate, toDateColumn, toInstant } from '../shared/rows.ts';
import type { ComposedUnit, ComposeUnit, UnitEntry } from './deliver-unit.ts';
import { settleEarlier } from './end-send.ts';
import { sharesNothing } from './preference.ts';
import { itemsOf, loadUnitContent } from './unit-content.ts';

/** Longer than any call to the service takes: a process that is silent for so long has lost its turn. */
const turnMilliseconds = 3 * 60_000;

export interface PlannedSend {
  operation: 'register' | 'update';
  bundle: Uint8Array;
  readable: boolean | null;
  entries: UnitEntry[];
}

/** What is to be done about a unit, and by which attempt. */
export interface SendPlan {
  unitId: string;
  patientId: string;
  messageId: string;
  kind: string;
  sourceId: string;
  identifier: string;
  institutionCode: string;
  revision: number;
  token: string;
  /** an earlier attempt was begun and never ended: the service may have what was sent */
  endUnknown: boolean;
  /** what the unit's standing was before this attempt */
  standingBefore: string;
  /** whom it must be cancelled for first; null: nobody */
  formerPerson: SharingPerson | null;
  /** whom it is registered for then; null: only cancelled, or nothing at all */
  nextPerson: SharingPerson | null;
  register: PlannedSend | null;
  /** our own validation refuses it */
  invalid: SharingIssue[] | null;
}

interface UnitRow {
  id: string;
  patient_id: string;
  kind: string;
  source_id: string;
  identifier: string;
  standing: string;
  insured_id: string | null;
  birth_date: Date | null;
  wanted_revision: number;
  sent_revision: number;
  wanted_at: Date;
  wanted: boolean;
  sending_token: string | null;
  sending_message_id: string | null;
  sending_until: Date | null;
}

/**
 * Takes the turn for a unit and says what is to be done. null: nothing, because a later message has done it, or because nothing leaves the
 * clinic while it does not share.
 * @throws PortError retryable while another message's attempt is under way
 */
export async function beginSend(
  uow: UnitOfWork,
  message: PendingMessage,
  token: string,
  compose: ComposeUnit,
): Promise<SendPlan | null> {
  const [unit] = await uow.tables.$queryRaw<UnitRow[]>`
    SELECT id::text, patient_id::text, kind, source_id::text, identifier, standing, insured_id, birth_date, wanted_revision, sent_revision,
           wanted_at, wanted, sending_token::text, sending_message_id::text, sending_until
      FROM report_unit WHERE id = ${message.aggregateId}::uuid FOR UPDATE`;
  if (!unit) throw new PortError('sharing', 'user_fixable', '送るもとの記録が見つかりません。');
  if (unit.sent_revision >= unit.wanted_revision) return null;
  if (!(await clinicSettings(uow)).sharesInformation) return null;
  const anothers = unit.sending_message_id !== message.id && (unit.sending_until ?? uow.now) > uow.now;
  if (unit.sending_token !== null && anothers)
    throw new PortError('sharing', 'retryable', '同じ内容の前の送信が終わるのを待っています。');
  const tenant = await uow.tables.tenant.findFirstOrThrow({ select: { institutionCode: true } });
  const made = await composed(uow, unit, compose);
  const mayBeThere = unit.standing === 'registered' || unit.standing === 'unknown';
  const before: SharingPerson | null =
    mayBeThere && unit.insured_id !== null && unit.birth_date !== null
      ? { insuredId: unit.insured_id, birthDate: toCalendarDate(unit.birth_date) }
      : null;
  const plan: SendPlan = {
    unitId: unit.id,
    patientId: unit.patient_id,
    messageId: message.id,
    kind: unit.kind,
    sourceId: unit.source_id,
    identifier: unit.identifier,
    institutionCode: tenant.institutionCode,
    revision: unit.wanted_revision,
    token,
    endUnknown: unit.sending_token !== null || unit.standing === 'unknown',
    standingBefore: unit.standing,
    formerPerson: null,
    nextPerson: null,
    register: null,
    invalid: null,
  };
  if (made === null)
    return before === null ? settle(uow, plan) : turn(uow, { ...plan, formerPerson: before });
  const refused = invalidityOf(made);
  if (refused !== null || made.bundle === null || made.insuredId === null)
    return noteInvalid(uow, { ...plan, invalid: refused ?? [] }, made);
  const person = { insuredId: made.insuredId, birthDate: made.birthDate };
  const another = before !== null && before.insuredId !== person.insuredId ? before : null;
  return turn(uow, {
    ...plan,
    formerPerson: another,
    nextPerson: person,
    register: {
      operation: unit.standing === 'registered' && another === null ? 'update' : 'register',
      bundle: made.bundle,
      readable: made.readable,
      entries: made.entries,
    },
  });
}

/** null where nothing should be registered: withdrawn, merged, opted out, or an empty set. */
async function composed(uow: UnitOfWork, unit: UnitRow, compose: ComposeUnit): Promise<ComposedUnit | null> {
  if (!unit.wanted) return null;
  // two charts of one person: diagnoses and allergies go as one set of the chart that remains, results under its name
  const remaining = await mergedInto(uow, unit.patient_id);
  const ofTheChart = unit.kind === 'Condition' || unit.kind === 'AllergyIntolerance';
  if (remaining !== null && ofTheChart) return null;
  const patientId = remaining ?? unit.patient_id;
  if (await sharesNothing(uow, patientId)) return null;
  const content = await loadUnitContent(uow, { kind: unit.kind, sourceId: unit.source_id, patientId });
  if (content === null) return null;
  const made = compose(content, {
    identifier: unit.identifier,
    timestamp: toInstant(unit.wanted_at),
    onDate: todayInTokyo(uow.now),
  });
  if (made === null) return null;
  const items = itemsOf(content);
  const labelled = made.entries.map((entry) => ({
    ...entry,
    ...items.find((item) => item.id === entry.id),
  }));
  return { ...made, entries: labelled };
}

function invalidityOf(made: ComposedUnit): SharingIssue[] | null {
  const errors = made.issues.filter((issue) => issue.severity === 'error');
  if (errors.length > 0) return errors;
  if (made.insuredId !== null) return null;
  return [
    {
      severity: 'error',
      ruleId: 'R1012',
      path: '',
      text: '保険の情報がありません。資格確認をしてから、もう一度送ってください。',
    },
  ];
}

/** The attempt is under way: marked before the first byte leaves, with the person under whom it may then be registered. */
async function turn(uow: UnitOfWork, plan: SendPlan): Promise<SendPlan> {
  // while it is to be cancelled for somebody else, that one is kept: whoever goes on after a crash cancels for them again
  const person = plan.formerPerson === null ? plan.nextPerson : null;
  await uow.tables.reportUnit.update({
    where: { tenantId_id: { tenantId: uow.tenantId, id: plan.unitId } },
    data: {
      sendingToken: plan.token,
      sendingMessageId: plan.messageId,
      sendingUntil: new Date(uow.now.getTime() + turnMilliseconds),
      ...(person !== null
        ? {
            insuredId: person.insuredId,
            birthDate: toDateColumn(person.birthDate),
            ...(plan.standingBefore === 'registered' ? {} : { standing: 'unknown' }),
          }
        : {}),
      rowVersion: { increment: 1 },
    },
  });
  return plan;
}

/** Nothing is there and nothing should be: the revision counts as sent. */
async function settle(uow: UnitOfWork, plan: SendPlan): Promise<null> {
  await uow.tables.reportUnit.update({
    where: { tenantId_id: { tenantId: uow.tenantId, id: plan.unitId } },
    data: { sentRevision: plan.revision, wantedSince: null, rowVersion: { increment: 1 } },
  });
  await settleEarlier(uow, plan);
  return null;
}

async function noteInvalid(uow: UnitOfWork, plan: SendPlan, made: ComposedUnit): Promise<SendPlan> {
  await uow.tables.reportUnitSend.create({
    data: {
      tenantId: uow.tenantId,
      unitId: plan.unitId,
      patientId: plan.patientId,
      outboxMessageId: plan.messageId,
      operation: plan.standingBefore === 'registered' ? 'update' : 'register',
      revision: plan.revision,
      outcome: 'invalid',
      issues: plan.invalid as unknown as Prisma.InputJsonArray,
      entries: made.entries as unknown as Prisma.InputJsonArray,
      sentAt: uow.now,
    },
  });
  return plan;
}
