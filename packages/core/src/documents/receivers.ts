import { randomUUID } from 'node:crypto';
import { Prisma, type UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import { z } from 'zod';
import { PortError } from '../ports/index.ts';
import type { FlowContext } from '../shared/flow.ts';
import { type FacilityHit, facilityHitSchema, institutionCode, type Receiver } from './schema.ts';

export const findReceiverInput = z.object({ text: z.string().trim().max(100) });
export const receiverHitsSchema = z.array(facilityHitSchema);

const shown = 30;

/**
 * Facilities by name, kana or number (the beginning of it), those that this clinic has written to before first, most often first.
 * Without a text: only those. The clinic itself is not among them.
 */
export async function findReceivers(
  uow: UnitOfWork,
  input: z.output<typeof findReceiverInput>,
): Promise<FacilityHit[]> {
  const text = input.text.normalize('NFKC').replace(/[\s　]+/g, ' ');
  const contains = `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const kana = toKatakana(contains);
  const today = todayInTokyo(uow.now);
  const matches = /^\d+$/.test(text)
    ? Prisma.sql`f.institution_code LIKE ${`${text}%`}`
    : Prisma.sql`(normalize(f.name, NFKC) ILIKE ${contains} OR f.name_kana ILIKE ${kana})`;
  return uow.tables.$queryRaw<FacilityHit[]>`
    WITH known AS (
      SELECT receiver_code AS code, count(DISTINCT document_id)::int AS letters, max(issued_on) AS last_on,
             (array_agg(record->'to'->>'departmentName' ORDER BY confirmed_at DESC))[1] AS department,
             (array_agg(record->'to'->>'doctorName' ORDER BY confirmed_at DESC))[1] AS doctor
        FROM clinical_document WHERE receiver_code IS NOT NULL AND NOT entered_in_error GROUP BY receiver_code)
    SELECT f.institution_code::text AS "institutionCode", f.name, f.postal_code AS "postalCode", f.address, f.phone, f.departments,
           coalesce(k.letters, 0) AS letters, to_char(k.last_on, 'YYYY-MM-DD') AS "lastOn", k.department AS "departmentName",
           k.doctor AS "doctorName"
      FROM master.facility f LEFT JOIN known k ON k.code = f.institution_code::text
     WHERE (f.valid_to IS NULL OR f.valid_to >= ${today}::date)
       AND f.institution_code::text <> (SELECT institution_code::text FROM tenant)
       AND ${text === '' ? Prisma.sql`k.code IS NOT NULL` : matches}
     ORDER BY coalesce(k.letters, 0) DESC, k.last_on DESC NULLS LAST, char_length(f.name), f.name, f.institution_code
     LIMIT ${shown}`;
}

/** ひらがな is found where the directory has カタカナ. */
const toKatakana = (text: string): string =>
  text.replace(/[ぁ-ゖ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60));

/** A receiver by its number; by its name alone where the directory does not have it. */
export async function receiverOfCode(
  uow: UnitOfWork,
  { code, name }: { code: string; name: string },
): Promise<Receiver> {
  const facility = await uow.tables.facility.findFirst({ where: { institutionCode: code } });
  return {
    institutionCode: code,
    name: facility?.name ?? name,
    postalCode: facility?.postalCode ?? null,
    address: facility?.address ?? null,
    phone: facility?.phone ?? null,
    departmentCode: null,
    departmentName: null,
    doctorName: null,
  };
}

export const askReceiverInput = z.object({ institutionCode });
export const receiverStateSchema = z.object({
  /** unknown: the service did not answer, so nobody can say */
  state: z.enum(['connected', 'not_connected', 'unknown']),
  message: z.string(),
});

/**
 * 利用状況確認: whether the receiver can be sent to through the service. What it says never hinders writing: paper is always left.
 */
export async function askReceiver(
  flow: FlowContext,
  input: z.output<typeof askReceiverInput>,
): Promise<z.output<typeof receiverStateSchema>> {
  const own = await flow.run((uow) =>
    uow.tables.tenant.findFirstOrThrow({ select: { institutionCode: true } }),
  );
  try {
    const found = await flow.services.sharing.institution({
      institutionCode: own.institutionCode,
      requestId: randomUUID(),
      of: input.institutionCode,
    });
    return found?.connected
      ? { state: 'connected', message: 'この医療機関には、電子カルテ情報共有サービスで送れます。' }
      : {
          state: 'not_connected',
          message:
            'この医療機関は、電子カルテ情報共有サービスを使っていません。紙に印刷して渡すか、PDFで送ってください。',
        };
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return {
      state: 'unknown',
      message:
        'サービスで送れる相手かどうか、いま確かめられませんでした。書き続けられます。急ぐときは紙に印刷して渡してください。',
    };
  }
}
