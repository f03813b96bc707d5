import type { PrescriptionRecord } from '@shirube/core/records';
import type { Fields, ParsedRow } from './spec-parser.ts';

/**
 * What parsed rows mean, in the words of the record types, by the interface digest. Names stand together as on paper; a drug is
 * named by the kind of its code. Shares nothing with the reader of the product.
 */
export function meaningOf(rows: readonly ParsedRow[]) {
  const all = (number: string): Fields[] =>
    rows.filter((row) => row.number === number).map(({ fields }) => fields);
  const one = (number: string): Fields => all(number)[0] ?? {};
  const has = (number: string) => all(number).length > 0;
  const orNull = (value: string | undefined) => value || null;
  const numeral = (value: string | undefined) => (value ? Number(value) : null);
  const day = (value = '') => `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6)}`;
  const subsidies = ['27', '28', '29'].flatMap((number) =>
    all(number).map((each) => ({ payerNumber: each.負担者, recipientNumber: orNull(each.受給者) })),
  );
  return {
    facility: {
      institutionCode: `${one('1').都道府県}${one('1').種別}${one('1').医療機関コード}`,
      name: one('1').名称,
      postalCode: one('2').郵便番号,
      address: one('2').所在地,
      phone: one('3').電話,
      fax: orNull(one('3').FAX),
      otherContact: orNull(one('3').その他),
      departmentCode: one('4').種別 === '2' ? one('4').コード : '',
      departmentName: one('4').診療科名,
    },
    prescriber: { code: orNull(one('5').医師コード), name: one('5').漢字, kana: one('5').カナ },
    patient: {
      patientNumber: one('11').患者コード,
      name: one('11').漢字,
      kana: one('11').カナ,
      sex: one('12').性別 === '1' ? 'male' : 'female',
      birthDate: day(one('13').生年月日),
      burden: orNull(one('14').区分),
      insuranceKind: one('21').種別,
      coverage: one('22').番号
        ? {
            insurerNumber: one('22').番号,
            symbol: orNull(one('23').記号),
            number: one('23').番号,
            branchNumber: orNull(one('23').枝番),
            isDependent: one('23').本人家族 === '2',
            copayPercent: Number(one('24').負担率),
            paidPercent: Number(one('24').給付率),
            dutyReason: orNull(one('25').事由),
          }
        : null,
      subsidies,
      special: has('30') ? { payerNumber: one('30').負担者, recipientNumber: one('30').受給者 } : null,
      receiptKind: orNull(one('31').種別),
    },
    issuedOn: day(one('51').日付),
    validUntil: has('52') ? day(one('52').日付) : null,
    narcotic: has('61')
      ? { licenceNumber: one('61').免許, patientAddress: one('61').住所, patientPhone: one('61').電話 }
      : null,
    leftover: has('62') ? { '1': 'ask_first', '2': 'inform' }[one('62').対応 ?? ''] : null,
    split: has('63') ? { times: Number(one('63').回数), current: Number(one('63').何回目) } : null,
    refillCount: numeral(one('64').総使用回数),
    remarks: all('81').map((each) => ({ number: each.連番, kind: orNull(each.種別), text: each.備考 })),
    accessCode: orNull(one('82').番号),
    clinicalNotes: all('301').map((each) => ({ drugName: orNull(each.薬品), comment: each.コメント })),
    labValues: all('302').map((each) => each.値),
    rps: all('101').map((form) => {
      const own = (number: string) => all(number).filter((each) => each.RP === form.RP);
      const usage = own('111')[0] ?? {};
      const split = own('102')[0];
      return {
        rpNumber: Number(form.RP),
        formClass: form.剤形,
        formName: orNull(form.名称),
        quantity: Number(form.数量),
        split: split ? { now: Number(split.今回), whole: Number(split.総数) } : null,
        usage: {
          kind: usage.種別,
          code: usage.コード,
          text: usage.名称,
          timesPerDay: numeral(usage.回数),
        },
        supplements: own('181').map((each) => [
          each.連番,
          each.区分,
          each.情報,
          orNull(each.コード),
          orNull(each.部位),
        ]),
        drugs: own('201').map((drug) => {
          const of = (number: string) => own(number).filter((each) => each.連番 === drug.連番);
          const uneven = of('221')[0];
          const burden = of('231')[0];
          const single = of('241')[0];
          return {
            itemNumber: Number(drug.連番),
            kind: drug.情報区分,
            code: `${drug.種別}:${drug.コード}`,
            name: drug.名称,
            dose: drug.用量,
            isTitre: drug.力価 === '2',
            unit: drug.単位,
            factor: orNull(of('211')[0]?.係数),
            uneven: uneven
              ? ['1', '2', '3', '4', '5'].map((time) => [uneven[`量${time}`], uneven[`符${time}`]])
              : null,
            burden: burden ? [burden.第一, burden.第二, burden.第三, burden.特殊].join('') : null,
            single: single ? [single.量, numeral(single.回数)] : null,
            supplements: of('281').map((each) => [each.補足連番, each.区分, each.情報, orNull(each.コード)]),
          };
        }),
      };
    }),
  };
}

