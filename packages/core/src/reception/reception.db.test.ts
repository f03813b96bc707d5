import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import {
  boardSchema,
  cancelReception,
  changeReceptionStatus,
  listBoard,
  receivePatient,
  receivePatientInput,
} from './index.ts';

let clinics: TwoClinics;
beforeAll(async () => {
  clinics = await openTwoClinics();
});
afterAll(() => clinics?.close());

const arrival = (patientId: string) =>
  receivePatientInput.parse({ patientId, purpose: '定期の受診', verificationMethod: '資格確認書' });
const receive = (clinic = clinics.a) =>
  clinics.run(clinic, (uow) => receivePatient(uow, arrival(clinic.patientId)));
const board = (serviceDate: string | null = null) =>
  clinics.run(clinics.a, (uow) => listBoard(uow, { serviceDate }));
const rowOf = async (receptionId: string) => {
  const { rows } = await board();
  const row = rows.find((each) => each.receptionId === receptionId);
  if (!row) throw new Error('not on the board');
  return row;
};
const change = (
  receptionId: string,
  status: Parameters<typeof changeReceptionStatus>[1]['status'],
  rowVersion: number,
) => clinics.run(clinics.a, (uow) => changeReceptionStatus(uow, { receptionId, status, rowVersion }));

describe('the day of the list', () => {
  // @proves E6
  it('begins at midnight in Tokyo, when it is still the day before in UTC', async () => {
    clinics.setNow('2026-11-21T23:30:00+09:00');
    const before = await receive();
    clinics.setNow('2026-11-22T00:30:00+09:00');
    const after = await receive();
    expect([before.number, after.number]).toEqual([1, 1]);
    const today = await board();
    expect(today.serviceDate).toBe('2026-11-22');
    expect(today.rows.map((row) => row.receptionId)).toEqual([after.receptionId]);
    expect((await board('2026-11-21')).rows.map((row) => row.receptionId)).toEqual([before.receptionId]);
  });
});

describe('receiving', () => {
  it('gives different numbers to arrivals at once', async () => {
    clinics.setNow('2026-11-23T09:00:00+09:00');
    const received = await Promise.all(Array.from({ length: 6 }, () => receive()));
    expect(received.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    // another clinic counts for itself
    expect((await receive(clinics.b)).number).toBe(1);
  });

  it('does not take a patient of another clinic', async () => {
    await expect(
      clinics.run(clinics.a, (uow) => receivePatient(uow, arrival(clinics.b.patientId))),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is done by a person', async () => {
    await expect(
      clinics.run(clinics.a, (uow) => receivePatient(uow, arrival(clinics.a.patientId)), 'system'),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is on the board, as the screen expects it, and audited', async () => {
    clinics.setNow('2026-11-24T08:45:00+09:00');
    const { receptionId, number } = await receive();
    const shown = await board();
    expect(boardSchema.parse(shown)).toEqual(shown);
    expect(shown.rows).toMatchObject([
      {
        receptionId,
        number,
        status: 'waiting',
        patient: {
          id: clinics.a.patientId,
          patientNumber: '00000001',
          birthDate: '1980-01-31',
          sex: 'female',
        },
        purpose: '定期の受診',
        verificationMethod: '資格確認書',
        eligibility: null,
        encounterId: null,
        prescription: null,
        calledAt: null,
      },
    ]);
    expect(new Date(shown.rows[0]?.arrivedAt ?? '')).toEqual(new Date('2026-11-24T08:45:00+09:00'));
    const audited = await clinics.audited(clinics.a);
    expect(audited.slice(-2)).toEqual([
      { action: 'reception.receive', patientId: clinics.a.patientId, outcome: 'success' },
      { action: 'reception.list', patientId: null, outcome: 'success' },
    ]);
  });
});

describe('moving along the list', () => {
  it('keeps the times of the way, and forgets those of a step taken back', async () => {
    clinics.setNow('2026-11-25T09:00:00+09:00');
    const { receptionId } = await receive();
    clinics.setNow('2026-11-25T09:20:00+09:00');
    let { rowVersion } = await change(receptionId, 'in_consultation', 1);
    clinics.setNow('2026-11-25T09:30:00+09:00');
    ({ rowVersion } = await change(receptionId, 'awaiting_payment', rowVersion));
    expect(await rowOf(receptionId)).toMatchObject({
      status: 'awaiting_payment',
      calledAt: expect.stringContaining('00:20:00'),
      finishedAt: expect.stringContaining('00:30:00'),
    });
    ({ rowVersion } = await change(receptionId, 'in_consultation', rowVersion));
    await change(receptionId, 'waiting', rowVersion);
    expect(await rowOf(receptionId)).toMatchObject({ status: 'waiting', calledAt: null, finishedAt: null });
  });

  // @proves V2.3.1
  it('refuses what does not follow', async () => {
    const { receptionId } = await receive();
    await expect(change(receptionId, 'done', 1)).rejects.toMatchObject({ code: 'conflict' });
    expect(await rowOf(receptionId)).toMatchObject({ status: 'waiting', rowVersion: 1 });
  });

  it('tells the slower of two people that the list has changed', async () => {
    const { receptionId } = await receive();
    const both = await Promise.allSettled([
      change(receptionId, 'in_consultation', 1),
      change(receptionId, 'cancelled', 1),
    ]);
    expect(both.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    const late = both.find((result) => result.status === 'rejected');
    expect(late?.reason).toMatchObject({ code: 'stale' });
    await expect(change(receptionId, 'in_consultation', 1)).rejects.toMatchObject({ code: 'stale' });
  });

  it('cancels someone who waits, and takes it back', async () => {
    const { receptionId } = await receive();
    const { rowVersion } = await clinics.run(clinics.a, (uow) =>
      cancelReception(uow, { receptionId, rowVersion: 1 }),
    );
    expect((await rowOf(receptionId)).status).toBe('cancelled');
    await change(receptionId, 'waiting', rowVersion);
    expect((await rowOf(receptionId)).status).toBe('waiting');
  });

  it('does not cancel a visit that something was written in', async () => {
    const { receptionId } = await receive();
    const { a } = clinics;
    await clinics.run(a, async (uow) => {
      const encounter = await uow.tables.encounter.create({
        data: {
          tenantId: a.tenantId,
          patientId: a.patientId,
          receptionId,
          doctorId: a.doctorId,
          departmentCode: '01',
          departmentName: '内科',
          visitType: 'return',
          serviceDate: new Date('2026-11-25'),
          startedAt: uow.now,
        },
      });
      await uow.tables.encounterDraft.create({
        data: {
          tenantId: a.tenantId,
          encounterId: encounter.id,
          patientId: a.patientId,
          content: {},
          updatedById: a.doctorId,
        },
      });
    });
    const cancel = clinics.run(a, (uow) => cancelReception(uow, { receptionId, rowVersion: 1 }));
    await expect(cancel).rejects.toMatchObject({
      code: 'conflict',
      userMessage: expect.stringContaining('診察の記載'),
    });
    expect(await rowOf(receptionId)).toMatchObject({ status: 'waiting', hasDraft: true });
  });

  it('knows no reception of another clinic', async () => {
    await expect(change(clinics.b.receptionId, 'cancelled', 1)).rejects.toMatchObject({ code: 'not_found' });
    await expect(change(randomUUID(), 'cancelled', 1)).rejects.toMatchObject({ code: 'not_found' });
    expect((await board('2026-11-20')).rows.map((row) => row.receptionId)).toEqual([clinics.a.receptionId]);
  });
});
