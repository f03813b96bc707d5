import type { CalendarDate } from '@shirube/terminology';
import type pg from 'pg';
import type { demoClinics } from './accounts.ts';
import { insertFavourites } from './favourites.ts';
import { insertHistories } from './histories.ts';
import { insertPatients } from './patients.ts';
import { type RegisteredPerson, readPeople } from './people.ts';
import type { ClinicIds } from './rows.ts';
import { insertSets } from './sets.ts';
import { syntheticPeople } from './synthetic.ts';
import { insertTestTaro } from './test-taro.ts';
import { insertToday } from './today.ts';

/** Arrive by card for the first time in the tour, so the clinic does not know them yet. */
const newcomers = ['p15', 'p16'];

/** The clinic of the tour knows the sandbox's people too. */
const isOfTheTour = (slug: string): boolean => slug === 'shirube';

function peopleOf(slug: string): RegisteredPerson[] {
  if (!isOfTheTour(slug)) return syntheticPeople(slug, 120);
  const known = readPeople().filter((person) => !newcomers.includes(person.id));
  return [...known, ...syntheticPeople(slug, 286)];
}

/** Patients, their histories, favourites and, in the clinic of the tour, the day that is to come. Returns how many patients. */
export async function fillClinic(
  app: pg.Client,
  clinic: (typeof demoClinics)[number],
  ids: ClinicIds,
  asOf: CalendarDate,
): Promise<number> {
  const people = peopleOf(clinic.slug);
  const patients = await insertPatients(app, ids.tenantId, people);
  await insertHistories(app, ids, clinic.slug, people, patients, asOf);
  if (isOfTheTour(clinic.slug)) await insertTestTaro(app, ids, patients.get('00009999') as string, asOf);
  await insertFavourites(app, ids);
  await insertSets(app, ids);
  if (isOfTheTour(clinic.slug)) await insertToday(app, ids, people, patients, asOf);
  return people.length;
}
