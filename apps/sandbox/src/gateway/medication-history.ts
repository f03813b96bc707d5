/** 薬剤情報 (YZKsiquc01, FileCategory 2). Element names: eligibility.md §6; assumed: the holder MeTrDiInf. */
import { addDays, calendarDate, compactDate, compactTime } from '../jst.ts';
import { type HistoryLine, historyOf } from '../knowledge/history.ts';
import type { DemoPerson } from '../knowledge/people.ts';
import type { SandboxServices } from '../services.ts';
import { textAt, type XmlNode } from '../xml.ts';
import { consentHolds } from './eligibility.ts';
import { ACCEPTED, type GatewayRequest, refused, writeAnswer } from './envelope.ts';
import { readInsuredKey, validPerson } from './insured-key.ts';

/** After this many days a dispensing is on the monthly receipts (assumed: a plain figure for the sandbox). */
const ON_RECEIPTS_AFTER_DAYS = 45;
const DEFAULT_MONTHS_AS_DAYS = 183;

export function answerMedicationHistory(services: SandboxServices, request: GatewayRequest): Uint8Array {
  const now = services.now();
  const header = {
    processedAt: compactTime(now),
    institutionCode: request.institutionCode,
    arbitraryFileIdentifier: request.arbitraryFileIdentifier,
  };
  const key = readInsuredKey(request.header, 'YZK');
  if (key === null || textAt(request.body, 'FileCategory') !== '2') {
    return writeAnswer(header, refusal('YZKB0002E', '必須項目が設定されていないか、形式が正しくありません'));
  }
  const person = validPerson(services.people, key);
  if (person === null || !consentHolds(services, request.institutionCode, person.id, 'medication')) {
    // the same answer for both, so that nobody learns who is insured
    return writeAnswer(
      header,
      refusal('YZKB0001E', '薬剤情報の閲覧同意がないか、閲覧できる期限を過ぎています'),
    );
  }
  const today = calendarDate(now);
  const from =
    textAt(request.body, 'StartDate') || compactDate(addDays(today, -DEFAULT_MONTHS_AS_DAYS)).slice(0, 6);
  const to = textAt(request.body, 'EndDate') || compactDate(today).slice(0, 6);
  const lines = historyOf(services, person, request.institutionCode).filter((line) => {
    const month = compactDate(line.givenOn).slice(0, 6);
    return month >= from && month <= to;
  });
  const receiptsUntil = addDays(today, -ON_RECEIPTS_AFTER_DAYS);
  const onReceipts = lines.filter((line) => line.stage === 'dispensing' && line.givenOn < receiptsUntil);
  const dispensed = lines.filter((line) => line.stage === 'dispensing' && line.givenOn >= receiptsUntil);
  const prescribed = lines.filter((line) => line.stage === 'prescription');
  return writeAnswer({ ...header, extra: [qualificationInfo(person)] }, [
    ...ACCEPTED,
    ['MeTrDiInf', months(onReceipts, RECEIPT_NAMES)],
    ['ShPrInf', months(prescribed, PRESCRIPTION_NAMES)],
    ['CzDiInf', months(dispensed, DISPENSING_NAMES)],
  ]);
}

function refusal(code: string, text: string): XmlNode[] {
  return [...refused(code, text), ['ResultCode', code], ['MessageContents', text]];
}

function qualificationInfo(person: DemoPerson): XmlNode {
  return [
    'QuaInf',
    [
      ['Name', `${person.familyName}　${person.givenName}`],
      ['KanaName', `${person.familyKana}　${person.givenKana}`],
      ['Birth', compactDate(person.birthDate)],
      ['AdmGendCode', person.sex === 'male' ? '1' : '2'],
    ],
  ];
}

/** The three trees say the same with other prefixes. */
interface TreeNames {
  month: string;
  organisation: string;
  dispenserCode: string;
  dispenserName: string;
  prescriberCode: string;
  prescriberName: string;
  inOut: string;
  days: string;
  day: string;
  dispensedOn: string | null;
  prescribedOn: string;
  drugs: string;
  drugPrefix: string;
  usageClass: string;
}

