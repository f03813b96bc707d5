import { randomUUID } from 'node:crypto';
import { isRestrictedChart, type UnitOfWork } from '@shirube/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChart } from '../charting/index.ts';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import { requireChartAccess, withheldAddresses } from './access.ts';
import {
  endEmergency,
  listEmergencies,
  liveEmergencies,
  openEmergency,
  reviewEmergency,
} from './emergency.ts';
import { liftRestriction, listRestrictions, setRestriction } from './restrictions.ts';

let clinics: TwoClinics;
/** a second doctor of the first clinic, whom the restriction names */
const named = randomUUID();
const half = '2026-11-20T00:30:00+09:00';
const at = (seconds: number) => new Date(new Date(half).getTime() + seconds * 1000).toISOString();

beforeAll(async () => {
  clinics = await openTwoClinics();
  await clinics.run(clinics.a, (uow) =>
    uow.tables.staff.create({
      data: {
        tenantId: uow.tenantId,
        id: named,
        roles: ['doctor'],
        familyName: '指名',
        givenName: '医師',
        familyKana: 'シメイ',
        givenKana: 'イシ',
        licence: '医師',
      },
    }),
  );
  clinics.setNow(half);
});
afterAll(() => clinics?.close());

const run = <T>(work: (uow: UnitOfWork) => Promise<T>) => clinics.run(clinics.a, work);
const open = () =>
  run((uow) => openChart(uow, { patientId: clinics.a.patientId, encounterId: clinics.a.encounterId }));
const asked = (patientId = clinics.a.patientId) => ({
  patientId,
  reasonCode: 'life' as const,
  reasonText: '意識がない',
});

