import { randomUUID } from 'node:crypto';
import { confirmEncounter, openChart, saveDraft, startEncounter } from '@shirube/core/charting';
import { deliverMessage } from '@shirube/core/delivery';
import { enterExternal, removeExternal } from '@shirube/core/patients/facts';
import {
  adviseDoses,
  checkLocally,
  checkNationally,
  type EncounterDraft,
  encounterDraftSchema,
  fetchExternalMedication,
  mergeFindings,
  plainLine,
  plainRp,
  recordOralConsent,
} from '@shirube/core/prescribing';
import { acceptInbound, listBoard, receivePatient } from '@shirube/core/reception';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { pollCards } from './poll-cards.ts';
import { type ClinicUnderTest, openClinic } from './testing/clinic.ts';
import { handlers } from './worker.ts';

let clinic: ClinicUnderTest;
let visit: { patientId: string; encounterId: string };
beforeAll(async () => {
  clinic = await openClinic();
  await clinic.control('POST', 'cards', {
    institutionCode: clinic.institutionCode,
    personId: 'p01',
    consents: { medication: false, diagnosis: false },
    issueSelect: 'electronic',
  });
  await pollCards(clinic.as('system'), clinic.institutionCode);
  const board = await clinic.as('clerk').run((uow) => listBoard(uow, { serviceDate: null }));
  const { receptionId } = await clinic
    .as('clerk')
    .run((uow) => acceptInbound(uow, { inboundId: board.inbound[0]!.id, purpose: '', as: { kind: 'new' } }));
  visit = await clinic.as('doctor').run((uow) => startEncounter(uow, { receptionId }));
});
afterAll(() => clinic?.close());
afterEach(async () => {
  vi.restoreAllMocks();
  await clinic.control('PUT', 'faults', { check: { mode: 'normal' } });
});

const fault = (mode: string, delayMs: number | null = null) =>
  clinic.control('PUT', 'faults', { check: { mode, delayMs } });

function rp(yjCode: string, receiptCode: string, name: string, dose: string, quantity = 7) {
  return {
    clientId: randomUUID(),
    formClass: '1' as const,
    ...plainRp,
    quantity,
    usage: { code: '1013044400000000', text: '', timesPerDay: 3 },
    medications: [
      {
        clientId: randomUUID(),
        ...plainLine,
        yjCode,
        receiptCode,
        name,
        ingredientName: '',
        dose,
        unit: '錠',
        unitCode: null,
      },
    ],
  };
}
const loxonin = (dose = '3', quantity = 7) =>
  rp('1149019F1560', '620098801', 'ロキソニン錠６０ｍｇ', dose, quantity);
const warfarin = () => rp('3332001F1024', '613330003', 'ワーファリン錠１ｍｇ', '2');
const aspara = () => rp('3229005F1080', '620005824', 'アスパラカリウム錠３００ｍｇ', '3');

const local = (rps: EncounterDraft['rps'], where = visit) =>
  clinic.as('doctor').run((uow) => checkLocally(uow, { ...where, rps, oralConsent: false }));
const national = (rps: EncounterDraft['rps'], oralConsent = false, where = visit) =>
  checkNationally(clinic.as('doctor'), { ...where, rps, oralConsent }, 'ordering');
const record = (kind: string, fact: { value?: number; state?: string }) =>
  clinic.as('doctor').run((uow) =>
    uow.tables.patientFact.create({
      data: {
        tenantId: uow.tenantId,
        patientId: visit.patientId,
        kind,
        value: fact.value ?? null,
        state: fact.state ?? null,
        onDate: new Date(`${new Date().toISOString().slice(0, 10)}T00:00:00Z`),
        recordedById: clinic.doctorId,
        recordedAt: uow.now,
      },
    }),
  );