const supplementKinds: Readonly<Record<string, string>> = {
  tapering: '1',
  one_dose_package: '2',
  alternate_days: '3',
  crush: '4',
  continued: '5',
  site: '6',
  single_dose: '7',
  jami: '8',
  jami_site: '9',
};
const lineSupplements: Readonly<Record<string, [kind: string, words: string]>> = {
  one_dose_package: ['1', '一包化'],
  crush: ['2', '粉砕'],
  no_generic: ['3', '後発品変更不可'],
  no_form: ['4', '剤形変更不可'],
  no_strength: ['5', '含量規格変更不可'],
  no_form_or_strength: ['6', '剤形変更不可及び含量規格変更不可'],
  jami: ['7', ''],
  brand_at_patients_wish: ['8', '先発医薬品患者希望'],
};

/** The same meaning said by the prescription itself; `say` is what becomes of a text in the dialect. */
export function expectedMeaning(
  record: PrescriptionRecord,
  dialect: 'SJ1' | 'JAHIS10',
  expected: { burden: string | null; insuranceKind: string; kana: (text: string) => string },
  say: (text: string) => string,
): ReturnType<typeof meaningOf> {
  const { facility, prescriber, patient } = record;
  const full = (who: { familyName: string; givenName: string }) => say(`${who.familyName}　${who.givenName}`);
  const kana = (who: { familyKana: string; givenKana: string }) =>
    expected.kana(`${who.familyKana} ${who.givenKana}`);
  const fourDays = new Date(Date.parse(record.issuedOn) + 3 * 86_400_000).toISOString().slice(0, 10);
  const isElectronic = dialect === 'SJ1';
  const isUnlisted = (code: string) => code === '0X0XXXXXXXXX0000';
  return {
    facility: { fax: null, otherContact: null, ...facility },
    prescriber: { code: prescriber.code, name: full(prescriber), kana: kana(prescriber) },
    patient: {
      patientNumber: patient.patientNumber,
      name: full(patient),
      kana: kana(patient),
      sex: patient.sex,
      birthDate: patient.birthDate,
      burden: expected.burden,
      insuranceKind: expected.insuranceKind,
      coverage: patient.coverage && {
        ...patient.coverage,
        branchNumber: patient.coverage.branchNumber?.padStart(2, '0') ?? null,
        paidPercent: 100 - patient.coverage.copayPercent,
        dutyReason: patient.coverage.dutyReason ?? null,
      },
      subsidies: patient.publicSubsidies,
      special: patient.specialSubsidy ?? null,
      receiptKind: patient.receiptKind ?? null,
    },
    issuedOn: record.issuedOn,
    validUntil: record.validUntil === fourDays ? null : record.validUntil,
    narcotic: record.narcotic,
    leftover: record.leftover,
    split: record.split,
    refillCount: record.refillCount,
    remarks: record.remarks.map(({ kind, text }, index) => ({
      number: String(index + 1),
      kind: kind && ({ one_dose_package: '1', crush: '2', split: '3' }[kind] ?? null),
      text: text.replaceAll(',', '，'),
    })),
    accessCode: record.accessCode,
    clinicalNotes: isElectronic ? record.clinicalNotes : [],
    labValues: isElectronic ? record.labValues : [],
    rps: record.rps.map((rp) => ({
      rpNumber: rp.rpNumber,
      formClass: rp.formClass,
      formName: rp.formName,
      quantity: rp.quantity,
      split: rp.splitQuantities && {
        now: rp.splitQuantities[(record.split?.current ?? 0) - 1] ?? 0,
        whole: rp.quantity,
      },
      usage: {
        kind: isElectronic ? '3' : isUnlisted(rp.usage.code) ? '1' : '2',
        code: !isElectronic && isUnlisted(rp.usage.code) ? '' : rp.usage.code,
        text: rp.usage.text,
        timesPerDay: rp.usage.timesPerDay,
      },
      supplements: rp.supplements.map((each, index) => [
        String(index + 1),
        supplementKinds[each.kind],
        each.text,
        each.code,
        each.siteCode,
      ]),
      drugs: rp.medications.map((drug) => ({
        itemNumber: drug.itemNumber,
        kind: { drug: '1', material: '2', uninsured: '3' }[drug.kind],
        code: codeOf(drug),
        name: drug.generic?.name ?? drug.name,
        dose: drug.dose,
        isTitre: drug.isTitre,
        unit: drug.unit,
        factor: drug.conversion?.factor ?? null,
        uneven:
          drug.unevenDoses &&
          [0, 1, 2, 3, 4].map((time) => [
            drug.unevenDoses?.[time]?.dose ?? '',
            drug.unevenDoses?.[time]?.code ?? '',
          ]),
        burden:
          drug.burden &&
          [drug.burden.first, drug.burden.second, drug.burden.third, drug.burden.special]
            .map(Number)
            .join(''),
        single: drug.singleDose && [drug.singleDose.text, drug.singleDose.timesPerDay],
        supplements: lineSupplementsOf(drug),
      })),
    })),
  };
}

type Line = PrescriptionRecord['rps'][number]['medications'][number];

function codeOf({ generic, receiptCode, kind, yjCode }: Line): string {
  if (generic) return `7:${generic.code}`;
  if (receiptCode) return `2:${receiptCode}`;
  if (kind === 'material') return '2:777770000';
  return yjCode ? `4:${yjCode}` : '1:';
}

function lineSupplementsOf({ substitution, supplements }: Line): (string | undefined | null)[][] {
  const said = supplements.map((each) => ({ ...each, reason: '' }));
  const first = substitution ? [{ ...substitution, text: '', code: null }] : [];
  return [...first, ...said].map(({ kind, text, code, reason }, index) => {
    const [number, words] = lineSupplements[kind] ?? [];
    return [String(index + 1), number, text || `${words}${reason ? `（${reason}）` : ''}`, code];
  });
}
