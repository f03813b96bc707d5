import {
  type NationalAlert,
  type NationalCheckResult,
  PortError,
  type RegisteredPrescription,
  type ServicePrescriptionState,
  type ServicePrescriptionStatus,
} from '@shirube/core/ports';
import type { Instant } from '@shirube/core/records';
import {
  fromWireDate,
  fromWireTime,
  type GatewayMessage,
  type Refusal,
  refusalError,
} from '../gateway/index.ts';
import { decodeBase64, MalformedAnswer, refusalSentence } from '../http/index.ts';
import {
  child,
  childrenNamed,
  descendantsNamed,
  requiredText,
  textOrNull,
  type XmlElement,
} from '../xml/index.ts';

/**
 * Element names of the answers. assumed: everything of the check result, the item names inside the lists
 * (PrescriptionIdInfo, CsvCheckResult, XmlCheckResult, VerifyResult) and ArbitraryFileIdentifier in a search row;
 * PrescriptionId, AccessCode, the list names and the status texts are found in public sources.
 */

/** 登録の回答. Throws MalformedAnswer when it does not hold a prescription or contradicts itself. */
export function readRegistration({ body }: GatewayMessage): RegisteredPrescription {
  if (failedVerifications(body).length > 0) throw new MalformedAnswer('VerifyResultList');
  return { prescriptionId: readPrescriptionId(body), accessCode: readAccessCode(body) };
}

/** 変更の回答: a prescription of its own, never the one that was to be replaced. */
export function readChange(message: GatewayMessage, replaced: string): RegisteredPrescription {
  const registered = readRegistration(message);
  if (registered.prescriptionId === replaced) throw new MalformedAnswer('PrescriptionId');
  return registered;
}

/** 院内処方情報の登録の回答. */
export function readInHouseRegistration({ body }: GatewayMessage): { prescriptionId: string } {
  return { prescriptionId: readPrescriptionId(body) };
}

/** The reason of a refusal, as narrow as the service says it: signature, record (CSV), envelope (XML), or its code. */
export function readRegistrationRefusal({ body }: GatewayMessage, refusal: Refusal): PortError {
  const signature = failedVerifications(body);
  if (signature.length > 0) {
    const messages = signature.flatMap((result) => [
      ...texts([result], 'Message'),
      ...texts(descendantsNamed(result, 'FailureReasons'), 'Message'),
    ]);
    return new PortError(
      'eprescription',
      'signature',
      refusalSentence('eprescription', ['電子署名が無効です', ...messages]),
      refusal.code,
    );
  }
  return readRecordRefusal({ body }, refusal);
}

/** Refusal of a prescription record with the lines the service complains about. */
export function readRecordRefusal({ body }: Pick<GatewayMessage, 'body'>, refusal: Refusal): PortError {
  const lines = [
    ...texts(childrenNamed(child(body, 'CsvCheckResultList'), 'CsvCheckResult'), 'ResultMessage'),
    ...texts(childrenNamed(child(body, 'XmlCheckResultList'), 'XmlCheckResult'), 'ResultMessage'),
  ];
  if (lines.length === 0) return refusalError('eprescription', refusal);
  return new PortError(
    'eprescription',
    'user_fixable',
    refusalSentence('eprescription', [...refusal.messages, ...lines]),
    refusal.code,
  );
}

/** Status 1 VALID, 2 INVALID, 3 INDETERMINATE: only the first is a valid signature. */
function failedVerifications(body: XmlElement): readonly XmlElement[] {
  return childrenNamed(child(body, 'VerifyResultList'), 'VerifyResult').filter(
    (result) => textOrNull(result, 'Status') !== '1',
  );
}

function texts(elements: readonly XmlElement[], name: string): string[] {
  return elements.map((element) => textOrNull(element, name)).filter((text) => text !== null);
}

/**
 * チェック結果. A result without its list or its disclosure flag, or with a finding that cannot be read, is an
 * error as a whole: a part of the findings must never look like all of them.
 */
export function readCheck({ body }: GatewayMessage, requestId: string): NationalCheckResult {
  const list = child(body, 'CheckResultList');
  if (list === undefined) throw new MalformedAnswer('CheckResultList');
  const disclosure = requiredText(body, 'NameDisclosureFlg');
  if (disclosure !== '0' && disclosure !== '1') throw new MalformedAnswer('NameDisclosureFlg');
  const namesDisclosed = disclosure === '1';
  return {
    requestId,
    checkedAt: fromWireTime(requiredText(body, 'CheckExecutionTime'), 'CheckExecutionTime'),
    namesDisclosed,
    alerts: childrenNamed(list, 'CheckResult').map((result) => readAlert(result, namesDisclosed)),
    unanswered: childrenNamed(child(body, 'UncheckedList'), 'Unchecked').map((line) => ({
      rpNumber: readNumber(line, 'RpNumber'),
      itemNumber: readNumber(line, 'RpItemNumber'),
      reason: textOrNull(line, 'Message') ?? '',
    })),
  };
}

