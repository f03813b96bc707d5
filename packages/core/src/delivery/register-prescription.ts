import type { UnitOfWork } from '@shirube/db';
import { addDays } from '@shirube/terminology';
import { PortError } from '../ports/index.ts';
import { lockState, moveTo } from '../prescribing/life/move.ts';
import { neverSentStatuses, type PrescriptionStatus, unsettledStatuses } from '../prescribing/life/status.ts';
import { livingSuccessor, type ReplacedPrescription, replacedBy } from '../prescribing/life/versions.ts';
import { lifeWords } from '../prescribing/life/words.ts';
import { readPrescriptionRecord, registeredKeyOf } from '../prescribing/prescription-record.ts';
import type { PrescriptionRecord } from '../records/index.ts';
import type { FlowContext } from '../shared/flow.ts';
import { learnStatus } from './ask-status.ts';
import type { DeliveryHandler, PendingMessage } from './deliver-message.ts';

/** What is about to be sent, taken so that nobody else can send or edit it meanwhile. */
interface Claim {
  record: PrescriptionRecord;
  status: PrescriptionStatus;
  /** the signed bytes, exactly; null: issued without a signature */
  signedXml: Uint8Array | null;
  /** an earlier attempt may have succeeded */
  askFirst: boolean;
  /** false: it has been edited or cancelled since; only what became of the earlier attempt is asked */
  maySend: boolean;
  replaces: ReplacedPrescription | null;
}

interface Registered {
  prescriptionId: string;
  accessCode: string | null;
}

const settles: readonly PrescriptionStatus[] = [...unsettledStatuses, 'register_failed'];

/**
 * 処方箋登録・変更, and 院内処方情報の登録. Before the first byte leaves, the prescription is marked as sent with an unknown end: from
 * then on the service is asked first, whatever happens to this process. A prescription is never registered twice (e-prescription
 * interface: "do not re-register blindly"), and never after it was edited or cancelled.
 */
export const registerPrescription: DeliveryHandler = async (flow, message) => {
  const claim = await flow.run((uow) => claimFor(uow, message));
  if (claim === null) return;
  // an earlier attempt may have arrived: until the service has said so or not, no refusal says that it has not
  let mayBeThere = claim.askFirst && unsettledStatuses.includes(claim.status);
  try {
    const replaces = claim.replaces === null ? null : await settled(flow, message, claim.replaces);
    const known = claim.askFirst
      ? await findRegistered(flow, `${message.id}-search-${message.attempts}`, claim.record, message)
      : null;
    mayBeThere = false;
    if (known === null && !claim.maySend) {
      await flow.run((uow) => neverRegistered(uow, message));
      return;
    }
    const registered = known ?? (await send(flow, message, claim, replaces));
    await flow.run((uow) => recordRegistered(uow, message, claim, replaces, registered));
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    if (error.kind === 'status_conflict' && claim.replaces !== null) {
      // an answer, not a failure: the pharmacy was quicker
      await refuseChange(flow, message, claim.replaces);
      return;
    }
    const failure = mayBeThere ? stillUnknown(error) : error;
    await flow.run((uow) => recordFailure(uow, message, claim, failure));
    throw failure;
  }
};

/** A refusal to answer where it stands: it is asked again, and nothing is taken as "not registered" meanwhile. */
const stillUnknown = (error: PortError): PortError =>
  error.kind === 'retryable' ? error : new PortError(error.service, 'unknown', error.userMessage, error.code);

async function claimFor(uow: UnitOfWork, message: PendingMessage): Promise<Claim | null> {
  const id = message.aggregateId;
  await lockState(uow, id);
  const prescription = await uow.tables.prescription.findFirstOrThrow({
    where: { id },
    include: { state: true, signedDocuments: { orderBy: { signedAt: 'desc' }, take: 1 } },
  });
  if (!prescription.state) throw new Error('a prescription without its state');
  const status = prescription.state.status as PrescriptionStatus;
  const record = readPrescriptionRecord(prescription.record);
  const signedXml = prescription.signedDocuments[0]?.xml ?? null;
  const isFirst = status === (record.issueType === 'electronic' ? 'signed' : 'confirmed');
  const isOpen = isFirst || settles.includes(status);
  const isBeingCancelled = status === 'cancel_unknown' && prescription.state.externalId === null;
  if (!isOpen && !isBeingCancelled) return null;
  if (record.issueType === 'electronic' && signedXml === null)
    throw new Error('a registration without a signed document');
  const claim: Claim = {
    record,
    status,
    signedXml,
    askFirst: !isFirst || message.attempts > 0,
    maySend: isOpen && (await livingSuccessor(uow, id)) === null,
    replaces: await replacedBy(uow, prescription.supersedesId),
  };
  if (isFirst)
    await moveTo(uow, id, { from: [status], to: 'register_unknown', attention: null, event: null });
  return claim;
}

