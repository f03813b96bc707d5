/** 電子処方箋管理サービス: 登録, 変更, 取消, 検索, 状態照会, 控え, 調剤結果, 院内 (EPSsiPIR01–08, IHR01; PROTOCOL.md §1.4). */
import { createHash, randomInt, randomUUID } from 'node:crypto';
import { compactTime, fromCompactDate, instant } from '../jst.ts';
import type { SandboxServices } from '../services.ts';
import type { PrescriptionStatus, StoredPrescription } from '../state/state.ts';
import { textAt, type XmlNode } from '../xml.ts';
import { decodeBase64 } from './base64.ts';
import { printCopy } from './copy.ts';
import { ACCEPTED, type GatewayRequest, refused } from './envelope.ts';
import { readInsuredKey, validPerson } from './insured-key.ts';
import { type PrescriptionRecordRead, RecordRefused, readRecord } from './record.ts';
import { type OpenedPrescription, openPrescription, type SignatureVerdict } from './signed-prescription.ts';

export type AnswerBody = readonly (XmlNode | null)[];

/** The texts of 処方箋ステータス that are seen in public (e-prescription.md §1). */
const STATUS_TEXT: Record<PrescriptionStatus, string> = {
  registered: '薬局にて受付されていません',
  dispensing: '薬局にて調剤中',
  dispensed: '調剤済',
  cancelled: '処方箋取消',
};

const NO_SUCH_PRESCRIPTION = refused('EPSB0080E', '該当する処方箋がありません');
const MISSING = refused('EPSB0001E', '必須項目が設定されていないか、形式が正しくありません');

/** 登録. Repeating the same identifier with the same bytes gives the first answer again. */
export function register(services: SandboxServices, request: GatewayRequest): AnswerBody {
  const issueType = textAt(request.body, 'IssueType');
  if (issueType !== '1' && issueType !== '2') return MISSING;
  return accept(services, request, issueType, null);
}

/** 院内処方情報の登録: the record alone, without an envelope; neither signature nor 引換番号. */
export function registerInHouse(services: SandboxServices, request: GatewayRequest): AnswerBody {
  return accept(services, request, '3', null);
}

/** 変更: registers the new prescription and cancels the old one, both or neither. */
export function modify(services: SandboxServices, request: GatewayRequest): AnswerBody {
  const prescriptionId = textAt(request.body, 'PrescriptionId');
  const issueType = textAt(request.body, 'IssueType');
  if (prescriptionId === '' || (issueType !== '1' && issueType !== '2')) return MISSING;
  return accept(services, request, issueType, prescriptionId);
}

/** Runs without a pause from the first look to the write, so that two requests at once cannot both be the first. */
function accept(
  services: SandboxServices,
  request: GatewayRequest,
  issueType: StoredPrescription['issueType'],
  replaces: string | null,
): AnswerBody {
  const content = decodeBase64(textAt(request.body, 'PrescriptionInfo'));
  if (content === null) return MISSING;
  const contentSha256 = createHash('sha256').update(content).digest('hex');
  const earlier = repeatedAnswer(services, request, contentSha256, issueType, replaces);
  if (earlier !== null) return earlier;
  const replaced = replaces === null ? null : find(services, request, replaces);
  if (replaces !== null) {
    const conflict = unchangeable(replaced);
    if (conflict !== null) return conflict;
  }

  const opened: OpenedPrescription =
    issueType === '3' ? { outcome: 'opened', csv: content } : openPrescription(services, content, issueType);
  if (opened.outcome === 'xml_refused') return xmlRefusal(opened.messages);
  if (opened.outcome === 'signature_refused') return signatureRefusal(opened.verdict);
  let record: PrescriptionRecordRead;
  try {
    record = readRecord(opened.csv, services.drugs);
  } catch (error) {
    if (error instanceof RecordRefused) return error.answer();
    throw error;
  }
  if (record.institutionCode !== request.institutionCode) {
    return new RecordRefused([
      {
        resultCode: 'EPSB0050E',
        resultMessage: '医療機関レコード（1）の医療機関コードが接続元と一致しません',
      },
    ]).answer();
  }
  const person = validPerson(services.people, record.insured);
  if (person === null) {
    return refused('EPSB0010E', '被保険者番号と生年月日に一致する有効な資格がありません');
  }

  const createdAt = instant(services.now());
  const stored: StoredPrescription = {
    prescriptionId: randomUUID(),
    accessCode: issueType === '3' ? '' : newAccessCode(services),
    institutionCode: request.institutionCode,
    facilityName: record.facilityName,
    prescriberName: record.prescriberName,
    arbitraryFileIdentifier: request.arbitraryFileIdentifier,
    contentSha256,
    contentBase64: Buffer.from(content).toString('base64'),
    replaces,
    issueType,
    status: 'registered',
    personId: person.id,
    patientName: record.patientName,
    issuedOn: record.issuedOn,
    validUntil: record.validUntil,
    lines: record.lines,
    createdAt,
    receivedAt: null,
    dispensedAt: null,
    cancelledAt: null,
    pharmacy: null,
    pharmacyMessage: null,
    refillTotal: record.refillTotal,
    dispensings: [],
  };
  services.store.state.prescriptions.push(stored);
  if (replaced) {
    replaced.status = 'cancelled';
    replaced.cancelledAt = createdAt;
  }
  services.store.sawInstitution(request.institutionCode, record.facilityName);
  return registered(stored);
}

