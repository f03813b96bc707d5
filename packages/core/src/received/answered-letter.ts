import type { UnitOfWork } from '@shirube/db';
import { formatEra } from '@shirube/terminology';
import { formerCharts } from '../patients/merge/former-charts.ts';
import type { ReceivedDocument } from '../records/index.ts';
import { toCalendarDate } from '../shared/rows.ts';
import type { AnsweredLetter } from './schema.ts';

/**
 * Which letter of ours a reply answers, found by the number the letter was sent under. A reply to a letter about somebody else is said to be
 * one, without saying who that is. null: it is no reply.
 */
export async function answeredLetter(
  uow: UnitOfWork,
  patientId: string,
  { inReplyTo }: ReceivedDocument,
): Promise<AnsweredLetter | null> {
  if (!inReplyTo) return null;
  const unit = await uow.tables.reportUnit.findFirst({
    where: { identifier: inReplyTo.identifier, kind: 'referral' },
    select: { patientId: true, sourceId: true },
  });
  const letter =
    unit &&
    (await uow.tables.clinicalDocument.findFirst({
      where: { documentId: unit.sourceId },
      orderBy: { versionNo: 'desc' },
      select: { issuedOn: true, receiverName: true },
    }));
  if (!unit || !letter)
    return {
      kind: 'not_found',
      documentId: null,
      text: `紹介状（番号 ${inReplyTo.identifier}）への返書と書かれていますが、当院が送った紹介状には見つかりません。`,
    };
  if (unit.patientId !== patientId && !(await formerCharts(uow, patientId)).includes(unit.patientId))
    return {
      kind: 'other_patient',
      documentId: null,
      text: 'お返事のもとになった当院の紹介状は、別の患者さんのものです。どの患者さんの返書か、書いた医療機関に確かめてください。',
    };
  const to = letter.receiverName ? `（${letter.receiverName} 宛）` : '';
  return {
    kind: 'ours',
    documentId: unit.patientId === patientId ? unit.sourceId : null,
    text: `当院が${formatEra(toCalendarDate(letter.issuedOn))}に書いた紹介状${to}へのお返事です`,
  };
}
