import type { UnitOfWork } from '@shirube/db';
import type { EligibilityResult } from '../ports/index.ts';
import { withheldAddresses } from '../restrictions/access.ts';
import { toInstant } from '../shared/rows.ts';
import { differencesBetween } from './differences.ts';
import { loadKnownPeople } from './known-people.ts';
import { matchPatient } from './match-patient.ts';
import { eligibilityFace } from './record-inbound.ts';
import type { Board } from './schema.ts';

const shownForMilliseconds = 24 * 3600_000;

/**
 * Card results of the last 24 hours that nobody has taken, oldest first, each with whom it is about and what differs from our
 * record. Who that is, is asked anew: the person may have been registered, or may have held the card up twice, since the
 * result arrived.
 */
export async function listInbound(uow: UnitOfWork): Promise<Board['inbound']> {
  const messages = await uow.tables.inboundMessage.findMany({
    where: {
      kind: eligibilityFace,
      handledAt: null,
      receivedAt: { gt: new Date(uow.now.getTime() - shownForMilliseconds) },
    },
    orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
    take: 50,
    omit: { raw: true },
  });
  const read = messages.map((message) => ({
    message,
    card: message.summary as unknown as EligibilityResult | null,
  }));
  const people = await loadKnownPeople(
    uow,
    read.flatMap(({ card }) => (card ? [card] : [])),
  );
  const withheld = await withheldAddresses(
    uow,
    people.map((person) => person.id),
  );
  return read.map(({ message, card }) => {
    const waiting = { id: message.id, receivedAt: toInstant(message.receivedAt) };
    if (!card)
      return {
        ...waiting,
        status: message.status,
        reason: message.reason,
        person: null,
        validity: null,
        candidate: null,
        differences: [],
      };
    const match = matchPatient(card, people);
    const candidate =
      'patientId' in match ? people.find((person) => person.id === match.patientId) : undefined;
    const hidden = candidate !== undefined && withheld.has(candidate.id);
    const { name, nameKana, birthDate, sex, address } = card.person;
    return {
      ...waiting,
      status: match.status,
      reason: 'reason' in match ? match.reason : null,
      person: { name, nameKana, birthDate, sex, address: hidden ? null : address },
      validity: card.validity,
      candidate: candidate?.summary ?? null,
      // 支援措置: the address is shown to nobody at the counter
      differences: (candidate ? differencesBetween(candidate, card) : []).map((difference) =>
        hidden && difference.field === '住所'
          ? { ...difference, ours: '非開示', theirs: '非開示' }
          : difference,
      ),
    };
  });
}
