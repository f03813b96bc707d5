import {
  type DraftCondition,
  type DraftRp,
  type EncounterDraft,
  normalizeDose,
} from '../prescribing/rules/draft.ts';
import { soapParts, standsIn } from './merge.ts';
import type { EntryContent, Kept } from './schema.ts';

/** An entry that was approved into the draft that is being confirmed. */
export interface ApprovedEntry {
  proposalId: string;
  enteredById: string;
  onBehalfOfId: string;
  content: EntryContent;
}

/** What became of one part of an approved entry in the content that is confirmed. */
export interface PartOfEntry {
  entry: ApprovedEntry;
  target: 'note' | 'condition' | 'prescription';
  part: string;
  kept: Kept;
  /** of a diagnosis or an RP, so that the confirmed row can be found; null for text */
  clientId: string | null;
}

/** Who is the writer of a confirmed row; null: the confirming doctor. */
export type RowAuthor = { enteredById: string; onBehalfOfId: string } | null;

export interface DraftAuthorship {
  parts: PartOfEntry[];
  note: RowAuthor;
  prescription: RowAuthor;
  condition(clientId: string): RowAuthor;
}

/**
 * Who wrote what is being confirmed. A row names somebody else than the confirming doctor as its writer only while every part of it is
 * that person's, word for word; as soon as the doctor changed or added something, the row is the doctor's and the parts say which
 * words came from whom. Computed from the approved versions the server keeps, never from what a browser says.
 */
export function authorshipOf(draft: EncounterDraft, approved: readonly ApprovedEntry[]): DraftAuthorship {
  const parts = approved.flatMap((entry) => [
    ...textParts(draft, entry),
    ...conditionParts(draft, entry),
    ...rpParts(draft, entry),
  ]);
  const written = soapParts
    .filter(([, field]) => draft.soap[field].trim() !== '')
    .map(([part]) => part as string);
  const ordered = draft.rps.filter((rp) => rp.medications.length > 0).map((rp) => rp.clientId);
  return {
    parts,
    note: soleAuthor(written, (part) =>
      parts.filter((each) => each.target === 'note' && each.part === part && each.kept === 'whole'),
    ),
    prescription: soleAuthor(ordered, (clientId) =>
      parts.filter(
        (each) => each.target === 'prescription' && each.clientId === clientId && each.kept === 'whole',
      ),
    ),
    condition: (clientId) =>
      soleAuthor([clientId], (id) =>
        parts.filter((each) => each.target === 'condition' && each.clientId === id && each.kept === 'whole'),
      ),
  };
}

/** The one person to whom every piece belongs, or null. */
function soleAuthor(pieces: readonly string[], of: (piece: string) => PartOfEntry[]): RowAuthor {
  const [first, ...rest] = pieces.map((piece) => of(piece)[0]?.entry ?? null);
  if (!first) return null;
  return rest.every((each) => each?.enteredById === first.enteredById)
    ? { enteredById: first.enteredById, onBehalfOfId: first.onBehalfOfId }
    : null;
}

function textParts(draft: EncounterDraft, entry: ApprovedEntry): PartOfEntry[] {
  return soapParts.flatMap(([part, field]): PartOfEntry[] => {
    const entered = entry.content.soap[field].trim();
    if (entered === '') return [];
    const confirmed = draft.soap[field].trim();
    const kept: Kept =
      confirmed === entered
        ? 'whole'
        : standsIn(confirmed, entered)
          ? 'part'
          : confirmed === ''
            ? 'dropped'
            : 'edited';
    return [{ entry, target: 'note', part, kept, clientId: null }];
  });
}

function conditionParts(draft: EncounterDraft, entry: ApprovedEntry): PartOfEntry[] {
  return entry.content.conditions.map((entered): PartOfEntry => {
    const confirmed = draft.conditions.find((each) => each.clientId === entered.clientId);
    const kept: Kept =
      confirmed === undefined
        ? 'dropped'
        : diseaseKey(confirmed) === diseaseKey(entered)
          ? 'whole'
          : 'edited';
    return { entry, target: 'condition', part: entered.displayName, kept, clientId: entered.clientId };
  });
}

function rpParts(draft: EncounterDraft, entry: ApprovedEntry): PartOfEntry[] {
  return entry.content.rps
    .filter((rp) => rp.medications.length > 0)
    .map((entered, index): PartOfEntry => {
      const confirmed = draft.rps.find((each) => each.clientId === entered.clientId);
      const kept: Kept =
        confirmed === undefined || confirmed.medications.length === 0
          ? 'dropped'
          : rpKey(confirmed) === rpKey(entered)
            ? 'whole'
            : 'edited';
      return { entry, target: 'prescription', part: `RP${index + 1}`, kept, clientId: entered.clientId };
    });
}

/** What makes a diagnosis; 主病 is an order among the visit's diagnoses and not part of one. */
const diseaseKey = (condition: DraftCondition): string =>
  JSON.stringify([
    condition.managementNo,
    [...condition.modifierCodes].sort(),
    condition.onsetDate,
    condition.endDate,
    condition.outcome,
  ]);

/** What a pharmacy would do with an RP. */
const rpKey = (rp: DraftRp): string =>
  JSON.stringify([
    rp.formClass,
    rp.quantity,
    rp.usage?.code ?? null,
    rp.formName,
    rp.supplements,
    rp.splitQuantities,
    rp.medications.map(({ clientId: _, name: __, ingredientName: ___, unitCode: ____, ...content }) => ({
      ...content,
      dose: content.dose === null ? null : normalizeDose(content.dose),
    })),
  ]);
