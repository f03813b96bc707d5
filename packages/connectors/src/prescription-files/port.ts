import { PortError, type PrescriptionFilePort, type SignatureReport } from '@shirube/core/ports';
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
 * trustedRootsPem: the roots a signer's chain may end in; anything else is not valid.
 * Throws TypeError when there is none.
 */
export function createPrescriptionFilePort(trustedRootsPem: string): PrescriptionFilePort {
  const trustedRoots = certificatesFromPem(trustedRootsPem);
  if (trustedRoots.length === 0) throw new TypeError('trustedRootsPem holds no certificate');
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
      return reportOf(verifyPrescriptionXml(xml, { trustedRoots, at, requiredRoles: PRESCRIBER_ROLES }));
    },

    async verifyDispensing(xml, at) {
      const { report, prescription, ...content } = verifyDispensingXml(xml, { trustedRoots, at });
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
