import { join } from 'node:path';
import type { UnitOfWork } from '@shirube/db';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importMasters, readDemoMasters } from '../../../../../prisma/seed/masters-import/index.ts';
import { reportLab } from '../../lab/index.ts';
import { listCheckupItems } from '../../masters/index.ts';
import { recordFact } from '../../patients/facts/index.ts';
import { openTwoClinics, type TwoClinics } from '../../patients/testing/clinics.ts';
import type { CheckupReportRecord, DocumentRecord } from '../../records/documents.ts';
import {
  confirmDocument,
  discardDocument,
  openDocument,
  reviseDocument,
  saveDocument,
  startDocument,
} from '../index.ts';
import { CHECKUP_PROGRAMS } from './programs.ts';
import { emptyEntry, entryIn, rowOf } from './rows.ts';
import type { CheckupContent, CheckupEntry, CheckupRow } from './schema.ts';
import { shownLines, withProgram } from './shown.ts';

const HEIGHT = '9N001000000000001';
const WEIGHT = '9N006000000000001';
const BMI = '9N011000000000001';

let clinics: TwoClinics;
let rows: CheckupRow[];
beforeAll(async () => {
  clinics = await openTwoClinics();
  const owner = await clinics.test.connect('owner');
  const masters = readDemoMasters(join(import.meta.dirname, '../../../../../prisma/seed/masters'));
  const { checkup_item, checkup_choice, lab_item } = masters.tables;
  await importMasters(owner, { checkup_item, checkup_choice, lab_item }, { editions: masters.editions });
  const { patientId, encounterId, doctorId } = clinics.a;
  const quantity = (jlac10: string, value: string, more: Record<string, unknown> = {}) => ({
    jlac10,
    localCode: null,
    value: { kind: 'quantity' as const, value, comparator: null, unit: 'mg/dL', ...more },
    referenceLow: '30',
    referenceHigh: '149',
    interpretation: null,
    specimen: '血清',
    status: 'final' as const,
  });
  await run((uow) =>
    reportLab(uow, {
      patientId,
      encounterId,
      doctorId,
      orderNumber: null,
      collectedOn: '2026-11-10',
      collectedAt: null,
      reportedAt: '2026-11-11T09:00:00+09:00',
      results: [
        quantity('3F015000002327101', '182'),
        quantity('3F077000002327101', '5', { comparator: '<' }),
        quantity('3D010000002227201', '98'),
      ],
    }),
  );
  await run((uow) =>
    reportLab(uow, {
      patientId,
      encounterId,
      doctorId,
      orderNumber: null,
      collectedOn: '2026-05-10',
      collectedAt: null,
      reportedAt: '2026-05-11T09:00:00+09:00',
      results: [quantity('3F070000002327101', '55')],
    }),
  );
  for (const [kind, value] of [
    ['height_cm', 162.3],
    ['weight_kg', 65.5],
  ] as const)
    await run((uow) => recordFact(uow, { patientId, kind, value, state: null, onDate: '2026-11-20' }));
});
afterAll(() => clinics?.close());

const run = <T>(work: (uow: UnitOfWork) => Promise<T>) => clinics.run(clinics.a, work);
const target = (documentId: string) => ({ patientId: clinics.a.patientId, documentId });
const begin = () =>
  run((uow) =>
    startDocument(uow, {
      patientId: clinics.a.patientId,
      encounterId: clinics.a.encounterId,
      kind: 'checkup',
      copyOf: null,
      replyTo: null,
    }),
  );
async function open(documentId: string) {
  const view = await run((uow) => openDocument(uow, target(documentId)));
  rows = view.checkup?.rows ?? [];
  if (view.draft?.content.kind !== 'checkup') throw new Error('no check-up is being written');
  return { ...view, content: view.draft.content, missing: view.draft.missing, revision: view.draft.revision };
}
const row = (itemCode: string): CheckupRow => {
  const found = rowOf(rows, itemCode);
  if (!found) throw new Error(itemCode);
  return found;
};
const put = (content: CheckupContent, itemCode: string, entry: Partial<CheckupEntry>): CheckupContent => {
  const line = row(itemCode);
  const kept = content.entries.filter((each) => entryIn(line, [each]) === undefined);
  return { ...content, entries: [...kept, { ...emptyEntry(line), itemCode, ...entry }] };
};

/** Answers everything the program asks for, as somebody would who clicks the first choice everywhere. */
function answered(content: CheckupContent): CheckupContent {
  const filled = shownLines(rows, content, { birthDate: '1950-01-01', sex: 'male' })
    .flatMap(({ lines }) => lines)
    .filter(({ entry, computed }) => entry === undefined && computed === null)
    .filter((line) =>
      CHECKUP_PROGRAMS[content.program].obligations.some(({ anyOf }) =>
        anyOf.some((code) => line.row.key.startsWith(code)),
      ),
    )
    .reduce((next, line) => {
      const value = line.row.kind === 'coded' ? (line.row.choices[0]?.code ?? '') : '100';
      return put(next, line.row.key, { value });
    }, content);
  return { ...filled, judgement: '支障ありません。' };
}

