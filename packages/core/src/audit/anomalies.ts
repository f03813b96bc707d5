import type { UnitOfWork } from '@shirube/db';
import { addDays, type CalendarDate, toSearchKey } from '@shirube/terminology';
import { clinicCalendar, dayOffName, weekdayOf } from '../clinics/index.ts';
import type { ClinicCalendar } from '../clinics/schema.ts';
import { emergencyReasons } from '../restrictions/schema.ts';
import { toInstant } from '../shared/rows.ts';
import { patientNames, startOfDayInTokyo } from './list-audit.ts';
import type { Anomaly, AnomalyKind } from './schema.ts';

/**
 * What a week's trail shows that a person should look at (安全管理ガイドライン: regular review of the log; the kinds are those of
 * control E3). Asking the trail itself about a patient is not looking at the record. None of it is proof of anything: names are shared, emergencies happen at night. The thresholds are ours.
 */
export const reviewRules = {
  /** outside of these hours (Asia/Tokyo) looking at a patient's record is conspicuous, where a clinic has not written down its own */
  openFrom: 7,
  openUntil: 20,
  /** before the first and after the last opening hour people are still at work */
  hoursAround: 2,
  /** so many more patients a day than were received */
  moreThanReceived: 20,
  /** a visit this many days before or after explains opening a chart */
  visitDays: 3,
  /** so many refusals or failed sign-ins within so many minutes */
  refusals: 5,
  refusalMinutes: 10,
} as const;

/** At most so many of each kind; more are counted as truncated. */
const mostOfKind = 300;

interface Row {
  actor_id: string | null;
  actor_name: string;
  patient_id: string | null;
  day: string | null;
  first: Date;
  last: Date;
  count: number;
  /** patients of the day, receptions of the day */
  patients?: number;
  receptions?: number;
  reason?: string | null;
}

interface Window {
  from: Date;
  to: Date;
}

export interface FoundAnomalies {
  anomalies: Anomaly[];
  truncated: boolean;
}

/** The anomalies of the seven days from a Monday (Asia/Tokyo), by kind and then by time. */
export async function findAnomalies(uow: UnitOfWork, weekStart: CalendarDate): Promise<FoundAnomalies> {
  const window = { from: startOfDayInTokyo(weekStart), to: startOfDayInTokyo(addDays(weekStart, 7)) };
  const calendar = await clinicCalendar(uow);
  const found: [AnomalyKind, Row[], (row: Row) => string][] = [
    ['emergency', await emergencies(uow, window), (row) => reasonInWords(row.reason ?? '')],
    ['refused', await refusals(uow, window), (row) => `${row.count}回、拒否されたか失敗しました。`],
    [
      'mass',
      await masses(uow, window),
      (row) => `${row.receptions}人を受付した日に、${row.patients}人の記録を見ました。`,
    ],
    [
      'night',
      await nights(uow, window, workingHours(calendar, weekStart)),
      (row) =>
        calendar.hours === null
          ? `${reviewRules.openUntil}時から翌${reviewRules.openFrom}時までに、${row.patients}人の記録を見ました。`
          : `診療時間（前後${reviewRules.hoursAround}時間を含む）の外に、${row.patients}人の記録を見ました。`,
    ],
    ['family', await families(uow, window), () => '職員と同じ姓の患者の記録を見ました。'],
    [
      'no_visit',
      await withoutVisit(uow, window),
      () => `前後${reviewRules.visitDays}日に受診のない患者のカルテを開きました。`,
    ],
  ];
  const patientOf = await patientNames(
    uow,
    found.flatMap(([, rows]) => rows.slice(0, mostOfKind).map((row) => row.patient_id)),
  );
  return {
    truncated: found.some(([, rows]) => rows.length > mostOfKind),
    anomalies: found.flatMap(([kind, rows, what]) =>
      rows.slice(0, mostOfKind).map((row) => ({
        key: [kind, row.actor_id ?? row.actor_name, row.patient_id ?? '', row.day ?? ''].join(':'),
        kind,
        actorId: row.actor_id,
        actorName: row.actor_name,
        patientId: row.patient_id,
        patientNumber: patientOf.get(row.patient_id ?? '')?.number ?? null,
        patientName: patientOf.get(row.patient_id ?? '')?.name ?? null,
        first: toInstant(row.first),
        last: toInstant(row.last),
        count: row.count,
        what: what(row),
      })),
    ),
  };
}