function readAlert(result: XmlElement, namesDisclosed: boolean): NationalAlert {
  const otherDate = textOrNull(result, 'OtherDate');
  const kind = requiredText(result, 'MessageClass');
  if (kind !== '1' && kind !== '2') throw new MalformedAnswer('MessageClass');
  return {
    kind: kind === '1' ? 'duplicate' : 'contraindicated',
    rpNumber: readNumber(result, 'RpNumber'),
    itemNumber: readNumber(result, 'RpItemNumber'),
    subjectName: requiredText(result, 'TargetDrugName'),
    // without consent only the existence of the finding may be shown, whatever the answer carries
    otherName: namesDisclosed ? textOrNull(result, 'CheckedDrugName') : null,
    facilityName: namesDisclosed ? textOrNull(result, 'FacilityName') : null,
    otherDate: namesDisclosed && otherDate !== null ? fromWireDate(otherDate, 'OtherDate') : null,
    periodFrom: fromWireDate(requiredText(result, 'PeriodFrom'), 'PeriodFrom'),
    periodTo: fromWireDate(requiredText(result, 'PeriodTo'), 'PeriodTo'),
    message: textOrNull(result, 'Message') ?? '',
  };
}

function readNumber(element: XmlElement, name: string): number {
  const text = requiredText(element, name);
  if (!/^\d{1,4}$/.test(text)) throw new MalformedAnswer(name);
  return Number(text);
}

/** PrescriptionStatus is a text, not a code. */
const STATUS_OF_TEXT: Record<string, ServicePrescriptionStatus> = {
  薬局にて受付されていません: 'registered',
  薬局にて調剤中: 'dispensing',
  調剤済: 'dispensed',
  回収済: 'collected',
  処方箋取消: 'cancelled',
};

/** 状態照会の回答. assumed: DispensedCount; without it a prescription that has been dispensed counts as once. */
export function readStatus({ body }: GatewayMessage): ServicePrescriptionState {
  const text = requiredText(body, 'PrescriptionStatus').normalize('NFKC');
  const status = Object.hasOwn(STATUS_OF_TEXT, text) ? STATUS_OF_TEXT[text] : undefined;
  if (status === undefined) throw new MalformedAnswer('PrescriptionStatus');
  const count = textOrNull(body, 'DispensedCount');
  if (count !== null && !/^\d$/.test(count)) throw new MalformedAnswer('DispensedCount');
  return {
    status,
    pharmacyCode: textOrNull(body, 'ReceptionPharmacyCode'),
    pharmacyName: textOrNull(body, 'ReceptionPharmacyName'),
    hasMessage: textOrNull(body, 'MessageFlg') === '2',
    dispensedCount: count === null ? (status === 'dispensed' ? 1 : 0) : Number(count),
  };
}

/** 検索の回答, newest first. */
export function readSearch({ body }: GatewayMessage): {
  prescriptionId: string;
  accessCode: string | null;
  createdAt: Instant;
  idempotencyKey: string | null;
}[] {
  const list = child(body, 'PrescriptionIdList');
  // An answer without its list is not an answer "none": the caller registers again after "none".
  if (list === undefined) throw new MalformedAnswer('PrescriptionIdList');
  return childrenNamed(list, 'PrescriptionIdInfo')
    .map((row) => ({
      prescriptionId: readPrescriptionId(row),
      // 院内処方情報 has none
      accessCode: textOrNull(row, 'AccessCode') === null ? null : readAccessCode(row),
      createdAt: fromWireTime(requiredText(row, 'CreateDateTime'), 'CreateDateTime'),
      idempotencyKey: textOrNull(row, 'ArbitraryFileIdentifier'),
    }))
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
}

/** 処方内容（控え）: the bytes of a PDF. */
export function readCopy({ body }: GatewayMessage): Uint8Array {
  const name = 'PrescriptionReferenceInformationFile';
  const bytes = decodeBase64(requiredText(body, name), name);
  if (new TextDecoder('latin1').decode(bytes.subarray(0, 5)) !== '%PDF-') throw new MalformedAnswer(name);
  return bytes;
}

/** A UUID in the service's writing. */
export function readPrescriptionId(element: XmlElement): string {
  const text = requiredText(element, 'PrescriptionId');
  if (!/^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/.test(text)) {
    throw new MalformedAnswer('PrescriptionId');
  }
  return text;
}

/** 引換番号, 16 digits. */
function readAccessCode(element: XmlElement): string {
  const text = requiredText(element, 'AccessCode');
  if (!/^\d{16}$/.test(text)) throw new MalformedAnswer('AccessCode');
  return text;
}
