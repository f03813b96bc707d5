import {
  confirmDocument,
  openDocument,
  saveDocument,
  signDocument,
  startDocument,
  withdrawDocument,
} from '@shirube/core/documents';
import { completeSigning, startSigning } from '@shirube/core/signing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { authenticateAt, type ClinicUnderTest, openClinic } from './testing/clinic.ts';
import { visitOf } from './testing/issue.ts';

/** 電子署名 of a document: by the ways that sign digests, over the frozen record, checked before it counts; once. */
const redirectUri = 'http://localhost:3000/c/test/signing/callback';

let clinic: ClinicUnderTest;
let target: { patientId: string; documentId: string };
let versionId: string;

beforeAll(async () => {
  clinic = await openClinic({ SHIRUBE_SIGNING_PROVIDERS: 'csc-v2,cardless-fido' });
  const { patientId } = await visitOf(clinic, 'p01');
  const run = clinic.as('doctor').run;
  const { documentId } = await run((uow) =>
    startDocument(uow, { patientId, encounterId: null, kind: 'referral', copyOf: null, replyTo: null }),
  );
  target = { patientId, documentId };
  const { draft } = await run((uow) => openDocument(uow, target));
  if (draft?.content.kind !== 'referral') throw new Error('no letter is being written');
  const { content } = draft;
  await run((uow) =>
    saveDocument(uow, {
      ...target,
      baseRevision: 1,
      content: {
        ...content,
        kind: 'referral',
        consented: true,
        to: {
          institutionCode: '1412345678',
          name: 'みなと診療所',
          postalCode: null,
          address: null,
          phone: null,
          departmentCode: null,
          departmentName: null,
          doctorName: null,
        },
        sections: content.sections.map((section) =>
          ['950', '340', '360'].includes(section.code)
            ? { ...section, text: '𠮷田様の精査 <b>&amp;</b>' }
            : section,
        ),
      },
    }),
  );
  const confirmed = await run((uow) =>
    confirmDocument(uow, { ...target, baseRevision: 2, reason: null, send: false }, () => []),
  );
  versionId = confirmed.versionId;
});
afterAll(() => clinic?.close());

const sign = () => signDocument(clinic.as('doctor'), clinic.key, { ...target, versionId });
const signatures = () =>
  clinic.as('system').run((uow) => uow.tables.documentSignature.findMany({ where: { versionId } }));

async function authenticate(): Promise<void> {
  const doctor = clinic.as('doctor');
  const { authorizationUrl } = await startSigning(doctor, { redirectUri, provider: 'csc-v2' });
  const answer = await authenticateAt(authorizationUrl);
  await completeSigning(doctor, clinic.key, { redirectUri, ...answer });
}

it('asks for the authentication of the day', async () => {
  await expect(sign()).rejects.toMatchObject({ code: 'needs_signing' });
  expect(await signatures()).toEqual([]);
});

it('is stored with the report of our own verifier, over the record as it was frozen, and made once', async () => {
  await authenticate();
  expect(await sign()).toEqual({ status: 'signed' });
  expect(await sign()).toEqual({ status: 'already_signed' });
  const [kept, ...more] = await signatures();
  expect(more).toEqual([]);
  expect(kept).toMatchObject({ provider: 'csc-v2', report: { valid: true } });
  const xml = Buffer.from(kept?.xml ?? []).toString('utf8');
  const inside = /<ClinicalDocument id="ClinicalDocument">([^<]+)</.exec(xml)?.[1] ?? '';
  const record = JSON.parse(Buffer.from(inside, 'base64').toString('utf8'));
  const row = await clinic
    .as('system')
    .run((uow) => uow.tables.clinicalDocument.findFirstOrThrow({ where: { id: versionId } }));
  expect(record).toEqual(row.record);
});

it('is refused in words by a way that signs prescriptions only', async () => {
  const admin = await clinic.test.connect('admin');
  await admin.query('ALTER TABLE document_signature DISABLE TRIGGER refuse_change');
  await admin.query('DELETE FROM document_signature');
  await admin.query('ALTER TABLE document_signature ENABLE TRIGGER refuse_change');
  // as if the doctor had come by the smartphone today: that service gives back whole prescriptions and signs no digest
  await admin.query(`UPDATE signing_session SET provider = 'cardless-fido'`);
  await expect(sign()).rejects.toMatchObject({ code: 'unavailable' });
  expect(await signatures()).toEqual([]);
});

it('is not made for a document that was withdrawn, whichever version', async () => {
  await clinic
    .as('doctor')
    .run((uow) => withdrawDocument(uow, { ...target, baseVersion: 1, reason: '別の患者の内容' }));
  await expect(sign()).rejects.toMatchObject({ code: 'conflict' });
});
