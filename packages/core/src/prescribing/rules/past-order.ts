import { DUMMY_USAGE_CODE, displayDrugName } from '@shirube/terminology';
import type { PrescriptionRecord, RpRecord } from '../../records/index.ts';
import { type DraftRp, type PrescriptionOptions, plainOptions } from './draft.ts';

/** What the masters say today about one line of a prescription that was issued before. */
export interface LineToday {
  rpNumber: number;
  itemNumber: number;
  /** null: the drug is in no master any more */
  drug: {
    name: string;
    receiptCode: string;
    unit: string;
    unitCode: string | null;
    ended: boolean;
    /** a drug in force of the same ingredient, strength and form (同じ一般名処方コード) */
    successor: { yjCode: string; name: string } | null;
  } | null;
  usage: { text: string; timesPerDay: number | null; ended: boolean } | null;
}

/** Something that is no longer as it was when it was prescribed, in words; `at` is the clientId of the line or the RP. */
export interface PastChange {
  at: string;
  kind: 'drug_ended' | 'drug_renamed' | 'unit_changed' | 'usage_ended' | 'usage_renamed';
  message: string;
  successor: { yjCode: string; name: string } | null;
}

/**
 * The RPs of an issued prescription as a draft, with every feature. Each RP and line gets a new clientId.
 */
export function rpsToDraft(rps: readonly RpRecord[]): DraftRp[] {
  return rps.map(({ rpNumber: _, medications, ...rp }) => ({
    ...rp,
    clientId: crypto.randomUUID(),
    medications: medications.map(({ itemNumber: _number, ...line }) => ({
      ...line,
      clientId: crypto.randomUUID(),
    })),
  }));
}

/** What belongs to the whole prescription, as a draft has it. */
export function recordToOptions(record: PrescriptionRecord): PrescriptionOptions {
  return {
    remarks: record.remarks,
    refillCount: record.refillCount,
    split: record.split,
    leftover: record.leftover,
    validUntil: null,
    narcoticLicence: record.narcotic?.licenceNumber ?? null,
    clinicalNotes: record.clinicalNotes,
    labValues: record.labValues,
  };
}

/**
 * Of these, what a repetition takes over. What was said about one day (検査値, 提供診療情報), which part of a 分割 it was, and the
 * licence, which is the doctor's of today, are not repeated.
 */
export function repeatedOptions(options: PrescriptionOptions): PrescriptionOptions {
  return {
    ...plainOptions,
    remarks: options.remarks,
    refillCount: options.refillCount,
    leftover: options.leftover,
  };
}

/**
 * An earlier order as it can be written today: names, units and usage texts are today's, and what is no longer as it was is told. A
 * dose whose unit has changed is taken out: the number would mean something else.
 */
export function orderOfToday(
  rps: readonly RpRecord[],
  today: readonly LineToday[],
): { rps: DraftRp[]; changes: PastChange[] } {
  const changes: PastChange[] = [];
  const drafts = rpsToDraft(rps).map((draft, rpIndex): DraftRp => {
    const rpNumber = rps[rpIndex]?.rpNumber;
    const linesToday = today.filter((each) => each.rpNumber === rpNumber);
    const medications = draft.medications.map((line, lineIndex) => {
      const itemNumber = rps[rpIndex]?.medications[lineIndex]?.itemNumber;
      const now = linesToday.find((each) => each.itemNumber === itemNumber);
      return lineOfToday(line, now?.drug ?? null, changes);
    });
    return { ...draft, usage: usageOfToday(draft, linesToday[0]?.usage ?? null, changes), medications };
  });
  return { rps: drafts, changes };
}

function lineOfToday(
  line: DraftRp['medications'][number],
  drug: LineToday['drug'],
  changes: PastChange[],
): DraftRp['medications'][number] {
  const name = displayDrugName(line.name);
  // a 医療材料 is in no drug master
  if (line.kind === 'material') return { ...line, name };
  const tell = (kind: PastChange['kind'], message: string, successor: PastChange['successor'] = null) =>
    changes.push({ at: line.clientId, kind, message, successor });
  if (drug === null || drug.ended) {
    const successor = drug?.successor ?? null;
    tell(
      'drug_ended',
      successor
        ? `${name} は今は使われていない薬です。同じ成分・規格の ${displayDrugName(successor.name)} に替えられます。`
        : `${name} は今は使われていない薬です。ほかの薬を選んでください。`,
      successor && { ...successor, name: displayDrugName(successor.name) },
    );
    return { ...line, name };
  }
  const nameNow = displayDrugName(drug.name);
  if (nameNow !== name) tell('drug_renamed', `${name} は、いまの名前では ${nameNow} です。`);
  const unitThen = line.conversion?.priceUnit ?? (line.isTitre ? drug.unit : line.unit);
  const unitChanged = unitThen !== drug.unit;
  if (unitChanged)
    tell(
      'unit_changed',
      `${nameNow} の単位が ${unitThen} から ${drug.unit} に変わりました。量を入れ直してください。`,
    );
  return {
    ...line,
    name: nameNow,
    receiptCode: drug.receiptCode,
    ...(unitChanged
      ? {
          unit: drug.unit,
          unitCode: drug.unitCode,
          conversion: null,
          isTitre: false,
          dose: null,
          unevenDoses: null,
        }
      : {}),
  };
}

function usageOfToday(draft: DraftRp, now: LineToday['usage'], changes: PastChange[]): DraftRp['usage'] {
  const { usage } = draft;
  // under the dummy code the words are the doctor's own
  if (usage === null || usage.code === DUMMY_USAGE_CODE) return usage;
  // without a drug master's line there is nothing to compare with; confirmation asks the usage master all the same
  if (now === null && draft.medications.every((line) => line.kind === 'material')) return usage;
  if (now === null || now.ended) {
    changes.push({
      at: draft.clientId,
      kind: 'usage_ended',
      message: `用法「${usage.text}」は今の用法マスターにありません。用法を選び直してください。`,
      successor: null,
    });
    return null;
  }
  if (now.text !== usage.text)
    changes.push({
      at: draft.clientId,
      kind: 'usage_renamed',
      message: `用法の書きかたが「${usage.text}」から「${now.text}」に変わりました。`,
      successor: null,
    });
  return { code: usage.code, text: now.text, timesPerDay: now.timesPerDay };
}
