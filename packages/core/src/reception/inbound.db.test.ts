import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registerPatient, registerPatientInput } from '../patients/index.ts';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import type { EligibilityConsent, EligibilityResult } from '../ports/index.ts';
import { acceptInbound, boardSchema, listBoard, recordInbound } from './index.ts';
import { cardResult } from './testing/card.ts';

let clinics: TwoClinics;
// every test begins with nobody but the fixture's patient
beforeEach(async () => {
  clinics = await openTwoClinics();
});
afterEach(() => clinics?.close());

let files = 0;
const arrive = (result: EligibilityResult | null, error: string | null = null) => {
  files += 1;
  const raw = new TextEncoder().encode(`<XmlMsg>${files}</XmlMsg>`);
  return clinics.run(
    clinics.a,
    (uow) => recordInbound(uow, { fileName: `OQSsiquc01res_face_${files}.xml`, raw, result, error }),
    'system',
  );
};
const inbound = async () => {
  const board = await clinics.run(clinics.a, (uow) => listBoard(uow, { serviceDate: null }));
  return boardSchema.parse(board).inbound;
};
const accept = (inboundId: string, as: Parameters<typeof acceptInbound>[1]['as'] = { kind: 'new' }) =>
  clinics.run(clinics.a, (uow) => acceptInbound(uow, { inboundId, purpose: '定期の受診', as }));
const existing = (patientId: string, applyDifferences = true) =>
  ({ kind: 'existing', patientId, applyDifferences }) as const;
const register = (changes: Record<string, unknown> = {}) =>
  clinics.run(clinics.a, (uow) =>
    registerPatient(
      uow,
      registerPatientInput.parse({
        familyName: 'テスト',
        givenName: '太郎',
        familyKana: 'テスト',
        givenKana: 'タロウ',
        birthDate: '1966-05-26',
        sex: 'male',
        differentPersonConfirmed: true,
        ...changes,
      }),
    ),
  );