const RECEIPT_NAMES: TreeNames = {
  month: 'MeTrMonth',
  organisation: 'DiOrg',
  dispenserCode: 'MeTrDiHCd',
  dispenserName: 'MeTrDiHNm',
  prescriberCode: 'PrlsHCd',
  prescriberName: 'PrlsHNm',
  inOut: 'InOut',
  days: 'DiDateInfs',
  day: 'DiDateInf',
  dispensedOn: 'DiDate',
  prescribedOn: 'PrDate',
  drugs: 'DrugInf',
  drugPrefix: '',
  usageClass: 'MeTrIdCl',
};

const PRESCRIPTION_NAMES: TreeNames = {
  month: 'ShPrMonth',
  organisation: 'ShPrOrg',
  dispenserCode: 'ShMeTrDiHCd',
  dispenserName: 'ShMeTrDiHNm',
  prescriberCode: 'ShPrHCd',
  prescriberName: 'ShPrHNm',
  inOut: 'ShPrCl',
  days: 'ShPrDateInfs',
  day: 'ShPrDateInf',
  dispensedOn: null,
  prescribedOn: 'ShPrDate',
  drugs: 'ShDrugInf',
  drugPrefix: 'Sh',
  usageClass: 'ShUsageCl',
};

const DISPENSING_NAMES: TreeNames = {
  month: 'CzDiMonth',
  organisation: 'CzDiOrg',
  dispenserCode: 'CzMeTrDiHCd',
  dispenserName: 'CzMeTrDiHNm',
  prescriberCode: 'CzPrlsHCd',
  prescriberName: 'CzPrlsHNm',
  inOut: 'CzPrCl',
  days: 'CzDiDateInfs',
  day: 'CzDiDateInf',
  dispensedOn: 'CzDiDate',
  prescribedOn: 'CzPrDate',
  drugs: 'CzDrugInf',
  drugPrefix: 'Cz',
  usageClass: 'CzUsageCl',
};

/** One month element per month, dispenser and prescriber, newest month first. */
function months(lines: HistoryLine[], names: TreeNames): XmlNode[] {
  const groups = Map.groupBy(lines, (line) =>
    [compactDate(line.givenOn).slice(0, 6), line.dispenserCode ?? '', line.prescriberCode].join(' '),
  );
  return [...groups.entries()]
    .sort(([a], [b]) => b.localeCompare(a))
    .map(([, grouped]): XmlNode => {
      const first = grouped[0]!;
      return [
        `${names.month}Inf`,
        [
          [names.month, compactDate(first.givenOn).slice(0, 6)],
          [names.organisation, first.dispenserCode?.[2] ?? '1'],
          [names.dispenserCode, first.dispenserCode ?? ''],
          [names.dispenserName, first.dispenserName ?? ''],
          [names.prescriberCode, first.prescriberCode],
          [names.prescriberName, first.prescriberName],
          [names.inOut, '2'],
          [names.days, days(grouped, names)],
        ],
      ];
    });
}

function days(lines: HistoryLine[], names: TreeNames): XmlNode[] {
  return [...Map.groupBy(lines, (line) => `${line.givenOn} ${line.prescribedOn}`).values()].map(
    (grouped): XmlNode => [
      names.day,
      [
        names.dispensedOn === null ? null : [names.dispensedOn, compactDate(grouped[0]!.givenOn)],
        [names.prescribedOn, compactDate(grouped[0]!.prescribedOn)],
        [`${names.drugs}s`, grouped.map((line) => drug(line, names))],
      ],
    ],
  );
}

function drug(line: HistoryLine, names: TreeNames): XmlNode {
  const prefix = names.drugPrefix;
  return [
    names.drugs,
    [
      [`${prefix}DrugC`, line.receiptCode ?? ''],
      [`${prefix}DrugN`, line.name],
      [`${prefix}IngreN`, line.ingredientName],
      [`${prefix}Qua1`, line.dose],
      [`${prefix}Unit`, line.unit],
      [`${prefix}Times`, String(line.quantity)],
      [`${prefix}UsageN`, line.usageText],
      // receipts: 診療識別 21 内服, 22 屯服, 23 外用; the other trees: 剤形区分
      [names.usageClass, prefix === '' ? (receiptClass[line.formClass] ?? '20') : line.formClass],
      [`${prefix}SpInst`, ''],
    ],
  ];
}

const receiptClass: Record<string, string> = { '1': '21', '2': '22', '3': '23' };
