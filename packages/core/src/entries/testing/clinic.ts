import { randomUUID } from 'node:crypto';
import type { UnitOfWork } from '@shirube/db';
import { openTwoClinics, type TwoClinics } from '../../patients/testing/clinics.ts';
import { type EntryContent, entryContentSchema, saveEntryDraft, submitEntry } from '../index.ts';

/** Half past midnight in Tokyo: the day before in UTC. */
export const morning = '2026-11-20T00:30:00+09:00';
export const later = (hours: number): string =>
  new Date(new Date(morning).getTime() + hours * 3600_000).toISOString();

export interface Arrival {
  patientId: string;
  receptionId: string;
  encounterId: string;
}
export type Who = 'doctor' | 'nurse' | 'clerk' | 'other';

/** A clinic with a doctor, another doctor, a nurse and a clerk, on a fresh real database at half past midnight. */
export interface EntryClinic {
  clinics: TwoClinics;
  people: Record<Exclude<Who, 'doctor'>, string>;
  as<T>(who: Who, work: (uow: UnitOfWork) => Promise<T>): Promise<T>;
  /** another patient's reception of today, with or without a begun visit of the doctor */
  arrival(begun: boolean): Promise<Arrival>;
  begin(arrival: Arrival): Promise<void>;
  /** writes and hands over in one go; the draft has to be new */
  handOver(
    arrival: Arrival,
    text: string,
    who?: 'nurse' | 'clerk',
    onBehalfOfId?: string,
  ): Promise<{ proposalId: string; dueAt: string }>;
}

export const textEntry = (subjective: string): EntryContent =>
  entryContentSchema.parse({ soap: { subjective, objective: '', assessment: '', plan: '' } });

export async function openEntryClinic(): Promise<EntryClinic> {
  const clinics = await openTwoClinics();
  clinics.setNow(morning);
  const people = { nurse: randomUUID(), clerk: randomUUID(), other: randomUUID() };
  const serviceDate = new Date('2026-11-20T00:00:00Z');
  await clinics.run(clinics.a, async (uow) => {
    const person = (id: string, roles: string[], licence: string | null) => ({
      tenantId: uow.tenantId,
      id,
      roles,
      licence,
      familyName: roles[0] ?? '',
      givenName: '職員',
      familyKana: 'ショク',
      givenKana: 'イン',
    });
    await uow.tables.staff.createMany({
      data: [
        person(people.nurse, ['nurse'], '看護師'),
        person(people.clerk, ['clerk'], null),
        person(people.other, ['doctor'], '医師'),
      ],
    });
  });
  const as: EntryClinic['as'] = (who, work) =>
    clinics.runAs(clinics.a, who === 'doctor' ? clinics.a.doctorId : people[who], work);
  const begin = async (arrival: Arrival): Promise<void> => {
    await clinics.run(clinics.a, (uow) =>
      uow.tables.encounter.create({
        data: {
          tenantId: uow.tenantId,
          id: arrival.encounterId,
          patientId: arrival.patientId,
          receptionId: arrival.receptionId,
          doctorId: clinics.a.doctorId,
          departmentCode: '01',
          departmentName: '内科',
          visitType: 'first',
          serviceDate,
          startedAt: uow.now,
        },
      }),
    );
  };
  return {
    clinics,
    people,
    as,
    begin,
    async arrival(begun) {
      const ids = { patientId: randomUUID(), receptionId: randomUUID(), encounterId: randomUUID() };
      await clinics.run(clinics.a, async (uow) => {
        const number = 10 + (await uow.tables.reception.count());
        await uow.tables.patient.create({
          data: {
            tenantId: uow.tenantId,
            id: ids.patientId,
            patientNumber: String(number).padStart(8, '0'),
            familyName: '待合',
            givenName: '一子',
            familyKana: 'マチアイ',
            givenKana: 'カズコ',
            kanaKey: 'マチアイカスコ',
            birthDate: serviceDate,
            sex: 'female',
          },
        });
        await uow.tables.reception.create({
          data: {
            tenantId: uow.tenantId,
            id: ids.receptionId,
            patientId: ids.patientId,
            serviceDate,
            number,
            purpose: '発熱',
            verificationMethod: 'マイナ保険証',
            arrivedAt: uow.now,
          },
        });
      });
      if (begun) await begin(ids);
      return ids;
    },
    async handOver(arrival, text, who = 'nurse', onBehalfOfId = clinics.a.doctorId) {
      const content = textEntry(text);
      await as(who, (uow) => saveEntryDraft(uow, { ...arrival, baseRevision: 0, onBehalfOfId, content }));
      return as(who, (uow) => submitEntry(uow, { ...arrival, baseRevision: 1 }));
    },
  };
}
