import type { Prisma, UnitOfWork } from '@shirube/db';
import { toSearchKey } from '@shirube/terminology';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { confirmConditions } from '../charting/confirm-conditions.ts';
import { openChart } from '../charting/index.ts';
import { draftOfVisit } from '../charting/visit-draft.ts';
import { recordAllergy } from '../patients/facts/index.ts';
import { loadOrderContext } from '../prescribing/order-context.ts';
import type { ReceivedDocument } from '../records/index.ts';
import {
  acceptLetter,
  countLetters,
  decideLetter,
  letterRound,
  lettersOfPatient,
  listLetters,
  openLetter,
  readLetter,
  readLetterFile,
  releaseLetter,
  takeAllergy,
  takeCondition,
  takeMedication,
  viewLetter,
} from './index.ts';
import { drug, openReceivingClinics } from './testing/clinic.ts';
import {
  allergyItem,
  bytesOf,
  conditionItem,
  letterDocument,
  medicationItem,
  notice,
  plainReader,
  source,
} from './testing/letters.ts';

const institution = '1310000001';
let t: Awaited<ReturnType<typeof openReceivingClinics>>;
let admin: Awaited<ReturnType<typeof t.clinics.test.connect>>;
beforeAll(async () => {
  t = await openReceivingClinics();
  admin = await t.clinics.test.connect('admin');
});
afterAll(() => t?.clinics.close());

const a = () => t.clinics.a;
const patientId = () => a().patientId;
const run = <Result>(work: (uow: UnitOfWork) => Promise<Result>) => t.clinics.run(a(), work);
const round = () => letterRound(t.flow('a'), institution);

beforeEach(async () => {
  await admin.query(`SET session_replication_role = replica`);
  for (const table of [
    'patient_merge',
    'import_provenance',
    'received_document',
    'consent',
    'encounter_draft',
    'condition',
    'allergy_intolerance',
    'external_medication',
    'coverage',
  ])
    await admin.query(`DELETE FROM ${table}`);
  await admin.query(`DELETE FROM patient WHERE patient_number <> '00000001'`);
  t.setNow('2026-11-20T09:15:00+09:00');
  t.sharing.down.clear();
  t.sharing.asked.length = 0;
  t.sharing.notices = [notice()];
  t.sharing.documents = new Map([[notice().identifier, bytesOf(letterDocument())]]);
});

/** The letter that came, as far as a person has taken it. */
async function arrived(): Promise<string> {
  await round();
  const [row] = await t.clinics.run(a(), listLetters);
  return row!.id;
}
async function opened(document?: Partial<ReceivedDocument>): Promise<string> {
  if (document) t.sharing.documents.set(notice().identifier, bytesOf(letterDocument(document)));
  const letterId = await arrived();
  await decide(letterId);
  await openLetter(t.flow('a'), plainReader, { letterId, patientId: patientId() });
  return letterId;
}
async function decide(letterId: string, of: string | null = patientId()) {
  const { rowVersion } = await t.clinics.run(a(), (uow) => readLetter(uow, { letterId }));
  return t.clinics.run(a(), (uow) => decideLetter(uow, { letterId, rowVersion, patientId: of }));
}
const view = (letterId: string) =>
  t.clinics.run(a(), (uow) => viewLetter(uow, plainReader, { letterId, patientId: patientId() }));
const planOf = async (letterId: string, kind: string) =>
  (await view(letterId)).documents
    .flatMap((each) => each.sections)
    .flatMap((each) => each.items)
    .find((each) => each.kind === kind)?.takeOver;

