/**
 * The service's own reading of a prescription record (SJ1, e-prescription.md §3). Deliberately not the clinic's
 * reader: what one side writes is read here by other code, as it would be at the real service.
 */
import type { CalendarDate } from '@shirube/core/records';
import { addDays, fromCompactDate } from '../jst.ts';
import type { DrugKnowledge } from '../knowledge/drugs.ts';
import type { InsuredKey } from '../knowledge/people.ts';
import type { StoredLine } from '../state/state.ts';
import type { XmlNode } from '../xml.ts';
import { refused } from './envelope.ts';
import { formFaults } from './record-form.ts';

export interface CsvCheckResult {
  resultCode: string;
  resultMessage: string;
}

/** The record is refused; answer() is what goes back. */
export class RecordRefused extends Error {
  readonly results: CsvCheckResult[];
  constructor(results: CsvCheckResult[]) {
    super(results.map((result) => result.resultCode).join(' '));
    this.name = 'RecordRefused';
    this.results = results;
  }

  answer(): XmlNode[] {
    const first = this.results.find((result) => result.resultCode === 'EPSB0052E');
    return [
      ...(first === undefined
        ? refused('EPSB0050E', '処方情報CSVに誤りがあります')
        : refused(first.resultCode, first.resultMessage)),
      [
        'CsvCheckResultList',
        this.results.map(
          (result): XmlNode => [
            'CsvCheckResult',
            [
              ['ResultCode', result.resultCode],
              ['ResultMessage', result.resultMessage],
            ],
          ],
        ),
      ],
    ];
  }
}

export interface PrescriptionRecordRead {
  /** 10 digits; null when the record's facility fields cannot make one */
  institutionCode: string | null;
  facilityName: string;
  prescriberName: string;
  patientName: string;
  insured: InsuredKey;
  issuedOn: CalendarDate;
  /** 使用期限, the day included; 4 days from the issue day unless record 52 says otherwise */
  validUntil: CalendarDate;
  /** record 64: total number of uses; null when there is none */
  refillTotal: number | null;
  lines: StoredLine[];
}

const DAYS_VALID = 4;

/** Throws RecordRefused with every fault found. */
export function readRecord(bytes: Uint8Array, drugs: DrugKnowledge): PrescriptionRecordRead {
  const rows = splitRows(bytes);
  const faults: CsvCheckResult[] = [];
  const fault = (resultMessage: string): void => {
    faults.push({ resultCode: 'EPSB0050E', resultMessage });
  };
  const one = (number: string): string[] => rows.find((row) => row[0] === number) ?? [];

  const issuedOn = fromCompactDate(one('51')[1] ?? '');
  if (issuedOn === null) fault('交付年月日（51）が正しくありません');
  const birthDate = fromCompactDate(one('13')[1] ?? '');
  if (birthDate === null) fault('患者生年月日（13）が正しくありません');
  const limit = one('52')[1];
  const validUntil = limit === undefined ? null : fromCompactDate(limit);
  if (limit !== undefined && validUntil === null) fault('使用期限年月日（52）が正しくありません');
  const refill = one('64')[1];
  if (refill !== undefined && !/^[23]$/.test(refill)) fault('リフィル（64）の総使用回数が正しくありません');
  formFaults(rows).forEach(fault);
  const lines = readLines(rows, drugs, fault);
  if (lines.length === 0) fault('薬品（201）がありません');
  if (faults.length > 0 || issuedOn === null || birthDate === null) throw new RecordRefused(faults);

  const [, kind = '', code = '', prefecture = '', facilityName = ''] = one('1');
  const institutionCode = `${prefecture}${kind}${code}`;
  return {
    institutionCode: /^\d{10}$/.test(institutionCode) ? institutionCode : null,
    facilityName,
    prescriberName: one('5')[3] ?? '',
    patientName: one('11')[2] || (one('11')[3] ?? ''),
    insured: readInsured(one, birthDate),
    issuedOn,
    validUntil: validUntil ?? addDays(issuedOn, DAYS_VALID - 1),
    refillTotal: refill === undefined ? null : Number(refill),
    lines,
  };
}

