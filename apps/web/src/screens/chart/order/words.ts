import type { DraftMedication, DraftRp } from '@shirube/core/prescribing/draft';
import { isTakenForDays } from '@shirube/core/prescribing/writing';
import { displayDrugName } from '@shirube/terminology';

/** What the quantity of an RP counts, as it stands after the number. */
export const quantityUnit = (form: DraftRp['formClass']): string =>
  form === '2' ? '回分' : isTakenForDays(form) ? '日分' : '（総量）';

/** 28日分, 10回分; nothing for a total amount, which the dose says already. */
export function quantityInWords(rp: Pick<DraftRp, 'formClass' | 'quantity'>): string {
  if (rp.quantity === null || quantityUnit(rp.formClass) === '（総量）') return '';
  return `${rp.quantity}${quantityUnit(rp.formClass)}`;
}

export function doseInWords(line: Pick<DraftMedication, 'dose' | 'unit'>): string {
  return line.dose === null ? '量が未入力' : `${displayDrugName(line.dose)}${displayDrugName(line.unit)}`;
}

/** アムロジピン錠5mg 1錠 1日1回朝食後 28日分 */
export function lineInWords(rp: DraftRp, line: DraftMedication): string {
  return [
    displayDrugName(line.name),
    doseInWords(line),
    usageInWords(rp.usage?.text ?? ''),
    quantityInWords(rp),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** 「内服・経口・１日１回朝食後」 as it is read: what stands before the times is told by the form. */
export function usageInWords(text: string): string {
  return displayDrugName(text)
    .replace(/^内服・経口・/, '')
    .replace(/\s+服用$/, '');
}
