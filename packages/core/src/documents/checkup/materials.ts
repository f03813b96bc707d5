import type { UnitOfWork } from '@shirube/db';
import { listCheckupItems } from '../../masters/checkup-items.ts';
import type { CheckupResultRecord, DocumentRecord } from '../../records/documents.ts';
import { checkupRows, rowOf } from './rows.ts';
import type { CheckupRow, CheckupView } from './schema.ts';

/** The lines there are, and what the last check-up of the patient here said in them. */
export async function loadCheckupMaterials(
  uow: UnitOfWork,
  input: { patientId: string; documentId: string | null },
): Promise<CheckupView> {
  const rows = checkupRows(await listCheckupItems(uow));
  return { rows, previous: await previousOf(uow, rows, input) };
}

/** The newest version of every other check-up, withdrawn ones left out; of these the one that was examined last. */
async function previousOf(
  uow: UnitOfWork,
  rows: readonly CheckupRow[],
  { patientId, documentId }: { patientId: string; documentId: string | null },
): Promise<CheckupView['previous']> {
  const versions = await uow.tables.clinicalDocument.findMany({
    where: {
      patientId,
      kind: 'checkup',
      ...(documentId === null ? {} : { documentId: { not: documentId } }),
    },
    orderBy: [{ documentId: 'asc' }, { versionNo: 'desc' }],
    distinct: ['documentId'],
  });
  const records = versions
    .filter((version) => !version.enteredInError)
    .map((version) => version.record as unknown as DocumentRecord)
    .filter((record) => record.kind === 'checkup')
    .toSorted((a, b) => (a.examinedOn < b.examinedOn ? 1 : -1));
  const [last] = records;
  if (last === undefined) return null;
  return {
    on: last.examinedOn,
    values: last.results.flatMap((result) => {
      const row = rowOf(rows, result.itemCode);
      return row === undefined ? [] : [{ row: row.key, text: resultInWords(result) }];
    }),
  };
}

/** A result as it stands on screens and papers: 162.3 cm, 所見あり（心房細動）, 未実施（生理中）. */
export function resultInWords({ value, interpretation, finding }: CheckupResultRecord): string {
  const words = finding === null ? '' : `（${finding.text}）`;
  switch (value.kind) {
    case 'quantity': {
      const bound = interpretation === 'LX' ? '未満' : interpretation === 'HX' ? 'を超える' : '';
      return `${value.value}${value.unit ? ` ${value.unit}` : ''}${bound}${words}`;
    }
    case 'coded':
    case 'text':
      return `${value.text}${words}`;
    case 'date':
      return value.on;
    case 'absent':
      return `${value.notDone ? '未実施' : '測定不能'}${value.reason === '' ? '' : `（${value.reason}）`}`;
  }
}