describe('the round', () => {
  it('keeps each notice once, fetches what may be opened, and asks again without a change', async () => {
    expect(await round()).toEqual({ arrived: 1, fetched: 1 });
    expect(await round()).toEqual({ arrived: 0, fetched: 0 });
    expect(await t.clinics.run(a(), listLetters)).toMatchObject([
      { senderName: '架空中央病院', state: 'readable', patient: null, revision: 1, replaced: false },
    ]);
    expect(await t.clinics.run(a(), countLetters)).toBe(1);
    expect(await t.clinics.run(t.clinics.b, listLetters)).toEqual([]);
  });

  it('does not take a decision back because the bytes came while it was being made', async () => {
    const bytes = t.sharing.documents.get(notice().identifier);
    t.sharing.documents.clear();
    await round();
    const [row] = await t.clinics.run(a(), listLetters);
    const { rowVersion } = await run((uow) => readLetter(uow, { letterId: row!.id }));
    t.sharing.documents.set(notice().identifier, bytes!);
    expect((await round()).fetched).toBe(1);
    await run((uow) => decideLetter(uow, { letterId: row!.id, rowVersion, patientId: patientId() }));
    expect((await run((uow) => readLetter(uow, { letterId: row!.id }))).patient?.id).toBe(patientId());
  });

  it('takes the day of registration where the sender wrote none', async () => {
    t.sharing.notices = [notice({ issuedOn: '令和8年' })];
    expect((await round()).arrived).toBe(1);
    expect((await t.clinics.run(a(), listLetters))[0]?.issuedOn).toBe('2026-11-12');
  });

  it('leaves a letter on hold unfetched until it may be read', async () => {
    t.sharing.notices = [notice({ state: 'on_hold' })];
    expect(await round()).toEqual({ arrived: 1, fetched: 0 });
    t.sharing.notices = [notice({ state: 'readable' })];
    expect(await round()).toEqual({ arrived: 0, fetched: 1 });
  });

  it('takes a new edition for a row of its own and the older one from the list, and withdraws what the sender took back', async () => {
    const first = await opened();
    t.sharing.notices = [notice({ revision: 2 })];
    expect((await round()).arrived).toBe(1);
    const rows = await t.clinics.run(a(), listLetters);
    expect(rows.map((row) => [row.revision, row.state, row.replaced])).toEqual([
      [2, 'readable', false],
      [1, 'withdrawn', true],
    ]);
    await expect(view(first)).rejects.toMatchObject({ code: 'conflict' });
    t.sharing.notices = [notice({ revision: 2, state: 'cancelled' })];
    await round();
    expect((await t.clinics.run(a(), listLetters)).map((row) => row.state)).toEqual([
      'withdrawn',
      'withdrawn',
    ]);
  });

  it('leaves an accepted letter what it is when its sender withdraws it later, also against a program that errs', async () => {
    const letterId = await opened();
    const change = (data: Prisma.ReceivedDocumentUpdateManyMutationInput) =>
      run((uow) => uow.tables.receivedDocument.updateMany({ where: { id: letterId }, data }));
    await expect(change({ content: new Uint8Array([1]) })).rejects.toMatchObject({ code: 'P2003' });
    await acceptLetter(t.flow('a'), { letterId, patientId: patientId() });
    await expect(change({ state: 'withdrawn' })).rejects.toMatchObject({ code: 'P2003' });
    t.sharing.notices = [notice({ state: 'cancelled' })];
    await round();
    expect((await view(letterId)).documents).toHaveLength(1);
  });
});

