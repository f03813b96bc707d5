import { createHash } from 'node:crypto';
import { confirmEncounter, endEncounter, openChart, saveDraft, startEncounter } from '@shirube/core/charting';
import { deliverMessage } from '@shirube/core/delivery';
import type { SigningPort } from '@shirube/core/ports';
import {
  checkLocally,
  checkNationally,
  completeSigning,
  exportPrescription,
  fetchExternalMedication,
  mergeFindings,
  readPrescriptionCopy,
  signPrescription,
  startSigning,
  viewPrescription,
} from '@shirube/core/prescribing';
import { acceptInbound, listBoard } from '@shirube/core/reception';
import { certificatesFromPem, verifyPrescriptionXml } from '@shirube/eprescription';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pollCards } from './poll-cards.ts';
import { authenticateAt, type ClinicUnderTest, ministryOrder, openClinic } from './testing/clinic.ts';
import { handlers } from './worker.ts';

let clinic: ClinicUnderTest;
const redirectUri = 'http://localhost:3000/c/test/signing/callback';

beforeAll(async () => {
  clinic = await openClinic();
});
afterAll(() => clinic?.close());

async function deliverAll(): Promise<string[]> {
  const results: string[] = [];
  for (let round = 0; round < 5; round += 1) {
    const pending = await clinic
      .as('system')
      .run((uow) =>
        uow.tables.outboxMessage.findMany({ where: { state: 'pending' }, orderBy: { createdAt: 'asc' } }),
      );
    if (pending.length === 0) break;
    for (const message of pending)
      results.push(`${message.kind} ${await deliverMessage(clinic.as('system'), message.id, handlers)}`);
  }
  return results;
}

