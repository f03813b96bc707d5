import { createHash } from 'node:crypto';
import { addDays, type CalendarDate } from '@shirube/terminology';
import { burdensAreMixed } from './burden.ts';
import { type DraftRp, normalizeDose } from './draft.ts';
import { isTakenForDays, quantityWord, unusualDays } from './quantities.ts';
import { sumOfDoses } from './uneven.ts';

export { isTakenForDays, quantityWord, unusualDays };

/** Fixed period of drugs whose days cannot be computed (外用, 頓服): 電子処方箋管理サービスの運用について. */
const fixedPeriodDays = 14;
/** 処方箋の使用期間: the day of issue and three more. */
const validDays = 4;
/**
 * The days a drug is taken, both ends included: 内服 and 内服滴剤 for `quantity` days, everything else (外用, 頓服 …)
 * for the fixed 14 days.
 *
 * @throws RangeError when the quantity is not a whole number from 1
 */
export function medicationPeriod(
  formClass: string,
  quantity: number,
  start: CalendarDate,
): { from: CalendarDate; to: CalendarDate } {
  if (!Number.isInteger(quantity) || quantity < 1)
    throw new RangeError('quantity must be a whole number from 1');
  const days = isTakenForDays(formClass) ? quantity : fixedPeriodDays;
  return { from: start, to: addDays(start, days - 1) };
}

/** Last day a pharmacy may accept the prescription; the issue day counts (保険医療機関及び保険医療養担当規則 20条). */
export function validUntil(issuedOn: CalendarDate): CalendarDate {
  return addDays(issuedOn, validDays - 1);
}

export interface OrderProblem {
  severity: 'error' | 'warning';
  /** clientId of the RP or the line */
  at: string;
  message: string;
}

/** What is missing or unusual in an order, each as a sentence that names the row. */
export function validateDraftOrder(rps: readonly DraftRp[]): OrderProblem[] {
  const problems: OrderProblem[] = [];
  if (burdensAreMixed(rps))
    problems.push({
      severity: 'error',
      at: rps[0]?.clientId ?? '',
      message: '公費の負担は、全部の薬に付けるか、どの薬にも付けないかのどちらかにしてください。',
    });
  const numbered = rps.filter((rp) => rp.medications.length > 0);
  for (const [index, rp] of numbered.entries()) {
    const label = `RP${index + 1}`;
    const error = (at: string, message: string) => problems.push({ severity: 'error', at, message });
    if (rp.usage === null) error(rp.clientId, `${label} の用法を選んでください。`);
    if (rp.quantity === null)
      error(rp.clientId, `${label} の${quantityWord(rp.formClass)}を入力してください。`);
    if (isTakenForDays(rp.formClass) && rp.quantity !== null && rp.quantity > unusualDays)
      problems.push({
        severity: 'warning',
        at: rp.clientId,
        message: `${label} は ${rp.quantity}日分です。${unusualDays}日を超えています。`,
      });
    for (const medication of rp.medications) {
      if (medication.dose === null || Number(medication.dose) <= 0)
        error(medication.clientId, `${label} ${medication.name} の用量を入力してください。`);
      // 医療材料 have a code of their own and no YJ code; a drug among them would pass without a check
      if (medication.name === '' || (medication.yjCode === '') !== (medication.kind === 'material'))
        error(medication.clientId, `${label} の薬を選び直してください。`);
      const uneven = medication.unevenDoses;
      if (uneven && medication.dose !== null && !sameDose(uneven, medication.dose))
        error(
          medication.clientId,
          `${label} ${medication.name} の1回ごとの量を足すと ${sumOfDoses(uneven.map((each) => each.dose))} になり、1日の量 ${medication.dose} と合いません。`,
        );
    }
  }
  return problems;
}

function sameDose(uneven: readonly { dose: string }[], dose: string): boolean {
  return sumOfDoses(uneven.map((each) => each.dose)) === normalizeDose(dose);
}

/**
 * Identifies the order that a check was made for: a result for another order is not this order's result. Only what a
 * check depends on takes part, in the order of the screen; the patient takes part so that no result moves to another.
 */
export function orderSha256(patientId: string, rps: readonly DraftRp[]): string {
  const content = rps
    .filter((rp) => rp.medications.length > 0)
    .map((rp) => [
      rp.formClass,
      rp.quantity,
      rp.usage?.code ?? null,
      rp.medications.map((each) => [
        each.yjCode,
        each.dose === null ? null : normalizeDose(each.dose),
        // what the number counts; left out while it counts the price unit
        ...(each.conversion || each.isTitre
          ? [each.unit, each.conversion?.factor ?? null, each.isTitre]
          : []),
      ]),
    ]);
  return createHash('sha256')
    .update(JSON.stringify([patientId, content]))
    .digest('hex');
}
