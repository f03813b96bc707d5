import { createHash, randomBytes } from 'node:crypto';
import type { UnitOfWork } from '@shirube/db';
import { PortError, type SigningCredential } from '../ports/index.ts';
import { requireStaff } from '../shared/actor.ts';
import { decryptAtRest, encryptAtRest } from '../shared/encryption.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import type { FlowContext } from '../shared/flow.ts';
import { readPrescriptionRecord } from './prescription-record.ts';

/** Roles that may sign a prescription (医師法22条, 歯科医師法21条; hcRole of the HPKI certificate). */
const prescriberRoles = ['Medical Doctor', 'Dentist'];

export interface SigningStatus {
  authorized: boolean;
  expiresAt: string | null;
  available: boolean;
}

/** Whether the acting doctor may sign without authenticating again today. */
export async function signingStatus(uow: UnitOfWork): Promise<SigningStatus> {
  const staffId = requireStaff(uow);
  const staff = await uow.tables.staff.findFirst({
    where: { id: staffId },
    select: { hpkiCredentialId: true },
  });
  const session = await liveSession(uow, staffId);
  return {
    authorized: session !== null,
    expiresAt: session?.expiresAt?.toISOString() ?? null,
    available: staff?.hpkiCredentialId != null,
  };
}

const liveSession = (uow: UnitOfWork, staffId: string) =>
  uow.tables.signingSession.findFirst({
    where: { staffId, state: 'authorized', expiresAt: { gt: uow.now } },
    orderBy: { expiresAt: 'desc' },
  });

/**
 * Starts the day's authentication at the signing service (OAuth 2 authorization code with PKCE S256). Returns where the
 * doctor's browser goes; it comes back to redirectUri.
 */
export async function startSigning(
  flow: FlowContext,
  input: { redirectUri: string },
): Promise<{ authorizationUrl: string }> {
  const state = randomBytes(24).toString('base64url');
  const codeVerifier = randomBytes(48).toString('base64url');
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
  const loginHint = await flow.run(async (uow) => {
    const staffId = requireStaff(uow);
    const staff = await uow.tables.staff.findFirstOrThrow({ where: { id: staffId } });
    if (staff.hpkiCredentialId === null)
      throw new DomainError(
        'needs_signing',
        'HPKI の電子証明書が登録されていません。管理者に登録を頼んでください。',
      );
    await uow.tables.signingSession.create({
      data: {
        tenantId: uow.tenantId,
        staffId,
        provider: flow.services.signing.kind,
        credentialId: staff.hpkiCredentialId,
        state: 'pending',
        oauthState: state,
        codeVerifier,
        createdAt: uow.now,
      },
    });
    uow.audit({ action: 'signing.start', entityType: 'staff', entityId: staffId });
    return staff.hpkiCredentialId;
  });
  return {
    authorizationUrl: flow.services.signing.authorizationUrl({
      redirectUri: input.redirectUri,
      state,
      codeChallenge,
      loginHint,
    }),
  };
}

/** The browser is back. The state must be the one this doctor started with, less than ten minutes ago. */
export async function completeSigning(
  flow: FlowContext,
  key: Uint8Array,
  input: { redirectUri: string; code: string; state: string },
): Promise<{ expiresAt: string }> {
  const pending = await flow.run((uow) =>
    uow.tables.signingSession.findFirst({
      where: {
        staffId: requireStaff(uow),
        state: 'pending',
        oauthState: input.state,
        createdAt: { gt: new Date(uow.now.getTime() - 10 * 60_000) },
      },
    }),
  );
  if (!pending?.codeVerifier)
    throw new DomainError(
      'needs_signing',
      '認証の受け付けが確かめられませんでした。もう一度、認証してください。',
    );
  const answer = await flow.services.signing.completeAuthorization({
    redirectUri: input.redirectUri,
    code: input.code,
    codeVerifier: pending.codeVerifier,
  });
  await flow.run(async (uow) => {
    const changed = await uow.tables.signingSession.updateMany({
      where: { id: pending.id, state: 'pending' },
      data: {
        state: 'authorized',
        tokenEncrypted: encryptAtRest(key, Buffer.from(answer.token, 'utf8')),
        oauthState: null,
        codeVerifier: null,
        authorizedAt: uow.now,
        expiresAt: new Date(answer.expiresAt),
      },
    });
    if (changed.count !== 1)
      throw new DomainError('conflict', 'この認証はすでに使われています。もう一度、認証してください。');
    uow.audit({ action: 'signing.authorize', entityType: 'staff', entityId: pending.staffId });
  });
  return { expiresAt: answer.expiresAt };
}

/**
 * Signs one confirmed prescription and hands it to the outbox for registration. The bytes are stored as signed; they are
 * verified before they count. Signing what is already signed returns without a second signature.
 */
