import type { Prisma, UnitOfWork } from '@shirube/db';
import { requirePatient } from '../patients/facts/facts.ts';
import { PortError, type SharedInformationBundle, type SharedScope } from '../ports/index.ts';
import type { ReceivedItem } from '../records/index.ts';
import type { FlowContext } from '../shared/flow.ts';
import { nullable, toInstant } from '../shared/rows.ts';
import { itemInWords, resultInWords } from './in-words.ts';
import { sharingPersonOf } from './insured-person.ts';
import { type FhirReader, parseBundle } from './reader.ts';
import { isAbout, type NamedPerson } from './same-person.ts';
import type { ScopeAnswer, SharedView } from './schema.ts';

export const sharedScopes = ['sharedDiagnoses', 'sharedClinical'] as const satisfies readonly SharedScope[];

/** A Bundle as it was read, without the person: whose it is stands in the row. */
export interface OutsideReading {
  items: ReceivedItem[];
  unread: string[];
}

interface LastingConsent {
  id: string;
  scope: SharedScope;
  givenAt: Date;
  expiresAt: Date;
}

/** The patient's newest answer for each of the two bundles, where it is a "yes" that has not ended. */
export async function lastingConsents(uow: UnitOfWork, patientId: string): Promise<LastingConsent[]> {
  const newest = await uow.tables.consent.findMany({
    where: { patientId, scope: { in: [...sharedScopes] } },
    orderBy: [{ scope: 'asc' }, { givenAt: 'desc' }, { id: 'desc' }],
    distinct: ['scope'],
  });
  return newest
    .filter((each) => each.given && each.expiresAt > uow.now)
    .map((each) => ({ ...each, scope: each.scope as SharedScope }));
}

/**
 * 6情報の閲覧: asks the service for what the patient consented to, and keeps it until the consent ends. Each of the two bundles is asked for
 * itself: one that fails says so and stops nothing else.
 */
export async function fetchSharedInformation(
  flow: FlowContext,
  reader: FhirReader,
  input: { patientId: string },
): Promise<ScopeAnswer[]> {
  const prepared = await flow.run(async (uow) => {
    const consents = await lastingConsents(uow, input.patientId);
    const { institutionCode } = await uow.tables.tenant.findFirstOrThrow({
      select: { institutionCode: true },
    });
    const person = await sharingPersonOf(uow, input.patientId);
    const ours = await uow.tables.patient.findFirstOrThrow({ where: { id: input.patientId } });
    const named = person && {
      ...person,
      name: `${ours.familyName}${ours.givenName}`,
      kana: `${ours.familyKana}${ours.givenKana}`,
    };
    uow.audit({
      action: 'shared_information.fetch',
      patientId: input.patientId,
      detail: { scopes: consents.map((each) => each.scope) },
    });
    return { consents, institutionCode, person, named };
  });
  const answers: ScopeAnswer[] = [];
  for (const scope of sharedScopes) {
    const consent = prepared.consents.find((each) => each.scope === scope);
    if (!consent) answers.push({ scope, outcome: 'no_consent', reason: null });
    else if (prepared.person === null || prepared.named === null)
      answers.push({
        scope,
        outcome: 'could_not_fetch',
        reason: '保険の資格が登録されていないため、ほかの医療機関の情報を確かめられません。',
      });
    else
      answers.push(
        await fetchOne(flow, reader, {
          ...prepared,
          person: prepared.person,
          named: prepared.named,
          patientId: input.patientId,
          consent,
        }),
      );
  }
  return answers;
}

async function fetchOne(
  flow: FlowContext,
  reader: FhirReader,
  asked: {
    patientId: string;
    consent: LastingConsent;
    institutionCode: string;
    person: NonNullable<Awaited<ReturnType<typeof sharingPersonOf>>>;
    named: NamedPerson;
  },
): Promise<ScopeAnswer> {
  const { consent, patientId } = asked;
  const { scope } = consent;
  let bundles: SharedInformationBundle[];
  try {
    bundles = await flow.services.sharing.information({
      institutionCode: asked.institutionCode,
      requestId: `info-${consent.id.slice(0, 8)}-${flow.now().getTime().toString(36)}`,
      person: asked.person,
      scope,
      consentedAt: toInstant(consent.givenAt),
    });
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return { scope, outcome: 'could_not_fetch', reason: error.userMessage };
  }
  const read = bundles.map((bundle) => ({ ...bundle, reading: readingOf(reader, bundle, asked.named) }));
  const kept = await flow.run(async (uow) => {
    // two screens that ask at once keep one answer
    await uow.tables.$queryRaw`SELECT id::text FROM patient WHERE id = ${patientId}::uuid FOR UPDATE`;
    // the consent may have ended, or have been taken back, while the service was asked
    const still = (await lastingConsents(uow, patientId)).some((each) => each.id === consent.id);
    await uow.tables.sharedInformation.deleteMany({ where: { patientId, scope } });
    if (!still) return false;
    await uow.tables.sharedInformation.createMany({
      data: read.map((bundle) => ({
        tenantId: uow.tenantId,
        patientId,
        consentId: consent.id,
        scope,
        identifier: bundle.identifier,
        facilityCode: bundle.institutionCode,
        facilityName: bundle.institutionName,
        registeredAt: new Date(bundle.registeredAt),
        reading: bundle.reading as unknown as Prisma.InputJsonObject,
        content: bundle.reading === ofAnother ? new Uint8Array() : new Uint8Array(bundle.content),
        fetchedAt: uow.now,
        expiresAt: consent.expiresAt,
      })),
    });
    uow.audit({
      action: 'shared_information.fetch',
      patientId,
      detail: { scope, consentId: consent.id, count: read.length },
    });
    return true;
  });
  return { scope, outcome: kept ? 'fetched' : 'no_consent', reason: null };
}

