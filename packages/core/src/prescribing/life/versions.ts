import type { UnitOfWork } from '@shirube/db';
import type { IssueType } from '../../records/index.ts';
import { endedStatuses, type PrescriptionStatus } from './status.ts';

export interface ReplacedPrescription {
  id: string;
  issueType: IssueType;
  status: PrescriptionStatus;
  /** PrescriptionId at the service; null while it is not known there */
  externalId: string | null;
}

/**
 * The prescription that this one takes the place of at the service: the nearest earlier version that has not ended. Null when none of
 * them is in force: then it is registered as a new one.
 */
export async function replacedBy(
  uow: UnitOfWork,
  supersedesId: string | null,
): Promise<ReplacedPrescription | null> {
  let next = supersedesId;
  while (next !== null) {
    const earlier = await uow.tables.prescription.findFirstOrThrow({
      where: { id: next },
      select: {
        id: true,
        issueType: true,
        supersedesId: true,
        state: { select: { status: true, externalId: true } },
      },
    });
    if (!earlier.state) throw new Error('a prescription without its state');
    const status = earlier.state.status as PrescriptionStatus;
    if (!endedStatuses.includes(status))
      return {
        id: earlier.id,
        issueType: earlier.issueType as IssueType,
        status,
        externalId: earlier.state.externalId,
      };
    next = earlier.supersedesId;
  }
  return null;
}

/** A version that takes this one's place and has not ended; null: none. */
export async function livingSuccessor(
  uow: UnitOfWork,
  prescriptionId: string,
): Promise<{ id: string; status: PrescriptionStatus } | null> {
  const successor = await uow.tables.prescription.findFirst({
    where: { supersedesId: prescriptionId, state: { status: { notIn: [...endedStatuses] } } },
    select: { id: true, state: { select: { status: true } } },
  });
  return successor?.state ? { id: successor.id, status: successor.state.status as PrescriptionStatus } : null;
}
