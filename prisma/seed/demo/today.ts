import { randomUUID } from 'node:crypto';
import type { CalendarDate } from '@shirube/terminology';
import type pg from 'pg';
import type { RegisteredPerson } from './people.ts';
import { type ClinicIds, insertRows } from './rows.ts';

/** Today's list when the tour begins: some wait, one is done. テスト 太郎 has not come yet. */
export async function insertToday(
  app: pg.Client,
  ids: ClinicIds,
  people: readonly RegisteredPerson[],
  patients: Map<string, string>,
  asOf: CalendarDate,
): Promise<void> {
  const arrivals = people.filter((person) => person.patientNumber !== '00009999').slice(0, 5);
  const purposes = ['高血圧の定期受診', '発熱 38.2℃、咳', '予防接種の相談', '糖尿病の定期受診', '花粉症'];
  const statuses = ['waiting', 'waiting', 'waiting', 'awaiting_payment', 'done'];
  const now = Date.now();
  await insertRows(
    app,
    'reception',
    arrivals.map((person, index) => ({
      tenant_id: ids.tenantId,
      id: randomUUID(),
      patient_id: patients.get(person.patientNumber),
      service_date: asOf,
      number: index + 1,
      status: statuses[index],
      purpose: purposes[index],
      verification_method: 'マイナ保険証',
      prescription_preference: 'electronic',
      arrived_at: new Date(now - (31 - index * 6) * 60_000).toISOString(),
      received_by_id: ids.clerkId,
      row_version: 1,
    })),
  );
}
