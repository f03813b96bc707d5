import type { UnitOfWork } from '@shirube/db';
import type { EligibilityResult } from '../ports/index.ts';
import { requireStaff } from '../shared/actor.ts';

/**
 * 閲覧同意 given at the card reader: kept only with its deadline, because nothing may be fetched on a consent whose end is not
 * known. "No" is kept only where it ends an earlier "yes" that would last longer. A result without a card (資格確認書)
 * asked nobody and changes nothing.
 */
export async function storeConsents(
  uow: UnitOfWork,
  patientId: string,
  eligibilityCheckId: string,
  card: EligibilityResult,
): Promise<void> {
  if (!card.byCard) return;
  const answers = card.consents.map((consent) => ({
    scope: consent.scope,
    given: consent.given,
    givenAt: new Date(consent.givenAt ?? card.processedAt),
    until: consent.availableUntil === null ? null : new Date(consent.availableUntil),
  }));
  const lasting = await uow.tables.consent.findMany({
    where: { patientId, given: true, expiresAt: { gt: uow.now } },
    select: { scope: true, givenAt: true },
  });
  const rows = answers.flatMap(({ scope, given, givenAt, until }) => {
    const row = { tenantId: uow.tenantId, patientId, eligibilityCheckId, scope, given, givenAt };
    const written = { ...row, source: 'card_reader', recordedById: requireStaff(uow) };
    if (given) return until !== null && until > givenAt ? [{ ...written, expiresAt: until }] : [];
    const ends = lasting.some((earlier) => earlier.scope === scope && earlier.givenAt < givenAt);
    // the row says "no" from givenAt on; the table asks for an end after the beginning
    return ends ? [{ ...written, expiresAt: new Date(givenAt.getTime() + 1) }] : [];
  });
  if (rows.length > 0) await uow.tables.consent.createMany({ data: rows });
}
