import { randomUUID } from 'node:crypto';
import type { UnitOfWork } from '@shirube/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mergeCharts } from '../patients/merge/merge.ts';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import { savePreference } from '../sharing/preference.ts';
import {
  attachFile,
  confirmDocument,
  detachFile,
  discardDocument,
  findReceivers,
  listDocuments,
  openDocument,
  type ReferralContent,
  reviseDocument,
  saveDocument,
  startDocument,
  withdrawDocument,
} from './index.ts';

const hospital = '1319999901';
const [hypertension, pneumonia, suspicion] = ['20061111', '20062222', '20063333'];
const onePagePdf = (label: string) =>
  Buffer.from(
    `%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% ${label}\ntrailer<</Root 1 0 R>>\n%%EOF\n`,
  ).toString('base64');

let clinics: TwoClinics;
beforeAll(async () => {
  clinics = await openTwoClinics();
  const owner = await clinics.test.connect('owner');
  await owner.query(
    `INSERT INTO master.facility (institution_code, name, name_kana, postal_code, address, phone, departments, edition, valid_from)
     VALUES ($1, '架空総合病院', 'カクウソウゴウビョウイン', '100-0002', '架空区2', '03-0000-0002', '{内科,外科}', 't', '2020-01-01'),
            ('1319999902', '架空眼科', 'カクウガンカ', NULL, NULL, NULL, '{}', 't', '2020-01-01')`,
    [hospital],
  );
  for (const [code, name] of [
    [hypertension, '高血圧症'],
    [pneumonia, '肺炎'],
    [suspicion, '胃癌'],
  ])
    await owner.query(
      `INSERT INTO master.disease (management_no, receipt_code, exchange_code, name, kana, search_key, icd10, edition, valid_from)
       VALUES ($1, $2, 'XXXX', $3, '', '', 'I10', 't', '2020-01-01')`,
      [code, code?.slice(1), name],
    );
  const app = await clinics.test.connect('app');
  for (const [code, name, outcome, main, undelivered] of [
    [hypertension, '高血圧症', 'active', true, false],
    [pneumonia, '肺炎', 'cured', false, false],
    [suspicion, '胃癌の疑い', 'active', false, true],
  ] as const) {
    await app.query('BEGIN');
    await app.query(`SET LOCAL app.tenant_id = '${clinics.a.tenantId}'`);
    await app.query(
      `INSERT INTO condition (tenant_id, id, condition_id, version_no, kind, patient_id, encounter_id, management_no, display_name, icd10,
                              is_main, is_suspected, onset_date, end_date, outcome, department_code, undelivered, entered_by_id, confirmed_by_id, confirmed_at)
       VALUES ($1, gen_random_uuid(), gen_random_uuid(), 1, 'initial', $2, $3, $4, $5, 'I10', $6, false, '2020-04-01', $7, $8, '01', $9, $10, $10, now())`,
      [
        clinics.a.tenantId,
        clinics.a.patientId,
        clinics.a.encounterId,
        code,
        name,
        main,
        outcome === 'active' ? null : '2020-05-01',
        outcome,
        undelivered,
        clinics.a.doctorId,
      ],
    );
    await app.query('COMMIT');
  }
});
afterAll(() => clinics.close());

const patientId = () => clinics.a.patientId;
const run = <T>(work: (uow: UnitOfWork) => Promise<T>) => clinics.run(clinics.a, work);
const start = (kind: 'referral' | 'care_summary' | 'discharge_summary' | 'reply' = 'referral') =>
  run((uow) =>
    startDocument(uow, {
      patientId: patientId(),
      encounterId: clinics.a.encounterId,
      kind,
      copyOf: null,
      replyTo: null,
    }),
  );
const open = (documentId: string) => run((uow) => openDocument(uow, { patientId: patientId(), documentId }));
const accepted = () => [];

async function referralContent(documentId: string): Promise<ReferralContent> {
  const { draft } = await open(documentId);
  if (draft?.content.kind !== 'referral') throw new Error('no referral is being written');
  return draft.content;
}

/** As a doctor fills it in: receiver, purpose, course, consent. */
const filled = (content: ReferralContent): ReferralContent => ({
  ...content,
  to: {
    institutionCode: hospital,
    name: '架空総合病院',
    postalCode: '100-0002',
    address: '架空区2',
    phone: '03-0000-0002',
    departmentCode: null,
    departmentName: '内科',
    doctorName: null,
  },
  consented: true,
  sections: content.sections.map((section) =>
    section.code === '950' || section.code === '360'
      ? { ...section, text: '精査をお願いします。𠮷田さんの件' }
      : section,
  ),
});
const save = (documentId: string, baseRevision: number, content: ReferralContent) =>
  run((uow) => saveDocument(uow, { patientId: patientId(), documentId, baseRevision, content }));
