import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { requirePatient } from '../patients/facts/facts.ts';
import { formerCharts } from '../patients/merge/former-charts.ts';
import { requireChartInUse } from '../patients/merge/merge.ts';
import { registerFromCard } from '../patients/register-from-card.ts';
import { toPatientSummary } from '../patients/search-patients.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { nullable, toCalendarDate, toInstant } from '../shared/rows.ts';
import { candidatesFor } from './candidates.ts';
import {
  type decideLetterInput,
  type Letter,
  type LetterRow,
  type LetterState,
  letterPersonSchema,
  sexOf,
} from './schema.ts';

/** What was withdrawn or accepted is shown this long in the list; accepted letters stand in the chart for good. */
const shownDays = 30;
const waitingStates = ['on_hold', 'readable', 'opened'];

type Row = Awaited<ReturnType<typeof rowOf>>;

export async function rowOf(uow: UnitOfWork, letterId: string) {
  const row = await uow.tables.receivedDocument.findFirst({ where: { id: letterId } });
  if (!row) throw notFound('届いた紹介状');
  return row;
}

/** Held until the end of the transaction: whose a letter is, what was opened and what was taken over is decided by one person at a time. */
export async function lockLetter(uow: UnitOfWork, letterId: string): Promise<void> {
  await uow.tables.$queryRaw`SELECT id::text FROM received_document WHERE id = ${letterId}::uuid FOR UPDATE`;
}

/** Letters addressed to the clinic: those that wait first, the newest first. */
export async function listLetters(uow: UnitOfWork): Promise<LetterRow[]> {
  const since = new Date(uow.now.getTime() - shownDays * 24 * 3600_000);
  const rows = await uow.tables.receivedDocument.findMany({
    where: { OR: [{ state: { in: waitingStates } }, { noticedAt: { gt: since } }] },
    orderBy: [{ noticedAt: 'desc' }, { id: 'desc' }],
    omit: { content: true },
  });
  uow.audit({ action: 'letter.list', detail: { found: rows.length } });
  const shown = await withPatients(uow, rows);
  const waits = (row: LetterRow) => waitingStates.includes(row.state);
  return shown.sort((a, b) => Number(waits(b)) - Number(waits(a)));
}

/**
 * Letters of one patient, as they stand in the chart: those that may be opened, were opened, or were accepted; those that came for a chart that
 * was merged into theirs, too. @throws DomainError not_found
 */
export async function lettersOfPatient(uow: UnitOfWork, input: { patientId: string }): Promise<LetterRow[]> {
  await requirePatient(uow, input.patientId);
  const rows = await uow.tables.receivedDocument.findMany({
    where: {
      patientId: { in: [input.patientId, ...(await formerCharts(uow, input.patientId))] },
      state: { in: ['readable', 'opened', 'accepted'] },
    },
    orderBy: [{ issuedOn: 'desc' }, { id: 'desc' }],
    omit: { content: true },
  });
  uow.audit({ action: 'letter.list', patientId: input.patientId, detail: { found: rows.length } });
  return withPatients(uow, rows);
}

/** How many letters wait for somebody of the clinic. */
export const countLetters = (uow: UnitOfWork): Promise<number> =>
  uow.tables.receivedDocument.count({ where: { state: { in: waitingStates } } });

async function withPatients(uow: UnitOfWork, rows: readonly Omit<Row, 'content'>[]): Promise<LetterRow[]> {
  const ids = rows.flatMap((row) => (row.patientId ? [row.patientId] : []));
  const patients = await uow.tables.patient.findMany({ where: { id: { in: ids } } });
  const newest = await uow.tables.receivedDocument.groupBy({
    by: ['identifier'],
    where: { identifier: { in: rows.map((row) => row.identifier) } },
    _max: { revision: true },
  });
  return rows.map((row) => ({
    id: row.id,
    senderCode: row.senderCode,
    senderName: row.senderName,
    person: letterPersonSchema.parse(row.person),
    issuedOn: toCalendarDate(row.issuedOn),
    noticedAt: toInstant(row.noticedAt),
    state: row.state as LetterState,
    revision: row.revision,
    replaced: (newest.find((each) => each.identifier === row.identifier)?._max.revision ?? 0) > row.revision,
    patient: nullable(
      patients.find((each) => each.id === row.patientId),
      toPatientSummary,
    ),
  }));
}

