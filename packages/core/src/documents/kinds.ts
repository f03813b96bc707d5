import type { UnitOfWork } from '@shirube/db';
import type { DocumentKind } from '../records/documents.ts';
import { DomainError } from '../shared/errors.ts';
import { writtenKinds } from './forms/index.ts';

/** What can be begun in this clinic for a patient: each kind, and why not where it cannot. A reply begins at the letter it answers. */
export async function kindsHere(
  uow: UnitOfWork,
): Promise<{ kind: DocumentKind; unavailable: string | null }[]> {
  const settings = await uow.tables.clinicSettings.findFirst({ select: { bedCount: true } });
  const hasBeds = (settings?.bedCount ?? 0) > 0;
  return writtenKinds.map((kind) => ({
    kind,
    unavailable:
      kind === 'discharge_summary' && !hasBeds
        ? '病床のない医療機関では書きません。'
        : kind === 'reply'
          ? '返書は、届いた紹介状を選んで書きます。'
          : null,
  }));
}

/** @throws DomainError conflict when this clinic does not write such documents */
export async function assertWrittenHere(uow: UnitOfWork, kind: DocumentKind): Promise<void> {
  const found = (await kindsHere(uow)).find((each) => each.kind === kind);
  if (!found) throw new DomainError('invalid', 'この種類の文書は、ここでは書けません。');
  if (found.unavailable !== null && kind !== 'reply') throw new DomainError('conflict', found.unavailable);
}