async function confirmed(change: (content: CheckupContent) => CheckupContent): Promise<{
  documentId: string;
  record: CheckupReportRecord;
}> {
  const { documentId } = await begin();
  const { content } = await open(documentId);
  await run((uow) => saveDocument(uow, { ...target(documentId), baseRevision: 1, content: change(content) }));
  await run((uow) =>
    confirmDocument(uow, { ...target(documentId), baseRevision: 2, reason: null, send: false }, () => []),
  );
  const row = await run((uow) => uow.tables.clinicalDocument.findFirstOrThrow({ where: { documentId } }));
  const record = row.record as unknown as DocumentRecord;
  if (record.kind !== 'checkup') throw new Error('no report was made');
  return { documentId, record };
}

describe('the lines', () => {
  it('are all items but one without choices, methods and words of findings put together', async () => {
    const items = await run((uow) => listCheckupItems(uow));
    expect(items).toHaveLength(322);
    await open((await begin()).documentId);
    const inLines = rows.flatMap(({ methods, finding }) => [
      ...methods.map(({ itemCode }) => itemCode),
      ...(finding === null ? [] : [finding.code]),
    ]);
    const left = items.filter(({ code }) => !inLines.includes(code)).map(({ name }) => name);
    expect(left).toEqual(['血清クレアチニン(対象者)']);
    expect(new Set(inLines).size).toBe(inLines.length);
  });

  it('offer the methods of one examination, and the words of one finding', async () => {
    await open((await begin()).documentId);
    expect(row('3F077000002391901').methods.map(({ method }) => method?.name)).toContain('計算法');
    expect(row('9A110160700000011').finding).toEqual({ code: '9A110160800000049', name: '心電図(所見)' });
    expect(row('9N056000000000011').finding?.name).toBe('具体的な既往歴');
    expect(row('9D100163100000011').finding).toBeNull();
  });

  it('are enough for everything each program asks for', async () => {
    const { content } = await open((await begin()).documentId);
    for (const [program, { obligations }] of Object.entries(CHECKUP_PROGRAMS)) {
      const shown = shownLines(rows, withProgram(rows, content, program as CheckupContent['program']), {
        birthDate: '1950-01-01',
        sex: 'male',
      }).flatMap(({ lines }) => lines);
      for (const { label, anyOf } of obligations) {
        const asks = shown.some((line) => anyOf.some((code) => line.row.key.startsWith(code)));
        expect(asks, `${program}: ${label}`).toBe(true);
      }
    }
  });
});

describe('a check-up that is begun', () => {
  it('has what the chart has by the same codes, and says since when', async () => {
    const { content } = await open((await begin()).documentId);
    const entry = (itemCode: string) => entryIn(row(itemCode), content.entries);
    expect(entry(HEIGHT)).toMatchObject({ value: '162.3', source: { kind: 'measure', on: '2026-11-20' } });
    expect(entry('3F015000002327101')).toEqual({
      itemCode: '3F015000002327101',
      state: 'value',
      value: '182',
      reason: '',
      finding: '',
      source: { kind: 'lab', on: '2026-11-10', referenceLow: '30', referenceHigh: '149' },
    });
    expect(entry('3F077000002327101')).toMatchObject({ state: 'below', value: '5' });
    // of this method and material the check-up has no code, and nothing is guessed
    expect(entry('3D010000002227101')).toBeUndefined();
    // half a year ago is another check-up
    expect(entry('3F070000002327101')).toBeUndefined();
  });

  it('computes what follows from what was entered', async () => {
    const { content } = await open((await begin()).documentId);
    const line = (next: CheckupContent) =>
      shownLines(rows, next, { birthDate: '1950-01-01', sex: 'male' })
        .flatMap(({ lines }) => lines)
        .find(({ row: { key } }) => key === BMI);
    expect(line(content)).toMatchObject({ entry: { value: '24.9' }, computed: '身長と体重から計算' });
    expect(line(put(content, BMI, { value: '25.1' }))).toMatchObject({
      entry: { value: '25.1' },
      computed: null,
    });
    expect(line(put(content, WEIGHT, { value: '' }))?.entry).toBeUndefined();
  });

  it('says in words what is missing, wrong or hard to believe, and where', async () => {
    const { content, documentId, missing } = await open((await begin()).documentId);
    expect(missing).toContainEqual({
      at: 'row-9N056000000000011',
      severity: 'must',
      message: expect.stringContaining('「既往歴」がまだです'),
    });
    expect(missing).toContainEqual(expect.objectContaining({ at: 'judgement', severity: 'must' }));
    const wrong = put(put(content, HEIGHT, { value: '16.2' }), WEIGHT, { value: 'ろくじゅう' });
    const saved = await run((uow) =>
      saveDocument(uow, { ...target(documentId), baseRevision: 1, content: wrong }),
    );
    expect(saved.missing).toContainEqual({
      at: `row-${HEIGHT}`,
      severity: 'note',
      message: '「身長」の値（50〜250 のはず）を確かめてください。',
    });
    expect(saved.missing).toContainEqual({
      at: `row-${WEIGHT}`,
      severity: 'must',
      message: '「体重」は数字で入れてください。',
    });
    await run((uow) => discardDocument(uow, target(documentId)));
  });

  it('takes 未実施 with its reason for an answer', async () => {
    const { content, documentId } = await open((await begin()).documentId);
    const notDone = put(content, '9N056000000000011', { state: 'not_done', reason: '本人が希望しない' });
    const saved = await run((uow) =>
      saveDocument(uow, { ...target(documentId), baseRevision: 1, content: notDone }),
    );
    expect(saved.missing.filter(({ at }) => at === 'row-9N056000000000011')).toEqual([]);
  });

  it('keeps in sight what was entered by hand when another check-up is chosen', async () => {
    const { content } = await open((await begin()).documentId);
    const waist = put(content, '9N016160100000001', { value: '88' });
    const other = withProgram(rows, waist, 'late_elderly');
    expect(other).toMatchObject({ programCode: '020', addedRows: ['9N016160100000001'] });
    const shown = shownLines(rows, other, { birthDate: '1950-01-01', sex: 'male' });
    expect(shown.at(-1)?.lines.map(({ entry }) => entry?.value)).toEqual(['88']);
  });
});