const confirm = (documentId: string, baseRevision: number, reason: string | null = null) =>
  run((uow) =>
    confirmDocument(uow, { patientId: patientId(), documentId, baseRevision, reason, send: true }, accepted),
  );

async function confirmed(): Promise<string> {
  const { documentId } = await start();
  await save(documentId, 1, filled(await referralContent(documentId)));
  await confirm(documentId, 2);
  return documentId;
}

describe('a letter that is begun', () => {
  it('has the diagnoses that go on, the ended ones as past illnesses, and not what the patient wants kept', async () => {
    const { documentId } = await start();
    const { choices } = await open(documentId);
    const content = await referralContent(documentId);
    const names = (code: string) =>
      (content.sections.find((each) => each.code === code)?.entries ?? []).map(
        (entry) =>
          [...choices.conditions, ...choices.pastConditions].find((each) => each.id === entry.id)?.label,
      );
    expect(names('340')).toEqual(['（主病名）高血圧症']);
    expect(names('370')).toEqual(['肺炎']);
    expect(choices.conditions.map((each) => each.label)).toContain('胃癌の疑い');
  });

  it('says what is missing and where, and is not confirmed so', async () => {
    const { documentId } = await start();
    const { draft } = await open(documentId);
    expect(draft?.missing.map(({ at, severity }) => [at, severity])).toEqual([
      ['to', 'must'],
      ['section-950', 'must'],
      ['section-360', 'must'],
      ['consent', 'must'],
      ['to', 'note'],
    ]);
    await expect(confirm(documentId, 1)).rejects.toMatchObject({
      code: 'invalid',
      at: 'to',
      userMessage: '紹介先の医療機関が選ばれていません。',
    });
    expect((await open(documentId)).draft?.revision).toBe(1);
  });

  it('says when it has a diagnosis that the patient wants kept', async () => {
    const { documentId } = await start();
    const { choices } = await open(documentId);
    const content = filled(await referralContent(documentId));
    const kept = choices.conditions.find((each) => each.label === '胃癌の疑い');
    const { missing } = await save(documentId, 1, {
      ...content,
      sections: content.sections.map((section) =>
        section.code === '340'
          ? { ...section, entries: [...section.entries, { type: 'condition', id: kept?.id ?? '' }] }
          : section,
      ),
    });
    expect(missing.filter((each) => each.at === 'section-340')).toEqual([
      { at: 'section-340', severity: 'note', message: expect.stringContaining('情報を提供しない') },
    ]);
  });

  it('is refused by the check of the mapper with its sentence, and stays a draft', async () => {
    const { documentId } = await start();
    await save(documentId, 1, filled(await referralContent(documentId)));
    const problem = { at: 'section-340', message: '主病名に発症日がありません。' };
    const end = (send: boolean) =>
      run((uow) =>
        confirmDocument(
          uow,
          { patientId: patientId(), documentId, baseRevision: 2, reason: null, send },
          () => [problem],
        ),
      );
    await expect(end(true)).rejects.toMatchObject({
      code: 'invalid',
      at: 'section-340',
      userMessage: problem.message,
    });
    expect((await open(documentId)).versions).toEqual([]);
    // on paper it goes all the same, and nothing of it is handed over to be sent
    await end(false);
    expect((await open(documentId)).send.state).toBe('not_sent');
    expect(await run((uow) => uow.tables.reportUnit.count({ where: { sourceId: documentId } }))).toBe(0);
  });

  it('is handed over to be sent unless nothing is shared, and stays so when its next version goes by paper', async () => {
    const say = { patientId: patientId(), reason: '希望' };
    await run((uow) => savePreference(uow, { ...say, shares: false }));
    await expect(confirmed()).rejects.toMatchObject({ code: 'conflict' });
    await run((uow) => savePreference(uow, { ...say, shares: true }));
    const documentId = await confirmed();
    const target = { patientId: patientId(), documentId };
    const wanted = async () =>
      (await run((uow) => uow.tables.reportUnit.findFirst({ where: { sourceId: documentId } })))
        ?.wantedRevision;
    expect([(await open(documentId)).send.state, await wanted()]).toEqual(['waiting', 1]);
    await run((uow) => reviseDocument(uow, target));
    await run((uow) =>
      confirmDocument(uow, { ...target, baseRevision: 1, reason: '書き直し', send: false }, accepted),
    );
    expect(await wanted()).toBe(2);
    await run((uow) => withdrawDocument(uow, { ...target, baseVersion: 2, reason: '誤記' }));
    expect(await wanted()).toBe(3);
  });

  it('is not overwritten by a tab that has not seen the newest revision', async () => {
    const { documentId } = await start();
    const content = filled(await referralContent(documentId));
    await save(documentId, 1, content);
    await expect(save(documentId, 1, { ...content, remarks: '古い画面' })).rejects.toMatchObject({
      code: 'stale',
    });
    await expect(confirm(documentId, 1)).rejects.toMatchObject({ code: 'stale' });
    expect((await referralContent(documentId)).remarks).toBe('');
  });

  it('can be given up, and its files go with it', async () => {
    const { documentId } = await start();
    const target = { patientId: patientId(), documentId };
    await run((uow) => attachFile(uow, { ...target, title: '心電図', content: onePagePdf('a') }));
    await run((uow) => discardDocument(uow, target));
    await expect(open(documentId)).rejects.toMatchObject({ code: 'not_found' });
    expect(await run((uow) => uow.tables.documentAttachment.count({ where: { documentId } }))).toBe(0);
  });

  it('is of the kinds that this clinic writes', async () => {
    await expect(start('discharge_summary')).rejects.toMatchObject({ code: 'conflict' });
    const { kinds } = await run((uow) => listDocuments(uow, { patientId: patientId() }));
    expect(kinds.find((each) => each.kind === 'discharge_summary')?.unavailable).toContain('病床');
  });
});