function repeatedAnswer(
  services: SandboxServices,
  request: GatewayRequest,
  contentSha256: string,
  issueType: StoredPrescription['issueType'],
  replaces: string | null,
): AnswerBody | null {
  const earlier = services.store.state.prescriptions.find(
    (held) =>
      held.institutionCode === request.institutionCode &&
      held.arbitraryFileIdentifier === request.arbitraryFileIdentifier,
  );
  if (earlier === undefined) return null;
  const same =
    earlier.contentSha256 === contentSha256 &&
    earlier.issueType === issueType &&
    earlier.replaces === replaces;
  return same
    ? registered(earlier)
    : refused('EPSB0070E', '同じ任意のファイル識別子で、内容の異なる処方箋が登録されています');
}

function registered(stored: StoredPrescription): AnswerBody {
  const signed: XmlNode[] =
    stored.issueType === '1'
      ? [
          ['VerifyResultList', [verifyResult('1', '', [])]],
          [
            'GenerateSignResult',
            [
              ['GenerateSignStatus', '1'],
              ['GenerateSignMessage', ''],
            ],
          ],
        ]
      : [];
  return [
    ...ACCEPTED,
    ['PrescriptionId', stored.prescriptionId],
    ...(stored.accessCode === '' ? [] : [['AccessCode', stored.accessCode] as XmlNode]),
    ['XmlCheckResultList', []],
    ['CsvCheckResultList', []],
    ...signed,
  ];
}

function xmlRefusal(messages: string[]): AnswerBody {
  return [
    ...refused('EPSB0051E', '処方箋XMLに誤りがあります'),
    [
      'XmlCheckResultList',
      messages.map(
        (text): XmlNode => [
          'XmlCheckResult',
          [
            ['ResultCode', 'EPSB0051E'],
            ['ResultMessage', text],
          ],
        ],
      ),
    ],
  ];
}

function signatureRefusal(verdict: SignatureVerdict): AnswerBody {
  return [
    ...refused('EPSB0060E', '電子署名を検証できません'),
    [
      'VerifyResultList',
      [verifyResult(verdict.status === 'indeterminate' ? '3' : '2', '検証に失敗しました', verdict.reasons)],
    ],
  ];
}

function verifyResult(status: '1' | '2' | '3', text: string, reasons: SignatureVerdict['reasons']): XmlNode {
  return [
    'VerifyResult',
    [
      ['Status', status],
      ['Message', text],
      ['SignId', 'PrescriptionSign'],
      [
        'FailureReasonList',
        reasons.map(
          (reason): XmlNode => [
            'FailureReasons',
            [
              ['MessageKey', reason.key],
              ['MessageCode', reason.code],
              ['Message', reason.text],
            ],
          ],
        ),
      ],
    ],
  ];
}

/** 取消, only while no pharmacy has received it. */
export function cancel(services: SandboxServices, request: GatewayRequest): AnswerBody {
  const held = find(services, request, textAt(request.body, 'PrescriptionId'));
  const conflict = unchangeable(held);
  if (conflict !== null) return conflict;
  held!.status = 'cancelled';
  held!.cancelledAt = instant(services.now());
  return ACCEPTED;
}

function unchangeable(held: StoredPrescription | null): AnswerBody | null {
  if (held === null) return NO_SUCH_PRESCRIPTION;
  if (held.status === 'cancelled') return refused('EPSB0082E', 'この処方箋はすでに取り消されています');
  // a リフィル that has been used once stands at 未受付 again, and is no longer the doctor's to change
  if (held.status !== 'registered' || held.dispensings.length > 0) {
    return refused('EPSB0081E', 'この処方箋はすでに薬局で受け付けられています。薬局に連絡してください');
  }
  return null;
}