const coveragesOf = (patientId: string) =>
  clinics.run(clinics.a, (uow) =>
    uow.tables.coverage.findMany({ where: { patientId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }),
  );
const day = (date: string) => new Date(`${date}T00:00:00Z`);

describe('a file of the card reader', () => {
  it('is taken once, however often and by however many it is brought', async () => {
    const raw = new TextEncoder().encode('<XmlMsg/>');
    const bring = (fileName = 'face_1.xml', bytes = raw) =>
      clinics.run(
        clinics.a,
        (uow) => recordInbound(uow, { fileName, raw: bytes, result: cardResult(), error: null }),
        'system',
      );
    const atOnce = await Promise.all([bring(), bring(), bring(), bring()]);
    expect(atOnce.filter((result) => result.isNew)).toHaveLength(1);
    expect(new Set(atOnce.map((result) => result.inboundId)).size).toBe(1);
    expect(await bring()).toEqual({ inboundId: atOnce[0]?.inboundId, isNew: false });
    expect(await inbound()).toHaveLength(1);
    // the same name with other content is another message
    expect((await bring('face_1.xml', new TextEncoder().encode('<XmlMsg>2</XmlMsg>'))).isNew).toBe(true);
    const events = await clinics.audited(clinics.a);
    expect(events.filter((event) => event.action === 'inbound.record')).toHaveLength(2);
  });

  it('of nobody we know waits with the reason', async () => {
    await arrive(cardResult());
    expect(await inbound()).toMatchObject([
      {
        status: 'quarantined',
        reason: '登録のない方です。新しい患者として登録できます。',
        person: { name: 'テスト　太郎', birthDate: '1966-05-26' },
        candidate: null,
      },
    ]);
  });

  it('that can not be read is kept, shown with its reason and can not be accepted', async () => {
    const { inboundId } = await arrive(null, '読み取れません。もう一度カードで受け付けてください。');
    expect(await inbound()).toMatchObject([
      { status: 'rejected', reason: '読み取れません。もう一度カードで受け付けてください。', person: null },
    ]);
    await expect(accept(inboundId)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('of another clinic is not there', async () => {
    const { inboundId } = await arrive(cardResult());
    const stranger = clinics.run(clinics.b, (uow) =>
      acceptInbound(uow, { inboundId, purpose: '定期', as: { kind: 'new' } }),
    );
    await expect(stranger).rejects.toMatchObject({ code: 'not_found' });
    const board = await clinics.run(clinics.b, (uow) => listBoard(uow, { serviceDate: null }));
    expect(board.inbound).toEqual([]);
  });
});

describe('two people with the same kana and birth date', () => {
  // @proves A6
  it('are never taken for each other without a click', async () => {
    const other = await register();
    const card = cardResult({ insurance: { number: '9999' } });
    const { inboundId } = await arrive(card);
    const [waiting] = await inbound();
    // proposed, not taken: no reception, no insurance
    expect(waiting).toMatchObject({ status: 'candidate', candidate: { id: other.id } });
    const board = await clinics.run(clinics.a, (uow) => listBoard(uow, { serviceDate: null }));
    expect(board.rows.map((row) => row.patient.id)).toEqual([clinics.a.patientId]);
    expect(await coveragesOf(other.id)).toEqual([]);
    const accepted = await accept(inboundId);
    expect(accepted.patientId).not.toBe(other.id);
    expect(await coveragesOf(other.id)).toEqual([]);
  });

  it('who are both registered are not called unregistered', async () => {
    await register();
    await register();
    await arrive(cardResult({ insurance: null }));
    expect(await inbound()).toMatchObject([
      { status: 'quarantined', reason: expect.stringContaining('複数登録'), candidate: null },
    ]);
  });
});

describe('accepting', () => {
  it('a new person registers, receives and keeps the check, and waits for nothing more', async () => {
    const { inboundId } = await arrive(cardResult());
    const accepted = await accept(inboundId);
    const board = await clinics.run(clinics.a, (uow) => listBoard(uow, { serviceDate: null }));
    expect(board.inbound).toEqual([]);
    expect(boardSchema.parse(board).rows.at(-1)).toMatchObject({
      receptionId: accepted.receptionId,
      number: 2,
      patient: { id: accepted.patientId, patientNumber: '00000002', familyName: 'テスト' },
      verificationMethod: 'マイナ保険証',
      prescriptionPreference: 'electronic',
      eligibility: { validity: '1' },
    });
    expect(await coveragesOf(accepted.patientId)).toMatchObject([
      { insurerNumber: '01139906', number: '4127', branchNumber: '00', copayPercent: 30, validTo: null },
    ]);
    expect((await clinics.audited(clinics.a)).map((event) => event.action)).toEqual(
      expect.arrayContaining(['inbound.record', 'patient.register', 'reception.receive', 'inbound.accept']),
    );
  });

  // @proves V2.3.4
  it('twice at once ends in one reception', async () => {
    const { inboundId } = await arrive(cardResult());
    const results = await Promise.allSettled([accept(inboundId), accept(inboundId), accept(inboundId)]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    const board = await clinics.run(clinics.a, (uow) => listBoard(uow, { serviceDate: null }));
    expect(board.rows).toHaveLength(2);
    const patients = await clinics.run(clinics.a, (uow) => uow.tables.patient.count());
    expect(patients).toBe(2);
  });

  it('does not register again who held the card up twice', async () => {
    const first = await arrive(cardResult());
    const second = await arrive(cardResult());
    const { patientId } = await accept(first.inboundId);
    // what waited as unregistered is known now
    expect(await inbound()).toMatchObject([{ status: 'matched', candidate: { id: patientId } }]);
    await expect(accept(second.inboundId)).rejects.toMatchObject({ code: 'conflict' });
    expect((await accept(second.inboundId, existing(patientId))).patientId).toBe(patientId);
    expect(await coveragesOf(patientId)).toHaveLength(1);
  });

  // @proves A6
  it('as another patient than the insurance names is refused', async () => {
    const first = await arrive(cardResult());
    const { patientId } = await accept(first.inboundId);
    const sameDay = await register({ givenName: '次郎', givenKana: 'ジロウ' });
    const { inboundId } = await arrive(cardResult());
    await expect(accept(inboundId, existing(sameDay.id))).rejects.toMatchObject({ code: 'conflict' });
    // and so is someone born on another day, and someone of another clinic
    const unknown = await arrive(cardResult({ insurance: null, person: { nameKana: 'ベツ　ジン' } }));
    await expect(accept(unknown.inboundId, existing(clinics.a.patientId))).rejects.toMatchObject({
      code: 'conflict',
      userMessage: expect.stringContaining('生年月日'),
    });
    await expect(accept(unknown.inboundId, existing(clinics.b.patientId))).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await accept(inboundId, existing(patientId))).patientId).toBe(patientId);
  });

  it('ends the old insurance the day before the new one, and keeps it', async () => {
    const { patientId } = await accept((await arrive(cardResult())).inboundId);
    const changed = cardResult({
      top: { referenceNumber: '00000002' },
      insurance: {
        insurerNumber: '06139901',
        symbol: '5',
        number: '77',
        validFrom: '2026-10-01',
        copayPercent: 20,
      },
    });
    const { inboundId } = await arrive(changed);
    expect(await inbound()).toMatchObject([
      {
        status: 'matched',
        differences: [{ field: '保険', ours: '01139906 21700023 4127 00', theirs: '06139901 5 77 00' }],
      },
    ]);
    await accept(inboundId, existing(patientId));
    expect(await coveragesOf(patientId)).toMatchObject([
      { insurerNumber: '01139906', validTo: day('2026-09-30') },
      { insurerNumber: '06139901', copayPercent: 20, validFrom: day('2026-10-01'), validTo: null },
    ]);
  });

  it('takes the name and the address over only when the clerk says so', async () => {
    const card = cardResult({
      person: {
        name: '新姓　太郎',
        nameKana: 'シンセイ　タロウ',
        postalCode: '5300099',
        address: '大阪府架空市2',
      },
    });
    const { patientId } = await accept((await arrive(cardResult())).inboundId);
    const patient = () =>
      clinics.run(clinics.a, (uow) => uow.tables.patient.findFirstOrThrow({ where: { id: patientId } }));
    await accept((await arrive(card)).inboundId, existing(patientId, false));
    expect(await patient()).toMatchObject({ familyName: 'テスト', address: '東京都架空区一丁目1番1号' });
    await accept((await arrive(card)).inboundId, existing(patientId));
    expect(await patient()).toMatchObject({
      familyName: '新姓',
      kanaKey: 'シンセイタロウ',
      postalCode: '530-0099',
      address: '大阪府架空市2',
    });
  });

  it('gives no insurance from an invalid card, and receives the person all the same', async () => {
    const { inboundId } = await arrive(cardResult({ top: { validity: '2' } }));
    const { patientId } = await accept(inboundId);
    expect(await coveragesOf(patientId)).toEqual([]);
    const board = await clinics.run(clinics.a, (uow) => listBoard(uow, { serviceDate: null }));
    expect(board.rows.at(-1)?.eligibility?.validity).toBe('2');
  });

  it('keeps the result as it was: not even the app can change it', async () => {
    await accept((await arrive(cardResult())).inboundId);
    const change = clinics.run(clinics.a, (uow) =>
      uow.tables.eligibilityCheck.updateMany({ data: { validity: '2' } }),
    );
    await expect(change).rejects.toThrow();
  });
});

describe('consents', () => {
  const at = '2026-11-20T09:12:00+09:00';
  const until = '2026-11-21T09:12:00+09:00';
  const consent = (changes: Partial<EligibilityConsent> = {}): EligibilityConsent => ({
    scope: 'medication',
    given: true,
    givenAt: at,
    availableUntil: until,
    ...changes,
  });
  const consentsOf = (patientId: string) =>
    clinics.run(clinics.a, (uow) =>
      uow.tables.consent.findMany({
        where: { patientId },
        select: { scope: true, given: true, expiresAt: true },
        orderBy: { givenAt: 'asc' },
      }),
    );

  it('count only with a deadline', async () => {
    const consents = [
      consent(),
      consent({ scope: 'diagnosis', availableUntil: null }),
      consent({ scope: 'checkup', given: false, givenAt: null, availableUntil: null }),
      consent({ scope: 'surgery', availableUntil: at }),
    ];
    const { patientId } = await accept((await arrive(cardResult({ top: { consents } }))).inboundId);
    expect(await consentsOf(patientId)).toEqual([
      { scope: 'medication', given: true, expiresAt: new Date(until) },
    ]);
  });

  it('end with a later "no", but not with the look at a paper', async () => {
    const { patientId } = await accept(
      (await arrive(cardResult({ top: { consents: [consent()] } }))).inboundId,
    );
    const refused = [consent({ given: false, givenAt: null, availableUntil: null })];
    const later = { processedAt: '2026-11-20T15:00:00+09:00', consents: refused };
    clinics.setNow('2026-11-20T15:05:00+09:00');
    await accept(
      (await arrive(cardResult({ top: { ...later, byCard: false } }))).inboundId,
      existing(patientId),
    );
    expect(await consentsOf(patientId)).toHaveLength(1);
    await accept((await arrive(cardResult({ top: later }))).inboundId, existing(patientId));
    expect((await consentsOf(patientId)).map((row) => row.given)).toEqual([true, false]);
  });
});
