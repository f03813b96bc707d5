import { createHash } from 'node:crypto';
import type { Prisma, UnitOfWork } from '@shirube/db';
import type { EligibilityResult } from '../ports/index.ts';
import { loadKnownPeople } from './known-people.ts';
import { matchPatient } from './match-patient.ts';

export const eligibilityFace = 'eligibility_face';

/**
 * Takes in one result file of the card reader, once: the same name with the same content is the same message, also when two
 * workers bring it at once. Who it is about is only proposed here: the clerk's click takes it (acceptInbound). What
 * matches nobody waits quarantined, what cannot be read is kept rejected with `error`, a sentence for the desk.
 */
export async function recordInbound(
  uow: UnitOfWork,
  input: { fileName: string; raw: Uint8Array; result: EligibilityResult | null; error: string | null },
): Promise<{ inboundId: string; isNew: boolean }> {
  const { result } = input;
  const sha256 = createHash('sha256').update(input.raw).digest('hex');
  const externalKey = `${input.fileName}:${sha256}`;
  const place = result
    ? matchPatient(result, await loadKnownPeople(uow, [result]))
    : { status: 'rejected' as const, reason: input.error ?? '読み取れない結果が届きました。' };
  const patientId = 'patientId' in place ? place.patientId : null;
  const [created] = await uow.tables.inboundMessage.createManyAndReturn({
    data: [
      {
        tenantId: uow.tenantId,
        kind: eligibilityFace,
        externalKey,
        raw: new Uint8Array(input.raw),
        ...(result ? { summary: result as unknown as Prisma.InputJsonObject } : {}),
        status: place.status,
        patientId,
        reason: 'reason' in place ? place.reason : null,
        receivedAt: uow.now,
      },
    ],
    // ON CONFLICT DO NOTHING: waits for another worker that is writing the same message
    skipDuplicates: true,
    select: { id: true },
  });
  if (!created) {
    const known = await uow.tables.inboundMessage.findFirstOrThrow({
      where: { kind: eligibilityFace, externalKey },
      select: { id: true },
    });
    return { inboundId: known.id, isNew: false };
  }
  uow.audit({
    action: 'inbound.record',
    patientId,
    entityType: 'inbound_message',
    entityId: created.id,
    detail: { status: place.status },
  });
  return { inboundId: created.id, isNew: true };
}
