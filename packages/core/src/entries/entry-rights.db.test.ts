import { Prisma } from '@shirube/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveDraft } from '../charting/index.ts';
import { encounterDraftSchema } from '../prescribing/rules/draft.ts';
import {
  approveEntries,
  discardEntryDraft,
  entryCounts,
  listApprovals,
  listMyEntries,
  openEntry,
  returnEntry,
  saveEntryDraft,
  saveEntryDraftInput,
  submitEntry,
  withdrawEntry,
} from './index.ts';
import { type EntryClinic, openEntryClinic, textEntry } from './testing/clinic.ts';

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

describe('who may do what with an entry', () => {
  // @proves A1 A3 V8.2.2
  it('is not changed by what is sent: the writer is who is signed in', async () => {
    const visit = await arrival(true);
    const sent = saveEntryDraftInput.parse({
      ...visit,
      baseRevision: 0,
      onBehalfOfId: clinics.a.doctorId,
      content: { ...textEntry('x'), enteredById: clinics.a.doctorId },
      enteredById: clinics.a.doctorId,
      staffId: clinics.a.doctorId,
    });
    await as('clerk', (uow) => saveEntryDraft(uow, sent));
    const { proposalId } = await as('clerk', (uow) =>
      submitEntry(uow, { ...visit, baseRevision: 1, enteredById: clinics.a.doctorId } as never),
    );
    const stored = await as('clerk', (uow) =>
      uow.tables.entryProposal.findFirst({ where: { id: proposalId } }),
    );
    expect(stored?.enteredById).toBe(people.clerk);
    expect(JSON.stringify(stored?.content)).not.toContain('enteredById');
    await as('clerk', (uow) => withdrawEntry(uow, { ...visit, proposalId }));
  });

  // @proves A3 V8.2.2
  it('refuses another doctor: neither approved, nor returned, nor seen in their list', async () => {
    const visit = await arrival(true);
    const { proposalId } = await handOver(visit, '山田先生あて');
    const mine = { ...visit, proposalId };
    await expect(
      as('other', (uow) => approveEntries(uow, { ...visit, proposalIds: [proposalId], baseRevision: null })),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(as('other', (uow) => returnEntry(uow, { ...mine, comment: 'x' }))).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await as('other', (uow) => listApprovals(uow))).toEqual([]);
    await expect(as('clerk', (uow) => withdrawEntry(uow, mine))).rejects.toMatchObject({ code: 'not_found' });
    // the database refuses what the use case would not
    const insert = (decidedById: string, kind: string, comment: string | null) =>
      as('other', (uow) =>
        uow.tables.entryDecision.create({
          data: {
            tenantId: uow.tenantId,
            proposalId,
            enteredById: people.nurse,
            onBehalfOfId: clinics.a.doctorId,
            kind,
            comment,
            decidedById,
            decidedAt: uow.now,
          },
        }),
      );
    await expect(insert(people.other, 'approved', null)).rejects.toThrow();
    await expect(insert(clinics.a.doctorId, 'returned', ' ')).rejects.toThrow();
    await as('nurse', (uow) => withdrawEntry(uow, mine));
    await expect(
      as('doctor', (uow) => approveEntries(uow, { ...visit, proposalIds: [proposalId], baseRevision: null })),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is for somebody who may approve, and for the visit’s doctor once it has begun', async () => {
    const visit = await arrival(true);
    for (const onBehalfOfId of [people.clerk, clinics.b.doctorId])
      await expect(handOver(visit, 'x', 'nurse', onBehalfOfId)).rejects.toMatchObject({ code: 'invalid' });
    await expect(handOver(visit, 'x', 'nurse', people.other)).rejects.toMatchObject({
      code: 'conflict',
      at: 'onBehalfOfId',
    });
    await as('nurse', (uow) => discardEntryDraft(uow, visit));
    await expect(handOver(visit, ' ')).rejects.toMatchObject({ code: 'invalid' });
    await as('nurse', (uow) => discardEntryDraft(uow, visit));
  });

  it('lets the visit’s doctor give back what was written for a colleague who does not see the patient', async () => {
    const visit = await arrival(false);
    const { proposalId } = await handOver(visit, 'x', 'nurse', people.other);
    await clinic.begin(visit);
    const mine = { ...visit, proposalId };
    await expect(
      as('other', (uow) => approveEntries(uow, { ...visit, proposalIds: [proposalId], baseRevision: null })),
    ).rejects.toMatchObject({ code: 'conflict' });
    await as('doctor', (uow) => returnEntry(uow, { ...mine, comment: '担当が変わりました' }));
    expect(await as('other', (uow) => entryCounts(uow))).toMatchObject({ toApprove: 0 });
  });

  it('is decided once, also when two decide at the same moment', async () => {
    const visit = await arrival(true);
    const { proposalId } = await handOver(visit, 'x');
    const results = await Promise.allSettled([
      as('doctor', (uow) => approveEntries(uow, { ...visit, proposalIds: [proposalId], baseRevision: null })),
      as('nurse', (uow) => withdrawEntry(uow, { ...visit, proposalId })),
      as('doctor', (uow) => returnEntry(uow, { ...visit, proposalId, comment: 'x' })),
    ]);
    expect(results.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    for (const each of results)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'conflict' });
  });

  it('waits exactly while it has no decision, and nobody but the database says so', async () => {
    const { rows } = await (await clinics.test.connect('admin')).query(
      `SELECT (SELECT count(*)::int FROM entry_waiting) AS waiting,
              (SELECT count(*)::int FROM entry_proposal p
                WHERE NOT EXISTS (SELECT 1 FROM entry_decision d WHERE d.proposal_id = p.id)) AS undecided`,
    );
    const visit = await arrival(true);
    const { proposalId } = await handOver(visit, 'x');
    expect(rows[0].waiting).toBe(rows[0].undecided);
    const waits = () => as('doctor', (uow) => uow.tables.entryWaiting.count({ where: { proposalId } }));
    expect(await waits()).toBe(1);
    for (const change of ['DELETE FROM entry_waiting', `UPDATE entry_waiting SET due_at = now()`])
      await expect(as('doctor', (uow) => uow.tables.$executeRaw(Prisma.raw(change)))).rejects.toThrow();
    await as('nurse', (uow) => withdrawEntry(uow, { ...visit, proposalId }));
    expect(await waits()).toBe(0);
  });

  // @proves D7
  it('shows who enters nothing but their own words and who the patient is', async () => {
    const visit = await arrival(true);
    await as('doctor', (uow) =>
      saveDraft(uow, {
        ...visit,
        baseRevision: 0,
        content: encounterDraftSchema.parse({ ...textEntry('医師だけの文'), issueType: 'paper' }),
      }),
    );
    await handOver(visit, '看護師の文');
    const page = await as('clerk', (uow) => openEntry(uow, visit));
    expect(page).toMatchObject({ purpose: '発熱', draft: null, mine: [], closed: null });
    expect(JSON.stringify([page, await as('clerk', (uow) => listMyEntries(uow))])).not.toMatch(
      /医師だけの文|看護師の文/,
    );
  });

  it('leaves an audit event that names the doctor it was done for', async () => {
    const events = await clinics.run(clinics.a, (uow) =>
      uow.tables.auditEvent.findMany({
        where: { action: { startsWith: 'entry.' }, patientId: { not: null } },
      }),
    );
    for (const action of ['entry.submit', 'entry.approve', 'entry.return', 'entry.withdraw']) {
      const found = events.filter((event) => event.action === action);
      expect([action, found.length > 0]).toEqual([action, true]);
      for (const event of found) expect(event.onBehalfOfId).not.toBeNull();
    }
  });
});