/** One letter as far as it may be seen before it is opened: who wrote it, about whom, and whom it may be about here. @throws DomainError not_found */
export async function readLetter(uow: UnitOfWork, input: { letterId: string }): Promise<Letter> {
  const row = await rowOf(uow, input.letterId);
  const [shown] = await withPatients(uow, [row]);
  const staff = await uow.tables.staff.findMany({
    where: { id: { in: [row.openedById, row.acceptedById].flatMap((id) => (id ? [id] : [])) } },
    select: { id: true, familyName: true, givenName: true },
  });
  const nameOf = (id: string | null) =>
    nullable(
      staff.find((each) => each.id === id),
      (each) => `${each.familyName} ${each.givenName}`,
    );
  uow.audit({
    action: 'letter.read',
    patientId: row.patientId,
    entityType: 'received_document',
    entityId: row.id,
  });
  return {
    ...shown!,
    rowVersion: row.rowVersion,
    hasContent: row.content !== null,
    openedBy: nameOf(row.openedById),
    openedAt: nullable(row.openedAt, toInstant),
    acceptedBy: nameOf(row.acceptedById),
    acceptedAt: nullable(row.acceptedAt, toInstant),
    candidates: row.patientId === null ? await candidatesFor(uow, shown!.person, row.insuredId) : [],
  };
}

/**
 * A person says whose the letter is: a patient of the clinic, or somebody new, registered from what the letter's notice says. It may be
 * said anew as long as the letter was not accepted and nothing of it was taken over.
 *
 * @throws DomainError not_found; stale when somebody else decided meanwhile; conflict afterwards, and for a chart that was merged; invalid when the notice lacks the kana
 */
export async function decideLetter(
  uow: UnitOfWork,
  input: z.output<typeof decideLetterInput>,
): Promise<{ patientId: string }> {
  requireStaff(uow);
  await lockLetter(uow, input.letterId);
  const row = await rowOf(uow, input.letterId);
  if (row.state === 'withdrawn') throw withdrawn();
  if (row.state === 'accepted') throw new DomainError('conflict', '受領した紹介状の患者は変えられません。');
  const taken = await uow.tables.importProvenance.count({ where: { receivedDocumentId: row.id } });
  if (taken > 0)
    throw new DomainError('conflict', 'この紹介状の内容はすでに取り込まれているため、患者を変えられません。');
  const patientId =
    input.patientId === null ? await registerFromLetter(uow, row) : await existing(uow, input.patientId);
  const { count } = await uow.tables.receivedDocument.updateMany({
    where: { id: row.id, rowVersion: input.rowVersion },
    // what was opened for another person is not opened for this one
    data: {
      patientId,
      ...(row.state === 'opened' ? { state: 'readable', openedById: null, openedAt: null } : {}),
      rowVersion: { increment: 1 },
    },
  });
  if (count !== 1)
    throw new DomainError('stale', 'ほかの人が先にこの紹介状を開いています。画面を開き直してください。');
  for (const about of new Set([row.patientId, patientId]))
    if (about !== null)
      uow.audit({
        action: 'letter.decide',
        patientId: about,
        entityType: 'received_document',
        entityId: row.id,
        detail: { registered: input.patientId === null },
      });
  return { patientId };
}

export const withdrawn = (): DomainError =>
  new DomainError(
    'conflict',
    'この紹介状は取り下げられたか、新しい版に替わっています。一覧から開き直してください。',
  );

async function existing(uow: UnitOfWork, patientId: string): Promise<string> {
  const patient = await uow.tables.patient.findFirst({ where: { id: patientId }, select: { id: true } });
  if (!patient) throw notFound('患者');
  await requireChartInUse(uow, patientId);
  return patient.id;
}

async function registerFromLetter(uow: UnitOfWork, row: Row): Promise<string> {
  const person = letterPersonSchema.parse(row.person);
  if (person.kana === null)
    throw new DomainError(
      'invalid',
      '紹介状に氏名のカナがありません。受付一覧で患者を登録してから、その患者を選んでください。',
    );
  const registered = await registerFromCard(uow, {
    person: {
      name: person.name,
      nameKana: person.kana,
      birthDate: person.birthDate,
      sex: sexOf(person.sex),
      postalCode: null,
      address: null,
    },
  });
  return registered.id;
}