describe('the rules of drugs', () => {
  it('say what is not recorded, and hold once it is; the newest record counts', async () => {
    const rps = [loxonin()];
    const before = await local(rps);
    expect(before.findings).toEqual([]);
    expect(before.outcome).toBe('could_not_check');
    expect(before.uncheckable).toEqual([]);
    expect(before.coverage).toContainEqual(
      expect.objectContaining({ kind: 'renal', state: 'could_not_check', label: '腎機能' }),
    );
    await record('egfr', { value: 80 });
    await record('egfr', { value: 25 });
    const after = await local(rps);
    expect(after.findings).toMatchObject([
      { kind: 'renal', tier: 'block', otherName: 'eGFR 25', dataDate: '2026-11-20', accepted: null },
    ]);
    expect(after.findings[0]!.words.label).toBe('腎機能');
    await record('egfr', { value: 90 });
    expect((await local(rps)).findings).toEqual([]);
  });

  it('know the diseases of the draft: what was just added counts, what was just ended does not', async () => {
    const ulcer = {
      clientId: randomUUID(),
      conditionId: null,
      managementNo: '20054276',
      displayName: '胃潰瘍',
      modifierCodes: [],
      isMain: true,
      isSuspected: false,
      onsetDate: '2026-11-01',
      endDate: null,
      outcome: 'active' as const,
    };
    const save = (
      condition: typeof ulcer | (Omit<typeof ulcer, 'outcome'> & { outcome: 'cured' }),
      baseRevision: number,
    ) =>
      clinic.as('doctor').run((uow) =>
        saveDraft(uow, {
          ...visit,
          baseRevision,
          content: encounterDraftSchema.parse({ conditions: [condition] }),
        }),
      );
    const { revision } = await save(ulcer, 0);
    expect((await local([loxonin()])).findings).toMatchObject([
      { kind: 'disease', tier: 'block', otherName: '胃潰瘍', title: '「胃潰瘍」の方には使えません。' },
    ]);
    await save({ ...ulcer, outcome: 'cured' }, revision);
    expect((await local([loxonin()])).findings).toEqual([]);
  });

  it('compare the dose by the strength in the master, not by what the draft says', async () => {
    const { findings } = await local([loxonin('9')]);
    expect(findings.map((finding) => [finding.kind, finding.tier, finding.otherName])).toEqual(
      expect.arrayContaining([
        ['dose', 'inline', '1日540mg・上限180mg'],
        ['dose', 'inline', '1回180mg・上限120mg'],
      ]),
    );
    expect(findings).toHaveLength(2);
  });

  it('advise the usual and the largest dose beside the row', async () => {
    const advice = await clinic
      .as('doctor')
      .run((uow) =>
        adviseDoses(uow, { ...visit, yjCodes: ['1149019F1560', '2316009F1022', '000000000000'] }),
      );
    const of = (yjCode: string) => advice.find((each) => each.yjCode === yjCode);
    expect(of('1149019F1560')!.lines.map((line) => line.text)).toContain('1日の上限 180mg（3錠）');
    expect(of('2316009F1022')).toMatchObject({ lines: [] });
    expect(advice).toHaveLength(2);
    await expect(
      clinic
        .as('doctor')
        .run((uow) => adviseDoses(uow, { ...visit, patientId: randomUUID(), yjCodes: ['x'] })),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the national check', () => {
  it('shows no name without a consent in the record, whatever is asked for; then names, and the visit tells who agreed', async () => {
    const hidden = await national([aspara()], true);
    expect(hidden).toMatchObject({ outcome: 'alert', namesDisclosed: false });
    expect(JSON.stringify(hidden)).not.toMatch(/セララ|厚労薬局/);
    expect(hidden.findings[0]).toMatchObject({ tier: 'block', otherName: null, facilityName: null });
    await clinic.as('doctor').run((uow) => recordOralConsent(uow, visit));
    const named = await national([aspara()], true);
    expect(named.findings[0]).toMatchObject({ otherName: 'セララ錠25mg', facilityName: '厚労薬局' });
    const chart = await clinic.as('doctor').run((uow) => openChart(uow, visit));
    expect(chart.encounter!.oralConsents).toMatchObject([{ by: '山田 花子' }]);
  });

  it('keeps what was found when some lines have no answer, and names those lines', async () => {
    await fault('partial');
    const rps = [aspara(), loxonin()];
    const result = await national(rps);
    expect(result).toMatchObject({ outcome: 'could_not_check', findings: [{ kind: 'contraindicated' }] });
    expect(result.uncheckable).toMatchObject([
      { subjectId: rps[1]!.medications[0]!.clientId, name: 'ロキソニン錠60mg' },
    ]);
    expect(result.reason).toContain('ロキソニン錠60mgは、全国の重複投薬等チェックの答えがありませんでした');
  });

  it.each([
    ['down', 'down'],
    ['an error', 'error'],
    ['half an answer', 'malformed'],
  ])('%s is "could not check", in words, and recorded', async (_, mode) => {
    await fault(mode);
    const result = await national([aspara()]);
    expect(result).toMatchObject({ outcome: 'could_not_check', findings: [] });
    expect(result.reason).toMatch(/。$/);
    const kept = await clinic
      .as('doctor')
      .run((uow) =>
        uow.tables.safetyCheck.findFirst({ where: { source: 'national' }, orderBy: { performedAt: 'desc' } }),
      );
    expect(kept).toMatchObject({ outcome: 'could_not_check', reason: result.reason });
  });

  it('an answer for an older order, arriving late, is not the answer for the newer one', async () => {
    await fault('slow', 600);
    const late = national([aspara()]);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await fault('normal');
    const newer = await national([loxonin()]);
    const older = await late;
    expect(newer.orderSha256).not.toBe(older.orderSha256);
    const checks = await clinic.as('doctor').run((uow) =>
      uow.tables.safetyCheck.findMany({
        where: { source: 'national' },
        orderBy: { performedAt: 'desc' },
        take: 2,
      }),
    );
    // in the order in which they were asked
    expect(checks.map((check) => Buffer.from(check.orderSha256).toString('hex'))).toEqual([
      newer.orderSha256,
      older.orderSha256,
    ]);
  });

  it('is prepared when a patient is received, and given up quietly when the service is away', async () => {
    const asked = vi.spyOn(clinic.as('system').services.ePrescription, 'prepareCheck');
    await clinic.as('clerk').run((uow) =>
      receivePatient(uow, {
        patientId: visit.patientId,
        purpose: '',
        verificationMethod: 'card',
        prescriptionPreference: 'unspecified',
      } as never),
    );
    const pending = () =>
      clinic.as('system').run((uow) =>
        uow.tables.outboxMessage.findMany({
          where: { kind: 'check.prepare', state: 'pending' },
          orderBy: { createdAt: 'desc' },
        }),
      );
    const [message, older] = await pending();
    expect(await deliverMessage(clinic.as('system'), message!.id, handlers)).toBe('delivered');
    expect(asked).toHaveBeenCalledTimes(1);
    await fault('down');
    const results: string[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1)
      results.push(await deliverMessage(clinic.as('system'), older!.id, handlers));
    expect(results).toEqual(['retry', 'retry', 'retry', 'delivered']);
    expect(asked).toHaveBeenCalledTimes(4);
  });
});

describe('what a patient tells of other facilities', () => {
  const today = () => new Date(Date.now() + 9 * 3600_000).toISOString().slice(0, 10);
  const enter = (yjCode: string, dispensedOn: string, days: number) =>
    clinic.as('doctor').run((uow) =>
      enterExternal(uow, {
        patientId: visit.patientId,
        yjCode,
        name: 'x',
        doseText: null,
        facilityName: 'お薬手帳',
        dispensedOn,
        days,
      }),
    );

  it('is compared with the order, stays when the service is asked again, and can be taken back', async () => {
    const { id } = await enter('1149019F1587', today(), 7);
    const found = async () =>
      (await local([loxonin()])).findings.filter((finding) => finding.kind === 'duplicate');
    expect(await found()).toMatchObject([
      { tier: 'inline', facilityName: 'お薬手帳', otherGivenOn: today() },
    ]);
    await fetchExternalMedication(clinic.as('doctor'), visit);
    expect(await found()).toHaveLength(1);
    const remove = () =>
      clinic
        .as('doctor')
        .run((uow) =>
          removeExternal(uow, { patientId: visit.patientId, medicationId: id, reason: '飲んでいなかった' }),
        );
    await remove();
    expect(await found()).toEqual([]);
    await expect(remove()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is refused for a day ahead, for what is long finished, and for an unknown drug', async () => {
    await expect(enter('1149019F1587', '2999-01-01', 7)).rejects.toMatchObject({ code: 'invalid' });
    await expect(enter('1149019F1587', '2020-01-01', 7)).rejects.toMatchObject({ code: 'invalid' });
    await expect(enter('000000000000', today(), 7)).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('what was accepted', () => {
  const decided = (rps: EncounterDraft['rps'], keys: string[]): EncounterDraft =>
    encounterDraftSchema.parse({
      soap: { subjective: '痛み', objective: '', assessment: '', plan: '' },
      rps,
      decisions: [
        ...keys.map((findingKey) => ({
          findingKey,
          decision: 'override',
          reasonCode: 'observation',
          reasonText: '様子をみながら使う',
        })),
        {
          findingKey: 'could_not_check|national',
          decision: 'proceed_unchecked',
          reasonCode: 'urgent',
          reasonText: '急ぎ',
        },
      ],
    });
  const again = async () => {
    const { receptionId } = await clinic.as('clerk').run((uow) =>
      receivePatient(uow, {
        patientId: visit.patientId,
        purpose: '',
        verificationMethod: 'card',
        prescriptionPreference: 'unspecified',
      } as never),
    );
    return clinic.as('doctor').run((uow) => startEncounter(uow, { receptionId }));
  };
  const confirm = async (where: typeof visit, content: EncounterDraft, baseRevision = 0) => {
    const { revision } = await clinic
      .as('doctor')
      .run((uow) => saveDraft(uow, { ...where, baseRevision, content }));
    return clinic.as('doctor').run((uow) => confirmEncounter(uow, { ...where, baseRevision: revision }));
  };

  it('is quiet at the next visit while the pair is the same, says so, and is asked again after a change', async () => {
    const first = await again();
    const rps = () => [warfarin(), loxonin()];
    const order = rps();
    const found = await local(order, first);
    const cautions = found.findings.filter((finding) => finding.kind === 'caution');
    expect(cautions.map((finding) => finding.tier)).toEqual(['inline', 'inline']);
    await expect(confirm(first, decided(order, []))).rejects.toMatchObject({ code: 'needs_decision' });
    await confirm(
      first,
      decided(
        order,
        cautions.map((finding) => finding.key),
      ),
      1,
    );

    const second = await again();
    const repeated = await local(rps(), second);
    const asked = repeated.findings.filter(
      (finding) => finding.kind === 'caution' && finding.otherOrigin === 'order',
    );
    expect(asked.map((finding) => [finding.tier, finding.accepted?.reason])).toEqual([
      ['quiet', '様子をみながら使う'],
      ['quiet', '様子をみながら使う'],
    ]);
    expect(asked[0]!.words.accepted).toMatch(
      /^\d+月\d+日に「様子をみながら使う」として続けています（山田 花子）$/,
    );

    const changed = await local([warfarin(), loxonin('2')], second);
    expect(
      changed.findings
        .filter((finding) => finding.kind === 'caution' && finding.otherOrigin === 'order')
        .map((finding) => finding.tier),
    ).toEqual(['inline', 'inline']);
  });

  it('holds for what only the national service knows as well, while that is unchanged', async () => {
    const norvasc = () => [rp('2171022F2025', '612170709', 'ノルバスク錠５ｍｇ', '1', 28)];
    const first = await again();
    const order = norvasc();
    const [found] = (await national(order, true, first)).findings;
    expect(found).toMatchObject({
      kind: 'duplicate',
      tier: 'inline',
      otherName: 'アムロジピン錠5mg「サワイ」',
    });
    await confirm(first, decided(order, [found!.key]));
    const [again1] = (await national(norvasc(), true, await again())).findings;
    expect(again1).toMatchObject({
      tier: 'quiet',
      accepted: { reason: '様子をみながら使う', by: '山田 花子' },
    });
  });

  it('holds 180 days', async () => {
    const owner = await clinic.test.connect('owner');
    await owner.query('ALTER TABLE safety_decision DISABLE TRIGGER USER');
    const third = await again();
    const tiers = async () =>
      (await local([warfarin(), loxonin()], third)).findings
        .filter((finding) => finding.kind === 'caution' && finding.otherOrigin === 'order')
        .map((finding) => finding.tier);
    const age = async (days: number) => {
      await owner.query('BEGIN');
      await owner.query(`SET LOCAL app.tenant_id = '${clinic.tenantId}'`);
      await owner.query(`UPDATE safety_decision SET decided_at = now() - make_interval(days => $1)`, [days]);
      await owner.query('COMMIT');
    };
    await age(179);
    expect(await tiers()).toEqual(['quiet', 'quiet']);
    await age(181);
    expect(await tiers()).toEqual(['inline', 'inline']);
    await owner.query('ALTER TABLE safety_decision ENABLE TRIGGER USER');
  });

  it('never spares a drug that must not be given', async () => {
    const where = await again();
    const order = [
      rp('1124007F2026', '611120117', 'ハルシオン０．２５ｍｇ錠', '1'),
      rp('6290004M1029', '616290004', 'イトリゾールカプセル５０', '2'),
    ];
    const found = await local(order, where);
    expect(
      mergeFindings(found.findings, []).filter((finding) => finding.kind === 'contraindicated'),
    ).toMatchObject([{ tier: 'block' }, { tier: 'block' }]);
    const keys = found.findings.map((finding) => finding.key);
    await clinic.as('doctor').run((uow) =>
      uow.tables.safetyDecision.createMany({
        data: keys.map((findingKey) => ({
          tenantId: uow.tenantId,
          ...where,
          findingKey,
          decision: 'override',
          reasonCode: 'consulted',
          decidedById: clinic.doctorId,
        })),
      }),
    );
    const next = await local(order, await again());
    expect(
      next.findings.filter((finding) => finding.kind === 'contraindicated').map((finding) => finding.tier),
    ).toEqual(['block', 'block']);
  });
});