/** 検索: this institution's prescriptions for one person, newest first, cancelled ones left out. */
export function search(services: SandboxServices, request: GatewayRequest): AnswerBody {
  const key = readInsuredKey(request.body, 'OQS');
  const from = fromCompactDate(textAt(request.body, 'IssueDateFrom'));
  const to = fromCompactDate(textAt(request.body, 'IssueDateTo'));
  if (key === null || from === null || to === null) return MISSING;
  const person = validPerson(services.people, key);
  const found = services.store.state.prescriptions.filter(
    (held) =>
      held.institutionCode === request.institutionCode &&
      held.personId === person?.id &&
      held.status !== 'cancelled' &&
      held.issuedOn >= from &&
      held.issuedOn <= to,
  );
  return [
    ...ACCEPTED,
    [
      'PrescriptionIdList',
      found
        .reverse()
        .map(
          (held): XmlNode => [
            'PrescriptionIdInfo',
            [
              ['PrescriptionId', held.prescriptionId],
              ...(held.accessCode === '' ? [] : [['AccessCode', held.accessCode] as XmlNode]),
              ['CreateDateTime', compactTime(new Date(held.createdAt))],
              ['ArbitraryFileIdentifier', held.arbitraryFileIdentifier],
            ],
          ],
        ),
    ],
  ];
}

/** 状態照会. */
export function status(services: SandboxServices, request: GatewayRequest): AnswerBody {
  const held = find(services, request, textAt(request.body, 'PrescriptionId'));
  if (held === null) return NO_SUCH_PRESCRIPTION;
  return [
    ...ACCEPTED,
    ['PrescriptionStatus', STATUS_TEXT[held.status]],
    ['ReceptionPharmacyCode', held.pharmacy?.code ?? ''],
    ['ReceptionPharmacyName', held.pharmacy?.name ?? ''],
    ['MessageFlg', held.pharmacyMessage === null ? '1' : '2'],
    ['DispensingResult', held.pharmacyMessage ?? ''],
    ['DispensedCount', String(held.dispensings.length)],
  ];
}

/** 調剤結果一覧: what pharmacies reported on this institution's prescriptions between two days, both included. */
export function dispensedList(services: SandboxServices, request: GatewayRequest): AnswerBody {
  const from = fromCompactDate(textAt(request.body, 'DispensingResultListStartDate'));
  const to = fromCompactDate(textAt(request.body, 'DispensingResultListEndDate'));
  if (from === null || to === null) return MISSING;
  const rows = services.store.state.prescriptions
    .filter((held) => held.institutionCode === request.institutionCode)
    .flatMap((held) =>
      held.dispensings
        .filter(({ registeredAt }) => {
          const day = fromCompactDate(compactTime(new Date(registeredAt)).slice(0, 8)) ?? '';
          return day >= from && day <= to;
        })
        .map(
          (result): XmlNode => [
            'DispensingResultInfo',
            [
              ['PrescriptionId', held.prescriptionId],
              ['DispensingId', result.dispensingId],
              ['RegisterDateTime', compactTime(new Date(result.registeredAt))],
            ],
          ],
        ),
    );
  return [...ACCEPTED, ['DispensingResultList', rows]];
}

/** 調剤結果取得: the documents of one prescription. */
export function dispensingResults(services: SandboxServices, request: GatewayRequest): AnswerBody {
  const held = find(services, request, textAt(request.body, 'PrescriptionId'));
  if (held === null) return NO_SUCH_PRESCRIPTION;
  return [
    ...ACCEPTED,
    [
      'DispensingResultList',
      held.dispensings.map(
        (result): XmlNode => [
          'DispensingResultInfo',
          [
            ['DispensingId', result.dispensingId],
            ['RegisterDateTime', compactTime(new Date(result.registeredAt))],
            ['PharmacyCode', result.pharmacy.code],
            ['PharmacyName', result.pharmacy.name],
            ['DispensingInfo', result.contentBase64],
          ],
        ],
      ),
    ],
  ];
}

/** 控え取得. */
export async function copy(services: SandboxServices, request: GatewayRequest): Promise<AnswerBody> {
  const held = find(services, request, textAt(request.body, 'PrescriptionId'));
  const person = held === null ? undefined : services.people.byId(held.personId);
  if (held === null || person === undefined) return NO_SUCH_PRESCRIPTION;
  if (held.status === 'cancelled') return refused('EPSB0082E', 'この処方箋はすでに取り消されています');
  // 院内処方情報 has no pharmacy and no copy
  if (held.issueType === '3') return NO_SUCH_PRESCRIPTION;
  const pdf = await printCopy(held, person);
  return [...ACCEPTED, ['PrescriptionReferenceInformationFile', Buffer.from(pdf).toString('base64')]];
}

function find(
  services: SandboxServices,
  request: GatewayRequest,
  prescriptionId: string,
): StoredPrescription | null {
  return (
    services.store.state.prescriptions.find(
      (held) => held.prescriptionId === prescriptionId && held.institutionCode === request.institutionCode,
    ) ?? null
  );
}

/** 16 random digits that no other prescription has. */
function newAccessCode(services: SandboxServices): string {
  for (;;) {
    const code = Array.from({ length: 4 }, () => String(randomInt(10_000)).padStart(4, '0')).join('');
    if (!services.store.state.prescriptions.some((held) => held.accessCode === code)) return code;
  }
}
