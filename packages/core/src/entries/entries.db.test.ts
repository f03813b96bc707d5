import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { confirmEncounter, openChart, saveDraft } from '../charting/index.ts';
import { encounterDraftSchema } from '../prescribing/rules/draft.ts';
import { listBoard } from '../reception/index.ts';
import {
  approveEntries,
  entryCounts,
  listApprovals,
  listMyEntries,
  openEntry,
  returnEntry,
  rewriteEntry,
  saveEntryDraft,
  submitEntry,
  withdrawEntry,
} from './index.ts';
import { type EntryClinic, later, morning, openEntryClinic, textEntry } from './testing/clinic.ts';

let clinic: EntryClinic;
let clinics: EntryClinic['clinics'];
let people: EntryClinic['people'];
let as: EntryClinic['as'];
let arrival: EntryClinic['arrival'];
let handOver: EntryClinic['handOver'];
beforeAll(async () => {
  clinic = await openEntryClinic();
  ({ clinics, people, as, arrival, handOver } = clinic);
});
afterAll(() => clinics?.close());

describe('an entry on behalf of a doctor', () => {
  // @proves A3
  it('waits for the doctor, is no part of the record, and is confirmed with both names after approval', async () => {
    const visit = await arrival(true);
    const { proposalId, dueAt } = await handOver(visit, '37.8度。咽頭痛。');
    expect(dueAt).toBe(later(24));
    const before = await as('doctor', (uow) => openChart(uow, visit));
    expect(before.encounter).toMatchObject({ draft: null, notes: [] });
    expect(before.pendingEntries).toMatchObject([
      { enteredBy: 'nurse 職員', onBehalfOf: '検証 医師', state: 'pending', overdue: false },
    ]);
    const [approved] = await as('doctor', (uow) =>
      approveEntries(uow, { ...visit, proposalIds: [proposalId], baseRevision: 0 }),
    );
    expect(approved).toMatchObject({ revision: 1, content: { soap: { subjective: '37.8度。咽頭痛。' } } });
    await as('doctor', (uow) => confirmEncounter(uow, { ...visit, baseRevision: 1 }));
    const note = await as('doctor', (uow) =>
      uow.tables.clinicalNote.findFirst({ where: { encounterId: visit.encounterId } }),
    );
    expect(note).toMatchObject({
      enteredById: people.nurse,
      onBehalfOfId: clinics.a.doctorId,
      confirmedById: clinics.a.doctorId,
    });
    const after = await as('doctor', (uow) => openChart(uow, visit));
    expect(after.pendingEntries).toEqual([]);
    expect(after.encounter?.notes).toMatchObject([{ enteredBy: 'nurse 職員', onBehalfOf: '検証 医師' }]);
    expect(after.encounter?.authorship).toEqual([
      { target: 'note', part: 'S', kept: 'whole', enteredBy: 'nurse 職員', onBehalfOf: '検証 医師' },
    ]);
  });

  it('is added below what the doctor has written, and the changed text is the doctor’s', async () => {
    const visit = await arrival(true);
    await as('doctor', (uow) =>
      saveDraft(uow, {
        ...visit,
        baseRevision: 0,
        content: encounterDraftSchema.parse({ ...textEntry('受診前から。'), issueType: 'paper' }),
      }),
    );
    const { proposalId } = await handOver(visit, '嘔気あり。');
    const stale = { ...visit, proposalIds: [proposalId], baseRevision: 0 };
    await expect(as('doctor', (uow) => approveEntries(uow, stale))).rejects.toMatchObject({ code: 'stale' });
    const [approved] = await as('doctor', (uow) => approveEntries(uow, { ...stale, baseRevision: 1 }));
    expect(approved?.content).toMatchObject({
      issueType: 'paper',
      soap: { subjective: '受診前から。\n嘔気あり。' },
    });
    await as('doctor', (uow) => confirmEncounter(uow, { ...visit, baseRevision: 2 }));
    const chart = await as('doctor', (uow) => openChart(uow, visit));
    expect(chart.encounter?.notes).toMatchObject([{ enteredBy: '検証 医師', onBehalfOf: null }]);
    expect(chart.encounter?.authorship).toMatchObject([{ part: 'S', kept: 'part', enteredBy: 'nurse 職員' }]);
  });

  // @proves A3 V2.3.1
  it('can not be left behind: the visit is not confirmed while it waits, and nothing of it gets in', async () => {
    const visit = await arrival(true);
    const { proposalId } = await handOver(visit, '未承認の文');
    await as('doctor', (uow) =>
      saveDraft(uow, {
        ...visit,
        baseRevision: 0,
        content: encounterDraftSchema.parse({ ...textEntry('医師の文'), issueType: 'paper' }),
      }),
    );
    const confirm = () => as('doctor', (uow) => confirmEncounter(uow, { ...visit, baseRevision: 1 }));
    await expect(confirm()).rejects.toMatchObject({ code: 'needs_decision', at: 'entries' });
    await as('doctor', (uow) => returnEntry(uow, { ...visit, proposalId, comment: '体温は？' }));
    await confirm();
    const { rows } = await (await clinics.test.connect('admin')).query(
      `SELECT (SELECT string_agg(n::text, '') FROM clinical_note n WHERE encounter_id = $1) AS note,
              (SELECT string_agg(o.payload::text, '') FROM outbox_message o WHERE patient_id = $2) AS sent`,
      [visit.encounterId, visit.patientId],
    );
    expect(rows[0].note).toContain('医師の文');
    expect(`${rows[0].note}${rows[0].sent}`).not.toContain('未承認の文');
    // and after that nothing can be written into it
    await expect(as('nurse', (uow) => rewriteEntry(uow, { ...visit, proposalId }))).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(handOver(visit, 'あとから', 'clerk')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('comes back with a comment, is written anew as a second version and then approved', async () => {
    const visit = await arrival(true);
    const { proposalId } = await handOver(visit, '37度', 'clerk');
    await as('doctor', (uow) =>
      returnEntry(uow, { ...visit, proposalId, comment: '小数まで書いてください' }),
    );
    expect(await as('clerk', (uow) => entryCounts(uow))).toMatchObject({ returned: 1 });
    const [line] = await as('clerk', (uow) => listMyEntries(uow));
    expect(line).toMatchObject({ state: 'returned', entry: { comment: '小数まで書いてください' } });
    await as('clerk', (uow) => rewriteEntry(uow, { ...visit, proposalId }));
    const page = await as('clerk', (uow) => openEntry(uow, visit));
    expect(page.draft).toMatchObject({
      content: { soap: { subjective: '37度' } },
      returned: { comment: '小数まで書いてください', by: '検証 医師' },
    });
    await as('clerk', (uow) =>
      saveEntryDraft(uow, {
        ...visit,
        baseRevision: 1,
        onBehalfOfId: clinics.a.doctorId,
        content: textEntry('37.4度'),
      }),
    );
    const second = await as('clerk', (uow) => submitEntry(uow, { ...visit, baseRevision: 2 }));
    const waiting = await as('doctor', (uow) => listApprovals(uow));
    expect(waiting.map((each) => each.entry)).toMatchObject([
      { proposalId: second.proposalId, versionNo: 2, content: { soap: { subjective: '37.4度' } } },
    ]);
    expect(await as('clerk', (uow) => entryCounts(uow))).toMatchObject({ returned: 0 });
    await as('doctor', (uow) =>
      approveEntries(uow, {
        ...visit,
        proposalIds: [second.proposalId],
        baseRevision: null,
      }),
    );
    expect(await as('doctor', (uow) => listApprovals(uow))).toEqual([]);
  });

  it('is approved in bulk, all or none, also for a visit nobody has typed in', async () => {
    const visit = await arrival(true);
    const proposalIds: string[] = [];
    for (const who of ['nurse', 'clerk'] as const)
      proposalIds.push((await handOver(visit, `${who}より`, who)).proposalId);
    const notBegun = await arrival(false);
    const early = await handOver(notBegun, '待合での体温');
    const approve = (ids: string[], of = visit) =>
      as('doctor', (uow) => approveEntries(uow, { ...of, proposalIds: ids, baseRevision: null }));
    // one of another patient, and one whose visit has not begun
    await expect(approve([...proposalIds, early.proposalId])).rejects.toMatchObject({ code: 'not_found' });
    await expect(approve([early.proposalId], notBegun)).rejects.toMatchObject({ code: 'conflict' });
    expect(await as('doctor', (uow) => entryCounts(uow))).toMatchObject({ toApprove: 3, overdue: 0 });
    expect(await approve(proposalIds)).toMatchObject([
      { revision: 1, content: { soap: { subjective: 'nurseより\nclerkより' } } },
    ]);
    await as('nurse', (uow) => withdrawEntry(uow, { ...notBegun, proposalId: early.proposalId }));
    expect(await as('doctor', (uow) => entryCounts(uow))).toMatchObject({ toApprove: 0 });
  });

  // @proves A3
  it('is overdue at the hour the clinic has set, and not a second before', async () => {
    const visit = await arrival(true);
    await clinics.run(clinics.a, (uow) =>
      uow.tables.clinicSettings.create({
        data: { tenantId: uow.tenantId, idleLockMinutes: 5, entryDeadlineHours: 2, updatedAt: uow.now },
      }),
    );
    const { proposalId } = await handOver(visit, '至急');
    for (const [seconds, overdue] of [
      [7199, 0],
      [7200, 1],
    ] as const) {
      clinics.setNow(new Date(new Date(morning).getTime() + seconds * 1000).toISOString());
      expect(await as('doctor', (uow) => entryCounts(uow))).toMatchObject({ toApprove: 1, overdue });
      const [line] = await as('doctor', (uow) => listApprovals(uow));
      expect(line?.entry.overdue).toBe(overdue === 1);
    }
    clinics.setNow(morning);
    const board = await as('clerk', (uow) => listBoard(uow, { serviceDate: '2026-11-20' }));
    expect(board.rows.find((row) => row.receptionId === visit.receptionId)).toMatchObject({
      pendingEntries: 1,
    });
    await as('nurse', (uow) => withdrawEntry(uow, { ...visit, proposalId }));
  });
});
