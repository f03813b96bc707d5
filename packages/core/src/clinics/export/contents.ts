import { type ClinicTable, listClinicTables, readClinicTable, type UnitOfWork } from '@shirube/db';
import { decryptAtRest } from '../../shared/encryption.ts';

/**
 * What is not a record of the clinic: keys of today's signing, the exports themselves, codes of invitations, and what other facilities
 * told under a consent, which an archive would outlive. Everything else that has a clinic's number is in the export; a test holds this
 * list against the database.
 */
export const leftOut: Readonly<Record<string, string>> = {
  signing_session: '電子署名の一時的な認証（その日かぎりの鍵）',
  clinic_export: '書き出しの控え',
  clinic_export_part: '書き出しの控え',
  shared_information: 'ほかの医療機関の6情報（患者の同意のあるあいだだけ見られるもの）',
};
/** Tables of which some rows are left out, which, and how the others are told. */
const ownRowsOnly: Readonly<
  Record<string, { what: string; isOwn: (row: Record<string, unknown>) => boolean }>
> = {
  external_medication: {
    what: 'サービスから見た、ほかの医療機関の薬（同意のあるあいだだけ見られるもの。手で入れた薬はあります）',
    isOwn: (row) => row.entered_by_id !== null,
  },
};

/** What is not in an export, in words, by its table. */
export const leftOutInWords = (): Record<string, string> => ({
  ...leftOut,
  ...Object.fromEntries(Object.entries(ownRowsOnly).map(([table, { what }]) => [table, what])),
});
const leftOutColumns: Readonly<Record<string, readonly string[]>> = {
  staff_invitation: ['code_sha256'],
};
/** Kept sealed with the installation's key, which the clinic does not have: opened here, Base64. */
const sealedColumns: Readonly<Record<string, readonly string[]>> = {
  exchange: ['request_encrypted', 'response_encrypted'],
};

const pageRows = 500;

export interface ExportedFile {
  table: string;
  columns: ClinicTable['columns'];
  /** one JSON object a line, in the order of the key; read once */
  rows(): AsyncGenerator<string>;
}

/** Every file of the export, as the clinic is at the moment of this unit of work (Database.runSnapshot). */
export async function exportedFiles(uow: UnitOfWork, key: Uint8Array): Promise<ExportedFile[]> {
  const tables = await listClinicTables(uow);
  return tables
    .filter((table) => !(table.name in leftOut))
    .map((table) => {
      const hidden = leftOutColumns[table.name] ?? [];
      return {
        table: table.name,
        columns: table.columns.filter((column) => !hidden.includes(column.name)),
        rows: () => rowsOf(uow, table, key),
      };
    });
}

async function* rowsOf(uow: UnitOfWork, table: ClinicTable, key: Uint8Array): AsyncGenerator<string> {
  const hidden = leftOutColumns[table.name] ?? [];
  const sealed = sealedColumns[table.name] ?? [];
  const isOwn = ownRowsOnly[table.name]?.isOwn;
  const isPlain = hidden.length + sealed.length === 0;
  for (let after: string[] | null = null; ; ) {
    const page = await readClinicTable(uow, table, after, pageRows);
    for (const { row } of page) {
      if (isOwn && !isOwn(JSON.parse(row))) continue;
      yield isPlain ? row : JSON.stringify(changed(JSON.parse(row), hidden, sealed, key));
    }
    const last = page.at(-1);
    if (!last || last.key.length === 0) return;
    after = last.key;
  }
}

function changed(
  row: Record<string, unknown>,
  hidden: readonly string[],
  sealed: readonly string[],
  key: Uint8Array,
): Record<string, unknown> {
  for (const column of hidden) delete row[column];
  for (const column of sealed) row[column] = opened(key, row[column]);
  return row;
}

/** PostgreSQL writes bytes as \x and hexadecimal digits. */
function opened(key: Uint8Array, value: unknown): string | null {
  if (typeof value !== 'string') return null;
  return Buffer.from(decryptAtRest(key, Buffer.from(value.slice(2), 'hex'))).toString('base64');
}
