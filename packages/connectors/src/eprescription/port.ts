import type { EPrescriptionPort, OutsideIssueType } from '@shirube/core/ports';
import { type GatewayClient, insuredKeyElements, toWireDate } from '../gateway/index.ts';
import { digestOnly, encodeBase64 } from '../http/index.ts';
import { readDispensedList, readDispensingResults } from './dispensing.ts';
import {
  readChange,
  readCheck,
  readCopy,
  readInHouseRegistration,
  readRecordRefusal,
  readRegistration,
  readRegistrationRefusal,
  readSearch,
  readStatus,
} from './mapper.ts';
import { historyBody, historyHeader, readMedicationHistory } from './medication-history.ts';
import { STEM } from './names.ts';

/** IssueType: 1 電子, 2 紙. */
const ISSUE_TYPE: Record<OutsideIssueType, string> = { electronic: '1', paper: '2' };

/** 電子処方箋管理サービス and 薬剤情報 through the gateway of the 資格確認端末. now: the clock for the months asked for. */
export function createEPrescriptionPort(gateway: GatewayClient, now: () => Date): EPrescriptionPort {
  return {
    async prepareCheck(institutionCode, requestId, patient) {
      await gateway.send({
        operation: 'prepareCheck',
        stem: STEM.prepareCheck,
        institutionCode,
        requestId,
        effect: 'repeatable',
        body: insuredKeyElements(patient),
        read: () => undefined,
      });
    },

    async check({ institutionCode, requestId, csv, oralConsent }) {
      return await gateway.send({
        operation: 'check',
        stem: STEM.check,
        institutionCode,
        requestId,
        effect: 'repeatable',
        body: { PrescriptionInfo: encodeBase64(csv), OralConsentFlg: oralConsent ? '1' : '0' },
        read: (message) => readCheck(message, requestId),
        readRefusal: readRecordRefusal,
      });
    },

    async register({ institutionCode, idempotencyKey, document, issueType }) {
      return await gateway.send({
        operation: 'register',
        stem: STEM.register,
        institutionCode,
        requestId: idempotencyKey,
        effect: 'once',
        body: { PrescriptionInfo: encodeBase64(document), IssueType: ISSUE_TYPE[issueType] },
        read: readRegistration,
        readRefusal: readRegistrationRefusal,
      });
    },

    async change({ institutionCode, idempotencyKey, prescriptionId, document, issueType }) {
      return await gateway.send({
        operation: 'change',
        stem: STEM.change,
        institutionCode,
        requestId: idempotencyKey,
        effect: 'once',
        body: {
          PrescriptionId: prescriptionId,
          PrescriptionInfo: encodeBase64(document),
          IssueType: ISSUE_TYPE[issueType],
        },
        read: (message) => readChange(message, prescriptionId),
        readRefusal: readRegistrationRefusal,
      });
    },

    async registerInHouse({ institutionCode, idempotencyKey, csv }) {
      return await gateway.send({
        operation: 'registerInHouse',
        stem: STEM.registerInHouse,
        institutionCode,
        requestId: idempotencyKey,
        effect: 'once',
        body: { PrescriptionInfo: encodeBase64(csv) },
        read: readInHouseRegistration,
        readRefusal: readRegistrationRefusal,
      });
    },

    async dispensingResults({ institutionCode, requestId, prescriptionId }) {
      return await gateway.send({
        operation: 'dispensingResults',
        stem: STEM.dispensingResults,
        institutionCode,
        requestId,
        effect: 'repeatable',
        body: { PrescriptionId: prescriptionId },
        read: readDispensingResults,
      });
    },

    async listDispensed({ institutionCode, requestId, from, to }) {
      return await gateway.send({
        operation: 'listDispensed',
        stem: STEM.listDispensed,
        institutionCode,
        requestId,
        effect: 'repeatable',
        body: {
          DispensingResultListStartDate: toWireDate(from),
          DispensingResultListEndDate: toWireDate(to),
        },
        read: readDispensedList,
      });
    },

    async cancel({ institutionCode, requestId, prescriptionId }) {
      await gateway.send({
        operation: 'cancel',
        stem: STEM.cancel,
        institutionCode,
        requestId,
        effect: 'once',
        body: { PrescriptionId: prescriptionId },
        read: () => undefined,
      });
    },

    async fetchCopy({ institutionCode, requestId, prescriptionId }) {
      return await gateway.send({
        operation: 'fetchCopy',
        stem: STEM.copy,
        institutionCode,
        requestId,
        effect: 'repeatable',
        body: { PrescriptionId: prescriptionId },
        read: readCopy,
      });
    },

    async status({ institutionCode, requestId, prescriptionId }) {
      return await gateway.send({
        operation: 'status',
        stem: STEM.status,
        institutionCode,
        requestId,
        effect: 'repeatable',
        body: { PrescriptionId: prescriptionId },
        read: readStatus,
      });
    },

    async search({ institutionCode, requestId, patient, issuedFrom, issuedTo }) {
      return await gateway.send({
        operation: 'search',
        stem: STEM.search,
        institutionCode,
        requestId,
        effect: 'repeatable',
        body: {
          ...insuredKeyElements(patient),
          IssueDateFrom: toWireDate(issuedFrom),
          IssueDateTo: toWireDate(issuedTo),
        },
        read: readSearch,
      });
    },

    async medicationHistory({ institutionCode, requestId, patient }) {
      return await gateway.send({
        operation: 'medicationHistory',
        stem: STEM.medicationHistory,
        institutionCode,
        requestId,
        effect: 'repeatable',
        header: historyHeader(patient),
        body: historyBody(now()),
        redact: digestOnly,
        read: readMedicationHistory,
      });
    },
  };
}
