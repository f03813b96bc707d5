import { isCalendarDate } from '@shirube/terminology';
import { AMOUNT, fullWidthLength } from './fields.ts';
import { type FieldLayout, RECORD_LAYOUTS } from './record-layout.ts';
import { relationFaults } from './row-relations.ts';

export interface Sj1Fault {
  /**
   * EPSB0052E as the service says it for CR; every other code is our own: SJ1_FORM for the file, SJ1_<record> for a record.
   * The service's own list of codes is not public.
   */
  code: string;
  /** A Japanese sentence; names records and fields, never their content */
  message: string;
}

/** A record as it stands: its number and all fields after the number. */
export interface Sj1Row {
  number: number;
  fields: string[];
}

/** 薬品コード of a 医療材料 that has none: only its name tells what it is. */
const materialWithoutCode = '777770000';
const FIRST_OF_RP = 101;
const LAST_OF_RP = 281;
const FIRST_OF_DRUG = 201;

const formFault = (message: string): Sj1Fault => ({ code: 'SJ1_FORM', message });
const recordFault = (number: number, message: string): Sj1Fault => ({ code: `SJ1_${number}`, message });

/** Every fault of a 処方情報CSV against the record table; empty when it is in order. */
export function validateSj1(bytes: Uint8Array): Sj1Fault[] {
  return parseSj1(bytes).faults;
}

/** The rows after the SJ1 line with all faults found. Rows are only complete when there is no fault. */
export function parseSj1(bytes: Uint8Array): { rows: Sj1Row[]; faults: Sj1Fault[] } {
  const only = (fault: Sj1Fault) => ({ rows: [], faults: [fault] });
  if (bytes.includes(0x0d))
    return only({ code: 'EPSB0052E', message: '改行コードにCRが含まれています。LFだけにしてください。' });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return only(formFault('文字コードがUTF-8ではありません。'));
  }
  if (text.startsWith('\uFEFF'))
    return only(formFault('先頭にBOMがあります。BOMなしのUTF-8にしてください。'));
  const [version, ...lines] = text.split('\n');
  if (version !== 'SJ1') return only(formFault('先頭行がSJ1ではありません。'));
  // published samples of the service end without a line feed
  if (lines.at(-1) === '') lines.pop();
  const faults: Sj1Fault[] = [];
  const rows = lines.flatMap((line): Sj1Row[] => {
    const [number = '', ...fields] = line.split(',');
    if (/^[1-9]\d{0,2}$/.test(number) && RECORD_LAYOUTS.has(Number(number)))
      return [{ number: Number(number), fields }];
    faults.push(formFault('決められていないレコード番号があります。'));
    return [];
  });
  faults.push(...rows.flatMap(rowFaults), ...setFaults(rows), ...orderFaults(rows), ...rpFaults(rows));
  // a broken record would be told of twice
  if (faults.length === 0) faults.push(...relationFaults(rows));
  return { rows, faults };
}

function rowFaults({ number, fields }: Sj1Row): Sj1Fault[] {
  const layout = RECORD_LAYOUTS.get(number);
  if (!layout) return [];
  if (fields.length > layout.fields.length)
    return [recordFault(number, `${layout.name}（${number}）の項目が多すぎます。`)];
  return layout.fields.flatMap((field, index) => {
    const fault = fieldFault(field, fields[index] ?? '');
    return fault ? [recordFault(number, `${layout.name}（${number}）の${field.name}${fault}`)] : [];
  });
}

