import pg from 'pg';

// Apart from the tooling, which loads the embedded server: this runs in production.

export interface RetiredMonth {
  /** the table that was detached and is still there */
  table: string;
  clinics: { clinic: string; events: number; lastSeq: number }[];
}

const refusals: [RegExp, string][] = [
  [
    /younger than five years/,
    '5年たっていない月は切り離せません（監査証跡は、診療録と同じく5年以上保存します）。',
  ],
  [/no month/, 'その月の監査証跡はありません。'],
  [/an older month/, 'もっと古い月が残っています。古い月から切り離してください。'],
  [
    /must still be kept/,
    'その月には、診療録を保存中の患者の記録があります。診療録の保存期間が終わるまで切り離せません。',
  ],
  [/stamped checkpoint/, '時刻認証が済んでいません。済んでから切り離してください。'],
];

/**
 * Detaches a month ('YYYY-MM') of the audit trail, as the owner of the tables. The database decides whether it may go
 * (ops.retire_audit_month); what it leaves is a link from which the rest of the chain is still verified, and an event in every clinic.
 * Throws an Error with a Japanese sentence when the month must stay.
 */
export async function retireAuditMonth(ownerUrl: string, month: string): Promise<RetiredMonth> {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw new Error('月は 2021-04 のように書いてください。');
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ clinic: string; events: string; last_seq: string }>(
      'SELECT clinic::text, events, last_seq FROM ops.retire_audit_month($1::date)',
      [`${month}-01`],
    );
    return {
      table: `audit.events_${month.replace('-', '_')}`,
      clinics: rows.map(({ clinic, events, last_seq }) => ({
        clinic,
        events: Number(events),
        lastSeq: Number(last_seq),
      })),
    };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    const sentence = refusals.find(([pattern]) => code === 'SH002' && pattern.test(message))?.[1];
    throw sentence ? new Error(sentence, { cause: error }) : error;
  } finally {
    await client.end();
  }
}
