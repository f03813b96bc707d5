import type { ReferralNotice, SharedInformationBundle, SharingPort } from '../../ports/index.ts';
import { PortError } from '../../ports/index.ts';
import type {
  ItemSource,
  ReceivedAllergy,
  ReceivedCondition,
  ReceivedDocument,
  ReceivedInformation,
  ReceivedMedication,
  ReceivedResult,
} from '../../records/index.ts';
import type { FhirReader } from '../reader.ts';

/**
 * For tests of core: a Bundle is the JSON of what a reader would make of it, and the service is an object. What FHIR means is tested in
 * fhir-mapper, the protocol in connectors.
 */
export const plainReader: FhirReader = {
  readDocument: (bundle) => {
    const document = bundle as ReceivedDocument;
    return {
      ...document,
      attachments: document.attachments.map((file) => ({
        ...file,
        content: new Uint8Array(Buffer.from(file.content as unknown as string, 'base64')),
      })),
    };
  },
  readInformation: (bundle) =>
    ({ person: letterDocument().person, ...(bundle as object) }) as ReceivedInformation,
};

export const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

export const source = (reference: string, facilityName: string | null = '架空中央病院'): ItemSource => ({
  facilityCode: '1310000099',
  facilityName,
  departmentCode: '01',
  departmentName: '内科',
  doctorName: '紹介 医師',
  doctor: null,
  recordedOn: '2026-10-01',
  recordedAt: null,
  visit: null,
  identifier: null,
  reference,
});

export const allergyItem = (changes: Partial<ReceivedAllergy> = {}): ReceivedAllergy => ({
  kind: 'allergy',
  source: source('urn:uuid:allergy'),
  category: 'medication',
  code: 'YCM2171022F1029',
  displayName: 'アムロジン錠５ｍｇ',
  reaction: '発疹',
  criticality: 'high',
  onsetDate: '2020-05-01',
  clinicalStatus: 'active',
  verificationStatus: 'confirmed',
  ...changes,
});

export const conditionItem = (changes: Partial<ReceivedCondition> = {}): ReceivedCondition => ({
  kind: 'condition',
  source: source('urn:uuid:condition'),
  displayName: '高血圧症',
  managementNo: '20061857',
  exchangeCode: 'HDKJ',
  receiptCode: '8833421',
  diseaseName: '高血圧症',
  icd10: 'I10',
  modifiers: [],
  isMain: true,
  isSuspected: false,
  onsetDate: '2024-04-01',
  endDate: null,
  clinicalStatus: 'active',
  verificationStatus: 'confirmed',
  uninformed: false,
  undelivered: false,
  longTerm: false,
  ...changes,
});

export const medicationItem = (changes: Partial<ReceivedMedication> = {}): ReceivedMedication => ({
  kind: 'medication',
  source: source('urn:uuid:medication'),
  status: 'completed',
  prescriptionId: null,
  rpNumber: 1,
  itemNumber: 1,
  authoredOn: '2026-11-10',
  categories: [],
  yjCode: '2171022F1029',
  localCode: null,
  generic: null,
  name: 'アムロジン錠５ｍｇ',
  dose: null,
  doseText: '1日1錠',
  usageText: '１日１回朝食後　服用',
  usageCode: null,
  timesPerDay: 1,
  asNeeded: false,
  startsOn: '2026-11-10',
  endsOn: null,
  days: 28,
  actualDays: null,
  times: null,
  quantity: null,
  quantityText: null,
  site: null,
  instructions: [],
  dispensing: [],
  substitution: null,
  notes: [],
  ...changes,
});

export const resultItem = (changes: Partial<ReceivedResult['result']> = {}): ReceivedResult => ({
  kind: 'result',
  source: source('urn:uuid:result'),
  collectedAt: '2026-09-30T08:30:00+09:00',
  issuedAt: null,
  orderNumber: null,
  result: {
    observationId: 'o-1',
    status: 'final',
    jlac10: '3D046000001906202',
    localCode: 'HBA1C',
    localName: 'HbA1c',
    name: 'HbA1c(NGSP)',
    value: { kind: 'quantity', value: '7.10', comparator: null, unit: '%', ucum: '%' },
    referenceLow: '4.9',
    referenceHigh: '6.0',
    referenceText: null,
    interpretation: 'H',
    specimen: '血液',
    longTerm: false,
    note: null,
    ...changes,
  },
});

