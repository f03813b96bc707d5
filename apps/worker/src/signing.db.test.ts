import { createHash, randomUUID } from 'node:crypto';
import {
  completeSigning,
  type SignResult,
  signingStatus,
  signPrescription,
  signPrescriptions,
  startSigning,
  waitingForSignature,
} from '@shirube/core/signing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ClinicUnderTest, openClinic } from './testing/clinic.ts';
import { confirmed, line, stateOf, type Visit, visitOf } from './testing/issue.ts';

const redirectUri = 'http://localhost:3000/c/test/signing/callback';
const doctorCredential = 'hpki-test-doctor-1';
const colleague = 'hpki-test-doctor-4';
const pharmacist = 'hpki-test-pharmacist-1';

let clinic: ClinicUnderTest;
let visit: Visit;
let pattern: string;

beforeAll(async () => {
  clinic = await openClinic({ SHIRUBE_SIGNING_PROVIDERS: 'csc-v2,cardless-fido,cardless-jpki' });
  visit = await visitOf(clinic, 'p01');
  pattern = await confirmed(clinic, visit, { rps: [line()] });
});
afterAll(() => clinic?.close());
beforeEach(async () => {
  await clinic.control('PUT', 'faults', { signing: { mode: 'normal' } });
  const admin = await clinic.test.connect('admin');
  await admin.query(`UPDATE signing_session SET state = 'ended'`);
  await admin.query(
    `UPDATE staff SET hpki_certificate_subject = NULL, hpki_certificate_sha256 = NULL, hpki_certificate_valid_to = NULL,
            hpki_bound_by_id = NULL, hpki_bound_at = NULL, family_name = '山田', given_name = '花子', licence = '医師'
     WHERE id = $1`,
    [clinic.doctorId],
  );
  // nothing waits from the test before
  await admin.query(`UPDATE prescription_state SET status = 'registered' WHERE prescription_id <> $1`, [
    pattern,
  ]);
});

/** Prescriptions like the one that was confirmed, oldest first: a whole afternoon's work. */
async function waiting(
  count: number,
  issueType = 'electronic',
): Promise<{ patientId: string; prescriptionId: string }[]> {
  const admin = await clinic.test.connect('admin');
  const items = [];
  for (let index = 0; index < count; index += 1) {
    const id = randomUUID();
    await admin.query(
      `INSERT INTO prescription (tenant_id, id, encounter_id, patient_id, version_no, issue_type, issued_on, valid_until, doctor_id,
                                 record, entered_by_id, confirmed_by_id, confirmed_at)
       SELECT tenant_id, $1, encounter_id, patient_id,
              (SELECT max(version_no) + 1 FROM prescription WHERE encounter_id = source.encounter_id),
              $3, issued_on, valid_until, doctor_id, record, entered_by_id, confirmed_by_id, now()
       FROM prescription source WHERE id = $2`,
      [id, pattern, issueType],
    );
    await admin.query(
      `INSERT INTO prescription_state (tenant_id, prescription_id, status) VALUES ($1, $2, 'confirmed')`,
      [clinic.tenantId, id],
    );
    items.push({ patientId: visit.patientId, prescriptionId: id });
  }
  return items;
}

