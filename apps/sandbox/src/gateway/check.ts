/** 重複投薬等チェック. Semantics: e-prescription.md §2. assumed: the element names of the result (PROTOCOL.md §1.3). */
import type { CalendarDate } from '@shirube/core/records';
import { compactDate, compactTime } from '../jst.ts';
import { type HistoryLine, historyOf, periodEnd } from '../knowledge/history.ts';
import type { SandboxServices } from '../services.ts';
import type { StoredLine } from '../state/state.ts';
import { textAt, type XmlNode } from '../xml.ts';
import { decodeBase64 } from './base64.ts';
import { consentHolds } from './eligibility.ts';
import { ACCEPTED, type GatewayRequest, refused, writeAnswer } from './envelope.ts';
import { readInsuredKey, validPerson } from './insured-key.ts';
import { RecordRefused, readRecord } from './record.ts';

interface Finding {
  messageClass: '1' | '2';
  line: StoredLine;
  other: HistoryLine;
  periodFrom: CalendarDate;
  periodTo: CalendarDate;
  reason: string;
}

/** 事前処理: looks the person up; there is nothing to prepare. */
export function answerPrepareCheck(services: SandboxServices, request: GatewayRequest): Uint8Array {
  const key = readInsuredKey(request.body, 'OQS');
  if (key === null) return write(services, request, refused('EPSB0001E', '必須項目が正しくありません'));
  if (validPerson(services.people, key) === null) {
    return write(
      services,
      request,
      refused('EPSB0010E', '被保険者番号と生年月日に一致する有効な資格がありません'),
    );
  }
  return write(services, request, ACCEPTED);
}

/** Answers EPSsiCHK01. Running the check needs no consent; showing the other side's names does. */
export function answerCheck(services: SandboxServices, request: GatewayRequest): Uint8Array {
  const csv = decodeBase64(textAt(request.body, 'PrescriptionInfo'));
  const oralConsent = textAt(request.body, 'OralConsentFlg');
  if (csv === null || !/^[01]$/.test(oralConsent)) {
    return write(services, request, refused('EPSB0001E', '必須項目が正しくありません'));
  }
  try {
    const record = readRecord(csv, services.drugs);
    const person = validPerson(services.people, record.insured);
    if (person === null) {
      return write(
        services,
        request,
        refused('EPSB0010E', '被保険者番号と生年月日に一致する有効な資格がありません'),
      );
    }
    const history = historyOf(services, person, request.institutionCode);
    // 'partial': the last line is left without an answer. assumed: that and how the service would say so
    const answered =
      services.faults.of('check').mode === 'partial' ? record.lines.slice(0, -1) : record.lines;
    const findings = answered.flatMap((line) => findingsOf(services, line, record.issuedOn, history));
    const disclosed =
      oralConsent === '1' || consentHolds(services, request.institutionCode, person.id, 'medication');
    return write(services, request, [
      ...ACCEPTED,
      ['CheckExecutionTime', compactTime(services.now())],
      ['NameDisclosureFlg', disclosed ? '1' : '0'],
      ['CheckResultList', findings.map((finding) => checkResult(finding, disclosed))],
      ['UncheckedList', record.lines.filter((line) => !answered.includes(line)).map(unchecked)],
    ]);
  } catch (error) {
    if (error instanceof RecordRefused) return write(services, request, error.answer());
    throw error;
  }
}

function write(
  services: SandboxServices,
  request: GatewayRequest,
  body: readonly (XmlNode | null)[],
): Uint8Array {
  return writeAnswer(
    {
      processedAt: compactTime(services.now()),
      institutionCode: request.institutionCode,
      arbitraryFileIdentifier: request.arbitraryFileIdentifier,
    },
    body,
  );
}

function findingsOf(
  services: SandboxServices,
  line: StoredLine,
  issuedOn: CalendarDate,
  history: HistoryLine[],
): Finding[] {
  const lineEnd = periodEnd(issuedOn, line.formClass, line.quantity);
  return history.flatMap((other): Finding[] => {
    const periodFrom = laterOf(issuedOn, other.givenOn);
    const periodTo = earlierOf(lineEnd, other.periodTo);
    if (periodFrom > periodTo) return [];
    const found = { line, other, periodFrom, periodTo };
    // the ingredient code holds the route (001-399 内用, 400-699 注射, 700-999 外用), so equal codes mean both
    const same = line.ingredientPath.slice(0, 7) === other.ingredientPath.slice(0, 7);
    const duplicate: Finding[] = same
      ? [{ ...found, messageClass: '1', reason: '同じ成分・投与経路の薬です' }]
      : [];
    const forbidden = services.drugs
      .contraindications(line.ingredientPath, other.ingredientPath)
      .map((pair): Finding => {
        const condition = pair.condition === null ? '' : `（${pair.condition}）`;
        return { ...found, messageClass: '2', reason: `${pair.message}${condition}` };
      });
    return [...duplicate, ...forbidden];
  });
}

function laterOf(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a.localeCompare(b) >= 0 ? a : b;
}

function earlierOf(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a.localeCompare(b) <= 0 ? a : b;
}

function unchecked(line: StoredLine): XmlNode {
  return [
    'Unchecked',
    [
      ['RpNumber', String(line.rpNumber)],
      ['RpItemNumber', String(line.itemNumber)],
      ['Message', '過去の薬との比較が完了していません'],
    ],
  ];
}

function checkResult(finding: Finding, disclosed: boolean): XmlNode {
  const { other } = finding;
  const kind = finding.messageClass === '1' ? '重複投薬' : '併用禁忌';
  return [
    'CheckResult',
    [
      ['MessageClass', finding.messageClass],
      ['RpNumber', String(finding.line.rpNumber)],
      ['RpItemNumber', String(finding.line.itemNumber)],
      ['TargetDrugName', finding.line.name],
      ['CheckedDrugName', disclosed ? other.name : ''],
      ['FacilityName', disclosed ? (other.dispenserName ?? other.prescriberName) : ''],
      ['OtherDate', disclosed ? compactDate(other.givenOn) : ''],
      ['PeriodFrom', compactDate(finding.periodFrom)],
      ['PeriodTo', compactDate(finding.periodTo)],
      ['Message', disclosed ? `${kind}です。${finding.reason}` : `${kind}に当たる薬があります`],
    ],
  ];
}