export const letterDocument = (changes: Partial<ReceivedDocument> = {}): ReceivedDocument => {
  const place = {
    institutionCode: '1310000099',
    name: '架空中央病院',
    postalCode: null,
    address: null,
    phone: null,
    departmentCode: '01',
    departmentName: '内科',
    doctorName: '紹介 医師',
  };
  const section = { text: '', emptyReason: null, items: [], sections: [] };
  return {
    kind: 'referral',
    identifier: '1310000099^2026^L1',
    versionText: '1',
    title: '診療情報提供書',
    issuedOn: '2026-11-12',
    createdAt: '2026-11-12T10:00:00+09:00',
    from: place,
    to: null,
    person: {
      familyName: '検証',
      givenName: '花子',
      nameText: '検証 花子',
      familyKana: 'ケンショウ',
      givenKana: 'ハナコ',
      birthDate: '1980-01-31',
      sex: 'female',
      postalCode: null,
      address: null,
      patientNumber: null,
      insuredId: '01139906:21700023:4127:00',
    },
    sections: [
      { ...section, code: '950', title: '紹介目的', text: '高血圧の治療をお願いします。' },
      { ...section, code: '340', title: '傷病名・主訴', items: [conditionItem()] },
      { ...section, code: '510', title: 'アレルギー・不耐性反応', items: [allergyItem()] },
      { ...section, code: '430', title: '投薬指示', items: [medicationItem()] },
      { ...section, code: '620', title: '検査結果', items: [resultItem()] },
      { ...section, code: '360', title: '現病歴', emptyReason: 'nilknown' },
    ],
    attachments: [],
    enclosed: [],
    unread: [],
    ...changes,
  };
};

export const notice = (changes: Partial<ReferralNotice> = {}): ReferralNotice => ({
  identifier: '1310000099^2026^L1',
  from: { institutionCode: '1310000099', name: '架空中央病院' },
  patient: { name: '検証 花子', kana: 'ケンショウ ハナコ', birthDate: '1980-01-31', sex: 'female' },
  person: { insuredId: '01139906:21700023:4127:00', birthDate: '1980-01-31' },
  issuedOn: '2026-11-12',
  registeredAt: '2026-11-12T10:00:00+09:00',
  state: 'readable',
  revision: 1,
  ...changes,
});

const down = () => new PortError('sharing', 'retryable', '電子カルテ情報共有サービスが応答しません。');

/** The service as one object: what it holds is set by the test, what it was asked stands in `asked`. */
export class FakeSharing {
  notices: ReferralNotice[] = [];
  documents = new Map<string, Uint8Array>();
  bundles: Partial<Record<'sharedDiagnoses' | 'sharedClinical', SharedInformationBundle[]>> = {};
  /** operations that do not answer */
  down = new Set<string>();
  asked: { operation: string; request: Record<string, unknown> }[] = [];
  /** run while the service is asked, before it answers */
  meanwhile: () => Promise<unknown> = async () => undefined;

  private async answer<T>(operation: string, request: object, value: () => T): Promise<T> {
    this.asked.push({ operation, request: request as Record<string, unknown> });
    if (this.down.has(operation)) throw down();
    await this.meanwhile();
    return value();
  }

  readonly port = {
    referrals: (request) => this.answer('referrals', request, () => this.notices),
    fetchReferral: (request) =>
      this.answer('fetchReferral', request, () => {
        const content = this.documents.get(request.identifier);
        if (!content) throw new PortError('sharing', 'status_conflict', 'もうありません。');
        return content;
      }),
    acceptReferral: (request) =>
      this.answer('acceptReferral', request, () => ({ receivedAt: '2026-11-20T09:15:00+09:00' })),
    releaseReferral: (request) =>
      this.answer('releaseReferral', request, () => ({ state: 'readable' as const })),
    information: (request) =>
      this.answer('information', request, () => {
        const found = this.bundles[request.scope];
        if (!found) throw new PortError('sharing', 'auth', '閲覧できる同意がありません。');
        return found;
      }),
  } satisfies Partial<SharingPort>;
}

export const informationBundle = (
  reading: (Omit<ReceivedInformation, 'person' | 'identifier'> & Partial<ReceivedInformation>) | string,
  changes: Partial<SharedInformationBundle> = {},
): SharedInformationBundle => ({
  identifier: '1310000099^2026^I1',
  institutionCode: '1310000099',
  institutionName: '架空中央病院',
  registeredAt: '2026-10-02T10:00:00+09:00',
  content: typeof reading === 'string' ? new TextEncoder().encode(reading) : bytesOf(reading),
  ...changes,
});
