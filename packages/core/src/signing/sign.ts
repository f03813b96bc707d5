import { createHash } from 'node:crypto';
import type { Prisma } from '@shirube/db';
import { recordRefusal } from '../audit/record-refusal.ts';
import { PortError, type SignedFile, type SigningCredential, type SigningPort } from '../ports/index.ts';
import { signingError } from '../ports/signing-problems.ts';
import { readPrescriptionRecord } from '../prescribing/prescription-record.ts';
import type { PrescriptionRecord } from '../records/index.ts';
import { requireChartAccess } from '../restrictions/access.ts';
import { requireStaff } from '../shared/actor.ts';
import { decryptAtRest } from '../shared/encryption.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import type { FlowContext } from '../shared/flow.ts';
import { keepFailure, keepSignature } from './keep.ts';
import type { SignResult } from './schema.ts';
import { doctorAtSigning, endSessions, inOurWords, liveSession } from './session.ts';
import { chooseCredential, type DoctorAtSigning, requireOwnCertificate } from './signer.ts';

export interface SignItem {
  prescriptionId: string;
  patientId: string;
}

interface ReadyItem extends SignItem {
  record: PrescriptionRecord;
}

type ItemEnd = { status: 'signed' | 'already_signed' } | { status: 'failed'; error: DomainError | PortError };

export interface Signer {
  port: SigningPort;
  doctor: DoctorAtSigning;
  token: string;
}

/**
 * Signs one confirmed prescription and hands it to the outbox for registration. The bytes are stored as signed; they are
 * verified before they count. Signing what is already signed returns without a second signature.
 * @throws DomainError needs_signing, forbidden, conflict, not_found; PortError
 */
export async function signPrescription(
  flow: FlowContext,
  key: Uint8Array,
  input: SignItem,
): Promise<{ status: 'signed' | 'already_signed' }> {
  const end = (await signAll(flow, key, [input])).get(input.prescriptionId);
  if (!end) throw notFound('処方箋');
  if (end.status === 'failed') throw end.error;
  return { status: end.status };
}

/**
 * Signs many under the authorization of the day. Each is verified and stored by itself: what is signed stays signed whatever happens to
 * the others, is never signed again, and each one that is not has its sentence. Nothing is thrown for a single item.
 * @throws DomainError needs_signing when there is no authorization to begin with
 */
export async function signPrescriptions(
  flow: FlowContext,
  key: Uint8Array,
  input: { items: readonly SignItem[] },
): Promise<{ results: SignResult[] }> {
  const items = [...new Map(input.items.map((item) => [item.prescriptionId, item])).values()];
  const ends = await signAll(flow, key, items);
  for (const { prescriptionId, patientId } of items) {
    const end = ends.get(prescriptionId);
    if (end?.status === 'failed' && end.error.code === 'restricted')
      await flow.run((uow) =>
        recordRefusal(uow, { action: 'prescription.sign', reason: 'restricted', patientId }),
      );
  }
  return {
    results: items.map(({ prescriptionId }) => {
      const end = ends.get(prescriptionId);
      if (end?.status !== 'failed')
        return { prescriptionId, status: end?.status ?? 'failed', message: null, needsSigning: false };
      const { error } = end;
      const needsSigning = error instanceof PortError && error.kind === 'auth';
      return { prescriptionId, status: 'failed', message: error.userMessage, needsSigning };
    }),
  };
}

async function signAll(
  flow: FlowContext,
  key: Uint8Array,
  items: readonly SignItem[],
): Promise<Map<string, ItemEnd>> {
  const ends = new Map<string, ItemEnd>();
  const ready: ReadyItem[] = [];
  for (const item of items) {
    const found = await prepare(flow, item);
    if ('status' in found) ends.set(item.prescriptionId, found);
    else ready.push(found);
  }
  if (ready.length === 0) return ends;
  const signer = await signerOfToday(flow, key);
  const left = new Map(ready.map((item) => [item.prescriptionId, item]));
  const finish = (item: ReadyItem, end: ItemEnd) => {
    ends.set(item.prescriptionId, end);
    left.delete(item.prescriptionId);
  };
  const fail = async (item: ReadyItem, problem: PortError) => {
    await keepFailure(flow, item, problem);
    finish(item, { status: 'failed', error: problem });
  };
  try {
    const offered = await signer.port.listCredentials(signer.token);
    const credential = offered && chooseCredential(signer.doctor, offered, flow.now());
    const written: Written[] = [];
    for (const item of ready) {
      const csv = caught(() => flow.services.files.writeCsv(item.record));
      if (csv instanceof PortError) await fail(item, csv);
      else written.push({ item, csv });
    }
    for (const part of inParts(written, credential?.multisign ?? 1)) {
      const signingTime = flow.now();
      const files = await signPart(signer, credential, part, signingTime);
      for (const [index, { item, csv }] of part.entries()) {
        const file = files[index] ?? signingError('not_verified');
        const end =
          file instanceof PortError
            ? file
            : await acceptFile(flow, signer, { ...item, csv, signingTime }, file);
        if (end instanceof PortError) {
          if (endsEverything(end)) throw end;
          await fail(item, end);
        } else finish(item, end);
      }
    }
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    // the authorization is over, or nobody answers: what is left waits as it was, and is not tried one by one
    const problem = inOurWords(error);
    await endSessions(flow, problem);
    for (const item of [...left.values()]) await fail(item, problem);
  }
  return ends;
}

