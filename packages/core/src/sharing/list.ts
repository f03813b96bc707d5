import { Prisma, type UnitOfWork } from '@shirube/db';
import { type CalendarDate, todayInTokyo } from '@shirube/terminology';
import type { z } from 'zod';
import { clinicSettings } from '../clinics/settings.ts';
import type { sharingListSchema, sharingRowSchema } from './schema.ts';

type Listed = z.input<typeof sharingRowSchema>;

/** A service that is down for days fills the list; the oldest beyond this wait for it like the rest. */
const mostRows = 500;

const stateOf = Prisma.sql`
  CASE WHEN u.sent_revision < u.wanted_revision
       THEN CASE WHEN m.state IN ('refused', 'dead') THEN 'refused' ELSE 'waiting' END
       WHEN NOT u.wanted THEN 'withdrawn'
       WHEN u.standing = 'registered' THEN 'registered'
       ELSE 'cancelled' END`;

/** A unit with where it stands. It joins the message of the wanted revision and the last attempt. */
const units = (staffId: string | null, mayName: boolean): Prisma.Sql => Prisma.sql`
    SELECT u.id::text AS "unitId", u.patient_id::text AS "patientId", p.patient_number AS "patientNumber",
           CASE WHEN ${mayName} THEN p.family_name || ' ' || p.given_name END AS "patientName", u.kind, ${stateOf} AS state,
           CASE WHEN u.sent_revision < u.wanted_revision AND m.state IN ('refused', 'dead')
                THEN greatest(coalesce(s.sent_at, m.created_at), m.created_at)
                WHEN u.sent_revision < u.wanted_revision THEN coalesce(u.wanted_since, u.wanted_at)
                ELSE coalesce(s.sent_at, u.wanted_at) END AS at,
           m.last_error AS sentence, d.family_name || ' ' || d.given_name AS responsible,
           coalesce(u.responsible_id = ${staffId}::uuid, false) AS mine, u.referral_state AS "referralState",
           CASE WHEN ${mayName} THEN (SELECT e.id::text FROM encounter e WHERE e.patient_id = u.patient_id
                                       ORDER BY e.started_at DESC LIMIT 1) END AS "encounterId",
           u.standing, m.state::text AS "messageState"
      FROM report_unit u
      JOIN patient p ON p.tenant_id = u.tenant_id AND p.id = u.patient_id
      LEFT JOIN staff d ON d.tenant_id = u.tenant_id AND d.id = u.responsible_id
      LEFT JOIN outbox_message m ON m.tenant_id = u.tenant_id AND m.kind = 'sharing.' || u.kind
           AND m.idempotency_key = u.id || '-' || u.wanted_revision
      LEFT JOIN LATERAL (SELECT sent_at FROM report_unit_send x WHERE x.tenant_id = u.tenant_id AND x.unit_id = u.id
                          ORDER BY x.sent_at DESC, x.id DESC LIMIT 1) s ON true
     -- what never had anything to send is no business of anybody
     WHERE (u.standing <> 'none' OR u.sent_revision < u.wanted_revision OR NOT u.wanted)`;

export const unitsQuery = (
  staffId: string | null,
  mayName: boolean,
  where: Prisma.Sql,
): Prisma.Sql => Prisma.sql`
  SELECT * FROM (${units(staffId, mayName)}) unit
   WHERE ${where}
   ORDER BY array_position(ARRAY['refused', 'waiting', 'registered', 'withdrawn', 'cancelled'], state), mine DESC, at DESC, "unitId"
   LIMIT ${mostRows}`;

export type UnitRow = Omit<Listed, 'at'> & { at: Date; standing: string; messageState: string | null };

export const toListed = ({ at, standing: _standing, messageState: _state, ...row }: UnitRow): Listed => ({
  ...row,
  sentence: row.state === 'refused' || row.state === 'waiting' ? row.sentence : null,
  at: at.toISOString(),
});

/**
 * 共有の状況: what is refused and what waits, whenever it began, and what was sent on a day (Asia/Tokyo). It names no diagnosis and opens no
 * chart: like the list of the day's reception it is audited as a whole.
 */
export async function listSharing(
  uow: UnitOfWork,
  input: { date: CalendarDate | null; mayName: boolean },
): Promise<z.input<typeof sharingListSchema>> {
  const date = input.date ?? todayInTokyo(uow.now);
  const shown = Prisma.sql`state IN ('refused', 'waiting') OR (at AT TIME ZONE 'Asia/Tokyo')::date = ${date}::date`;
  const rows = await uow.tables.$queryRaw<UnitRow[]>(unitsQuery(uow.actor.staffId, input.mayName, shown));
  // all of them, also those beyond what is listed
  const counted = await uow.tables.$queryRaw<{ state: string; n: number }[]>`
    SELECT state, count(*)::int AS n FROM (${units(uow.actor.staffId, false)}) unit WHERE ${shown} GROUP BY state`;
  const count = (...states: string[]) =>
    counted.filter(({ state }) => states.includes(state)).reduce((sum, { n }) => sum + n, 0);
  uow.audit({ action: 'sharing.list', detail: { rows: rows.length } });
  return {
    date,
    rows: rows.map(toListed),
    more: counted.reduce((sum, { n }) => sum + n, 0) - rows.length,
    counts: {
      registered: count('registered'),
      cancelled: count('cancelled', 'withdrawn'),
      waiting: count('waiting'),
      refused: count('refused'),
    },
    shares: (await clinicSettings(uow)).sharesInformation,
  };
}

/** How many refused units wait for the person who asks, and for anybody: what stands beside the link. No patient is read by it. */
export async function countRefused(uow: UnitOfWork): Promise<{ mine: number; all: number }> {
  const [row] = await uow.tables.$queryRaw<{ mine: number; all: number }[]>`
    SELECT count(*)::int AS "all", (count(*) FILTER (WHERE u.responsible_id = ${uow.actor.staffId}::uuid))::int AS mine
      FROM report_unit u
      JOIN outbox_message m ON m.tenant_id = u.tenant_id AND m.kind = 'sharing.' || u.kind
           AND m.idempotency_key = u.id || '-' || u.wanted_revision AND m.state IN ('refused', 'dead')
     WHERE u.sent_revision < u.wanted_revision`;
  return row ?? { mine: 0, all: 0 };
}
