import type { Prisma, UnitOfWork } from '@shirube/db';
import { formerCharts } from '../patients/merge/former-charts.ts';
import type { ReceivedDocument } from '../records/index.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import type { FlowContext } from '../shared/flow.ts';
import { isInsuredUnder } from './insured-person.ts';
import { lockLetter, rowOf, withdrawn } from './letters.ts';
import { fetchLetter } from './notices.ts';
import { factsOfDocument } from './outside-facts.ts';
import { type FhirReader, parseBundle } from './reader.ts';
import { isAbout } from './same-person.ts';
import { letterPersonSchema } from './schema.ts';

/** An oral consent to read one letter holds for the day of the visit. */
const oralConsentHours = 24;

interface OfPatient {
  letterId: string;
  patientId: string;
}

/** The letter, when it is this patient's, also where it came for a chart that was merged into theirs. @throws DomainError not_found, conflict when it was withdrawn */
export async function letterOf(uow: UnitOfWork, input: OfPatient) {
  const row = await rowOf(uow, input.letterId);
  if (row.patientId === null) throw notFound('届いた紹介状');
  if (
    row.patientId !== input.patientId &&
    !(await formerCharts(uow, input.patientId)).includes(row.patientId)
  )
    throw notFound('届いた紹介状');
  if (row.state === 'withdrawn') throw withdrawn();
  return row;
}

const institutionOf = async (uow: UnitOfWork): Promise<string> =>
  (await uow.tables.tenant.findFirstOrThrow({ select: { institutionCode: true } })).institutionCode;

/**
 * The patient lets us read a letter that is on hold: by the consent given at the card reader (共有（診療情報）, while it lasts), or in words,
 * which is recorded. The service is told under the number that the letter names, and the bytes are fetched.
 *
 * @throws DomainError not_found, conflict without a consent, or with the card of another insurance; PortError when the service does not answer or refuses
 */
export async function releaseLetter(
  flow: FlowContext,
  input: OfPatient & { by: 'card' | 'oral' },
): Promise<{ state: string }> {
  const asked = await flow.run(async (uow) => {
    const row = await letterOf(uow, input);
    if (row.state !== 'on_hold') return null;
    if (input.by === 'card') await requireSameInsurance(uow, input.patientId, row.insuredId);
    const consentId = await consentFor(uow, input);
    uow.audit({
      action: 'letter.release',
      patientId: input.patientId,
      entityType: 'received_document',
      entityId: row.id,
      detail: { by: input.by, consentId },
    });
    return {
      identifier: row.identifier,
      person: { insuredId: row.insuredId, birthDate: (row.person as { birthDate: string }).birthDate },
      institutionCode: await institutionOf(uow),
    };
  });
  if (asked === null) return { state: 'readable' };
  const { state } = await flow.services.sharing.releaseReferral({
    ...asked,
    requestId: `release-${input.letterId}`,
  });
  if (state === 'cancelled') throw withdrawn();
  if (state !== 'on_hold')
    await flow.run(async (uow) => {
      await uow.tables.receivedDocument.updateMany({
        where: { id: input.letterId, state: 'on_hold' },
        data: { state: 'readable', rowVersion: { increment: 1 } },
      });
    });
  if (state !== 'on_hold') await fetchLetter(flow, input.letterId);
  return { state };
}

/** What one person answered at the reader opens no letter about another: their insurance is the letter's. @throws DomainError conflict */
async function requireSameInsurance(uow: UnitOfWork, patientId: string, insuredId: string): Promise<void> {
  const coverages = await uow.tables.coverage.findMany({ where: { patientId } });
  if (coverages.length > 0 && !coverages.some((coverage) => isInsuredUnder(insuredId, coverage)))
    throw new DomainError(
      'conflict',
      '紹介状の保険の番号が、この患者さんの保険と違うため、カードの同意では開けません。患者さんの取り違えがないか確かめて、口頭で同意をもらってください。',
    );
}

async function consentFor(uow: UnitOfWork, input: OfPatient & { by: 'card' | 'oral' }): Promise<string> {
  if (input.by === 'oral') {
    const { id } = await uow.tables.consent.create({
      data: {
        tenantId: uow.tenantId,
        patientId: input.patientId,
        scope: 'letter',
        given: true,
        source: 'oral',
        givenAt: uow.now,
        expiresAt: new Date(uow.now.getTime() + oralConsentHours * 3600_000),
        recordedById: requireStaff(uow),
      },
      select: { id: true },
    });
    return id;
  }
  // assumed: the consent for 診療情報 covers documents; the public material names no consent of their own at the reader
  const newest = await uow.tables.consent.findFirst({
    where: { patientId: input.patientId, scope: 'sharedClinical' },
    orderBy: [{ givenAt: 'desc' }, { id: 'desc' }],
  });
  if (!newest?.given || newest.expiresAt <= uow.now)
    throw new DomainError(
      'conflict',
      'カードリーダーでの同意が見つかりません。顔認証付きカードリーダーで「診療情報」に同意してもらうか、口頭で同意をもらってください。',
    );
  return newest.id;
}