interface Written {
  item: ReadyItem;
  csv: Uint8Array;
}

const endsEverything = (error: PortError): boolean => error.kind === 'auth' || error.code === 'role_missing';

/** A service that refuses a part as a whole is asked one by one, so that the others do not suffer for the one it means. */
async function signPart(
  signer: Signer,
  credential: SigningCredential | null,
  part: readonly Written[],
  signingTime: Date,
): Promise<(SignedFile | PortError)[]> {
  const ask = (documents: Uint8Array[]) =>
    signer.port.signDocuments({ token: signer.token, credential, documents, signingTime });
  try {
    return await ask(part.map(({ csv }) => csv));
  } catch (error) {
    if (!(error instanceof PortError) || error.kind !== 'user_fixable') throw error;
    if (part.length === 1) return [error];
    const files: (SignedFile | PortError)[] = [];
    for (const each of part) files.push(...(await signPart(signer, credential, [each], signingTime)));
    return files;
  }
}

function* inParts<T>(list: readonly T[], size: number): Generator<T[]> {
  for (let from = 0; from < list.length; from += size) yield list.slice(from, from + size);
}

function caught<T>(make: () => T): T | PortError {
  try {
    return make();
  } catch (error) {
    if (error instanceof PortError) return error;
    throw error;
  }
}

/** What can be signed, or why not. What is signed already, here or in another tab, is left alone. */
async function prepare(flow: FlowContext, item: SignItem): Promise<ReadyItem | ItemEnd> {
  try {
    return await flow.run(async (uow) => {
      const staffId = requireStaff(uow);
      await requireChartAccess(uow, item.patientId);
      const prescription = await uow.tables.prescription.findFirst({
        where: { id: item.prescriptionId, patientId: item.patientId },
        include: { state: true, signedDocuments: { take: 1, select: { id: true } } },
      });
      if (!prescription?.state) throw notFound('処方箋');
      const { status } = prescription.state;
      if (status === 'superseded' || status === 'cancelled')
        throw new DomainError(
          'conflict',
          'この処方箋は、変更または取消がされています。新しい処方箋に署名してください。',
        );
      if (!['confirmed', 'sign_failed'].includes(status)) return { status: 'already_signed' };
      if (prescription.doctorId !== staffId)
        throw new DomainError('forbidden', '処方箋に署名できるのは、処方した医師だけです。');
      if (prescription.issueType !== 'electronic')
        throw new DomainError('conflict', '紙の処方箋と院内の処方には、電子署名はいりません。');
      return { ...item, record: readPrescriptionRecord(prescription.record) };
    });
  } catch (error) {
    if (error instanceof DomainError) return { status: 'failed', error };
    throw error;
  }
}

/** The doctor with the authorization of the day. @throws DomainError needs_signing */
export async function signerOfToday(flow: FlowContext, key: Uint8Array): Promise<Signer> {
  return flow.run(async (uow) => {
    const staffId = requireStaff(uow);
    const session = await liveSession(uow, staffId);
    const port = session && flow.services.signing.with(session.provider);
    if (!session?.tokenEncrypted || !port)
      throw new DomainError('needs_signing', '電子署名の認証をしてください（1日1回）。');
    // another sign-in of the same doctor has come as far as this by a step-up of its own; it is not asked again either
    const here = uow.actor.origin?.sessionId ?? null;
    if (here !== null && session.signInId !== here)
      await uow.tables.signingSession.updateMany({ where: { id: session.id }, data: { signInId: here } });
    return {
      port,
      doctor: await uow.tables.staff.findFirstOrThrow({ where: { id: staffId }, select: doctorAtSigning }),
      token: Buffer.from(decryptAtRest(key, session.tokenEncrypted)).toString('utf8'),
    };
  });
}

/** A file counts when our own verifier has found it valid and it is the acting doctor's; then it is stored, or why not is said. */
async function acceptFile(
  flow: FlowContext,
  signer: Signer,
  made: ReadyItem & { csv: Uint8Array; signingTime: Date },
  file: SignedFile,
): Promise<ItemEnd | PortError> {
  const report = await flow.services.files.verify(file.xml, flow.now());
  if (!report.valid) {
    if (report.checks.some(({ name, status }) => name === 'time' && status === 'invalid'))
      return signingError('clock_skew');
    return signingError('not_verified', report.problems.join(' '));
  }
  const mismatch = caught(() =>
    requireOwnCertificate(signer.doctor, { ...report, certificate: file.certificate }),
  );
  if (mismatch instanceof PortError) return mismatch;
  return keepSignature(flow, made, {
    csv: made.csv,
    xml: file.xml,
    xmlSha256: createHash('sha256').update(file.xml).digest(),
    provider: signer.port.id,
    report: report as unknown as Prisma.InputJsonObject,
    signerName: report.signerName,
    serial: report.serial,
    hcRoles: report.hcRoles,
    signedAt: report.signedAt === null ? made.signingTime : new Date(report.signedAt),
  });
}