/**
 * The replaced version with its number at the service. One whose own registration has an unknown end is asked about first: two
 * registrations of a clinic are never under way at once, so the answer stands.
 */
async function settled(
  flow: FlowContext,
  message: PendingMessage,
  replaces: ReplacedPrescription,
): Promise<ReplacedPrescription | null> {
  if (!unsettledStatuses.includes(replaces.status)) return replaces;
  const earlier = await flow.run(async (uow) => ({
    record: readPrescriptionRecord(
      (await uow.tables.prescription.findFirstOrThrow({ where: { id: replaces.id } })).record,
    ),
    sent: await uow.tables.outboxMessage.findFirst({
      where: { kind: 'prescription.register', aggregateId: replaces.id },
      orderBy: { createdAt: 'desc' },
    }),
  }));
  const known = earlier.sent
    ? await findRegistered(flow, `${message.id}-before-${message.attempts}`, earlier.record, earlier.sent)
    : null;
  return flow.run(async (uow) => {
    if (known === null) {
      await moveTo(uow, replaces.id, { from: unsettledStatuses, to: 'superseded', attention: null });
      return null;
    }
    await moveTo(uow, replaces.id, {
      from: unsettledStatuses,
      to: 'registered',
      attention: null,
      learnt: { externalId: known.prescriptionId, accessCode: known.accessCode },
    });
    return { ...replaces, status: 'registered', externalId: known.prescriptionId };
  });
}

async function send(
  flow: FlowContext,
  message: PendingMessage,
  claim: Claim,
  replaces: ReplacedPrescription | null,
): Promise<Registered> {
  const { record } = claim;
  const { ePrescription, files } = flow.services;
  const sender = {
    institutionCode: record.facility.institutionCode,
    idempotencyKey: message.idempotencyKey,
  };
  if (record.issueType === 'in_house') {
    const { prescriptionId } = await ePrescription.registerInHouse({
      ...sender,
      csv: files.writeInHouseCsv(record),
    });
    return { prescriptionId, accessCode: null };
  }
  const sent = {
    ...sender,
    document: claim.signedXml ?? files.unsignedXml(files.writeCsv(record)),
    issueType: record.issueType,
  };
  return replaces?.externalId && replaces.issueType !== 'in_house'
    ? ePrescription.change({ ...sent, prescriptionId: replaces.externalId })
    : ePrescription.register(sent);
}

async function recordRegistered(
  uow: UnitOfWork,
  message: PendingMessage,
  claim: Claim,
  replaces: ReplacedPrescription | null,
  registered: Registered,
): Promise<void> {
  const id = message.aggregateId;
  const learnt = { externalId: registered.prescriptionId, accessCode: registered.accessCode };
  const stands = await moveTo(uow, id, { from: settles, to: 'registered', attention: null, learnt });
  // cancelled while it was under way: the number is what the cancellation waits for
  if (!stands)
    await moveTo(uow, id, {
      from: ['cancel_unknown'],
      to: null,
      attention: lifeWords.cancelUnknown,
      learnt,
      event: null,
    });
  if (replaces) await endReplaced(uow, message, replaces);
  if (stands && claim.record.issueType === 'electronic') await enqueueCopy(uow, message);
  uow.audit({
    action: replaces ? 'prescription.change_register' : 'prescription.register',
    patientId: message.patientId,
    entityType: 'prescription',
    entityId: id,
  });
}