describe('one visit, from the card to the 控え', () => {
  const order = ministryOrder();
  let visit: { patientId: string; encounterId: string };
  let prescriptionId: string;
  let revision = 0;

  it('receives the patient with the card', async () => {
    await clinic.control('POST', 'cards', {
      institutionCode: clinic.institutionCode,
      personId: 'p01',
      consents: { medication: true, diagnosis: true },
      issueSelect: 'electronic',
    });
    expect(await pollCards(clinic.as('system'), clinic.institutionCode)).toBe(1);
    // acknowledged: nothing is left at the reader
    expect(await pollCards(clinic.as('system'), clinic.institutionCode)).toBe(0);
    const clerk = clinic.as('clerk');
    const board = await clerk.run((uow) => listBoard(uow, { serviceDate: null }));
    expect(board.inbound).toMatchObject([{ status: 'quarantined', person: { birthDate: '1966-05-26' } }]);
    const received = await clerk.run((uow) =>
      acceptInbound(uow, { inboundId: board.inbound[0]!.id, purpose: '不眠・足の爪', as: { kind: 'new' } }),
    );
    const after = await clerk.run((uow) => listBoard(uow, { serviceDate: null }));
    expect(after.inbound).toEqual([]);
    expect(after.rows).toMatchObject([
      {
        number: 1,
        status: 'waiting',
        patient: { familyName: 'テスト', givenName: '太郎' },
        prescriptionPreference: 'electronic',
      },
    ]);
    visit = await clinic
      .as('doctor')
      .run((uow) => startEncounter(uow, { receptionId: received.receptionId }));
    const again = await clinic
      .as('doctor')
      .run((uow) => startEncounter(uow, { receptionId: received.receptionId }));
    expect(again).toEqual(visit);
  });

  it('knows what other facilities gave, with the consent', async () => {
    const fetched = await fetchExternalMedication(clinic.as('doctor'), visit);
    expect(fetched).toMatchObject({ outcome: 'fetched' });
    const chart = await clinic.as('doctor').run((uow) => openChart(uow, visit));
    expect(chart.externalMedications.map((drug) => `${drug.facilityName} ${drug.name}`)).toContain(
      '厚労薬局 セララ錠２５ｍｇ',
    );
    expect(chart.consents.map((consent) => consent.scope)).toEqual(
      expect.arrayContaining(['medication', 'diagnosis']),
    );
  });

  it('alerts in the row that causes it, for what the clinic knows and for the rest', async () => {
    const doctor = clinic.as('doctor');
    const [halcion, itrizole, aspara] = order.rps.map((rp) => rp.medications[0]!.clientId);
    const input = { ...visit, rps: order.rps, oralConsent: false };
    const local = await doctor.run((uow) => checkLocally(uow, input));
    const national = await checkNationally(doctor, input, 'ordering');
    expect([local.outcome, national.outcome]).toEqual(['alert', 'alert']);
    const rows = mergeFindings(local.findings, national.findings).map((finding) => [
      finding.subjectId,
      finding.kind,
      finding.facilityName,
      finding.title,
      finding.source,
    ]);
    expect(rows).toContainEqual([
      halcion,
      'contraindicated',
      '自院・今回',
      expect.stringContaining('イトリゾール'),
      'local',
    ]);
    expect(rows).toContainEqual([
      itrizole,
      'contraindicated',
      '自院・今回',
      expect.stringContaining('ハルシオン'),
      'local',
    ]);
    expect(rows).toContainEqual([
      aspara,
      'contraindicated',
      '厚労薬局',
      expect.stringContaining('セララ'),
      'both',
    ]);
  });

  // @proves V2.3.1
  it('does not confirm while an alert has no decision', async () => {
    const doctor = clinic.as('doctor');
    ({ revision } = await doctor.run((uow) => saveDraft(uow, { ...visit, baseRevision: 0, content: order })));
    await expect(
      doctor.run((uow) => confirmEncounter(uow, { ...visit, baseRevision: revision })),
    ).rejects.toMatchObject({ code: 'needs_decision' });
    const chart = await doctor.run((uow) => openChart(uow, visit));
    expect(chart.encounter).toMatchObject({ notes: [], prescriptions: [], draft: { revision } });
  });

  it('confirms after one drug is changed and one alert is overridden with a reason', async () => {
    const doctor = clinic.as('doctor');
    const rps = order.rps.filter((_, index) => index !== 1);
    const input = { ...visit, rps, oralConsent: false };
    const local = await doctor.run((uow) => checkLocally(uow, input));
    const national = await checkNationally(doctor, input, 'ordering');
    const findings = mergeFindings(local.findings, national.findings);
    expect(findings).toHaveLength(1);
    const content = {
      ...order,
      rps,
      decisions: findings.map((finding) => ({
        findingKey: finding.key,
        decision: 'override' as const,
        reasonCode: 'consulted',
        reasonText: '専門医と相談済み',
      })),
    };
    ({ revision } = await doctor.run((uow) => saveDraft(uow, { ...visit, baseRevision: revision, content })));
    const confirmed = await doctor.run((uow) => confirmEncounter(uow, { ...visit, baseRevision: revision }));
    expect(confirmed.prescriptionId).not.toBeNull();
    prescriptionId = confirmed.prescriptionId as string;
    await expect(
      doctor.run((uow) => confirmEncounter(uow, { ...visit, baseRevision: revision })),
    ).rejects.toMatchObject({ code: 'conflict' });
    const decisions = await doctor.run((uow) => uow.tables.safetyDecision.findMany());
    expect(decisions).toMatchObject([{ decision: 'override', reasonText: '専門医と相談済み' }]);
  });

  // @proves V10.1.2 V10.2.1
  it('signs after one authentication, and only once', async () => {
    const doctor = clinic.as('doctor');
    const target = { patientId: visit.patientId, prescriptionId };
    await expect(signPrescription(doctor, clinic.key, target)).rejects.toMatchObject({
      code: 'needs_signing',
    });
    const { authorizationUrl } = await startSigning(doctor, { redirectUri });
    const returned = await authenticateAt(authorizationUrl);
    await expect(
      completeSigning(doctor, clinic.key, { ...returned, redirectUri, state: 'forged' }),
    ).rejects.toMatchObject({ code: 'needs_signing' });
    await completeSigning(doctor, clinic.key, { ...returned, redirectUri });
    const bind = (sha256: string) =>
      doctor.run((uow) =>
        uow.tables.staff.updateMany({
          where: { id: clinic.doctorId },
          data: {
            hpkiCertificateSubject: 'CN=標 一郎',
            hpkiCertificateSha256: sha256,
            hpkiCertificateValidTo: new Date('2036-01-01'),
            hpkiBoundById: clinic.doctorId,
            hpkiBoundAt: uow.now,
          },
        }),
      );
    // the clinic says which certificate is the doctor's: another one under the same name is refused
    await bind('0'.repeat(64));
    const offered = vi.spyOn(doctor.services.signing.with('csc-v2') as SigningPort, 'listCredentials');
    await expect(signPrescription(doctor, clinic.key, target)).rejects.toMatchObject({ kind: 'auth' });
    const chain = (await offered.mock.results.at(-1)?.value)?.[0]?.chain ?? [];
    await bind(createHash('sha256').update(chain[0]).digest('hex'));
    // the refused authentication has ended
    const again = await authenticateAt((await startSigning(doctor, { redirectUri })).authorizationUrl);
    await completeSigning(doctor, clinic.key, { ...again, redirectUri });
    expect(await signPrescription(doctor, clinic.key, target)).toEqual({ status: 'signed' });
    expect(await signPrescription(doctor, clinic.key, target)).toEqual({ status: 'already_signed' });
  });

  it('registers the prescription, fetches its copy and shares diagnoses and allergies', async () => {
    expect(await deliverAll()).toEqual(
      expect.arrayContaining(['prescription.register delivered', 'prescription.copy delivered']),
    );
    const doctor = clinic.as('doctor');
    const view = await doctor.run((uow) =>
      viewPrescription(uow, { patientId: visit.patientId, prescriptionId }),
    );
    expect(view).toMatchObject({
      status: 'registered',
      accessCode: expect.stringMatching(/^\d{16}$/),
      hasCopy: true,
    });
    const pdf = await doctor.run((uow) =>
      readPrescriptionCopy(uow, { patientId: visit.patientId, prescriptionId }),
    );
    expect(Buffer.from(pdf.subarray(0, 5)).toString('latin1')).toBe('%PDF-');
  }, 60_000);

  // @proves A8
  it('exports the bytes as they were signed', async () => {
    const files = await clinic
      .as('system')
      .run((uow) => exportPrescription(uow, { prescriptionId, reason: '検証' }));
    const roots = certificatesFromPem(await (await fetch(`${clinic.sandbox.url}/pki/root.pem`)).text());
    const report = verifyPrescriptionXml(files!.xml, { trustedRoots: roots });
    expect(report.valid).toBe(true);
    expect(Buffer.from(report.csv ?? []).equals(Buffer.from(files!.csv))).toBe(true);
    expect(Buffer.from(files!.csv).toString('utf8')).toContain('ハルシオン０．２５ｍｇ錠,1,1,錠');
  });

  // @proves E1
  it('ends the visit and leaves the whole story in the audit trail', async () => {
    const doctor = clinic.as('doctor');
    await doctor.run((uow) => endEncounter(uow, visit));
    const events = await doctor.run((uow) =>
      uow.tables.auditEvent.findMany({
        where: { patientId: visit.patientId },
        select: { action: true, actorId: true },
      }),
    );
    const actions = new Set(events.map((event) => event.action));
    for (const action of [
      'patient.register',
      'inbound.accept',
      'reception.receive',
      'encounter.start',
      'external_medication.fetch',
      'chart.open',
      'safety.check_local',
      'safety.check_national',
      'chart.draft_save',
      'note.confirm',
      'safety.decide',
      'prescription.confirm',
      'prescription.sign',
      'prescription.register',
      'prescription.copy_view',
      'encounter.end',
    ])
      expect(actions).toContain(action);
  });

  it('sends nothing twice when the worker dies between the send and its commit', async () => {
    const before = await heldPrescriptions();
    const system = clinic.as('system');
    // as after a crash: the service has it, our own note of that is gone
    await clinic.test
      .connect('admin')
      .then((admin) =>
        admin.query(
          `UPDATE prescription_state SET status = 'signed', external_id = NULL, access_code = NULL; UPDATE outbox_message SET state = 'pending' WHERE kind = 'prescription.register'`,
        ),
      );
    const [message] = await system.run((uow) =>
      uow.tables.outboxMessage.findMany({ where: { kind: 'prescription.register' } }),
    );
    await deliverMessage(system, message!.id, {
      ...handlers,
      'prescription.copy': async () => {},
    }).catch(() => 'the copy message exists already');
    expect(await heldPrescriptions()).toEqual(before);
  });

  async function heldPrescriptions(): Promise<string[]> {
    const answer = await fetch(`${clinic.sandbox.url}/control/prescriptions`);
    const body = (await answer.json()) as { prescriptions: { prescriptionId: string }[] };
    return body.prescriptions.map((held) => held.prescriptionId);
  }
});