describe('whose a letter is', () => {
  it('is proposed by the insured number and by kana, birth date and sex, with what differs, and never taken', async () => {
    await admin.query(
      `INSERT INTO coverage (tenant_id, id, patient_id, insurer_number, symbol, number, branch_number, is_dependent, copay_percent, source)
       VALUES ($1, gen_random_uuid(), $2, '01139906', '21700023', '4127', '00', false, 30, 'card')`,
      [a().tenantId, patientId()],
    );
    t.sharing.notices = [notice({ patient: { ...notice().patient, name: '検證 花子', sex: 'male' } })];
    const letterId = await arrived();
    const letter = await t.clinics.run(a(), (uow) => readLetter(uow, { letterId }));
    expect(letter.patient).toBeNull();
    expect(letter.candidates).toMatchObject([
      {
        patient: { id: patientId() },
        by: 'insurance',
        differences: [
          { field: '氏名', theirs: '検證 花子' },
          { field: '性別', ours: '女性', theirs: '男性' },
        ],
      },
    ]);
    await expect(
      openLetter(t.flow('a'), plainReader, { letterId, patientId: patientId() }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('may be somebody new, registered from what the letter says', async () => {
    t.sharing.notices = [
      notice({ patient: { name: '架空 次郎', kana: 'カクウ ジロウ', birthDate: '1970-02-03', sex: 'male' } }),
    ];
    const letterId = await arrived();
    const { patientId: registered } = await decide(letterId, null);
    await t.clinics.run(a(), async (uow) =>
      expect(await uow.tables.patient.findFirst({ where: { id: registered } })).toMatchObject({
        familyName: '架空',
        givenKana: 'ジロウ',
        sex: 'male',
      }),
    );
  });

  it('is refused as stale when somebody else decided first, for another clinic’s patient, and after something was taken over', async () => {
    const letterId = await arrived();
    await expect(decide(letterId, t.clinics.b.patientId)).rejects.toMatchObject({
      code: 'not_found',
    });
    await decide(letterId);
    await expect(
      t.clinics.run(a(), (uow) => decideLetter(uow, { letterId, rowVersion: 1, patientId: patientId() })),
    ).rejects.toMatchObject({ code: 'stale' });
    await openLetter(t.flow('a'), plainReader, { letterId, patientId: patientId() });
    await t.clinics.run(a(), (uow) =>
      takeAllergy(uow, plainReader, { letterId, patientId: patientId(), reference: 'urn:uuid:allergy' }),
    );
    await expect(decide(letterId)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('opening', () => {
  it('waits for the consent: by the card while it lasts, or in words, which is recorded', async () => {
    t.sharing.notices = [notice({ state: 'on_hold' })];
    const letterId = await arrived();
    await decide(letterId);
    const of = { letterId, patientId: patientId() };
    await expect(openLetter(t.flow('a'), plainReader, of)).rejects.toMatchObject({ code: 'conflict' });
    await expect(releaseLetter(t.flow('a'), { ...of, by: 'card' })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(t.sharing.asked.some((each) => each.operation === 'releaseReferral')).toBe(false);
    expect(await releaseLetter(t.flow('a'), { ...of, by: 'oral' })).toEqual({ state: 'readable' });
    expect(t.sharing.asked.find((each) => each.operation === 'releaseReferral')?.request).toMatchObject({
      identifier: notice().identifier,
      person: notice().person,
    });
    await t.clinics.run(a(), async (uow) =>
      expect(await uow.tables.consent.findMany()).toMatchObject([
        { scope: 'letter', given: true, source: 'oral', recordedById: a().doctorId },
      ]),
    );
    await openLetter(t.flow('a'), plainReader, of);
    expect((await view(letterId)).documents).toHaveLength(1);
  });

  it('by the card needs the card of the person the letter is about', async () => {
    t.sharing.notices = [notice({ state: 'on_hold' })];
    const letterId = await arrived();
    await decide(letterId);
    const of = { letterId, patientId: patientId() };
    await run((uow) =>
      uow.tables.consent.create({
        data: {
          tenantId: uow.tenantId,
          patientId: patientId(),
          scope: 'sharedClinical',
          given: true,
          source: 'card_reader',
          givenAt: new Date(uow.now.getTime() - 1000),
          expiresAt: new Date(uow.now.getTime() + 3600_000),
        },
      }),
    );
    const insuredAs = (number: string) =>
      admin.query(
        `INSERT INTO coverage (tenant_id, id, patient_id, insurer_number, symbol, number, branch_number, is_dependent, copay_percent, source)
         VALUES ($1, gen_random_uuid(), $2, '01139906', '21700023', $3, '00', false, 30, 'card')`,
        [a().tenantId, patientId(), number],
      );
    await insuredAs('9999');
    await expect(releaseLetter(t.flow('a'), { ...of, by: 'card' })).rejects.toMatchObject({
      code: 'conflict',
      userMessage: expect.stringContaining('取り違え'),
    });
    expect(t.sharing.asked.some((each) => each.operation === 'releaseReferral')).toBe(false);
    await insuredAs('4127');
    expect(await releaseLetter(t.flow('a'), { ...of, by: 'card' })).toEqual({ state: 'readable' });
  });

  it('shows every section, why one is empty, results with their decimals, files by what they are, and what could not be read', async () => {
    const file = (content: string, mediaType: string) => ({
      title: '資料',
      mediaType,
      byteLength: content.length,
      sha256: '',
      content: Buffer.from(content, 'latin1').toString('base64') as never,
    });
    const letterId = await opened({
      attachments: [
        file('%PDF-1.7 x', 'application/pdf'),
        // says to be an image and is a page with a script
        file('<html><script>alert(1)</script>', 'image/png'),
      ],
      enclosed: [letterDocument({ title: '退院時サマリー', kind: 'discharge_summary', sections: [] })],
      unread: ['処置の１件を読めませんでした。'],
    });
    const shown = await view(letterId);
    expect(shown.documents.map((each) => each.title)).toEqual(['診療情報提供書', '退院時サマリー']);
    const [letter] = shown.documents;
    expect(letter?.unread).toEqual(['処置の１件を読めませんでした。']);
    expect(letter?.sections.find((each) => each.code === '360')?.empty).toBe('ない、と書かれています。');
    expect(letter?.sections.find((each) => each.code === '620')?.results).toMatchObject([{ value: '7.10' }]);
    expect(letter?.attachments.map((each) => each.shown)).toEqual([true, false]);
    const of = { letterId, patientId: patientId() };
    expect(
      await t.clinics.run(a(), (uow) => readLetterFile(uow, plainReader, { ...of, index: 0 })),
    ).toMatchObject({ mediaType: 'application/pdf' });
    for (const index of [1, 2, -1])
      await expect(
        t.clinics.run(a(), (uow) => readLetterFile(uow, plainReader, { ...of, index })),
      ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of what is no document ends in a sentence', async () => {
    t.sharing.documents.set(notice().identifier, new TextEncoder().encode('<xml/>'));
    const letterId = await arrived();
    await decide(letterId);
    await expect(
      openLetter(t.flow('a'), plainReader, { letterId, patientId: patientId() }),
    ).rejects.toMatchObject({ code: 'invalid', userMessage: expect.stringContaining('読み取れない形') });
  });

  it('of bytes about somebody else than the notice said is refused, and nothing of them counts', async () => {
    const { person } = letterDocument();
    t.sharing.documents.set(
      notice().identifier,
      bytesOf(letterDocument({ person: { ...person, birthDate: '1980-02-01' } })),
    );
    const letterId = await arrived();
    await decide(letterId);
    await expect(
      openLetter(t.flow('a'), plainReader, { letterId, patientId: patientId() }),
    ).rejects.toMatchObject({ code: 'invalid', userMessage: expect.stringContaining('別の人') });
    const context = await run((uow) => loadOrderContext(uow, patientId(), a().encounterId, []));
    expect(context.allergies).toEqual([]);
    expect(context.outside.unopened).toEqual(['架空中央病院']);
  });

  it('of an edition that replaces one that counted is said to be missing until it is opened, also where its items keep their names', async () => {
    const first = await opened();
    const of = { letterId: first, patientId: patientId() };
    await run((uow) => takeAllergy(uow, plainReader, { ...of, reference: 'urn:uuid:allergy' }));
    t.sharing.notices = [notice({ revision: 2 })];
    const other = { code: 'YCM6131001F1020', displayName: 'サワシリン錠２５０' };
    t.sharing.documents.set(
      notice().identifier,
      bytesOf(
        letterDocument({
          sections: [
            {
              code: '510',
              title: 'アレルギー・不耐性反応',
              text: '',
              emptyReason: null,
              items: [allergyItem(other)],
              sections: [],
            },
          ],
        }),
      ),
    );
    await round();
    const context = () => run((uow) => loadOrderContext(uow, patientId(), a().encounterId, []));
    expect((await context()).outside.unopened).toEqual([]);
    const second = (await run(listLetters)).find((row) => row.revision === 2)!.id;
    await decide(second);
    expect((await context()).outside.unopened).toEqual(['架空中央病院']);
    await openLetter(t.flow('a'), plainReader, { letterId: second, patientId: patientId() });
    const known = await context();
    expect(known.outside.unopened).toEqual([]);
    expect(known.allergies.map((each) => each.code).sort()).toEqual(['GCM2171022F1ZZZ', other.code]);
  });

  it('finds a letter that came for a chart that was merged into this one, and no letter goes to the former', async () => {
    const letterId = await opened();
    const remaining = await run(async (uow) => {
      const { id: _, ...same } = await uow.tables.patient.findFirstOrThrow({ where: { id: patientId() } });
      return uow.tables.patient.create({
        data: { ...same, kanaKey: toSearchKey('ケンショウハナコ'), patientNumber: '00000777' },
      });
    });
    await run((uow) =>
      uow.tables.patientMerge.create({
        data: {
          tenantId: uow.tenantId,
          fromId: patientId(),
          intoId: remaining.id,
          reason: '二重登録',
          mergedById: a().doctorId,
          mergedAt: uow.now,
        },
      }),
    );
    const of = { letterId, patientId: remaining.id };
    expect(await run((uow) => lettersOfPatient(uow, of))).toMatchObject([{ id: letterId }]);
    expect((await run((uow) => viewLetter(uow, plainReader, of))).documents).toHaveLength(1);
    const context = () => run((uow) => loadOrderContext(uow, remaining.id, a().encounterId, []));
    expect((await context()).allergies).toHaveLength(1);
    await run((uow) => takeAllergy(uow, plainReader, { ...of, reference: 'urn:uuid:allergy' }));
    expect(await context()).toMatchObject({ allergies: [{ code: 'GCM2171022F1ZZZ' }] });
    t.sharing.notices = [notice({ identifier: '1310000099^2026^L2' })];
    await round();
    const next = (await run(listLetters)).find((row) => row.patient === null)!.id;
    const { candidates } = await run((uow) => readLetter(uow, { letterId: next }));
    expect(candidates.map((each) => each.patient.id)).toEqual([remaining.id]);
    await expect(decide(next)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('lets its allergies and medicines take part in every check from then on, until they are our own', async () => {
    const context = () => run((uow) => loadOrderContext(uow, patientId(), a().encounterId, []));
    const letterId = await arrived();
    await decide(letterId);
    expect((await context()).allergies).toEqual([]);
    await openLetter(t.flow('a'), plainReader, { letterId, patientId: patientId() });
    const known = await context();
    expect(known.allergies).toMatchObject([
      { code: 'YCM2171022F1029', from: { facilityName: '架空中央病院', source: '紹介状' } },
    ]);
    expect(known.external).toMatchObject([
      {
        yjCode: '2171022F1029',
        facilityName: '架空中央病院',
        periodFrom: '2026-11-10',
        periodTo: '2026-12-07',
      },
    ]);
    const of = { letterId, patientId: patientId() };
    await run((uow) => takeAllergy(uow, plainReader, { ...of, reference: 'urn:uuid:allergy' }));
    await run((uow) => takeMedication(uow, plainReader, { ...of, reference: 'urn:uuid:medication' }));
    const after = await context();
    expect(after.allergies).toEqual([{ code: 'GCM2171022F1ZZZ', displayName: 'アムロジピンベシル酸塩' }]);
    expect(after.external).toHaveLength(1);
  });

  it('is accepted once: the service is told, and the letter belongs to the chart', async () => {
    const letterId = await opened();
    const of = { letterId, patientId: patientId() };
    t.sharing.down.add('acceptReferral');
    await expect(acceptLetter(t.flow('a'), of)).rejects.toMatchObject({ kind: 'retryable' });
    expect((await run((uow) => readLetter(uow, { letterId }))).state).toBe('opened');
    t.sharing.down.clear();
    await acceptLetter(t.flow('a'), of);
    await acceptLetter(t.flow('a'), of);
    expect(t.sharing.asked.filter((each) => each.operation === 'acceptReferral')).toHaveLength(2);
    expect(await run((uow) => lettersOfPatient(uow, { patientId: patientId() }))).toMatchObject([
      { id: letterId, state: 'accepted' },
    ]);
    expect(await run(countLetters)).toBe(0);
    const actions = (await t.clinics.audited(a())).filter((each) => each.patientId === patientId());
    expect(actions.map((each) => each.action)).toEqual(
      expect.arrayContaining(['letter.decide', 'letter.open', 'letter.accept']),
    );
  });
});

describe('taking over', () => {
  it('an allergy: what will be written is shown, a second time is refused, and the chart says where it is from', async () => {
    const letterId = await opened();
    expect(await planOf(letterId, 'allergy')).toMatchObject({
      state: 'possible',
      writes: ['アレルギーの記録に「アムロジピンベシル酸塩」を足します。', '重さ：重い　反応：発疹'],
    });
    const input = { letterId, patientId: patientId(), reference: 'urn:uuid:allergy' };
    await run((uow) => takeAllergy(uow, plainReader, input));
    expect(await planOf(letterId, 'allergy')).toMatchObject({ state: 'imported' });
    await expect(run((uow) => takeAllergy(uow, plainReader, input))).rejects.toMatchObject({
      code: 'conflict',
    });
    const chart = await run((uow) => openChart(uow, { patientId: patientId(), encounterId: null }));
    expect(chart.allergies).toMatchObject([{ importedFrom: '架空中央病院', criticality: 'high' }]);
  });

  it('an allergy to a product that our master lacks is written under the code of its ingredient and form', async () => {
    const letterId = await opened({
      sections: letterDocument().sections.map((section) =>
        section.code === '510'
          ? { ...section, items: [allergyItem({ code: 'YCM2171022F1991', displayName: '架空の錠' })] }
          : section,
      ),
    });
    await run((uow) =>
      takeAllergy(uow, plainReader, { letterId, patientId: patientId(), reference: 'urn:uuid:allergy' }),
    );
    const context = await run((uow) => loadOrderContext(uow, patientId(), a().encounterId, []));
    expect(context.allergies.map((each) => each.code)).toEqual(['GCM2171022F1ZZZ']);
  });

  it('of what we have already names it and is refused', async () => {
    const letterId = await opened();
    await run((uow) =>
      recordAllergy(uow, {
        patientId: patientId(),
        allergen: { kind: 'drug', yjCode: drug },
        reaction: '発疹',
        criticality: 'low',
        onsetDate: null,
      }),
    );
    const plan = await planOf(letterId, 'allergy');
    expect(plan?.state).toBe('same');
    expect(plan?.remarks[0]).toMatch(
      /^すでに登録されています（アムロジピンベシル酸塩、軽い、発疹）。内容が違うときは/,
    );
    await expect(
      run((uow) =>
        takeAllergy(uow, plainReader, { letterId, patientId: patientId(), reference: 'urn:uuid:allergy' }),
      ),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('for one person while somebody chooses another never leaves the entry with one and the letter with the other', async () => {
    const { id: another } = await run(async (uow) => {
      const { id: _, ...same } = await uow.tables.patient.findFirstOrThrow({ where: { id: patientId() } });
      return uow.tables.patient.create({ data: { ...same, patientNumber: '00000888' } });
    });
    for (const reference of ['urn:uuid:allergy', 'urn:uuid:medication']) {
      const letterId = await opened();
      const input = { letterId, patientId: patientId(), reference };
      const take = reference === 'urn:uuid:allergy' ? takeAllergy : takeMedication;
      let decided: Promise<unknown> = Promise.resolve();
      await run(async (uow) => {
        await take(uow, plainReader, input);
        let settled = false;
        decided = decide(letterId, another)
          .catch(() => undefined)
          .finally(() => {
            settled = true;
          });
        // until it has decided, or waits for this one
        while (!settled && (await admin.query('SELECT 1 FROM pg_locks WHERE NOT granted')).rowCount === 0);
      });
      await decided;
      const { patient } = await run((uow) => readLetter(uow, { letterId }));
      const taken = await run((uow) =>
        uow.tables.importProvenance.findMany({ where: { receivedDocumentId: letterId } }),
      );
      expect(taken.filter((each) => each.patientId !== patient?.id)).toEqual([]);
      await admin.query('DELETE FROM import_provenance');
      await admin.query('DELETE FROM received_document');
    }
  });

  it('by two people at once writes one entry', async () => {
    const letterId = await opened();
    const input = { letterId, patientId: patientId(), reference: 'urn:uuid:medication' };
    const results = await Promise.allSettled([
      run((uow) => takeMedication(uow, plainReader, input)),
      run((uow) => takeMedication(uow, plainReader, input)),
    ]);
    expect(results.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
    await t.clinics.run(a(), async (uow) => {
      expect(await uow.tables.externalMedication.findMany()).toMatchObject([
        { source: '架空中央病院の紹介状', facilityName: '架空中央病院', days: 28, enteredById: a().doctorId },
      ]);
      expect(await uow.tables.importProvenance.count()).toBe(1);
    });
  });

  it('a diagnosis goes into the draft, and its origin and 未告知 into the record when the visit is confirmed', async () => {
    const letterId = await opened({
      sections: [
        {
          code: '340',
          title: '傷病名',
          text: '',
          emptyReason: null,
          sections: [],
          items: [conditionItem({ uninformed: true })],
        },
      ],
    });
    const input = {
      letterId,
      patientId: patientId(),
      encounterId: a().encounterId,
      reference: 'urn:uuid:condition',
    };
    expect(await planOf(letterId, 'condition')).toMatchObject({ state: 'possible' });
    await run((uow) => takeCondition(uow, plainReader, input));
    await expect(run((uow) => takeCondition(uow, plainReader, input))).rejects.toMatchObject({
      code: 'conflict',
    });
    const draft = await run((uow) => draftOfVisit(uow, a().encounterId, patientId()));
    expect(draft.content.conditions).toMatchObject([
      { displayName: '高血圧症', onsetDate: '2024-04-01', isMain: false },
    ]);
    await t.clinics.run(a(), async (uow) => expect(await uow.tables.importProvenance.count()).toBe(0));
    await run((uow) =>
      confirmConditions(uow, {
        patientId: patientId(),
        encounterId: a().encounterId,
        departmentCode: '01',
        conditions: draft.content.conditions,
        authorOf: () => null as never,
      }),
    );
    const chart = await run((uow) => openChart(uow, { patientId: patientId(), encounterId: null }));
    expect(chart.conditions).toMatchObject([{ displayName: '高血圧症', importedFrom: '架空中央病院' }]);
    await t.clinics.run(a(), async (uow) =>
      expect(await uow.tables.condition.findMany()).toMatchObject([{ uninformed: true, undelivered: false }]),
    );
    expect(await planOf(letterId, 'condition')).toMatchObject({ state: 'imported' });
  });

  it('keeps the words of the sender whole, however long they are', async () => {
    // 𠮷 is two units of UTF-16: a cut between them would write half a character
    const words = '𠮷'.repeat(300);
    const base = letterDocument();
    const letterId = await opened({
      sections: [
        {
          ...base.sections[0]!,
          items: [
            allergyItem({ code: null, displayName: words, reaction: words }),
            medicationItem({
              source: source('urn:uuid:medication', words),
              yjCode: null,
              name: words,
              doseText: words,
              usageText: words,
            }),
          ],
        },
      ],
    });
    const of = { letterId, patientId: patientId() };
    await run((uow) => takeAllergy(uow, plainReader, { ...of, reference: 'urn:uuid:allergy' }));
    await run((uow) => takeMedication(uow, plainReader, { ...of, reference: 'urn:uuid:medication' }));
    await run(async (uow) => {
      expect(await uow.tables.allergyIntolerance.findMany()).toMatchObject([
        { displayName: words, reaction: words },
      ]);
      expect(await uow.tables.externalMedication.findMany()).toMatchObject([
        { name: words, doseText: words, usageText: words, facilityName: words },
      ]);
    });
  });

  it('says why what has no code, was refuted or is long over cannot be taken over', async () => {
    const base = letterDocument();
    const item = (kind: string, changes: object) =>
      ({
        ...base.sections.flatMap((each) => each.items).find((each) => each.kind === kind)!,
        ...changes,
      }) as never;
    const letterId = await opened({
      sections: [
        {
          code: '340',
          title: 'x',
          text: '',
          emptyReason: null,
          sections: [],
          items: [
            item('condition', { managementNo: '99999999', source: source('c') }),
            item('allergy', { verificationStatus: 'refuted', source: source('a') }),
            item('medication', { startsOn: '2020-01-01', source: source('m') }),
            item('medication', { status: 'stopped', source: source('stopped') }),
          ],
        },
      ],
    });
    const items = (await view(letterId)).documents[0]!.sections[0]!.items;
    expect(items.map((each) => [each.takeOver?.state, each.takeOver?.remarks[0]])).toEqual([
      ['refused', expect.stringContaining('病名マスターにコードがない')],
      ['refused', expect.stringContaining('否定された')],
      ['refused', expect.stringContaining('飲み終わっている')],
      ['refused', expect.stringContaining('中止')],
    ]);
    await expect(
      run((uow) => takeMedication(uow, plainReader, { letterId, patientId: patientId(), reference: 'm' })),
    ).rejects.toMatchObject({ code: 'conflict' });
  });
});