const reasonInWords = (code: string): string =>
  `制限されたカルテを緊急に開きました（${(emergencyReasons as Record<string, string>)[code] ?? code}）。`;

/**
 * When people of the clinic are at work in a week: its opening hours with some time around them, nothing on days off; without written
 * hours, all day long.
 */
export function workingHours(calendar: ClinicCalendar, weekStart: CalendarDate): Window[] {
  const { openFrom, openUntil, hoursAround } = reviewRules;
  return Array.from({ length: 7 }, (_, index) => addDays(weekStart, index)).flatMap((date) => {
    const midnight = startOfDayInTokyo(date).getTime();
    const at = (hours: number) => new Date(midnight + hours * 3_600_000);
    if (calendar.hours === null) return [{ from: at(openFrom), to: at(openUntil) }];
    const day = calendar.hours[weekdayOf(date)];
    const spans = [day.morning, day.afternoon].filter((span) => span !== null);
    const [first, last] = [spans[0], spans.at(-1)];
    if (!first || !last || dayOffName(calendar, date) !== null) return [];
    return [{ from: at(hoursOf(first.from) - hoursAround), to: at(hoursOf(last.to) + hoursAround) }];
  });
}

const hoursOf = (clock: string): number => Number(clock.slice(0, 2)) + Number(clock.slice(3)) / 60;

/** One a person and night; what is done at one o'clock belongs to the evening before. */
function nights(uow: UnitOfWork, { from, to }: Window, working: readonly Window[]): Promise<Row[]> {
  return uow.tables.$queryRaw<Row[]>`
    SELECT actor_id::text, max(actor_name) AS actor_name, NULL::text AS patient_id,
           (at AT TIME ZONE 'Asia/Tokyo' - make_interval(hours => ${reviewRules.openFrom}::int))::date::text AS day,
           min(at) AS first, max(at) AS last, count(*)::int AS count, count(DISTINCT patient_id)::int AS patients
      FROM audit_event
     WHERE at >= ${from} AND at < ${to} AND actor_id IS NOT NULL AND patient_id IS NOT NULL AND NOT starts_with(action, 'audit.')
       AND NOT EXISTS (SELECT 1 FROM unnest(${working.map((each) => each.from.toISOString())}::timestamptz[],
                                            ${working.map((each) => each.to.toISOString())}::timestamptz[]) w (opened, closed)
                        WHERE at >= w.opened AND at < w.closed)
     GROUP BY actor_id, 4 ORDER BY 4, min(at) LIMIT ${mostOfKind + 1}`;
}

function masses(uow: UnitOfWork, { from, to }: Window): Promise<Row[]> {
  return uow.tables.$queryRaw<Row[]>`
    SELECT a.actor_id::text, a.actor_name, NULL::text AS patient_id, a.day::text, a.first, a.last, a.count, a.patients, a.receptions
      FROM (SELECT d.*, (SELECT count(DISTINCT r.patient_id)::int FROM reception r WHERE r.service_date = d.day) AS receptions
              FROM (SELECT actor_id, max(actor_name) AS actor_name, (at AT TIME ZONE 'Asia/Tokyo')::date AS day, min(at) AS first,
                           max(at) AS last, count(*)::int AS count, count(DISTINCT patient_id)::int AS patients
                      FROM audit_event
                     WHERE at >= ${from} AND at < ${to} AND actor_id IS NOT NULL AND patient_id IS NOT NULL AND NOT starts_with(action, 'audit.')
                     GROUP BY actor_id, 3) d) a
     WHERE a.patients > a.receptions + ${reviewRules.moreThanReceived}::int
     ORDER BY a.day, a.first LIMIT ${mostOfKind + 1}`;
}

