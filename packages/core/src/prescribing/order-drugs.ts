import { addDays, type CalendarDate } from '@shirube/terminology';
import type { SafetyDrug } from '../safety/index.ts';
import type { DraftRp } from './rules/draft.ts';
import { isTakenForDays, medicationPeriod } from './rules/order.ts';

/** What the master says of a product of the order. */
export interface OrderedProduct {
  yjCode: string;
  ingredientName: string;
  /** 規格単位 and price-list unit as written in the master */
  strength: string;
  unit: string;
}

/** Days assumed while the doctor has not yet said how many: what a drug without a computable period counts for. */
const assumedDays = 14;

/**
 * The draft order as the engine sees it, starting today. A line's ref is its clientId. 医療材料 are no drugs and are left out, as
 * long as they carry no code of one.
 *
 * @param products what the master says of the codes; a code that is not in it keeps the names of the draft
 */
export function orderDrugs(
  rps: readonly DraftRp[],
  products: readonly OrderedProduct[],
  today: CalendarDate,
): SafetyDrug[] {
  const known = new Map(products.map((product) => [product.yjCode, product]));
  return rps.flatMap((rp) => {
    const period =
      rp.quantity === null
        ? { from: today, to: addDays(today, assumedDays - 1) }
        : medicationPeriod(rp.formClass, rp.quantity, today);
    return rp.medications
      .filter((medication) => medication.kind !== 'material' || medication.yjCode !== '')
      .map((medication): SafetyDrug => {
        const product = known.get(medication.yjCode);
        const ingredientName = product?.ingredientName ?? medication.ingredientName;
        return {
          ref: medication.clientId,
          yjCode: medication.yjCode === '' ? null : medication.yjCode,
          name: medication.name,
          ingredientName: ingredientName === '' ? null : ingredientName,
          origin: 'order',
          facilityName: '自院・今回',
          periodFrom: period.from,
          periodTo: period.to,
          givenOn: today,
          taking: {
            formClass: rp.formClass,
            dose: medication.dose,
            unit: medication.unit,
            isTitre: medication.isTitre,
            conversionFactor: medication.conversion?.factor ?? null,
            priceUnit: medication.conversion?.priceUnit ?? product?.unit ?? medication.unit,
            strength: product?.strength ?? null,
            timesPerDay: rp.usage?.timesPerDay ?? null,
            days: isTakenForDays(rp.formClass) ? rp.quantity : null,
          },
        };
      });
  });
}