export async function signPrescription(
  flow: FlowContext,
  key: Uint8Array,
  input: { prescriptionId: string; patientId: string },
): Promise<{ status: 'signed' | 'already_signed' }> {
  const prepared = await flow.run(async (uow) => {
    const staffId = requireStaff(uow);
    const prescription = await uow.tables.prescription.findFirst({
      where: { id: input.prescriptionId, patientId: input.patientId },
      include: { state: true },
    });
    if (!prescription?.state) throw notFound('処方箋');
    if (!['confirmed', 'sign_failed'].includes(prescription.state.status)) return null;
    if (prescription.doctorId !== staffId)
      throw new DomainError('forbidden', '処方箋に署名できるのは、処方した医師だけです。');
    const session = await liveSession(uow, staffId);
    if (!session?.tokenEncrypted || !session.credentialId)
      throw new DomainError('needs_signing', '電子署名の認証をしてください（1日1回）。');
    const { hpkiCertificateSha256 } = await uow.tables.staff.findFirstOrThrow({
      where: { id: staffId },
      select: { hpkiCertificateSha256: true },
    });
    return {
      boundSha256: hpkiCertificateSha256,
      record: readPrescriptionRecord(prescription.record),
      credentialId: session.credentialId,
      token: Buffer.from(decryptAtRest(key, session.tokenEncrypted)).toString('utf8'),
    };
  });
  if (!prepared) return { status: 'already_signed' };
  try {
    const credential = await credentialOf(flow, prepared);
    const csv = flow.services.files.writeCsv(prepared.record);
    const signingTime = flow.now();
    const waiting = flow.services.files.prepareSignature(csv, credential, signingTime);
    const [signature] = await flow.services.signing.signHashes({
      token: prepared.token,
      credentialId: credential.id,
      digests: [waiting.digest],
    });
    if (!signature) throw new PortError('signing', 'retryable', '署名サービスから署名が返りませんでした。');
    const xml = waiting.complete(signature);
    const report = await flow.services.files.verify(xml, signingTime);
    if (!report.valid)
      throw new PortError(
        'signing',
        'signature',
        `署名を確かめられませんでした。${report.problems.join(' ')}`,
      );
    await storeSignature(flow, input, { csv, xml, report, signingTime });
    return { status: 'signed' };
  } catch (error) {
    if (error instanceof PortError) await markSignFailed(flow, input, error);
    throw error;
  }
}

async function credentialOf(
  flow: FlowContext,
  signer: { token: string; credentialId: string; boundSha256: string | null },
): Promise<SigningCredential> {
  const credentials = await flow.services.signing.listCredentials(signer.token);
  const credential = credentials.find((each) => each.id === signer.credentialId);
  const presented = credential?.chain[0];
  // a clinic that has registered the certificate itself takes no other, whatever the signing service offers under the name
  const isOther =
    signer.boundSha256 !== null &&
    (!presented || createHash('sha256').update(presented).digest('hex') !== signer.boundSha256);
  if (!credential || isOther)
    throw new PortError('signing', 'auth', '登録された電子証明書が、認証した人の証明書と違います。');
  if (!credential.hcRoles.some((role) => prescriberRoles.includes(role)))
    throw new PortError('signing', 'signature', 'この電子証明書には、医師または歯科医師の資格がありません。');
  return credential;
}

async function storeSignature(
  flow: FlowContext,
  input: { prescriptionId: string; patientId: string },
  signed: {
    csv: Uint8Array;
    xml: Uint8Array;
    report: { signerName: string; serial: string; hcRoles: string[] };
    signingTime: Date;
  },
): Promise<void> {
  await flow.run(async (uow) => {
    const staffId = requireStaff(uow);
    const moved = await uow.tables.prescriptionState.updateMany({
      where: { prescriptionId: input.prescriptionId, status: { in: ['confirmed', 'sign_failed'] } },
      data: { status: 'signed', attention: null, updatedAt: uow.now, rowVersion: { increment: 1 } },
    });
    // another tab was quicker: its signature stands, this one is dropped before it is stored
    if (moved.count !== 1) return;
    const xmlSha256 = createHash('sha256').update(signed.xml).digest();
    const document = await uow.tables.signedDocument.create({
      data: {
        tenantId: uow.tenantId,
        prescriptionId: input.prescriptionId,
        csv: new Uint8Array(signed.csv),
        xml: new Uint8Array(signed.xml),
        xmlSha256: new Uint8Array(xmlSha256),
        signerName: signed.report.signerName,
        certificateSerial: signed.report.serial,
        hcRoles: signed.report.hcRoles,
        signedById: staffId,
        signedAt: signed.signingTime,
      },
      select: { id: true },
    });
    await uow.tables.prescriptionEvent.create({
      data: {
        tenantId: uow.tenantId,
        prescriptionId: input.prescriptionId,
        type: 'signed',
        actorId: staffId,
        at: uow.now,
      },
    });
    await uow.enqueue({
      kind: 'prescription.register',
      patientId: input.patientId,
      aggregateId: input.prescriptionId,
      idempotencyKey: document.id,
      payload: { prescriptionId: input.prescriptionId, signedDocumentId: document.id },
    });
    uow.audit({
      action: 'prescription.sign',
      patientId: input.patientId,
      entityType: 'prescription',
      entityId: input.prescriptionId,
    });
  });
}

async function markSignFailed(
  flow: FlowContext,
  input: { prescriptionId: string; patientId: string },
  error: PortError,
): Promise<void> {
  await flow.run(async (uow) => {
    const staffId = requireStaff(uow);
    await uow.tables.prescriptionState.updateMany({
      where: { prescriptionId: input.prescriptionId, status: { in: ['confirmed', 'sign_failed'] } },
      data: {
        status: 'sign_failed',
        attention: error.userMessage,
        updatedAt: uow.now,
        rowVersion: { increment: 1 },
      },
    });
    // an authorization that ended at the service has ended here too
    if (error.kind === 'auth')
      await uow.tables.signingSession.updateMany({
        where: { staffId, state: 'authorized' },
        data: { state: 'ended', tokenEncrypted: null },
      });
    await uow.tables.prescriptionEvent.create({
      data: {
        tenantId: uow.tenantId,
        prescriptionId: input.prescriptionId,
        type: 'sign_failed',
        detail: { kind: error.kind },
        actorId: staffId,
        at: uow.now,
      },
    });
    uow.audit({
      action: 'prescription.sign',
      patientId: input.patientId,
      entityType: 'prescription',
      entityId: input.prescriptionId,
      outcome: 'failed',
      reason: error.kind,
    });
  });
}