/** The doctor authenticates at the page of the service, as whoever they are there. */
async function authenticate(
  as = doctorCredential,
  provider: 'csc-v2' | 'cardless-fido' | 'cardless-jpki' = 'csc-v2',
): Promise<void> {
  const doctor = clinic.as('doctor');
  const { authorizationUrl } = await startSigning(doctor, { redirectUri, provider });
  const address = new URL(authorizationUrl);
  const page = await (await fetch(address)).text();
  const form = new URLSearchParams(
    [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']): [string, string] => [name, value],
    ),
  );
  form.set('decision', 'approve');
  form.set('credential_id', as);
  const answer = await fetch(address.origin + address.pathname, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  const back = new URL(answer.headers.get('location') ?? '').searchParams;
  await completeSigning(doctor, clinic.key, {
    redirectUri,
    code: back.get('code') ?? '',
    state: back.get('state') ?? '',
  });
}

const fault = (mode: string) => clinic.control('PUT', 'faults', { signing: { mode } });
const sign = (items: { patientId: string; prescriptionId: string }[]) =>
  signPrescriptions(clinic.as('doctor'), clinic.key, { items });
const documentsOf = (prescriptionIds: string[]) =>
  clinic
    .as('system')
    .run((uow) => uow.tables.signedDocument.findMany({ where: { prescriptionId: { in: prescriptionIds } } }));
const status = () =>
  clinic.as('doctor').run((uow) => signingStatus(uow, clinic.as('doctor').services.signing.offered));
const tally = (results: SignResult[]) =>
  Object.fromEntries(
    ['signed', 'already_signed', 'failed'].map((end) => [
      end,
      results.filter((result) => result.status === end).length,
    ]),
  );

describe('many prescriptions under one authentication', () => {
  it('thirty, of which one gets a wrong signature: 29 are signed and one failure is named', async () => {
    const items = await waiting(30);
    await authenticate();
    await fault('one_wrong_signature');
    const { results } = await sign(items);
    expect(tally(results)).toEqual({ signed: 29, already_signed: 0, failed: 1 });
    const [failed] = results.filter((result) => result.status === 'failed') as [SignResult];
    expect(failed.message).toContain('届いた電子署名が正しくありません');
    expect((await stateOf(clinic, failed.prescriptionId)).status).toBe('sign_failed');
    const documents = await documentsOf(items.map((item) => item.prescriptionId));
    expect(documents).toHaveLength(29);
    // the whole report of our verifier is kept with each
    for (const document of documents)
      expect(document).toMatchObject({
        provider: 'csc-v2',
        report: { valid: true, checks: expect.any(Array) },
      });
    // pressed again: only the one that failed is signed, and none twice
    const again = await sign(items);
    expect(tally(again.results)).toEqual({ signed: 1, already_signed: 29, failed: 0 });
    expect(await documentsOf(items.map((item) => item.prescriptionId))).toHaveLength(30);
  });

  it('the authorization ends in the middle: what is signed stays, the rest waits and goes on after authenticating', async () => {
    const items = await waiting(13);
    await authenticate();
    await fault('session_ends');
    const { results } = await sign(items);
    expect(tally(results)).toEqual({ signed: 10, already_signed: 0, failed: 3 });
    for (const result of results.slice(10)) {
      expect(result).toMatchObject({
        needsSigning: true,
        message: expect.stringContaining('期限が切れました'),
      });
      expect((await stateOf(clinic, result.prescriptionId)).status).toBe('confirmed');
    }
    expect(await status()).toMatchObject({ authorized: false });
    const list = await clinic.as('doctor').run((uow) => waitingForSignature(uow));
    const waits = items.slice(10).map((item) => item.prescriptionId);
    expect(list.items.map((item) => item.prescriptionId)).toEqual(expect.arrayContaining(waits));
    await authenticate();
    expect(tally((await sign(items)).results)).toEqual({ signed: 3, already_signed: 10, failed: 0 });
    expect(await documentsOf(items.map((item) => item.prescriptionId))).toHaveLength(13);
  });

  it('while the service is being maintained they all wait, with the way on in words', async () => {
    const items = await waiting(3);
    await authenticate();
    await fault('maintenance');
    const { results } = await sign(items);
    for (const result of results) {
      expect(result.message).toContain('メンテナンス');
      expect(result.message).toContain('紙の処方箋');
      expect(result.needsSigning).toBe(false);
    }
    // the authorization still holds when the service is back
    await fault('normal');
    expect(tally((await sign(items)).results)).toEqual({ signed: 3, already_signed: 0, failed: 0 });
  });

  it('one that was changed in the meantime and one that is nobody’s are named; the others are signed', async () => {
    const [changed, nobodys, ...others] = await waiting(4);
    const admin = await clinic.test.connect('admin');
    await admin.query(`UPDATE prescription_state SET status = 'superseded' WHERE prescription_id = $1`, [
      changed?.prescriptionId,
    ]);
    await authenticate();
    const { results } = await sign([changed!, { ...nobodys!, patientId: randomUUID() }, ...others]);
    expect(results.map((result) => result.status)).toEqual(['failed', 'failed', 'signed', 'signed']);
    expect(results[0]?.message).toContain('新しい処方箋に署名してください');
    expect(await documentsOf([changed!.prescriptionId])).toEqual([]);
  });

  it('a restricted chart is refused by itself, on record with the patient', async () => {
    const items = await waiting(1);
    await authenticate();
    const admin = await clinic.test.connect('admin');
    await admin.query(
      `WITH restriction AS (INSERT INTO patient_restriction (tenant_id, id, patient_id, kind, reason, set_by_id, set_at)
              VALUES ($1, gen_random_uuid(), $2, 'vip', 'x', $3, now()) RETURNING id)
       INSERT INTO patient_restriction_allowed (tenant_id, restriction_id, staff_id) SELECT $1, id, $3 FROM restriction`,
      [clinic.tenantId, visit.patientId, clinic.clerkId],
    );
    try {
      const { results } = await sign(items);
      expect(results).toMatchObject([
        { status: 'failed', message: expect.stringContaining('決められた職員だけ') },
      ]);
      const { rows } = await admin.query(
        `SELECT outcome FROM audit_event WHERE action = 'prescription.sign' AND reason = 'restricted' AND patient_id = $1`,
        [visit.patientId],
      );
      expect(rows).toEqual([{ outcome: 'refused' }]);
    } finally {
      await admin.query(
        `INSERT INTO patient_restriction_lift (tenant_id, restriction_id, reason, lifted_by_id, lifted_at)
         SELECT tenant_id, id, 'x', set_by_id, now() FROM patient_restriction`,
      );
    }
  });
});

describe('whose signature it is', () => {
  const stops = async () => {
    const admin = await clinic.test.connect('admin');
    const { rows } = await admin.query(
      `SELECT reason FROM audit_event WHERE action = 'signing.stop' AND outcome = 'refused' ORDER BY at DESC LIMIT 1`,
    );
    return rows[0]?.reason;
  };

  it('a colleague’s certificate is stopped at the authentication, on record', async () => {
    await expect(authenticate(colleague)).rejects.toMatchObject({ code: 'signer_mismatch' });
    expect(await stops()).toBe('signer_mismatch');
    expect(await status()).toMatchObject({ authorized: false, pendingUntil: null });
  });

  it('where the certificate shows only in the signature, it is stopped there, and nothing is stored', async () => {
    const [item, other] = await waiting(2);
    await authenticate(colleague, 'cardless-fido');
    const { results } = await sign([item!, other!]);
    for (const result of results)
      expect(result).toMatchObject({
        status: 'failed',
        message: expect.stringContaining('ログインしている医師と違う'),
      });
    expect(await documentsOf([item!.prescriptionId, other!.prescriptionId])).toEqual([]);
    expect((await stateOf(clinic, item!.prescriptionId)).status).toBe('confirmed');
    expect(await stops()).toBe('signer_mismatch');
    expect(await status()).toMatchObject({ authorized: false });
  });

  it('a certificate without the doctor’s role is stopped, even in the right name', async () => {
    const admin = await clinic.test.connect('admin');
    await admin.query(`UPDATE staff SET family_name = '厚労', given_name = '薬子' WHERE id = $1`, [
      clinic.doctorId,
    ]);
    await expect(authenticate(pharmacist)).rejects.toMatchObject({ code: 'role_missing' });
    expect(await stops()).toBe('role_missing');
  });

  it('a doctor’s certificate does not sign for a dentist', async () => {
    const admin = await clinic.test.connect('admin');
    await admin.query(`UPDATE staff SET licence = '歯科医師' WHERE id = $1`, [clinic.doctorId]);
    await expect(authenticate()).rejects.toMatchObject({ code: 'role_missing' });
  });

  it('the registered certificate counts before the name', async () => {
    const admin = await clinic.test.connect('admin');
    const bind = (sha256: string) =>
      admin.query(
        `UPDATE staff SET family_name = '旧姓', hpki_certificate_subject = 'CN=x', hpki_certificate_sha256 = $2,
                hpki_certificate_valid_to = now() + interval '20 days', hpki_bound_by_id = $1, hpki_bound_at = now() WHERE id = $1`,
        [clinic.doctorId, sha256],
      );
    await bind('0'.repeat(64));
    await expect(authenticate()).rejects.toMatchObject({ code: 'signer_mismatch' });
    const port = clinic.as('doctor').services.signing.with('csc-v2');
    expect(port).not.toBeNull();
    const pki = await certificateOfDoctor();
    await bind(createHash('sha256').update(pki).digest('hex'));
    await authenticate();
    expect(await status()).toMatchObject({ authorized: true });
  });

  /** as it stands in a document that was signed before */
  async function certificateOfDoctor(): Promise<Uint8Array> {
    const [document] = await clinic
      .as('system')
      .run((uow) => uow.tables.signedDocument.findMany({ take: 1, where: { provider: 'csc-v2' } }));
    const text =
      /X509Certificate>([^<]+)</.exec(Buffer.from(document?.xml ?? []).toString('utf8'))?.[1] ?? '';
    return new Uint8Array(Buffer.from(text, 'base64'));
  }
});

describe('one authentication a day', () => {
  it('says what it knows: nothing yet, under way, done until the end of the day in Tokyo, by the way used last', async () => {
    expect(await status()).toMatchObject({ authorized: false, available: true, pendingUntil: null });
    await startSigning(clinic.as('doctor'), { redirectUri, provider: 'cardless-jpki' });
    const under = await status();
    expect(Date.parse(under.pendingUntil ?? '')).toBeGreaterThan(Date.now());
    expect(Date.parse(under.pendingUntil ?? '')).toBeLessThanOrEqual(Date.now() + 600_000);
    await authenticate(doctorCredential, 'cardless-jpki');
    const done = await status();
    expect(done).toMatchObject({ authorized: true, pendingUntil: null });
    expect(done.providers[0]).toBe('cardless-jpki');
    const end = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Asia/Tokyo',
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(new Date(done.expiresAt ?? ''));
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' }).format(new Date());
    // the service's token holds 24 hours; the day ends before
    expect(end).toBe(`${today} 23:59:59`);
  });

  it('a service whose clock is an hour off is not believed', async () => {
    await fault('clock_ahead');
    await expect(authenticate(doctorCredential, 'cardless-fido')).rejects.toMatchObject({
      code: 'clock_skew',
    });
  });

  it.each([
    [61, null],
    [60, 60],
    [7, 7],
    [-1, -1],
  ])('a certificate that ends in %i days', async (days, said) => {
    const admin = await clinic.test.connect('admin');
    await admin.query(
      `UPDATE staff SET hpki_certificate_subject = 'CN=x', hpki_certificate_sha256 = repeat('0', 64), hpki_bound_by_id = id,
              hpki_bound_at = now(), hpki_certificate_valid_to = now() + make_interval(days => $2, hours => 1) WHERE id = $1`,
      [clinic.doctorId, days],
    );
    // what the last authentication showed would count before
    await admin.query(`UPDATE signing_session SET certificate_valid_to = NULL`);
    const { certificateEnds } = await status();
    expect(certificateEnds?.daysLeft ?? null).toBe(said);
  });

  it('a paper prescription asks for no signature', async () => {
    const [item] = await waiting(1);
    const [paper] = await waiting(1, 'paper');
    const list = await clinic.as('doctor').run((uow) => waitingForSignature(uow));
    expect(list.items.map((each) => each.prescriptionId)).toContain(item?.prescriptionId);
    expect(list.items.map((each) => each.prescriptionId)).not.toContain(paper?.prescriptionId);
    await expect(signPrescription(clinic.as('doctor'), clinic.key, paper!)).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('the whole-signature service signs a batch too, and the provider is kept', async () => {
    const items = await waiting(3);
    await authenticate(doctorCredential, 'cardless-fido');
    expect(tally((await sign(items)).results)).toEqual({ signed: 3, already_signed: 0, failed: 0 });
    const documents = await documentsOf(items.map((item) => item.prescriptionId));
    expect(new Set(documents.map((document) => document.provider))).toEqual(new Set(['cardless-fido']));
  });
});