describe('a check-up that is confirmed', () => {
  it('is the report that FHIR and paper are made from', async () => {
    const { record } = await confirmed((content) =>
      [
        ['9A110160700000011', { value: '1', finding: '心房細動' }],
        ['9A110161000000049', { value: '詳細な健診' }],
        ['9N056000000000011', { value: '1', finding: 'ヘルニア' }],
        ['1A020000000191111', { state: 'not_done', reason: '生理中' }],
      ].reduce(
        (next, [code, entry]) => put(next, code as string, entry as Partial<CheckupEntry>),
        answered(content),
      ),
    );
    const result = (itemCode: string) => record.results.find((each) => each.itemCode === itemCode);
    expect(record).toMatchObject({
      kind: 'checkup',
      program: 'special',
      reportCategory: '10',
      programCode: '010',
      examinedOn: '2026-11-20',
      overallJudgement: '支障ありません。',
    });
    expect(result(BMI)?.value).toEqual({ kind: 'quantity', value: '24.9', unit: 'kg/m2', ucum: 'kg/m2' });
    expect(result('3F015000002327101')).toMatchObject({
      interpretation: 'H',
      specimen: '血清',
      referenceHigh: '149',
      method: { code: '3F01510000' },
    });
    expect(result('3F077000002327101')?.interpretation).toBe('LX');
    expect(result('1A020000000191111')?.value).toEqual({ kind: 'absent', notDone: true, reason: '生理中' });
    expect(result('9N056000000000011')?.finding).toMatchObject({
      text: 'ヘルニア',
      item: { code: '9N056160400000049' },
    });
    expect(result('9A110160800000049')?.value).toEqual({ kind: 'text', text: '心房細動' });
    expect(record.groups.find(({ code }) => code === '9A110')?.members).toEqual([
      { itemCode: '9A110160700000011', relationship: 'COMP' },
      { itemCode: '9A110160800000049', relationship: 'COMP' },
      { itemCode: '9A110161000000049', relationship: 'RSON' },
    ]);
    expect(result('9N516000000000049')?.value.kind).toBe('text');
  });

  it('begins its next version as it was, and stands beside the next check-up as 前回値', async () => {
    const fill = (content: CheckupContent) =>
      put(answered(content), '9A110160700000011', { value: '1', finding: '左室肥大' });
    const { documentId, record } = await confirmed(fill);
    await run((uow) => reviseDocument(uow, target(documentId)));
    const { content, previous } = await open(documentId).then((view) => ({
      content: view.content,
      previous: view.checkup?.previous,
    }));
    expect(entryIn(row('9A110160700000011'), content.entries)).toMatchObject({
      value: '1',
      finding: '左室肥大',
    });
    expect(entryIn(row(BMI), content.entries)).toBeUndefined();
    expect(content.judgement).toBe(record.overallJudgement);
    // its own first version is not its 前回値; the one before it is
    expect(previous?.values.find((each) => each.row === '9A110160700000011')?.text ?? '').not.toContain(
      '左室肥大',
    );
    const next = await open((await begin()).documentId);
    expect(next.checkup?.previous?.on).toBe('2026-11-20');
    expect(next.checkup?.previous?.values).toContainEqual({ row: HEIGHT, text: '162.3 cm' });
  });

  it('cannot be confirmed while something it must say is missing', async () => {
    const { documentId } = await begin();
    await expect(
      run((uow) =>
        confirmDocument(uow, { ...target(documentId), baseRevision: 1, reason: null, send: false }, () => []),
      ),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});

beforeEach(() => clinics.setNow('2026-11-20T09:15:00+09:00'));
