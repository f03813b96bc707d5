import { PortError, type PrescriptionFilePort } from '@shirube/core/ports';
import {
  accessCodeSymbol,
  DispensingError,
  paperSymbols,
  prepareSignature,
  readDispensingDocument,
  Sj1Error,
  unsignedPrescriptionXml,
  verifyDispensingXml,
  verifyPrescriptionXml,
  writeInHouse,
  writeSj1,
} from '@shirube/eprescription';
import { createExamination, reportOf, type SignatureTrust, waitForValue } from '../signed-documents/index.ts';

/** 処方できる資格 */
const PRESCRIBER_ROLES = ['Medical Doctor', 'Dentist'];

/**
 * The written forms of a prescription by @shirube/eprescription, in the words and errors of core's port. trust: what signatures are examined
 * against. Throws TypeError when there is no root.
 */
export function createPrescriptionFilePort(trust: SignatureTrust): PrescriptionFilePort {
  const examination = createExamination(trust);
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

    prepareSignature: (csv, credential, signingTime) =>
      waitForValue(prepareSignature({ csv, certificateChain: credential.chain, signingTime })),

    async verify(xml, at) {
      const { result } = await examination.run((options) => {
        return { report: verifyPrescriptionXml(xml, { ...options, requiredRoles: PRESCRIBER_ROLES }) };
      }, at);
      return reportOf(result.report);
    },

    async verifyDispensing(xml, at) {
      const { result } = await examination.run((options) => verifyDispensingXml(xml, options), at);
      const { report, prescription, ...content } = result;
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