/**
 * A person opens a letter for the first time: from then on it is read, and its allergies and medicines take part in every check of this
 * patient's orders. Opening again changes nothing.
 *
 * @throws DomainError not_found, conflict while it is on hold or cannot be fetched, invalid when it is no document that can be read
 */
export async function openLetter(flow: FlowContext, reader: FhirReader, input: OfPatient): Promise<void> {
  const before = await flow.run((uow) => letterOf(uow, input));
  if (before.state === 'on_hold')
    throw new DomainError('conflict', '患者さんの同意がまだです。同意をもらってから開いてください。');
  if (before.content === null && !(await fetchLetter(flow, input.letterId)))
    throw new DomainError(
      'conflict',
      '電子カルテ情報共有サービスから紹介状を受け取れませんでした。少し待って、もう一度開いてください。',
    );
  await flow.run(async (uow) => {
    await lockLetter(uow, input.letterId);
    const row = await letterOf(uow, input);
    const document = readContent(reader, row.content);
    const person = letterPersonSchema.parse(row.person);
    if (!isAbout(document.person, { ...person, insuredId: row.insuredId })) throw ofAnother();
    await uow.tables.receivedDocument.updateMany({
      where: { id: row.id },
      data: {
        kind: document.kind,
        safetyFacts: factsOfDocument(document) as unknown as Prisma.InputJsonObject,
        ...(row.state === 'readable'
          ? {
              state: 'opened',
              openedById: requireStaff(uow),
              openedAt: uow.now,
              rowVersion: { increment: 1 },
            }
          : {}),
      },
    });
    uow.audit({
      action: 'letter.open',
      patientId: input.patientId,
      entityType: 'received_document',
      entityId: row.id,
    });
  });
}

const ofAnother = (): DomainError =>
  new DomainError(
    'invalid',
    'この紹介状の中身は、届いた知らせと別の人のものです。開けません。紹介元に確かめて、送り直してもらってください。',
  );

/** @throws DomainError invalid: what arrived is no document; the sender must be asked */
export function readContent(reader: FhirReader, content: Uint8Array | null): ReceivedDocument {
  if (content === null)
    throw new DomainError(
      'conflict',
      '紹介状の内容がまだ届いていません。少し待って、もう一度開いてください。',
    );
  try {
    return reader.readDocument(parseBundle(content));
  } catch {
    // whatever the reader stumbled over stands in nobody's log: it may hold words of the letter
    throw new DomainError(
      'invalid',
      'この紹介状は読み取れない形で届きました。紹介元に、送り直すか紙で送ってもらってください。',
    );
  }
}

/**
 * 受領: the service is told that we have it, and the letter belongs to the record from then on. Telling twice changes nothing.
 *
 * @throws DomainError not_found, conflict before it was opened; PortError of the service
 */
export async function acceptLetter(flow: FlowContext, input: OfPatient): Promise<void> {
  const asked = await flow.run(async (uow) => {
    const row = await letterOf(uow, input);
    if (row.state === 'accepted') return null;
    if (row.state !== 'opened')
      throw new DomainError('conflict', '紹介状を開いて内容を確かめてから、受領してください。');
    return { identifier: row.identifier, institutionCode: await institutionOf(uow) };
  });
  if (asked === null) return;
  await flow.services.sharing.acceptReferral({ ...asked, requestId: `accept-${input.letterId}` });
  await flow.run(async (uow) => {
    await lockLetter(uow, input.letterId);
    // withdrawn while the service was told: whoever accepts it hears so
    await letterOf(uow, input);
    const { count } = await uow.tables.receivedDocument.updateMany({
      where: { id: input.letterId, state: 'opened' },
      data: {
        state: 'accepted',
        acceptedById: requireStaff(uow),
        acceptedAt: uow.now,
        rowVersion: { increment: 1 },
      },
    });
    if (count === 1)
      uow.audit({
        action: 'letter.accept',
        patientId: input.patientId,
        entityType: 'received_document',
        entityId: input.letterId,
      });
  });
}
