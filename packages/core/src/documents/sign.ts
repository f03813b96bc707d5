import { createHash } from 'node:crypto';
import type { Prisma } from '@shirube/db';
import { PortError, type SignatureReport, type SignedDocumentKind } from '../ports/index.ts';
import { signingError } from '../ports/signing-problems.ts';
import { requireStaff } from '../shared/actor.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import type { FlowContext } from '../shared/flow.ts';
import { signerOfToday } from '../signing/sign.ts';
import { chooseCredential, requireOwnCertificate } from '../signing/signer.ts';
import type { DocumentTarget } from './schema.ts';

export interface SignedVersion {
  status: 'signed' | 'already_signed';
}

/** A clinical document of this clinic: the frozen record in Base64, signed by a doctor. */
export const clinicalDocumentKind: SignedDocumentKind = {
  signatureId: 'ClinicalDocumentSign',
  signaturePath: ['SignedClinicalDocument'],
  targetId: 'ClinicalDocument',
  targetPath: ['SignedClinicalDocument', 'ClinicalDocument'],
  requiredRoles: ['Medical Doctor', 'Dentist'],
};

/**
 * Signs a version of a document (XAdES-T over the record as it was frozen; its files are in it by their hashes) under the authorization
 * of the day. Nothing needs it: what goes through the sharing service is sent unsigned.
 *
 * @throws DomainError needs_signing, not_found, forbidden, conflict, unavailable where the way to sign signs prescriptions only; PortError
 */
export async function signDocument(
  flow: FlowContext,
  key: Uint8Array,
  input: DocumentTarget & { versionId: string },
): Promise<SignedVersion> {
  const { patientId, versionId } = input;
  const content = await flow.run(async (uow) => {
    const version = await uow.tables.clinicalDocument.findFirst({
      where: { id: versionId, patientId, documentId: input.documentId },
      select: { record: true, doctorId: true },
    });
    if (!version) throw notFound('文書');
    // a withdrawal takes back the versions before it too
    const withdrawn = await uow.tables.clinicalDocument.count({
      where: { documentId: input.documentId, enteredInError: true },
    });
    if (withdrawn > 0) throw new DomainError('conflict', 'この文書は取り消されています。');
    if (version.doctorId !== requireStaff(uow))
      throw new DomainError('forbidden', '文書に署名できるのは、確定した医師だけです。');
    const signed = await uow.tables.documentSignature.count({ where: { versionId } });
    return signed > 0 ? null : Buffer.from(JSON.stringify(version.record), 'utf8').toString('base64');
  });
  if (content === null) return { status: 'already_signed' };
  const signer = await signerOfToday(flow, key);
  if (!signer.port.signPrepared)
    throw new DomainError(
      'unavailable',
      'いま認証している署名の方法は、処方箋だけに使えます。文書の署名は、カードリーダーかリモート署名サービスで認証してください。',
    );
  const offered = await signer.port.listCredentials(signer.token);
  const credential = chooseCredential(signer.doctor, offered ?? [], flow.now());
  const prepared = flow.services.documents.prepare(
    clinicalDocumentKind,
    (signature) =>
      `<SignedClinicalDocument><ClinicalDocument id="ClinicalDocument">${content}</ClinicalDocument>${signature}</SignedClinicalDocument>`,
    credential,
    flow.now(),
  );
  const [file] = await signer.port.signPrepared({ token: signer.token, credential, prepared: [prepared] });
  if (file === undefined) throw signingError('not_verified');
  if (file instanceof PortError) throw file;
  const { xml, report } = await flow.services.documents.stamp(clinicalDocumentKind, file.xml);
  if (!report.valid) throw signingError('not_verified', report.problems.join(' '));
  requireOwnCertificate(signer.doctor, { ...report, certificate: file.certificate });
  return keep(flow, input, { xml, report, provider: signer.port.id });
}

/** Stores a verified signature; where another tab was quicker, both stand: each is a signature of the same bytes. */
function keep(
  flow: FlowContext,
  { patientId, versionId }: DocumentTarget & { versionId: string },
  signed: { xml: Uint8Array; report: SignatureReport; provider: string },
): Promise<SignedVersion> {
  const { xml, report, provider } = signed;
  return flow.run(async (uow) => {
    await uow.tables.documentSignature.create({
      data: {
        tenantId: uow.tenantId,
        versionId,
        patientId,
        xml: new Uint8Array(xml),
        xmlSha256: new Uint8Array(createHash('sha256').update(xml).digest()),
        signerName: report.signerName,
        certificateSerial: report.serial,
        provider,
        report: report as unknown as Prisma.InputJsonObject,
        signedById: requireStaff(uow),
        signedAt: report.signedAt === null ? uow.now : new Date(report.signedAt),
      },
    });
    uow.audit({
      action: 'document.sign',
      patientId,
      entityType: 'clinical_document',
      entityId: versionId,
      detail: { provider },
    });
    return { status: 'signed' };
  });
}
