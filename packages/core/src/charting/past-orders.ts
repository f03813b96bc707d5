import { Prisma } from '@shirube/db';
import { readPrescriptionRecord } from '../prescribing/prescription-record.ts';
import { type LineToday, orderOfToday, recordToOptions } from '../prescribing/rules/past-order.ts';
import type { PrescriptionRecord } from '../records/index.ts';
import type { PastOrder } from './schema.ts';

/** A frozen prescription beside what the masters say today about each of its lines. */
export interface PastOrderRow {
  prescriptionId: string;
  issuedOn: string;
  issueType: PastOrder['issueType'];
  record: unknown;
  today: LineToday[];
}

/**
 * The prescription of a visit that counts (neither cancelled nor replaced), as a subselect of one JSON object. Without the
 * parties: facility, doctor and patient are today's when it is repeated.
 */
export const pastOrderOf = (encounter: Prisma.Sql, day: Prisma.Sql) => Prisma.sql`
  SELECT jsonb_build_object('prescriptionId', rx.id, 'issuedOn', rx.issued_on, 'issueType', rx.issue_type,
           'record', rx.record - ARRAY['facility', 'prescriber', 'patient'],
           'today', (SELECT coalesce(jsonb_agg(jsonb_build_object('rpNumber', i.rp_number, 'itemNumber', i.item_number,
               'drug', CASE WHEN d.yj_code IS NULL THEN NULL ELSE jsonb_build_object('name', d.name, 'receiptCode', d.receipt_code,
                  'unit', d.unit, 'unitCode', d.unit_code, 'ended', coalesce(d.valid_to < ${day}, false),
                  'successor', CASE WHEN d.valid_to < ${day} THEN (
                      SELECT jsonb_build_object('yjCode', n.yj_code, 'name', n.name) FROM master.drug n
                       WHERE n.ingredient_code = d.ingredient_code AND n.generic_code = d.generic_code
                         AND n.valid_from <= ${day} AND (n.valid_to IS NULL OR n.valid_to >= ${day})
                       ORDER BY n.is_common DESC, n.kana, n.yj_code LIMIT 1) END) END,
               'usage', CASE WHEN u.code IS NULL THEN NULL ELSE jsonb_build_object('text', u.text, 'timesPerDay', u.times_per_day,
                  'ended', coalesce(u.valid_to < ${day}, false)) END) ORDER BY i.rp_number, i.item_number), '[]'::jsonb)
             FROM prescription_item i
             LEFT JOIN master.drug d ON d.yj_code = i.yj_code
             LEFT JOIN master.usage_code u ON u.code = i.usage_code
            WHERE i.tenant_id = rx.tenant_id AND i.prescription_id = rx.id))
    FROM prescription rx
    JOIN prescription_state st ON st.tenant_id = rx.tenant_id AND st.prescription_id = rx.id
         AND st.status NOT IN ('cancelled', 'superseded')
   WHERE rx.encounter_id = ${encounter}
   ORDER BY rx.version_no DESC LIMIT 1`;

/** The same as 前回DO needs it: RPs as they can be written today, and what has changed since. */
export function toPastOrder(row: PastOrderRow): PastOrder | null {
  // a record without lines (taken over from elsewhere) holds nothing that could be repeated
  if (!Array.isArray((row.record as Partial<PrescriptionRecord>).rps)) return null;
  const record = readPrescriptionRecord(row.record);
  return {
    prescriptionId: row.prescriptionId,
    issuedOn: row.issuedOn,
    issueType: row.issueType,
    ...orderOfToday(record.rps, row.today),
    options: recordToOptions(record),
  };
}
