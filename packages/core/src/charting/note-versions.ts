import { createHash } from 'node:crypto';
import type { UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import type { amendNoteInput, soapSchema } from './schema.ts';

type Soap = z.output<typeof soapSchema>;

/** SHA-256 over the four parts, length-prefixed so that no text can move from one part into the next unseen. */
export function soapSha256(soap: Soap): Uint8Array<ArrayBuffer> {
  const hash = createHash('sha256');
  for (const part of [soap.subjective, soap.objective, soap.assessment, soap.plan]) {
    const bytes = Buffer.from(part, 'utf8');
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return new Uint8Array(hash.digest());
}

/**
 * 訂正: a confirmed note is never changed; a new version with a reason takes its place and both stay visible.
 * Refused as stale when someone else amended first.
 */
export async function amendNote(
  uow: UnitOfWork,
  input: z.output<typeof amendNoteInput>,
): Promise<{ noteVersion: number }> {
  const staffId = requireStaff(uow);
  // the visit's row is the lock of its note versions
  const [encounter] = await uow.tables.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM encounter WHERE id = ${input.encounterId}::uuid AND patient_id = ${input.patientId}::uuid FOR UPDATE`;
  if (!encounter) throw notFound('診察');
  const current = await uow.tables.clinicalNote.findFirst({
    where: { encounterId: input.encounterId },
    orderBy: { versionNo: 'desc' },
  });
  if (!current) throw new DomainError('conflict', 'まだ確定していない記載は、訂正ではなくそのまま直せます。');
  if (current.versionNo !== input.baseVersion)
    throw new DomainError(
      'stale',
      'この記載は先に訂正されています。最新の版を開いて確かめてください。入力した内容は画面に残っています。',
    );
  const versionNo = current.versionNo + 1;
  const note = await uow.tables.clinicalNote.create({
    data: {
      tenantId: uow.tenantId,
      encounterId: input.encounterId,
      patientId: input.patientId,
      versionNo,
      kind: 'amendment',
      ...input.soap,
      reason: input.reason,
      enteredById: staffId,
      confirmedById: staffId,
      confirmedAt: uow.now,
      contentSha256: soapSha256(input.soap),
    },
    select: { id: true },
  });
  uow.audit({
    action: 'note.amend',
    patientId: input.patientId,
    entityType: 'clinical_note',
    entityId: note.id,
    reason: input.reason,
    detail: { versionNo },
  });
  return { noteVersion: versionNo };
}