const unreadable =
  'この医療機関の情報は、読み取れない形で届きました。内容は表示できず、処方のチェックにも使えません。';

/** Nothing of a Bundle about somebody else than was asked is kept, only that one came. */
const ofAnother: OutsideReading = {
  items: [],
  unread: [
    'この医療機関の情報として、別の人のもの（生年月日か、保険の番号と氏名が違うもの）が届きました。内容は表示せず、処方のチェックにも使いません。',
  ],
};

function readingOf(reader: FhirReader, bundle: SharedInformationBundle, asked: NamedPerson): OutsideReading {
  try {
    const { items, unread, person } = reader.readInformation(parseBundle(bundle.content));
    return isAbout(person, asked) ? { items, unread } : ofAnother;
  } catch {
    // what the reader stumbled over may hold words of the record: it is said, and named nowhere else
    return { items: [], unread: [unreadable] };
  }
}

/**
 * What other facilities registered, as far as the consents last now. Every view is written down with the consents it rests on and their ends.
 * The database shows nothing beyond them whatever this function asks. Without a consent there is nothing, and the trail says that it was asked.
 *
 * @throws DomainError not_found
 */
export async function viewSharedInformation(
  uow: UnitOfWork,
  input: { patientId: string },
): Promise<SharedView> {
  await requirePatient(uow, input.patientId);
  const consents = await lastingConsents(uow, input.patientId);
  uow.audit({
    action: 'shared_information.view',
    patientId: input.patientId,
    outcome: consents.length === 0 ? 'refused' : 'success',
    ...(consents.length === 0 ? { reason: 'no_consent' } : {}),
    detail: {
      consents: consents.map((each) => ({
        id: each.id,
        scope: each.scope,
        expiresAt: toInstant(each.expiresAt),
      })),
    },
  });
  const rows =
    consents.length === 0
      ? []
      : await uow.tables.sharedInformation.findMany({
          where: {
            patientId: input.patientId,
            scope: { in: consents.map((each) => each.scope) },
            expiresAt: { gt: uow.now },
          },
          orderBy: [{ facilityName: 'asc' }, { registeredAt: 'desc' }, { id: 'asc' }],
        });
  const facilities = [...Map.groupBy(rows, (row) => row.facilityCode).values()].map((ofOne) => ({
    code: ofOne[0]!.facilityCode,
    name: ofOne[0]!.facilityName,
    bundles: ofOne.map((row) => {
      const { items, unread } = row.reading as unknown as OutsideReading;
      return {
        identifier: row.identifier,
        scope: row.scope as SharedScope,
        registeredAt: toInstant(row.registeredAt),
        fetchedAt: toInstant(row.fetchedAt),
        items: items.flatMap((item) => (item.kind === 'result' ? [] : [itemInWords(item, row.facilityName)])),
        unread,
      };
    }),
  }));
  const resultsUnder = (scope: SharedScope) =>
    rows
      .filter((row) => row.scope === scope)
      .flatMap((row) =>
        (row.reading as unknown as OutsideReading).items.flatMap((item) =>
          item.kind === 'result' ? [resultInWords(item, row.facilityName)] : [],
        ),
      );
  return {
    consents: consents.map((each) => ({
      scope: each.scope,
      givenAt: toInstant(each.givenAt),
      expiresAt: toInstant(each.expiresAt),
    })),
    readableUntil: firstEnd(consents),
    facilities,
    infections: resultsUnder('sharedDiagnoses'),
    results: resultsUnder('sharedClinical'),
  };
}

const firstEnd = (consents: readonly LastingConsent[]): string | null =>
  nullable(consents.map((each) => each.expiresAt.getTime()).sort((a, b) => a - b)[0], (end) =>
    toInstant(new Date(end)),
  );

/**
 * Until when what is on a screen may stay there: asked again and again by a page that stays open, so that a consent that was taken back
 * clears it too.
 *
 * @throws DomainError not_found
 */
export async function sharedInformationUntil(
  uow: UnitOfWork,
  input: { patientId: string },
): Promise<{ readableUntil: string | null; scopes: string[] }> {
  await requirePatient(uow, input.patientId);
  const consents = await lastingConsents(uow, input.patientId);
  uow.audit({ action: 'shared_information.until', patientId: input.patientId });
  return { readableUntil: firstEnd(consents), scopes: consents.map((each) => each.scope) };
}