/** The service has replaced the old version in the same act; 院内処方情報 has no such act and is cancelled after it. */
async function endReplaced(
  uow: UnitOfWork,
  message: PendingMessage,
  replaces: ReplacedPrescription,
): Promise<void> {
  const live: PrescriptionStatus[] = ['registered', 'register_unknown', 'register_failed', 'cancel_unknown'];
  if (replaces.issueType !== 'in_house') {
    await moveTo(uow, replaces.id, { from: live, to: 'superseded', attention: null });
    return;
  }
  const begun = await moveTo(uow, replaces.id, {
    from: ['registered'],
    to: 'cancel_unknown',
    attention: null,
    event: null,
  });
  if (begun)
    await uow.enqueue({
      kind: 'prescription.cancel',
      patientId: message.patientId,
      aggregateId: replaces.id,
      idempotencyKey: `${message.idempotencyKey}-old`,
      payload: { replacedById: message.aggregateId },
    });
}

async function enqueueCopy(uow: UnitOfWork, message: PendingMessage): Promise<void> {
  const copy = {
    kind: 'prescription.copy',
    aggregateId: message.aggregateId,
    idempotencyKey: message.idempotencyKey,
  };
  if ((await uow.tables.outboxMessage.count({ where: copy })) > 0) return;
  await uow.enqueue({ ...copy, patientId: message.patientId, payload: {} });
}

async function neverRegistered(uow: UnitOfWork, message: PendingMessage): Promise<void> {
  const id = message.aggregateId;
  const cancelled = await moveTo(uow, id, {
    from: ['cancel_unknown'],
    to: 'cancelled',
    attention: lifeWords.neverRegistered,
  });
  if (!cancelled) await moveTo(uow, id, { from: settles, to: 'superseded', attention: null });
  uow.audit({
    action: 'prescription.register',
    patientId: message.patientId,
    entityType: 'prescription',
    entityId: id,
    detail: { outcome: 'never_registered' },
  });
}

async function recordFailure(
  uow: UnitOfWork,
  message: PendingMessage,
  { record }: Claim,
  error: PortError,
): Promise<void> {
  const again = error.kind === 'unknown' || error.kind === 'retryable';
  const isPaper = record.issueType === 'paper';
  await moveTo(uow, message.aggregateId, {
    from: [...neverSentStatuses, ...unsettledStatuses],
    to: again ? (isPaper ? 'paper_only' : 'register_unknown') : 'register_failed',
    attention: isPaper
      ? again
        ? lifeWords.paperWithoutNumber
        : lifeWords.paperRefused(error.userMessage)
      : again
        ? lifeWords.registerUnknown
        : error.userMessage,
  });
  uow.audit({
    action: 'prescription.register',
    patientId: message.patientId,
    entityType: 'prescription',
    entityId: message.aggregateId,
    outcome: 'failed',
    reason: error.kind,
  });
}

/** The old one stands; who has it is asked, so that the doctor knows whom to call. */
async function refuseChange(
  flow: FlowContext,
  message: PendingMessage,
  replaces: ReplacedPrescription,
): Promise<void> {
  const state = await learnStatus(flow, replaces.id, `${message.id}-who-${message.attempts}`).catch(
    (error: unknown) => {
      if (error instanceof PortError) return null;
      throw error;
    },
  );
  await flow.run(async (uow) => {
    await moveTo(uow, message.aggregateId, {
      from: [...settles, 'cancel_unknown'],
      to: 'cancelled',
      attention: lifeWords.changeRefused(lifeWords.pharmacy(state?.pharmacyName ?? null)),
      event: 'change_refused',
    });
    uow.audit({
      action: 'prescription.change_register',
      patientId: message.patientId,
      entityType: 'prescription',
      entityId: message.aggregateId,
      outcome: 'failed',
      reason: 'status_conflict',
    });
  });
}

/** What the service holds under our key; null when it holds nothing, or when nobody can be asked about (自費). */
async function findRegistered(
  flow: FlowContext,
  requestId: string,
  record: PrescriptionRecord,
  sent: { idempotencyKey: string },
): Promise<Registered | null> {
  const patient = registeredKeyOf(record.patient);
  if (patient === null) return null;
  const held = await flow.services.ePrescription.search({
    institutionCode: record.facility.institutionCode,
    requestId,
    patient,
    issuedFrom: addDays(record.issuedOn, -1),
    issuedTo: addDays(record.issuedOn, 1),
  });
  return held.find((each) => each.idempotencyKey === sent.idempotencyKey) ?? null;
}
