import type { Subject } from './elements.ts';
import type { Findings } from './issue.ts';
import { type JsonObject, objectOf, objectsOf, stringOf } from './json.ts';

/** The names of the value[x] that a resource carries. */
export function valueElements(resource: JsonObject): string[] {
  return Object.keys(resource).filter((key) => /^value[A-Z]/.test(key));
}

/** Quantity.value 1..1 (in so many words from 1.11.0 on, and meant before), comparator, UCUM code with its system. */
export function checkQuantity(value: unknown, place: string, name: string, findings: Findings): void {
  if (value === undefined) return;
  const quantity = objectOf(value);
  if (typeof quantity.value !== 'number') {
    findings.error(
      'cardinality',
      `${place}.value`,
      `${name}の数値がありません。結果を入力し直してください。`,
    );
  }
  if (quantity.comparator !== undefined && !['<', '<=', '>=', '>'].includes(stringOf(quantity.comparator))) {
    findings.error('binding', `${place}.comparator`, `${name}の不等号が正しくありません。`);
  }
  if (quantity.code !== undefined && stringOf(quantity.system) === '') {
    findings.error(
      'qty-3',
      `${place}.system`,
      `${name}の単位にコードがありますが、コード体系がありません。システム管理者に連絡してください。`,
    );
  }
}

/** obs-3, and that low and high are written in the very units of the result. */
export function checkReferenceRanges({ resource, path, name }: Subject, findings: Findings): void {
  const result = objectOf(resource.valueQuantity);
  const ranges = objectsOf(resource.referenceRange);
  // The published rule compares collections: with several ranges one odd unit refuses all of them.
  ranges.forEach((range, index) => {
    const place = `${path}.referenceRange[${index}]`;
    if (range.low === undefined && range.high === undefined && stringOf(range.text) === '') {
      findings.error('obs-3', place, `${name}の基準値に、下限も上限も説明もありません。`);
    }
    for (const [element, ruleId, label] of [
      ['low', 'referenceRangeLowUnits-isSameAs-resultValueUnits', '下限'],
      ['high', 'referenceRangeHighUnits-isSameAs-resultValueUnits', '上限'],
    ] as const) {
      if (range[element] === undefined) continue;
      const limit = objectOf(range[element]);
      if (typeof limit.value !== 'number') {
        findings.error(
          'cardinality',
          `${place}.${element}.value`,
          `${name}の基準値の${label}に数値がありません。`,
        );
      }
      if (limit.comparator !== undefined) {
        findings.error(
          'cardinality',
          `${place}.${element}.comparator`,
          `${name}の基準値の${label}に不等号は付けられません。`,
        );
      }
      const differs = (['unit', 'code'] as const).some(
        (part) => limit[part] !== undefined && limit[part] !== result[part],
      );
      if (differs) {
        findings.error(
          ruleId,
          `${place}.${element}`,
          `${name}の基準値（${label}）の単位が、結果の単位と違います。同じ単位にしてください。`,
        );
      }
    }
  });
}
