import { displayDrugName } from '@shirube/terminology';
import type { SearchPickerItem } from '@shirube/ui';
import { strengthInWords, usualInWords } from './drug-words.ts';
import { type DrugChoice, LookAlikeNote } from './look-alike-note.tsx';

export interface DrugItem extends SearchPickerItem {
  drug: DrugChoice;
}

const sections = ['最近使った', 'よく使う薬', '医院のよく使う薬', 'ほか'] as const;
function sectionOf(drug: DrugChoice): (typeof sections)[number] {
  if (drug.group === 'recent') return '最近使った';
  if (drug.group === 'other') return 'ほか';
  return drug.isOwnFavourite ? 'よく使う薬' : '医院のよく使う薬';
}

const sourceWords = {
  last_used: '前回の処方',
  own_favourite: 'よく使う薬',
  clinic_favourite: '医院のよく使う薬',
  master: '通常の用量',
} as const;

/** A drug as a row to pick: name, form, strength and what it could be mistaken for, each in its place. */
export function drugItem(drug: DrugChoice, byGeneric: boolean): DrugItem {
  const usual = usualInWords(drug);
  const written = byGeneric ? (drug.generic?.name ?? null) : null;
  return {
    id: drug.yjCode,
    label: displayDrugName(drug.name),
    section: sectionOf(drug),
    tags: [
      { label: drug.dosageForm, tone: 'key' },
      ...(drug.isGeneric ? [{ label: '後発' }] : []),
      ...(drug.controlledKind ? [{ label: drug.controlledKind, tone: 'warning' as const }] : []),
      ...(byGeneric && drug.generic === null ? [{ label: '一般名なし（商品名で書きます）' }] : []),
    ],
    detail: (
      <>
        {`${displayDrugName(drug.ingredientName)}　${drug.therapeuticClass}`}
        {written ? <span className="block">{`処方箋には ${displayDrugName(written)}`}</span> : null}
        {usual ? (
          <span className="block">{`${usual}（${sourceWords[drug.usualFrom ?? 'master']}）`}</span>
        ) : null}
      </>
    ),
    note: drug.lookAlikes.length > 0 ? <LookAlikeNote drug={drug} /> : undefined,
    facts: <span className="text-lead font-bold text-ink">{strengthInWords(drug.strength)}</span>,
    drug,
  };
}

/** Rows in the order of their groups. */
export function inGroups(items: readonly DrugItem[]): DrugItem[] {
  return sections.flatMap((section) => items.filter((item) => item.section === section));
}
