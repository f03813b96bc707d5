import type { UnitOfWork } from '@shirube/db';
import { formerCharts } from '../patients/merge/former-charts.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError } from '../shared/errors.ts';
import { lockLetter } from './letters.ts';

export interface Import {
  kind: 'condition' | 'allergy' | 'external_medication';
  patientId: string;
  encounterId: string | null;
  targetId: string;
  letterId: string;
  identifier: string;
  reference: string;
}

/**
 * Keeps that a record of ours was taken over, and from where. The database holds one row for an item of a letter and a kind of record: the
 * same item is refused twice, also when two people take it at once.
 *
 * @throws DomainError conflict when the item was taken over before; invalid when the letter is not one that was opened for this patient
 */
export async function noteImport(uow: UnitOfWork, taken: Import): Promise<void> {
  await lockLetter(uow, taken.letterId);
  const charts = [taken.patientId, ...(await formerCharts(uow, taken.patientId))];
  // a draft comes back from a browser: what it says of its origin holds only if our own row says the same
  const letter = await uow.tables.receivedDocument.findFirst({
    where: {
      id: taken.letterId,
      patientId: { in: charts },
      identifier: taken.identifier,
      state: { in: ['opened', 'accepted'] },
    },
    select: { senderName: true },
  });
  if (!letter)
    throw new DomainError(
      'invalid',
      '取り込み元の紹介状が、取り下げられたか、この患者さんのものではなくなっています。その病名を消してから、もう一度確定してください。',
    );
  const { count } = await uow.tables.importProvenance.createMany({
    data: [
      {
        tenantId: uow.tenantId,
        patientId: taken.patientId,
        encounterId: taken.encounterId,
        targetKind: taken.kind,
        targetId: taken.targetId,
        receivedDocumentId: taken.letterId,
        identifier: taken.identifier,
        reference: taken.reference,
        facilityName: letter.senderName,
        importedById: requireStaff(uow),
        importedAt: uow.now,
      },
    ],
    skipDuplicates: true,
  });
  if (count === 0)
    throw new DomainError(
      'conflict',
      `${letter.senderName}の紹介状の同じ項目が、すでに取り込まれています。二重に記録しないよう、片方を消してください。`,
    );
  uow.audit({
    action: 'letter.take_over',
    patientId: taken.patientId,
    entityType: taken.kind,
    entityId: taken.targetId,
    detail: { letterId: taken.letterId },
  });
}
