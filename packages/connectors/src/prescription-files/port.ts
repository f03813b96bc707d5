import {
  PortError,
  type PrescriptionFilePort,
  type RevocationPort,
  type SignatureReport,
} from '@shirube/core/ports';
import {
  accessCodeSymbol,
  certificatesFromPem,
  DispensingError,
  paperSymbols,
  prepareSignature,
  readDispensingDocument,
  Sj1Error,
  unsignedPrescriptionXml,
  type VerificationReport,
  verifyDispensingXml,
  verifyPrescriptionXml,
  writeInHouse,
  writeSj1,
} from '@shirube/eprescription';

/** 処方できる資格 */
const PRESCRIBER_ROLES = ['Medical Doctor', 'Dentist'];

/**
 * The written forms of a prescription by @shirube/eprescription, in the words and errors of core's port.
 * trustedRootsPem, timestampRootsPem: the roots the chains of signers and of time-stamp authorities may end in; anything else is not valid.
 * revocation: where revocation lists come from; without it revocation stays unchecked unless the file brings its lists.
 * Throws TypeError when there is no root.
 */
export function createPrescriptionFilePort(
  trustedRootsPem: string,
  timestampRootsPem: string = trustedRootsPem,
  revocation: RevocationPort | null = null,
): PrescriptionFilePort {
  const trustedRoots = certificatesFromPem(trustedRootsPem);
  const timestampRoots = certificatesFromPem(timestampRootsPem);
  if (trustedRoots.length === 0 || timestampRoots.length === 0) throw new TypeError('no root certificate');
  /** Examines a first time to find whose lists are to be asked for: only authorities on a trusted path are, never whom a file names. */
  async function withLists<T>(
    examine: (crls: readonly Uint8Array[]) => T,
    reportsOf: (result: T) => (VerificationReport | null)[],
  ): Promise<T> {
    const first = examine([]);
    const authorities = reportsOf(first).flatMap((report) => report?.authorities ?? []);
    const crls = (await revocation?.listsOf(authorities)) ?? [];
    return crls.length === 0 ? first : examine(crls);
  }
  return {
    writeCsv: (record) => inPortWords(() => writeSj1(record)),

    writeInHouseCsv: (record) => inPortWords(() => writeInHouse(record)),

    writePaperSymbols: (record) =>
      inPortWords(() => ({
        ...paperSymbols(record),
        accessCodeSymbol: record.accessCode === null ? null : accessCodeSymbol(record),
      })),

    readDispensing: (xml) => inPortWords(() => readDispensingDocument(xml)),

    unsignedXml: unsignedPrescriptionXml,

    prepareSignature(csv, credential, signingTime) {
      const { digest, complete } = prepareSignature({ csv, certificateChain: credential.chain, signingTime });
      return {
        digest,
        complete(signatureValue) {
          try {
            return complete(signatureValue);
          } catch (error) {
            if (!(error instanceof TypeError)) throw error;
            throw new PortError(
              'signing',
              'signature',
              '電子署名サービスから届いた署名が、電子証明書の鍵と合いません。もう一度署名してください。',
              'signature_length',
            );
          }
        },
      };
    },

    async verify(xml, at) {
      const report = await withLists(
        (crls) =>
          verifyPrescriptionXml(xml, {
            trustedRoots,
            timestampRoots,
            crls,
            at,
            requiredRoles: PRESCRIBER_ROLES,
          }),
        (result) => [result],
      );
      return reportOf(report);
    },

    async verifyDispensing(xml, at) {
      const { report, prescription, ...content } = await withLists(
        (crls) => verifyDispensingXml(xml, { trustedRoots, timestampRoots, crls, at }),
        (result) => [result.report],
      );
      return { report: reportOf(report), prescription: prescription && reportOf(prescription), ...content };
    },
  };
}

/** A field or document that cannot be written or read, as core's port says it. */
function inPortWords<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof Sj1Error)
      throw new PortError('eprescription', 'user_fixable', error.userMessage, `SJ1_${error.recordNumber}`);
    if (error instanceof DispensingError)
      throw new PortError('eprescription', 'user_fixable', error.userMessage, 'dispensing_document');
    throw error;
  }
}

function reportOf(report: VerificationReport): SignatureReport {
  return {
    valid: report.valid,
    problems: report.checks.filter((check) => check.status === 'invalid').map((check) => check.message),
    checks: report.checks,
    level: report.level,
    signedAt: report.signingTime?.toISOString() ?? null,
    timestampTime: report.timestampTime?.toISOString() ?? null,
    signerName: report.signer?.signerName ?? '',
    serial: report.signer?.serial ?? '',
    hcRoles: report.signer?.hcRoles ?? [],
  };
}
