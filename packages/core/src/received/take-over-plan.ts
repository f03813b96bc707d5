import { addDays, type CalendarDate } from '@shirube/terminology';
import type {
  ReceivedAllergy,
  ReceivedCondition,
  ReceivedItem,
  ReceivedMedication,
} from '../records/index.ts';
import { criticalityWords, isCoded } from './in-words.ts';
import type { KnownRecord } from './known-record.ts';
import { isNotTaken } from './outside-facts.ts';
import type { TakeOver } from './schema.ts';

/** Days taken for a medicine whose days are not said; the check of orders counts the same for those it cannot count. */
export const assumedDays = 14;

/** More days than these are a slip of the sender's. */
export const mostDays = 400;

/** Our own dates stand where a letter says none; a medicine of the letter starts with the letter. */
export interface PlanContext {
  today: CalendarDate;
  writtenOn: CalendarDate | null;
}

const already = (state: 'same' | 'imported', remark: string, kind: TakeOver['kind']): TakeOver => ({
  kind,
  state,
  writes: [],
  remarks: [remark],
});

/** What taking an item over would write, and what we have of it. null: the item is shown and never taken over (results, notes). */
export function planOf(item: ReceivedItem, known: KnownRecord, context: PlanContext): TakeOver | null {
  if (item.kind === 'result' || item.kind === 'note') return null;
  if (known.imported.has(item.source.reference))
    return already('imported', 'この紹介状からすでに取り込まれています。', item.kind);
  if (item.kind === 'condition') return planOfCondition(item, known, context);
  return item.kind === 'allergy' ? planOfAllergy(item, known) : planOfMedication(item, known, context);
}

const refused = (kind: TakeOver['kind'], remark: string): TakeOver => ({
  kind,
  state: 'refused',
  writes: [],
  remarks: [remark],
});

function planOfCondition(item: ReceivedCondition, known: KnownRecord, { today }: PlanContext): TakeOver {
  if (item.verificationStatus === 'refuted' || item.verificationStatus === 'entered-in-error')
    return refused('condition', '否定された病名なので、取り込めません。');
  const name = isCoded(item.managementNo) ? known.diseases.get(item.managementNo) : undefined;
  if (name === undefined)
    return refused(
      'condition',
      '当院の病名マスターにコードがないため取り込めません。カルテで病名をさがして足してください。',
    );
  const unknown = item.modifiers.filter((each) => !known.modifiers.has(each.code));
  if (unknown.length > 0)
    return refused(
      'condition',
      `修飾語「${unknown.map((each) => each.name).join('、')}」が当院のマスターにないため取り込めません。カルテで病名をさがして足してください。`,
    );
  const codes = item.modifiers.map((each) => each.code).sort();
  const ofDisease = known.conditions.filter((each) => each.managementNo === item.managementNo);
  const same = ofDisease.find((each) => [...each.modifierCodes].sort().join() === codes.join());
  if (same)
    return already(
      'same',
      `すでに登録されています（${same.displayName}、はじまり ${same.onsetDate}）。`,
      'condition',
    );
  return {
    kind: 'condition',
    state: 'possible',
    writes: [
      `今日の診察の傷病名に「${item.displayName}」を足します（確定するまでは下書きです）。`,
      `はじまり：${item.onsetDate ?? today}${item.onsetDate === null ? '（紹介状に日付がないため今日）' : ''}`,
    ],
    remarks: [
      ...ofDisease.map((each) => `当院には「${each.displayName}」があります。`),
      ...(item.endDate === null ? [] : [`紹介元では ${item.endDate} に終わっています。`]),
      ...(item.uninformed
        ? ['未告知の病名です。未告知の印も引きつぎます。患者さんに見える画面や文書に気をつけてください。']
        : []),
    ],
  };
}

const criticalityInWords = (code: string): string =>
  criticalityWords[code as keyof typeof criticalityWords] ?? code;

