import { type Database, openDatabase } from '@shirube/db';
import { addDays, todayInTokyo } from '@shirube/terminology';

/**
 * What happened in しるべ内科クリニック last week, for the journey of the weekly review: the doctor opened a chart late in the evening, without a
 * visit. Written as the product writes it, with the clock put back. Says on stdout what it was.
 */
const url = process.env.SHIRUBE_DATABASE_APP_URL as string;
const today = todayInTokyo(new Date());
// 1970-01-05 was a Monday
const sinceMonday = (Math.floor(Date.parse(`${today}T00:00:00Z`) / 86_400_000) + 3) % 7;
const monday = addDays(today, -sinceMonday - 7);
const at = (day: number, clock: string) => new Date(`${addDays(monday, day)}T${clock}:00+09:00`);

async function record(now: Date): Promise<{ number: string; name: string; kana: string }> {
  const database: Database = openDatabase({ url, poolSize: 1, now: () => now });
  try {
    const clinics = await database.operations.clinics();
    const tenantId = clinics.find((clinic) => clinic.institutionCode === '1311234569')?.tenantId as string;
    const system = { tenantId, actor: { staffId: null, name: 'x', role: 'system', requestId: 'e2e' } };
    const { doctor, patient } = await database.run(system, async (uow) => ({
      doctor: await uow.tables.staff.findFirstOrThrow({
        where: { familyName: '山田', roles: { has: 'doctor' } },
      }),
      patient: await uow.tables.patient.findFirstOrThrow({ orderBy: { patientNumber: 'desc' } }),
    }));
    await database.run(
      {
        tenantId,
        actor: {
          staffId: doctor.id,
          name: `${doctor.familyName} ${doctor.givenName}`,
          role: 'doctor',
          requestId: 'e2e',
          origin: { client: 'browser', ip: '192.0.2.10', sessionId: null, authentication: 'password+totp' },
        },
      },
      async (uow) => uow.audit({ action: 'chart.open', patientId: patient.id }),
    );
    return {
      number: patient.patientNumber,
      name: `${patient.familyName} ${patient.givenName}`,
      kana: patient.familyKana,
    };
  } finally {
    await database.close();
  }
}

await record(at(2, '22:30'));
const patient = await record(at(3, '11:00'));
process.stdout.write(JSON.stringify({ monday, patient }));
process.exit(0);
