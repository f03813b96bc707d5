import type { EncounterDraft } from '../prescribing/rules/draft.ts';
import type { EntryContent } from './schema.ts';

export const soapParts = [
  ['S', 'subjective'],
  ['O', 'objective'],
  ['A', 'assessment'],
  ['P', 'plan'],
] as const;
export type SoapField = (typeof soapParts)[number][1];

/** Nothing a doctor could approve. */
export const isEmptyEntry = (content: EntryContent): boolean =>
  Object.values(content.soap).every((part) => part.trim() === '') &&
  content.conditions.length === 0 &&
  content.rps.every((rp) => rp.medications.length === 0);

/**
 * The visit's draft with an approved entry in it. What the doctor wrote stays: text is added below it, drugs and diagnoses behind
 * it. A text or a diagnosis that is there already is not doubled, and the doctor's 主病 stays the only one.
 */
export function mergeEntry(draft: EncounterDraft, entry: EntryContent): EncounterDraft {
  const soap = { ...draft.soap };
  for (const [, field] of soapParts) soap[field] = mergeText(soap[field], entry.soap[field]);
  const conditions = [...draft.conditions];
  for (const condition of entry.conditions) {
    if (conditions.some((each) => sameDisease(each, condition))) continue;
    conditions.push({ ...condition, isMain: condition.isMain && !conditions.some((each) => each.isMain) });
  }
  return {
    ...draft,
    soap,
    conditions,
    rps: [...draft.rps, ...entry.rps.filter((rp) => rp.medications.length > 0)],
  };
}

function mergeText(ours: string, theirs: string): string {
  const added = theirs.trim();
  if (added === '' || standsIn(ours, added)) return ours;
  return ours.trim() === '' ? added : `${ours.trimEnd()}\n${added}`;
}

/**
 * Whether the entered text stands in a text as whole lines. Inside a line does not count: 「発赤」 stands in 「発赤なし」 and says the
 * opposite.
 */
export function standsIn(text: string, entered: string): boolean {
  const lines = (of: string) => `\n${of.replaceAll('\r\n', '\n').replace(/[^\S\n]+$/gm, '')}\n`;
  return lines(text).includes(lines(entered.trim()));
}

type Disease = { managementNo: string; modifierCodes: readonly string[]; outcome: string };
const sameDisease = (a: Disease, b: Disease): boolean =>
  a.outcome === 'active' &&
  a.managementNo === b.managementNo &&
  [...a.modifierCodes].sort().join() === [...b.modifierCodes].sort().join();

/** One thing that approving would change, as the doctor reads it before deciding. */
export type EntryChange =
  | { kind: 'text'; part: 'S' | 'O' | 'A' | 'P'; before: string; added: string; already: boolean }
  | { kind: 'condition'; name: string; already: boolean }
  | { kind: 'rp'; lines: string[] };

/** What approving would change, part by part, computed by the same merge that approves. */
export function entryChanges(draft: EncounterDraft, entry: EntryContent): EntryChange[] {
  const merged = mergeEntry(draft, entry);
  const changes: EntryChange[] = [];
  for (const [part, field] of soapParts) {
    const added = entry.soap[field].trim();
    if (added === '') continue;
    const before = draft.soap[field];
    changes.push({ kind: 'text', part, before, added, already: merged.soap[field] === before });
  }
  for (const condition of entry.conditions)
    changes.push({
      kind: 'condition',
      name: condition.displayName,
      already: !merged.conditions.some((each) => each.clientId === condition.clientId),
    });
  for (const rp of entry.rps)
    if (rp.medications.length > 0)
      changes.push({
        kind: 'rp',
        lines: rp.medications.map((each) =>
          [
            `${each.name} ${each.dose === null ? '（量は未入力）' : `${each.dose}${each.unit}`}`,
            rp.usage?.text ?? '（用法は未入力）',
            rp.quantity === null
              ? '（日数・回数は未入力）'
              : `${rp.quantity}${rp.formClass === '2' ? '回分' : rp.formClass === '1' || rp.formClass === '4' ? '日分' : '（総量）'}`,
          ].join('　'),
        ),
      });
  return changes;
}