function planOfAllergy(item: ReceivedAllergy, known: KnownRecord): TakeOver {
  if (item.verificationStatus === 'refuted' || item.verificationStatus === 'entered-in-error')
    return refused('allergy', '否定されたアレルギーなので、取り込めません。');
  const target = known.allergens.get(item.source.reference);
  if (!target || target.name === '')
    return refused('allergy', '何のアレルギーか書かれていないため取り込めません。');
  const criticality = item.criticality ?? 'unable-to-assess';
  const same = known.allergies.find(
    (each) =>
      each.code === target.code && (target.allergen.kind !== 'words' || each.displayName === target.name),
  );
  if (same) {
    const differs = same.criticality !== criticality || (same.reaction ?? '') !== (item.reaction ?? '');
    return already(
      'same',
      `すでに登録されています（${same.displayName}、${criticalityInWords(same.criticality)}${same.reaction ? `、${same.reaction}` : ''}）。${differs ? '内容が違うときは、カルテのアレルギーの「直す」で直してください。' : ''}`,
      'allergy',
    );
  }
  return {
    kind: 'allergy',
    state: 'possible',
    writes: [
      `アレルギーの記録に「${target.name}」を足します。`,
      `重さ：${criticalityInWords(criticality)}${item.reaction ? `　反応：${item.reaction}` : ''}`,
    ],
    remarks:
      target.allergen.kind === 'words'
        ? ['コードがないため言葉で記録します。処方のときは、名前でしか照合できません。']
        : target.name === item.displayName
          ? []
          : [`紹介状の書き方：${item.displayName}`],
  };
}

/** When a medicine of a letter began here, and for how long it is counted. */
export const periodOf = (
  item: ReceivedMedication,
  { today, writtenOn }: PlanContext,
): { dispensedOn: CalendarDate; days: number } => ({
  dispensedOn: item.startsOn ?? item.authoredOn ?? writtenOn ?? today,
  days: Math.min(Math.max(item.days ?? assumedDays, 1), mostDays),
});

function planOfMedication(item: ReceivedMedication, known: KnownRecord, context: PlanContext): TakeOver {
  if (isNotTaken(item)) return refused('medication', '取り消されたか中止された処方なので、取り込めません。');
  const { dispensedOn, days } = periodOf(item, context);
  const lastDay = addDays(dispensedOn, days - 1);
  const drug = item.yjCode === null ? undefined : known.drugs.get(item.yjCode);
  const name = drug?.name ?? item.name;
  if (name.trim() === '') return refused('medication', '薬の名前が書かれていないため取り込めません。');
  if (dispensedOn > context.today)
    return refused('medication', '始まりが先の日付なので、まだ取り込めません。');
  if (addDays(lastDay, 180) <= context.today)
    return refused('medication', `${lastDay} に飲み終わっている薬なので、取り込めません。`);
  const same = known.external.find(
    (each) => each.dispensedOn === dispensedOn && (drug ? each.yjCode === item.yjCode : each.name === name),
  );
  if (same)
    return already(
      'same',
      `すでに登録されています（${same.dispensedOn} からの ${same.name}）。`,
      'medication',
    );
  const others = known.external.filter((each) => drug && each.yjCode === item.yjCode);
  return {
    kind: 'medication',
    state: 'possible',
    writes: [
      `ほかの医療機関の薬に「${name}」を足します。`,
      `${dispensedOn} から ${days}日分（${lastDay} まで）として照合します。`,
    ],
    remarks: [
      ...(item.days === null ? ['紹介状に日数がないため、14日分として数えます。'] : []),
      ...(drug ? [] : ['当院の医薬品マスターにないため、照合できない薬として記録します。']),
      ...(lastDay < context.today ? ['もう飲み終わっている日付です。'] : []),
      ...others.map((each) => `当院には ${each.dispensedOn} からの同じ薬があります。`),
    ],
  };
}
