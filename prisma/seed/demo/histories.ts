import { addDays, type CalendarDate } from '@shirube/terminology';
import type pg from 'pg';
import { type RegisteredPerson, randomFrom } from './people.ts';
import type { ClinicIds } from './rows.ts';
import { hypertension } from './stories.ts';
import { addVisit, emptyRows, writeVisits } from './visits.ts';

/** Two years of regular visits for the chronic patients, one visit for the rest. */
export async function insertHistories(
  app: pg.Client,
  ids: ClinicIds,
  slug: string,
  people: readonly RegisteredPerson[],
  patients: Map<string, string>,
  asOf: CalendarDate,
): Promise<void> {
  const rows = emptyRows();
  const random = randomFrom(`${slug}:history`);
  for (const person of people) {
    if (person.patientNumber === '00009999') continue;
    const patientId = patients.get(person.patientNumber) as string;
    const isChronic = person.birthDate < addDays(asOf, -45 * 365) && random() < 0.55;
    const visits = isChronic ? 4 + Math.floor(random() * 14) : 1;
    for (let visit = visits; visit >= 1; visit -= 1) {
      const date = addDays(asOf, -(visit * 28 + 2 + Math.floor(random() * 5)));
      addVisit(
        rows,
        ids,
        patientId,
        date,
        isChronic
          ? hypertension
          : {
              ...hypertension,
              drug: null,
              subjective: 'せき、のどの痛み。',
              objective: '体温 36.8　咽頭発赤軽度',
              assessment: '血圧は高め。風邪症状は軽い。',
              plan: '水分をとり、様子をみる。',
            },
        {
          first: visit === visits,
          withCondition: visit === visits,
        },
      );
    }
  }
  await writeVisits(app, rows);
}