describe('a letter that is confirmed', () => {
  it('is frozen as a record with its words as they were written, and the draft is gone', async () => {
    const documentId = await confirmed();
    const view = await open(documentId);
    expect(view.draft).toBeNull();
    expect(view.versions.map(({ versionNo, receiverName }) => [versionNo, receiverName])).toEqual([
      [1, '架空総合病院'],
    ]);
    const row = await run((uow) => uow.tables.clinicalDocument.findFirstOrThrow({ where: { documentId } }));
    expect(row.record).toMatchObject({
      kind: 'referral',
      documentId,
      readable: true,
      issuedOn: '2026-11-20',
      to: { institutionCode: hospital },
      patient: { givenName: '花子' },
    });
    const { sections } = row.record as unknown as { sections: { code: string; text: string }[] };
    expect(sections.find((each) => each.code === '950')?.text).toBe('精査をお願いします。𠮷田さんの件');
    expect(sections.map((each) => each.code)).toEqual(['950', '340', '370', '360']);
  });

  it('gets another version with a reason, and the first stays as it was', async () => {
    const documentId = await confirmed();
    const target = { patientId: patientId(), documentId };
    await run((uow) => reviseDocument(uow, target));
    const content = await referralContent(documentId);
    expect(content.consented).toBe(true);
    await save(documentId, 1, { ...content, remarks: 'フィルムは後日お送りします。' });
    await expect(confirm(documentId, 2)).rejects.toMatchObject({ code: 'invalid', at: 'reason' });
    await confirm(documentId, 2, '備考の書きもらし');
    const { versions } = await open(documentId);
    expect(versions.map(({ versionNo, reason }) => [versionNo, reason])).toEqual([
      [2, '備考の書きもらし'],
      [1, null],
    ]);
    const rows = await run((uow) =>
      uow.tables.clinicalDocument.findMany({ where: { documentId }, orderBy: { versionNo: 'asc' } }),
    );
    expect(rows.map((row) => (row.record as { remarks?: string }).remarks)).toEqual([
      null,
      'フィルムは後日お送りします。',
    ]);
  });

  it('is withdrawn with a reason and can not be written on after that', async () => {
    const documentId = await confirmed();
    const target = { patientId: patientId(), documentId };
    await run((uow) => withdrawDocument(uow, { ...target, baseVersion: 1, reason: '別の患者の内容' }));
    await expect(run((uow) => reviseDocument(uow, target))).rejects.toMatchObject({ code: 'conflict' });
    const { documents } = await run((uow) => listDocuments(uow, { patientId: patientId() }));
    expect(documents.find((each) => each.documentId === documentId)).toMatchObject({
      versionNo: 2,
      enteredInError: true,
    });
  });

  it('is not copied from once it was withdrawn: it may have told of somebody else', async () => {
    const documentId = await confirmed();
    const target = { patientId: patientId(), documentId };
    await run((uow) => withdrawDocument(uow, { ...target, baseVersion: 1, reason: '別の患者の内容' }));
    const copied = run((uow) =>
      startDocument(uow, {
        patientId: patientId(),
        encounterId: null,
        kind: 'referral',
        copyOf: documentId,
        replyTo: null,
      }),
    );
    await expect(copied).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is not withdrawn from another screen while its next version is being written', async () => {
    const documentId = await confirmed();
    const target = { patientId: patientId(), documentId };
    await run((uow) => reviseDocument(uow, target));
    const content = await referralContent(documentId);
    await save(documentId, 1, { ...content, remarks: '書いている途中' });
    const withdraw = () => run((uow) => withdrawDocument(uow, { ...target, baseVersion: 1, reason: '誤記' }));
    await expect(withdraw()).rejects.toMatchObject({ code: 'conflict' });
    expect((await referralContent(documentId)).remarks).toBe('書いている途中');
    await run((uow) => discardDocument(uow, target));
    expect(await withdraw()).toEqual({ versionNo: 2 });
  });

  it('does not come back from its withdrawal by a draft that was begun at the same moment', async () => {
    const documentId = await confirmed();
    const target = { patientId: patientId(), documentId };
    await run((uow) => withdrawDocument(uow, { ...target, baseVersion: 1, reason: '誤記' }));
    const { documentId: another } = await start();
    const content = filled(await referralContent(another));
    await run((uow) =>
      uow.tables.documentDraft.create({
        data: {
          tenantId: uow.tenantId,
          id: documentId,
          patientId: patientId(),
          kind: 'referral',
          content: content as never,
          createdById: clinics.a.doctorId,
          updatedById: clinics.a.doctorId,
        },
      }),
    );
    await expect(confirm(documentId, 1, '直し')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('keeps its files: they are left out of the next version, never removed', async () => {
    const { documentId } = await start();
    const target = { patientId: patientId(), documentId };
    const file = await run((uow) =>
      attachFile(uow, { ...target, title: '心電図', content: onePagePdf('b') }),
    );
    const dropped = await run((uow) =>
      attachFile(uow, { ...target, title: '間違い', content: onePagePdf('c') }),
    );
    await run((uow) => detachFile(uow, { ...target, attachmentId: dropped.id }));
    await save(documentId, 1, filled(await referralContent(documentId)));
    await confirm(documentId, 2);
    await expect(run((uow) => detachFile(uow, { ...target, attachmentId: file.id }))).rejects.toMatchObject({
      code: 'conflict',
    });
    const row = await run((uow) => uow.tables.clinicalDocument.findFirstOrThrow({ where: { documentId } }));
    expect(row.record).toMatchObject({
      attachments: [{ attachmentId: file.id, title: '心電図', mediaType: 'application/pdf' }],
    });
  });

  it('leaves the trail of who did what to whom', async () => {
    const documentId = await confirmed();
    await open(documentId);
    const events = (await clinics.audited(clinics.a)).slice(-4);
    expect(events.map(({ action, patientId: of }) => [action, of])).toEqual(
      ['document.open', 'document.save', 'document.confirm', 'document.open'].map((action) => [
        action,
        patientId(),
      ]),
    );
  });
});

describe('a plan for the patient', () => {
  it('is not confirmed with a diagnosis that is not to be shown, not even on paper', async () => {
    const { documentId } = await start('care_summary');
    const { choices, draft } = await open(documentId);
    const content = draft?.content;
    if (content?.kind !== 'care_summary') throw new Error('no plan is being written');
    const kept = choices.conditions.find((each) => each.label === '胃癌の疑い')?.id ?? '';
    expect(content.conditionIds).not.toContain(kept);
    const target = { patientId: patientId(), documentId };
    await run((uow) =>
      saveDocument(uow, {
        ...target,
        baseRevision: 1,
        content: { ...content, plan: '塩分を控えましょう。', conditionIds: [...content.conditionIds, kept] },
      }),
    );
    await expect(
      run((uow) => confirmDocument(uow, { ...target, baseRevision: 2, reason: null, send: false }, accepted)),
    ).rejects.toMatchObject({ code: 'invalid', at: 'conditions' });
  });
});

describe('the answer to a letter', () => {
  it('goes to its sender and names it; only a letter of this patient can be answered', async () => {
    const app = await clinics.test.connect('app');
    const id = randomUUID();
    await app.query('BEGIN');
    await app.query(`SET LOCAL app.tenant_id = '${clinics.a.tenantId}'`);
    await app.query(
      `INSERT INTO received_document (tenant_id, id, identifier, revision, kind, sender_code, sender_name, person, insured_id, issued_on,
                                      noticed_at, state, patient_id, content, content_sha256, fetched_at, opened_by_id, opened_at,
                                      accepted_by_id, accepted_at)
       VALUES ($1, $2, '1319999901^2026^letter', 1, 'referral', '1319999901', '架空総合病院', '{}', 'x', '2026-11-18', now(), 'accepted',
               $3, '\\x00', '\\x00', now(), $4, now(), $4, now())`,
      [clinics.a.tenantId, id, patientId(), clinics.a.doctorId],
    );
    await app.query('COMMIT');
    const { letters } = await run((uow) => listDocuments(uow, { patientId: patientId() }));
    expect(letters).toEqual([{ id, facilityName: '架空総合病院', issuedOn: '2026-11-18' }]);
    const begin = (kind: 'reply' | 'referral') =>
      run((uow) =>
        startDocument(uow, { patientId: patientId(), encounterId: null, kind, copyOf: null, replyTo: id }),
      );
    await expect(begin('referral')).rejects.toMatchObject({ code: 'invalid' });
    const { documentId } = await begin('reply');
    expect((await open(documentId)).draft?.content).toMatchObject({
      kind: 'reply',
      to: { institutionCode: hospital, name: '架空総合病院', phone: '03-0000-0002' },
      inReplyTo: { identifier: '1319999901^2026^letter', facilityName: '架空総合病院' },
    });
  });
});

describe('the directory of receivers', () => {
  it('is searched by name, kana in either script and number, without a look at the width of letters', async () => {
    const names = async (text: string) =>
      (await run((uow) => findReceivers(uow, { text }))).map((each) => each.name);
    for (const text of ['架空総合', 'かくうそうごう', 'カクウソウゴウ', hospital.slice(0, 10), '1319999901'])
      expect([text, await names(text)]).toEqual([text, ['架空総合病院']]);
    expect(await names('100%')).toEqual([]);
  });

  it('begins with those that this clinic has written to, and knows nothing of the letters of another', async () => {
    await confirmed();
    const [first] = await run((uow) => findReceivers(uow, { text: '' }));
    expect(first).toMatchObject({ institutionCode: hospital, departmentName: '内科' });
    expect(first?.letters).toBeGreaterThan(0);
    expect(await clinics.run(clinics.b, (uow) => findReceivers(uow, { text: '' }))).toEqual([]);
  });
});

describe('a letter of a person whose two charts were merged', () => {
  it('quotes what was written in the former one', async () => {
    const former = await run((uow) =>
      uow.tables.patient.create({
        data: {
          tenantId: uow.tenantId,
          patientNumber: '00000909',
          familyName: '統合',
          givenName: '花子',
          familyKana: 'トウゴウ',
          givenKana: 'ハナコ',
          kanaKey: 'トウゴウハナコ',
          birthDate: new Date('1950-05-05'),
          sex: 'female',
        },
      }),
    );
    await run((uow) =>
      uow.tables.patientFact.create({
        data: {
          tenantId: uow.tenantId,
          patientId: former.id,
          kind: 'weight_kg',
          value: '48.5',
          onDate: new Date('2026-11-01'),
          recordedById: clinics.a.doctorId,
          recordedAt: uow.now,
        },
      }),
    );
    await run((uow) =>
      mergeCharts(uow, {
        fromId: former.id,
        intoId: patientId(),
        reason: '二重登録',
        differenceReason: '登録の誤り',
      }),
    );
    const content = await referralContent((await start()).documentId);
    expect(content.sections.find((each) => each.code === '610')?.text).toContain('体重 48.5');
  });
});

describe('what is of another clinic', () => {
  beforeEach(() => clinics.setNow('2026-11-20T09:15:00+09:00'));
  it('is not there: a patient, a visit, a document to copy, a letter to answer', async () => {
    const documentId = await confirmed();
    const elsewhere = <T>(work: (uow: UnitOfWork) => Promise<T>) => clinics.run(clinics.b, work);
    const begin = (more: object) => (uow: UnitOfWork) =>
      startDocument(uow, {
        patientId: clinics.b.patientId,
        encounterId: null,
        kind: 'referral',
        copyOf: null,
        replyTo: null,
        ...more,
      });
    for (const work of [
      begin({ patientId: patientId() }),
      begin({ encounterId: clinics.a.encounterId }),
      begin({ copyOf: documentId }),
      begin({ kind: 'reply', replyTo: randomUUID() }),
      (uow: UnitOfWork) => openDocument(uow, { patientId: patientId(), documentId }),
    ])
      await expect(elsewhere(work as never)).rejects.toMatchObject({ code: 'not_found' });
  });
});
