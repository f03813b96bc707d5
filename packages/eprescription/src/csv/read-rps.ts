import type {
  FormClass,
  LineKind,
  LineSupplementRecord,
  MedicationRecord,
  SubstitutionRecord,
  UsageSupplementRecord,
} from '@shirube/core/records';
import { substitutionKinds } from './rp-lines.ts';
import type { Sj1Row } from './validate-sj1.ts';

export interface Sj1Rp {
  rpNumber: number;
  formClass: FormClass;
  formName: string | null;
  quantity: number;
  /** 分割 (record 102): what is handed out at this time; null: not split */
  splitQuantity: number | null;
  usage: { code: string; text: string; timesPerDay: number | null };
  /** kind null: the file says none */
  supplements: (Omit<UsageSupplementRecord, 'kind'> & { kind: UsageSupplementRecord['kind'] | null })[];
  medications: Sj1Medication[];
}

export interface Sj1Medication
  extends Pick<MedicationRecord, 'unevenDoses' | 'burden' | 'singleDose' | 'isTitre'> {
  itemNumber: number;
  /** 情報区分; null: the file says none */
  kind: LineKind | null;
  /** 薬品コード種別: 1なし 2レセプト電算 3薬価基準 4YJ 6HOT 7一般名 */
  codeKind: string;
  code: string;
  name: string;
  dose: string;
  unit: string;
  /** 単位変換: dose × factor = amount in 薬価単位 */
  conversionFactor: string | null;
  substitution: SubstitutionRecord | null;
  /** kind null: the file says none */
  supplements: (Omit<LineSupplementRecord, 'kind'> & { kind: LineSupplementRecord['kind'] | null })[];
}

const lineKinds: Readonly<Record<string, LineKind>> = { '1': 'drug', '2': 'material', '3': 'uninsured' };
const usageSupplementKinds: Readonly<Record<string, UsageSupplementRecord['kind']>> = {
  '1': 'tapering',
  '2': 'one_dose_package',
  '3': 'alternate_days',
  '4': 'crush',
  '5': 'continued',
  '6': 'site',
  '7': 'single_dose',
  '8': 'jami',
  '9': 'jami_site',
};
const lineSupplementKinds: Readonly<Record<string, LineSupplementRecord['kind']>> = {
  '1': 'one_dose_package',
  '2': 'crush',
  '7': 'jami',
  '8': 'brand_at_patients_wish',
};

const orNull = (value: string | undefined): string | null => (value ? value : null);
const numberOrNull = (value: string | undefined): number | null => (value ? Number(value) : null);

/** The RPs of a checked file, in its order. */
export function readRps(rows: readonly Sj1Row[]): Sj1Rp[] {
  return rows
    .filter((row) => row.number === 101)
    .map(({ fields }) => {
      const [rp = '', formClass, formName, quantity] = fields;
      const ofRp = rows.filter((row) => row.fields[0] === rp && row.number > 101 && row.number <= 281);
      const of = (number: number) =>
        ofRp.filter((row) => row.number === number).map((row) => row.fields.slice(1));
      const [, usageCode = '', text = '', times] = of(111)[0] ?? [];
      return {
        rpNumber: Number(rp),
        formClass: formClass as FormClass,
        formName: orNull(formName),
        quantity: Number(quantity),
        splitQuantity: numberOrNull(of(102)[0]?.[0]),
        usage: { code: usageCode, text, timesPerDay: numberOrNull(times) },
        supplements: of(181).map(([, kind = '', words = '', code, siteCode]) => ({
          kind: usageSupplementKinds[kind] ?? null,
          text: words,
          code: orNull(code),
          siteCode: orNull(siteCode),
        })),
        medications: of(201).map((drug) => readMedication(drug, of)),
      };
    });
}

function readMedication(drug: string[], of: (number: number) => string[][]): Sj1Medication {
  const [item = '', kind = '', codeKind = '', code = '', name = '', dose = '', titre, unit = ''] = drug;
  const own = (number: number) =>
    of(number)
      .filter((fields) => fields[0] === item)
      .map((fields) => fields.slice(1));
  const [burden] = own(231);
  const [single] = own(241);
  const supplements = own(281);
  const protectedKind = supplements.find(([, each]) => substitutionOf(each) !== null);
  return {
    itemNumber: Number(item),
    kind: lineKinds[kind] ?? null,
    codeKind,
    code,
    name,
    dose,
    unit,
    isTitre: titre === '2',
    conversionFactor: orNull(own(211)[0]?.[0]),
    unevenDoses: readUneven(own(221)[0]),
    burden: burden
      ? {
          first: burden[0] === '1',
          second: burden[1] === '1',
          third: burden[2] === '1',
          special: burden[3] === '1',
        }
      : null,
    singleDose: single ? { text: single[0] ?? '', timesPerDay: numberOrNull(single[1]) } : null,
    substitution: protectedKind ? readSubstitution(protectedKind) : null,
    supplements: supplements
      .filter((fields) => fields !== protectedKind)
      .map(([, each = '', words = '', jamiCode]) => ({
        kind: lineSupplementKinds[each] ?? null,
        text: words,
        code: orNull(jamiCode),
      })),
  };
}

function readUneven(fields: string[] | undefined): MedicationRecord['unevenDoses'] {
  if (!fields) return null;
  return fields
    .slice(0, 5)
    .map((dose, index) => ({ dose, code: orNull(fields[index + 5]) }))
    .filter(({ dose }) => dose !== '');
}

function substitutionOf(kind: string | undefined): SubstitutionRecord['kind'] | null {
  const found = Object.entries(substitutionKinds).find(([, [number]]) => String(number) === kind);
  return (found?.[0] as SubstitutionRecord['kind'] | undefined) ?? null;
}

/** The reason stands in brackets after the words; a text without them is the reason itself. */
function readSubstitution([, kind, words = '']: string[]): SubstitutionRecord | null {
  const substitution = substitutionOf(kind);
  if (substitution === null) return null;
  const [, label] = substitutionKinds[substitution];
  if (words === label) return { kind: substitution, reason: '' };
  const isOurs = words.startsWith(`${label}（`) && words.endsWith('）');
  return { kind: substitution, reason: isOurs ? words.slice(label.length + 1, -1) : words };
}