describe('a restricted chart', () => {
  let restrictionId: string;

  it('is open to everybody who may see charts until it is restricted', async () => {
    await expect(open()).resolves.toBeDefined();
    await expect(run((uow) => openEmergency(uow, asked()))).rejects.toMatchObject({ code: 'conflict' });
  });

  // @proves D10 V8.2.2
  it('is refused by the database itself to whom no list names, and nothing of the transaction stays', async () => {
    ({ restrictionId } = await run((uow) =>
      setRestriction(uow, {
        patientId: clinics.a.patientId,
        kind: 'dv_non_disclosure',
        reason: '支援措置の申出',
        allowedStaffIds: [named],
      }),
    ));
    // no polite check stands in this way: only the audit row of the use case
    await expect(open()).rejects.toSatisfy(isRestrictedChart);
    await expect(
      run(async (uow) => {
        await uow.tables.patient.updateMany({ data: { phone: 'changed' } });
        uow.audit({ action: 'anything.new', patientId: clinics.a.patientId });
      }),
    ).rejects.toSatisfy(isRestrictedChart);
    const patient = await run((uow) =>
      uow.tables.patient.findFirstOrThrow({ where: { id: clinics.a.patientId } }),
    );
    expect(patient.phone).toBeNull();
    await expect(run((uow) => requireChartAccess(uow, clinics.a.patientId))).rejects.toMatchObject({
      code: 'restricted',
    });
  });

  it('lets the reception work, and the system', async () => {
    await run(async (uow) => {
      uow.audit({ action: 'reception.status', patientId: clinics.a.patientId });
    });
    await clinics.run(
      clinics.a,
      async (uow) => {
        uow.audit({ action: 'sharing.send', patientId: clinics.a.patientId });
      },
      'system',
    );
  });

  // @proves D10 V8.2.3
  it('withholds the address of the patient, and of nobody else', async () => {
    expect(await run((uow) => withheldAddresses(uow, [clinics.a.patientId, clinics.b.patientId]))).toEqual(
      new Set([clinics.a.patientId]),
    );
  });

  it('can not be restricted, opened or lifted from another clinic', async () => {
    const stranger = <T>(work: (uow: UnitOfWork) => Promise<T>) => clinics.run(clinics.b, work);
    await expect(stranger((uow) => openEmergency(uow, asked()))).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      stranger((uow) => liftRestriction(uow, { restrictionId, reason: 'x' })),
    ).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      stranger((uow) =>
        setRestriction(uow, {
          patientId: clinics.b.patientId,
          kind: 'vip',
          reason: 'x',
          allowedStaffIds: [named],
        }),
      ),
    ).rejects.toMatchObject({ code: 'invalid' });
    expect(await stranger((uow) => listRestrictions(uow))).toEqual([]);
  });

  // @proves D8
  it('opens for an emergency to one person, for thirty minutes and not a second longer', async () => {
    clinics.setNow(half);
    const access = await run((uow) => openEmergency(uow, asked()));
    await expect(open()).resolves.toBeDefined();
    await expect(run((uow) => openEmergency(uow, asked()))).rejects.toMatchObject({ code: 'conflict' });
    clinics.setNow(at(30 * 60 - 1));
    await expect(open()).resolves.toBeDefined();
    expect(await run((uow) => liveEmergencies(uow))).toMatchObject([{ id: access.id }]);
    clinics.setNow(at(30 * 60));
    await expect(open()).rejects.toSatisfy(isRestrictedChart);
    expect(await run((uow) => liveEmergencies(uow))).toEqual([]);
  });

  it('marks what was opened with the access it came through', async () => {
    const events = await run((uow) =>
      uow.tables.auditEvent.findMany({ where: { action: 'chart.open' }, orderBy: { seq: 'asc' } }),
    );
    const marks = events.map(
      (event) => (event.detail as { emergencyAccessId?: string } | null)?.emergencyAccessId,
    );
    // before the restriction, then twice within the half hour
    expect(marks).toEqual([undefined, expect.any(String), marks[1]]);
  });

  it('can be closed again before its time', async () => {
    clinics.setNow(at(3_600));
    const access = await run((uow) => openEmergency(uow, asked()));
    await run((uow) => endEmergency(uow, { accessId: access.id }));
    await expect(open()).rejects.toSatisfy(isRestrictedChart);
    await run((uow) => endEmergency(uow, { accessId: access.id }));
  });

  // @proves D8
  it('is refused by the database for longer than an hour or without a reason, whoever asks', async () => {
    const insert = (minutes: number, reasonText: string) =>
      run((uow) =>
        uow.tables.emergencyAccess.create({
          data: {
            tenantId: uow.tenantId,
            patientId: clinics.a.patientId,
            staffId: clinics.a.doctorId,
            reasonCode: 'life',
            reasonText,
            openedAt: uow.now,
            expiresAt: new Date(uow.now.getTime() + minutes * 60_000),
          },
        }),
      );
    await expect(insert(61, 'x')).rejects.toThrow();
    await expect(insert(10, ' ')).rejects.toThrow();
  });

  // @proves D8
  it('waits for somebody else to confirm it, and is overdue after a day', async () => {
    clinics.setNow(at(26 * 3_600));
    const [first] = await run((uow) => listEmergencies(uow));
    expect(first).toMatchObject({ own: true, overdue: true, review: null, reason: '生命・身体の緊急' });
    const oldest = (await run((uow) => listEmergencies(uow))).at(-1);
    expect(oldest?.parts).toEqual([{ label: 'カルテを開いた', count: 2 }]);
    const review = { accessId: oldest!.id, judgement: 'justified' as const, comment: '当直の記録と合う' };
    await expect(run((uow) => reviewEmergency(uow, review))).rejects.toMatchObject({ code: 'forbidden' });
    // the database refuses it too
    await expect(
      run((uow) =>
        uow.tables.emergencyReview.create({
          data: {
            tenantId: uow.tenantId,
            accessId: oldest!.id,
            judgement: 'justified',
            comment: 'x',
            reviewedById: clinics.a.doctorId,
            reviewedAt: uow.now,
          },
        }),
      ),
    ).rejects.toThrow();
    await clinics.runAs(clinics.a, named, (uow) => reviewEmergency(uow, review));
    await expect(
      clinics.runAs(clinics.a, named, (uow) => reviewEmergency(uow, review)),
    ).rejects.toMatchObject({
      code: 'conflict',
    });
    const reports = await run((uow) => listEmergencies(uow));
    expect(reports.at(-1)).toMatchObject({
      id: oldest!.id,
      review: { judgement: '適切だった' },
      overdue: false,
    });
  });

  it('is open again when the restriction is lifted, once', async () => {
    await run((uow) => liftRestriction(uow, { restrictionId, reason: '申出の取下げ' }));
    await expect(open()).resolves.toBeDefined();
    await expect(run((uow) => liftRestriction(uow, { restrictionId, reason: 'x' }))).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await run((uow) => listRestrictions(uow))).toEqual([]);
  });
});