function splitRows(bytes: Uint8Array): string[][] {
  if (bytes.includes(0x0d)) {
    throw new RecordRefused([
      { resultCode: 'EPSB0052E', resultMessage: '処方情報CSVの改行コードにCRが含まれています' },
    ]);
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new RecordRefused([{ resultCode: 'EPSB0050E', resultMessage: '処方情報CSVがUTF-8ではありません' }]);
  }
  const [version, ...rest] = text.split('\n');
  if (version !== 'SJ1') {
    throw new RecordRefused([{ resultCode: 'EPSB0050E', resultMessage: '先頭行が SJ1 ではありません' }]);
  }
  return rest.filter((row) => row !== '').map((row) => row.split(','));
}

/** 医保 from 22 and 23; 公費 alone from 27, whose recipient number takes the place of the number. */
function readInsured(one: (number: string) => string[], birthDate: CalendarDate): InsuredKey {
  const insurerNumber = one('22')[1] ?? '';
  const [, symbol = '', number = '', , branchNumber = ''] = one('23');
  if (insurerNumber.trim() !== '') return { insurerNumber, symbol, number, branchNumber, birthDate };
  const [, payerNumber = '', recipientNumber = ''] = one('27');
  return { insurerNumber: payerNumber, symbol: '', number: recipientNumber, branchNumber: '', birthDate };
}

function readLines(rows: string[][], drugs: DrugKnowledge, fault: (message: string) => void): StoredLine[] {
  const forms = new Map(rows.filter((row) => row[0] === '101').map((row) => [row[1], row]));
  const usages = new Map(rows.filter((row) => row[0] === '111').map((row) => [row[1], row]));
  return rows
    .filter((row) => row[0] === '201')
    .flatMap((row): StoredLine[] => {
      const [, rpNumber = '', itemNumber = '', itemKind = '1', codeKind = '', code = '', name = ''] = row;
      // 情報区分 2: 医療材料 take no part in the check
      if (itemKind === '2') return [];
      const form = forms.get(rpNumber);
      const usage = usages.get(rpNumber);
      const quantity = Number(form?.[4]);
      if (form === undefined || usage === undefined || !Number.isInteger(quantity) || quantity < 1) {
        fault(`RP${rpNumber}の剤形（101）または用法（111）が正しくありません`);
        return [];
      }
      const known = resolveDrug(codeKind, code, drugs);
      if (known === null) {
        fault(`RP${rpNumber}-${itemNumber}の薬品コードを特定できません`);
        return [];
      }
      return [
        {
          rpNumber: Number(rpNumber),
          itemNumber: Number(itemNumber),
          formClass: form[2] ?? '',
          quantity,
          usageText: usage[4] ?? '',
          name: name || known.name,
          dose: row[7] ?? '',
          unit: row[9] ?? '',
          receiptCode: known.receiptCode,
          ingredientPath: known.path,
        },
      ];
    });
}

/** 薬品コード種別: 2 レセプト電算, 3 薬価基準, 4 YJ, 7 一般名. null = unknown, which is never the same as harmless. */
function resolveDrug(
  codeKind: string,
  code: string,
  drugs: DrugKnowledge,
): { path: string; name: string; receiptCode: string | null } | null {
  if (codeKind === '2') {
    const drug = drugs.byReceiptCode(code);
    return drug === undefined ? null : { path: drug.yjCode, name: drug.name, receiptCode: code };
  }
  if (codeKind === '4' || codeKind === '3' || codeKind === '7') {
    const exact = drugs.byYjCode(code);
    if (exact !== undefined) return { path: exact.yjCode, name: exact.name, receiptCode: exact.receiptCode };
    const ingredient = code.length === 12 ? drugs.byIngredient(code.slice(0, 7)) : undefined;
    return ingredient === undefined
      ? null
      : { path: code, name: ingredient.ingredientName, receiptCode: null };
  }
  return null;
}