/** The same family name, as written or as it is read: 髙橋 and 高橋, full and half width, are the same. */
async function families(uow: UnitOfWork, { from, to }: Window): Promise<Row[]> {
  const pairs = await uow.tables.$queryRaw<
    (Row & { staff_name: string; staff_kana: string; patient_name: string; patient_kana: string })[]
  >`
    SELECT a.*, s.family_name AS staff_name, s.family_kana AS staff_kana, p.family_name AS patient_name, p.family_kana AS patient_kana
      FROM (SELECT actor_id::text, max(actor_name) AS actor_name, patient_id::text, NULL::text AS day, min(at) AS first, max(at) AS last,
                   count(*)::int AS count
              FROM audit_event
             WHERE at >= ${from} AND at < ${to} AND actor_id IS NOT NULL AND patient_id IS NOT NULL AND outcome <> 'refused'
               AND NOT starts_with(action, 'audit.')
             GROUP BY actor_id, patient_id) a
      JOIN staff s ON s.id = a.actor_id::uuid JOIN patient p ON p.id = a.patient_id::uuid
     ORDER BY a.first`;
  const same = (one: string, other: string) => one !== '' && toSearchKey(one) === toSearchKey(other);
  return pairs.filter(
    (pair) => same(pair.staff_name, pair.patient_name) || same(pair.staff_kana, pair.patient_kana),
  );
}

function withoutVisit(uow: UnitOfWork, { from, to }: Window): Promise<Row[]> {
  const { visitDays } = reviewRules;
  return uow.tables.$queryRaw<Row[]>`
    SELECT actor_id::text, max(actor_name) AS actor_name, patient_id::text, NULL::text AS day, min(at) AS first, max(at) AS last,
           count(*)::int AS count
      FROM audit_event e
     WHERE at >= ${from} AND at < ${to} AND actor_id IS NOT NULL AND action = 'chart.open' AND outcome = 'success'
       AND patient_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM reception r WHERE r.patient_id = e.patient_id
                        AND abs(r.service_date - (e.at AT TIME ZONE 'Asia/Tokyo')::date) <= ${visitDays}::int)
       AND NOT EXISTS (SELECT 1 FROM encounter v WHERE v.patient_id = e.patient_id
                        AND abs(v.service_date - (e.at AT TIME ZONE 'Asia/Tokyo')::date) <= ${visitDays}::int)
     GROUP BY actor_id, patient_id ORDER BY min(at) LIMIT ${mostOfKind + 1}`;
}

function refusals(uow: UnitOfWork, { from, to }: Window): Promise<Row[]> {
  const { refusals: least, refusalMinutes } = reviewRules;
  return uow.tables.$queryRaw<Row[]>`
    SELECT actor_id::text, max(actor_name) AS actor_name, NULL::text AS patient_id, (at AT TIME ZONE 'Asia/Tokyo')::date::text AS day,
           min(at) AS first, max(at) AS last, count(*)::int AS count
      FROM (SELECT actor_id, actor_name, at, count(*) OVER (
                     PARTITION BY actor_id, CASE WHEN actor_id IS NULL THEN actor_name END ORDER BY at
                     RANGE BETWEEN make_interval(mins => ${refusalMinutes}::int) PRECEDING AND CURRENT ROW) AS near
              FROM audit_event WHERE at >= ${from} AND at < ${to}
               AND (outcome = 'refused' OR (outcome = 'failed' AND starts_with(action, 'session.')))) r
     GROUP BY actor_id, CASE WHEN actor_id IS NULL THEN actor_name END, (at AT TIME ZONE 'Asia/Tokyo')::date
    HAVING max(near) >= ${least}::int
     ORDER BY 4, min(at) LIMIT ${mostOfKind + 1}`;
}

function emergencies(uow: UnitOfWork, { from, to }: Window): Promise<Row[]> {
  return uow.tables.$queryRaw<Row[]>`
    SELECT actor_id::text, max(actor_name) AS actor_name, patient_id::text, (at AT TIME ZONE 'Asia/Tokyo')::date::text AS day,
           min(at) AS first, max(at) AS last, count(*)::int AS count, max(reason) AS reason
      FROM audit_event
     WHERE at >= ${from} AND at < ${to} AND action = 'emergency.open' AND outcome = 'success'
     GROUP BY actor_id, patient_id, 4 ORDER BY min(at) LIMIT ${mostOfKind + 1}`;
}
