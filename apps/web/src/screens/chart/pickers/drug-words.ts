import type { DrugHit } from '@shirube/core/prescribing/schema';
import { displayDrugName } from '@shirube/terminology';

/** １０ｍｇ１錠 is 10mg: the strength alone, where the text says one unit of the form after it. */
export function strengthInWords(strength: string): string {
  const shown = displayDrugName(strength);
  const unit =
    /^(.*[^\d.])1(?:錠|カプセル|g|ｇ|mL|包|枚|管|筒|瓶|キット|個|シート|本|回|袋|ブリスター)$/.exec(
      shown,
    )?.[1];
  return unit ?? shown;
}

/** How a drug comes into the order when it is picked: 1日3錠 毎食後 7日分. Null when nothing is known. */
export function usualInWords(hit: Pick<DrugHit, 'usual' | 'unit'>): string | null {
  if (!hit.usual) return null;
  const { dose, usageText, quantity, formClass } = hit.usual;
  const amount = formClass === '1' || formClass === '4' ? '1日' : formClass === '2' ? '1回' : '全量';
  const unit = displayDrugName(hit.unit);
  const count =
    formClass === '1' || formClass === '4' ? `${quantity}日分` : formClass === '2' ? `${quantity}回分` : '';
  const usage = displayDrugName(usageText.split('・').slice(2).join('・') || usageText);
  return [`${amount}${dose}${unit}`, usage, count].filter((part) => part !== '').join('　');
}

/** Where two look-alike names differ: what stands between their common beginning and their common end. */
export function differingPart(
  name: string,
  other: string,
): { before: string; differs: string; after: string } {
  const [a, b] = [[...name], [...other]];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return {
    before: a.slice(0, start).join(''),
    differs: a.slice(start, a.length - end).join(''),
    after: a.slice(a.length - end).join(''),
  };
}
