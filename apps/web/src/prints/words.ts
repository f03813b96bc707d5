import type { MedicationRecord, PatientRecord, RpRecord } from '@shirube/core/records';
import { burdenClass } from '@shirube/core/records';
import { type CalendarDate, toEraDate, toFullWidth } from '@shirube/terminology';

/** How prescriptions are worded on paper: official names and numbers in full width, as pharmacies are used to read them. */

/** 令和８年１１月２０日 */
export function dateInWords(date: CalendarDate): string {
  const { era, year, month, day } = toEraDate(date);
  return toFullWidth(`${era.name}${year === 1 ? '元' : year}年${month}月${day}日`);
}

/** １錠, ２．５ｍＬ（力価） */
export function doseInWords({ dose, unit, isTitre }: MedicationRecord): string {
  return `${toFullWidth(dose)}${unit}${isTitre ? '（力価）' : ''}`;
}

/** The usage without what 内服 says already: 内服・経口・１日１回朝食後 is written １日１回朝食後. */
export function usageInWords(rp: RpRecord): string {
  return toFullWidth(rp.usage.text.replace(/^内服・経口・/, ''));
}

/** ２８日分 or １０回分; '' where the dose of the line is the whole amount already. */
export function quantityInWords({ formClass, quantity }: Pick<RpRecord, 'formClass' | 'quantity'>): string {
  if (formClass === '1' || formClass === '4') return toFullWidth(`${quantity}日分`);
  if (formClass === '2') return toFullWidth(`${quantity}回分`);
  return quantity === 1 ? '' : toFullWidth(`×${quantity}`);
}

const unchangeable = {
  no_generic: '後発医薬品への変更不可',
  no_form: '剤形変更不可',
  no_strength: '含量規格変更不可',
  no_form_or_strength: '剤形・含量規格変更不可',
} as const;

/** What stands below the name of a line: everything of it that name and amount do not say. */
export function lineNotes(line: MedicationRecord): string[] {
  const { conversion, unevenDoses, singleDose, substitution, burden } = line;
  const bearers = burden
    ? [
        burden.first && '第一公費',
        burden.second && '第二公費',
        burden.third && '第三公費',
        burden.special && '特殊公費',
      ].filter((each) => each !== false)
    : [];
  return [
    ...(line.kind === 'material' ? ['医療材料'] : line.kind === 'uninsured' ? ['保険適用外'] : []),
    ...(conversion
      ? [`１${line.unit}＝${toFullWidth(conversion.factor)}${conversion.priceUnit}として換算`]
      : []),
    ...(unevenDoses
      ? [
          `不均等　${unevenDoses
            .map(
              (each, index) => `${toFullWidth(String(index + 1))}回目${toFullWidth(each.dose)}${line.unit}`,
            )
            .join('・')}`,
        ]
      : []),
    ...(singleDose
      ? [
          `１回${toFullWidth(singleDose.text)}${line.unit}${
            singleDose.timesPerDay === null ? '' : toFullWidth(`　1日${singleDose.timesPerDay}回`)
          }`,
        ]
      : []),
    ...line.supplements.map((each) => each.text),
    ...(substitution
      ? [
          `${unchangeable[substitution.kind]}${substitution.reason === '' ? '' : `（${substitution.reason}）`}`,
        ]
      : []),
    ...(bearers.length > 0 ? [`負担：${bearers.join('・')}`] : []),
  ];
}

/** 一般名処方 is written by its generic name, everything else by the name of the price list. */
export function lineName(line: MedicationRecord): string {
  return line.generic?.name ?? line.name;
}

const shares = { '1': '高一', '2': '高７', '3': '６歳', '5': '高８' } as const;

/** What the remarks of the form say of the patient's share; null when nothing is to be said. */
export function shareInWords(patient: PatientRecord, on: CalendarDate): string | null {
  const kind = burdenClass(patient, on);
  return kind === null ? null : shares[kind];
}

/** Family and given name with a full-width space, as on cards and forms. */
export function fullName({ familyName, givenName }: { familyName: string; givenName: string }): string {
  return `${familyName}　${givenName}`;
}
