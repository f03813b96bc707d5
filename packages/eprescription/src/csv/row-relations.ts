import { RECORD_LAYOUTS } from './record-layout.ts';
import type { Sj1Fault, Sj1Row } from './validate-sj1.ts';

const fault = (number: number, message: string): Sj1Fault => ({
  code: `SJ1_${number}`,
  message: `${RECORD_LAYOUTS.get(number)?.name}（${number}）${message}`,
});

/** 単位変換, 不均等, 負担区分 and 1回服用量: one at most of each drug. */
const oncePerDrug = [211, 221, 231, 241];
const ofDrug = [...oncePerDrug, 281];
const drugOf = ({ fields }: Sj1Row): string => `${fields[0]},${fields[1]}`;

/** What one record demands of another, by the record tables; `rows` have passed their own checks. */
export function relationFaults(rows: readonly Sj1Row[]): Sj1Fault[] {
  return [
    ...eitherFaults(rows),
    ...codeFaults(rows),
    ...drugFaults(rows),
    ...splitFaults(rows),
    ...burdenFaults(rows),
  ];
}

const of = (rows: readonly Sj1Row[], number: number): Sj1Row[] => rows.filter((row) => row.number === number);

/** Of 郵便番号 and 所在地, and of 漢字氏名 and カナ氏名, one must be there; a 剤形名称 only where the form is unknown. */
function eitherFaults(rows: readonly Sj1Row[]): Sj1Fault[] {
  return [
    ...of(rows, 2)
      .filter(({ fields }) => !fields[0] && !fields[1])
      .map(() => fault(2, 'の郵便番号も所在地もありません。')),
    ...of(rows, 11)
      .filter(({ fields }) => !fields[1] && !fields[2])
      .map(() => fault(11, 'の漢字氏名もカナ氏名もありません。')),
    ...of(rows, 101)
      .filter(({ fields }) => fields[1] !== '9' && fields[2])
      .map(() => fault(101, 'の剤形名称は、剤形区分が9のときだけ書けます。')),
  ];
}

/** Kinds that promise a code must have it. */
function codeFaults(rows: readonly Sj1Row[]): Sj1Fault[] {
  return rows.flatMap(({ number, fields }) => {
    if (number === 111 && fields[1] !== '1' && !fields[2]) return [fault(111, 'の用法コードがありません。')];
    if (number === 181 && fields[2] === '8' && !fields[4])
      return [fault(181, 'の補足用法コードがありません。')];
    if (number === 181 && fields[2] === '9' && !fields[5]) return [fault(181, 'の部位コードがありません。')];
    if (number === 281 && fields[3] === '7' && !fields[5])
      return [fault(281, 'の補足用法コードがありません。')];
    return [];
  });
}

function drugFaults(rows: readonly Sj1Row[]): Sj1Fault[] {
  const drugs = new Set(of(rows, 201).map(drugOf));
  const faults = rows
    .filter((row) => ofDrug.includes(row.number) && !drugs.has(drugOf(row)))
    .map(({ number }) => fault(number, 'に当たる薬品（201）がありません。'));
  for (const number of oncePerDrug)
    if (hasTwice(of(rows, number).map(drugOf))) faults.push(fault(number, 'が一つの薬に二つ以上あります。'));
  if (hasTwice(of(rows, 281).map((row) => `${drugOf(row)},${row.fields[2]}`)))
    faults.push(fault(281, 'の連番が重なっています。'));
  if (hasTwice(of(rows, 181).map(drugOf))) faults.push(fault(181, 'の連番が重なっています。'));
  return faults;
}

const hasTwice = (keys: readonly string[]): boolean => new Set(keys).size !== keys.length;

/** 分割: 63 and 102 stand together, in every RP, with the quantity of its 101. */
function splitFaults(rows: readonly Sj1Row[]): Sj1Fault[] {
  const [split] = of(rows, 63);
  const parts = of(rows, 102);
  if (!split) return parts.length > 0 ? [fault(102, 'がありますが、分割指示（63）がありません。')] : [];
  const faults: Sj1Fault[] = [];
  if (Number(split.fields[1]) > Number(split.fields[0]))
    faults.push(fault(63, 'の何回目が分割回数より大きくなっています。'));
  for (const { fields } of of(rows, 101)) {
    const own = parts.filter((row) => row.fields[0] === fields[0]);
    if (own.length !== 1) faults.push(fault(102, 'がRPにただ一つではありません。'));
    else if (own[0]?.fields[2] !== fields[3])
      faults.push(fault(102, 'の総数量が、剤形（101）の調剤数量と合いません。'));
  }
  return faults;
}

/** 負担区分 stands at every drug or at none. */
function burdenFaults(rows: readonly Sj1Row[]): Sj1Fault[] {
  const borne = of(rows, 231).length;
  return borne > 0 && borne < of(rows, 201).length ? [fault(231, 'のない薬があります。')] : [];
}