function fieldFault(field: FieldLayout, value: string): string | null {
  if (value === '') return field.required ? 'がありません。' : null;
  if (/^[\s\u3000]|[\s\u3000]$/.test(value)) return 'の前後に空白があります。';
  if (/\p{Cc}/u.test(value)) return 'に使えない文字があります。';
  const { type, maximum } = field;
  if (typeof type === 'object') return type.oneOf.includes(value) ? null : 'が決められた値ではありません。';
  if (type === 'date') return isCompactDate(value) ? null : 'が暦の日付（YYYYMMDD）ではありません。';
  if (type === 'amount' || type === 'amountOrZero')
    return AMOUNT.test(value) && (type === 'amountOrZero' || value !== '0')
      ? null
      : 'が正しい数ではありません。';
  if (type === 'free' && !/^[\u0021-\u007e]+$/.test(value)) return 'に使えない文字があります。';
  if (type === '9' && !/^\d+$/.test(value)) return 'が数字ではありません。';
  if (type === 'X' && !/^[0-9A-Za-z.-]+$/.test(value)) return 'に使えない文字があります。';
  if (type === 'K' && !/^[\u0020-\u007e\uff61-\uff9f]+$/.test(value)) return 'が半角カナではありません。';
  const length = type === 'N' ? fullWidthLength(value) : value.length;
  return length > maximum ? `が長すぎます（${maximum}文字まで）。` : null;
}

const isCompactDate = (value: string): boolean =>
  /^\d{8}$/.test(value) && isCalendarDate(value.replace(/^(....)(..)(..)$/, '$1-$2-$3'));

/** Required records are there; of the header, each stands once except 備考. */
function setFaults(rows: readonly Sj1Row[]): Sj1Fault[] {
  return [...RECORD_LAYOUTS].flatMap(([number, { name, required }]) => {
    const count = rows.filter((row) => row.number === number).length;
    if (required && count === 0) return [recordFault(number, `${name}（${number}）がありません。`)];
    const single = number < FIRST_OF_RP && number !== 81;
    return single && count > 1 ? [recordFault(number, `${name}（${number}）が二つ以上あります。`)] : [];
  });
}

/** 1 to 82 ascending, then RP by RP: 101 to 181, then drug by drug 201 to 281; 301 and 302 at the end. */
function orderFaults(rows: readonly Sj1Row[]): Sj1Fault[] {
  const keys = rows.map(({ number, fields }): number[] => {
    if (number < FIRST_OF_RP) return [0, number];
    if (number > LAST_OF_RP) return [2, number];
    return [1, Number(fields[0]), number < FIRST_OF_DRUG ? 0 : Number(fields[1]), number];
  });
  const wrong = keys.findIndex((key, index) => index > 0 && isBefore(key, keys[index - 1] ?? []));
  return wrong === -1 ? [] : [recordFault(rows[wrong]?.number ?? 0, 'レコードの順序が正しくありません。')];
}

function isBefore(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at !== -1 && (one[at] ?? 0) < (other[at] ?? 0);
}

/** Every RP has exactly one 剤形 and one 用法 and at least one drug; a drug stands once and has a code or a name. */
function rpFaults(rows: readonly Sj1Row[]): Sj1Fault[] {
  const inRp = rows.filter(({ number }) => number >= FIRST_OF_RP && number <= LAST_OF_RP);
  const faults: Sj1Fault[] = [];
  for (const rp of new Set(inRp.map(({ fields }) => fields[0] ?? ''))) {
    const of = (number: number) => inRp.filter((row) => row.number === number && row.fields[0] === rp);
    for (const number of [101, 111])
      if (of(number).length !== 1)
        faults.push(
          recordFault(
            number,
            `RPの${RECORD_LAYOUTS.get(number)?.name}（${number}）がただ一つではありません。`,
          ),
        );
    const drugs = of(201).map(({ fields }) => fields[1]);
    if (drugs.length === 0) faults.push(recordFault(201, '薬品（201）のないRPがあります。'));
    if (new Set(drugs).size !== drugs.length)
      faults.push(recordFault(201, '薬品（201）の連番が重なっています。'));
  }
  for (const { number, fields } of inRp) {
    if (number !== 201) continue;
    const [, , , kind, code, name] = fields;
    // 一般名: the code may be left out
    if (kind !== '1' && kind !== '7' && !code)
      faults.push(recordFault(201, '薬品（201）の薬品コードがありません。'));
    if ((kind !== '2' || code === materialWithoutCode) && !name)
      faults.push(recordFault(201, '薬品（201）の薬品名称がありません。'));
  }
  return faults;
}
