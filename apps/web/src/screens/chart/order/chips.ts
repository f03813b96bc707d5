import type { DraftMedication, DraftRp, OrderDraft } from '@shirube/core/prescribing/draft';
import type { DrugHit } from '@shirube/core/prescribing/schema';
import { isTaper } from '@shirube/core/prescribing/writing';
import { displayDrugName } from '@shirube/terminology';
import type { Tone } from '@shirube/ui';

/** What stands on a closed row: only what is not plain. */
export interface OrderChip {
  text: string;
  tone: Tone;
}

const substitutionWords = {
  no_generic: '後発品へ変更不可',
  no_form: '剤形の変更不可',
  no_strength: '規格の変更不可',
  no_form_or_strength: '剤形・規格の変更不可',
} as const;

const chip = (text: string, tone: Tone = 'neutral'): OrderChip => ({ text, tone });

/** 毒薬, 麻薬, 向精神薬 … of the price list. */
export const isNarcotic = (facts: Pick<DrugHit, 'controlledKind'> | null): boolean =>
  facts?.controlledKind?.includes('麻薬') ?? false;

export function lineChips(line: DraftMedication, facts: DrugHit | null): OrderChip[] {
  return [
    ...(facts?.controlledKind ? [chip(facts.controlledKind, isNarcotic(facts) ? 'danger' : 'warning')] : []),
    ...(line.kind === 'material' ? [chip('医療材料')] : []),
    ...(line.kind === 'uninsured' ? [chip('保険外', 'caution')] : []),
    ...(line.generic ? [chip(`一般名 ${displayDrugName(line.generic.name)}`, 'key')] : []),
    ...(line.substitution
      ? [
          chip(
            `${substitutionWords[line.substitution.kind]}：${line.substitution.reason || '理由が未入力'}`,
            'caution',
          ),
        ]
      : []),
    ...line.supplements.map((each) =>
      chip(each.text, each.kind === 'brand_at_patients_wish' ? 'caution' : 'neutral'),
    ),
    ...(line.unevenDoses
      ? [
          chip(
            `1回ごと ${line.unevenDoses.map((each) => displayDrugName(each.dose)).join('−')}${displayDrugName(line.unit)}`,
          ),
        ]
      : []),
    ...(line.singleDose ? [chip(`1回量 ${line.singleDose.text}${displayDrugName(line.unit)}`)] : []),
    ...(line.isTitre ? [chip('力価（成分の量）', 'caution')] : []),
    ...(line.conversion && !line.isTitre
      ? [
          chip(
            `1${displayDrugName(line.unit)}＝${line.conversion.factor}${displayDrugName(line.conversion.priceUnit)}`,
          ),
        ]
      : []),
    ...(line.burden ? [chip(burdenInWords(line.burden))] : []),
  ];
}

function burdenInWords(burden: NonNullable<DraftMedication['burden']>): string {
  const which = [
    burden.first ? '第一' : '',
    burden.second ? '第二' : '',
    burden.third ? '第三' : '',
    burden.special ? '特殊' : '',
  ].filter(Boolean);
  return which.length === 0 ? '公費なし' : `${which.join('・')}公費`;
}

const formWords: Record<DraftRp['formClass'], string> = {
  '1': '内服',
  '2': '頓服',
  '3': '外用',
  '4': '内服滴剤',
  '5': '注射',
  '6': '医療材料',
  '9': 'その他',
};
export const formInWords = (rp: Pick<DraftRp, 'formClass'>): string => formWords[rp.formClass];

export function rpChips(rp: DraftRp): OrderChip[] {
  const taper = rp.supplements.filter(isTaper);
  return [
    ...(rp.formClass === '1' ? [] : [chip(formInWords(rp), 'key')]),
    ...(taper.length > 0 ? [chip(`漸減 ${taper.map((each) => each.text).join('、')}`, 'caution')] : []),
    ...rp.supplements.filter((each) => !isTaper(each)).map((each) => chip(each.text)),
    ...(rp.splitQuantities ? [chip(`分割 ${rp.splitQuantities.join('＋')}`)] : []),
  ];
}

const leftoverWords = { ask_first: '残薬：疑義照会してから調剤', inform: '残薬：情報提供' } as const;

/** What belongs to the whole prescription, on its closed line. */
export function orderChips(order: Pick<OrderDraft, 'issueType' | 'options'>): OrderChip[] {
  const { options } = order;
  return [
    ...(options.refillCount ? [chip(`リフィル ${options.refillCount}回`, 'caution')] : []),
    ...(options.split
      ? [chip(`分割調剤 ${options.split.times}回のうち${options.split.current}回目`, 'caution')]
      : []),
    ...(options.validUntil ? [chip(`使用期間 ${options.validUntil.replaceAll('-', '/')} まで`)] : []),
    ...(options.leftover ? [chip(leftoverWords[options.leftover])] : []),
    ...(options.narcoticLicence ? [chip('麻薬施用者免許')] : []),
    ...options.remarks.map((each) => chip(`備考：${each.text}`)),
    ...(options.labValues.length > 0 ? [chip(`検査値 ${options.labValues.length}件`)] : []),
    ...(options.clinicalNotes.length > 0 ? [chip(`提供診療情報 ${options.clinicalNotes.length}件`)] : []),
  ];
}
