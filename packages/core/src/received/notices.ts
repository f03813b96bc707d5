import { createHash } from 'node:crypto';
import type { Prisma, UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import { PortError, type ReferralNotice } from '../ports/index.ts';
import type { FlowContext } from '../shared/flow.ts';
import { toDateColumn } from '../shared/rows.ts';
import { calendarDate } from '../shared/schema.ts';

export interface LetterRound {
  /** letters and editions that were not known before */
  arrived: number;
  fetched: number;
}

/**
 * One round of a clinic: asks what letters are addressed to it and fetches those that may be opened. Asking again changes nothing; a letter
 * that is refused holds up no other.
 */
export async function letterRound(flow: FlowContext, institutionCode: string): Promise<LetterRound> {
  const stamp = flow.now().getTime().toString(36);
  const notices = await flow.services.sharing.referrals({ institutionCode, requestId: `letters-${stamp}` });
  const arrived = notices.length === 0 ? 0 : await flow.run((uow) => recordNotices(uow, notices));
  const waiting = await flow.run((uow) =>
    uow.tables.receivedDocument.findMany({
      where: { state: 'readable', content: null },
      select: { id: true },
      orderBy: { noticedAt: 'asc' },
    }),
  );
  let fetched = 0;
  for (const { id } of waiting) if (await fetchLetter(flow, id)) fetched += 1;
  return { arrived, fetched };
}

/** The day of the letter; of its registration where the sender wrote no day, so that one bad notice holds up no other. */
const dayOf = ({ issuedOn, registeredAt }: ReferralNotice): string =>
  calendarDate.safeParse(issuedOn).success ? issuedOn : todayInTokyo(new Date(registeredAt));

/**
 * Takes in what the service announces. A new revision of a letter is a row of its own, so that what somebody read before stays what it was;
 * one that the sender has taken back is withdrawn here too, unless it was accepted and belongs to our record.
 */
export async function recordNotices(uow: UnitOfWork, notices: readonly ReferralNotice[]): Promise<number> {
  const created = await uow.tables.receivedDocument.createMany({
    data: notices
      .filter(({ state }) => state !== 'cancelled')
      .map((notice) => ({
        tenantId: uow.tenantId,
        identifier: notice.identifier,
        revision: notice.revision,
        kind: 'referral',
        senderCode: notice.from.institutionCode,
        senderName: notice.from.name,
        person: notice.patient as unknown as Prisma.InputJsonObject,
        insuredId: notice.person.insuredId,
        issuedOn: toDateColumn(dayOf(notice)),
        noticedAt: uow.now,
        state: notice.state === 'on_hold' ? 'on_hold' : 'readable',
      })),
    skipDuplicates: true,
  });
  let changed = created.count;
  for (const { identifier, revision, state } of notices) {
    const replaced = await uow.tables.receivedDocument.updateMany({
      where: { identifier, revision: { lt: revision }, state: { in: ['on_hold', 'readable', 'opened'] } },
      data: { state: 'withdrawn', rowVersion: { increment: 1 } },
    });
    changed += replaced.count;
    const [from, to] =
      state === 'cancelled'
        ? [['on_hold', 'readable', 'opened'], 'withdrawn']
        : state === 'on_hold'
          ? [[], '']
          : [['on_hold'], 'readable'];
    if (from.length === 0) continue;
    const { count } = await uow.tables.receivedDocument.updateMany({
      where: { identifier, state: { in: from } },
      data: { state: to, rowVersion: { increment: 1 } },
    });
    changed += count;
  }
  if (changed > 0) uow.audit({ action: 'letter.notice', detail: { arrived: created.count, changed } });
  return created.count;
}

/**
 * Fetches the bytes of a letter that may be opened. False: it cannot be had now (on hold again, taken back, no answer); the next round
 * or the person who opens it asks again.
 */
export async function fetchLetter(flow: FlowContext, letterId: string): Promise<boolean> {
  const wanted = await flow.run(async (uow) => {
    const letter = await uow.tables.receivedDocument.findFirst({ where: { id: letterId } });
    const tenant = await uow.tables.tenant.findFirstOrThrow({ select: { institutionCode: true } });
    return letter && letter.content === null ? { ...letter, ...tenant } : null;
  });
  if (wanted === null) return false;
  let content: Uint8Array;
  try {
    content = await flow.services.sharing.fetchReferral({
      institutionCode: wanted.institutionCode,
      requestId: `fetch-${letterId}`,
      identifier: wanted.identifier,
    });
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return false;
  }
  return flow.run(async (uow) => {
    const { count } = await uow.tables.receivedDocument.updateMany({
      where: { id: letterId, content: null },
      data: {
        content: new Uint8Array(content),
        contentSha256: new Uint8Array(createHash('sha256').update(content).digest()),
        fetchedAt: uow.now,
        // row_version stays: that the bytes have come is nobody's decision, and must not undo one that is being made
      },
    });
    uow.audit({
      action: 'letter.fetch',
      patientId: wanted.patientId,
      entityType: 'received_document',
      entityId: letterId,
    });
    return count === 1;
  });
}
