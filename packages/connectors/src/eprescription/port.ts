import type { EPrescriptionPort } from '@shirube/core/ports';
import { type GatewayClient, insuredKeyElements, toWireDate } from '../gateway/index.ts';
import { encodeBase64 } from '../http/index.ts';
import {
  readCheck,
  readCopy,
  readRecordRefusal,
  readRegistration,
  readRegistrationRefusal,
  readSearch,
  readStatus,
} from './mapper.ts';
import { historyBody, historyHeader, readMedicationHistory } from './medication-history.ts';
import { STEM } from './names.ts';

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

    async register({ institutionCode, idempotencyKey, signedXml, issueType }) {
      return await gateway.send({
        operation: 'register',
        stem: STEM.register,
        institutionCode,
        requestId: idempotencyKey,
        effect: 'once',
        body: {
          PrescriptionInfo: encodeBase64(signedXml),
          IssueType: issueType === 'electronic' ? '1' : '2',
        },
        read: readRegistration,
        readRefusal: readRegistrationRefusal,
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
        read: readMedicationHistory,
      });
    },
  };
}
