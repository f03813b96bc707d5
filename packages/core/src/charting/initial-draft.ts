import { type EncounterDraft, encounterDraftSchema } from '../prescribing/rules/draft.ts';

/** A diagnosis that goes on, as the chart shows it. */
interface OngoingCondition {
  conditionId: string;
  managementNo: string;
  displayName: string;
  modifierCodes: string[];
  isMain: boolean;
  isSuspected: boolean;
  onsetDate: string;
  endDate: string | null;
  outcome: string;
  uninformed: boolean;
  undelivered: boolean;
  longTerm: boolean;
}

/** A visit begins with the diagnoses that go on and the 発行形態 chosen at the desk; everything else is empty. */
export function initialDraft(
  conditions: readonly OngoingCondition[],
  issueType: EncounterDraft['issueType'] | null = null,
): EncounterDraft {
  return encounterDraftSchema.parse({
    ...(issueType === null ? {} : { issueType }),
    conditions: conditions.map((condition) => ({
      clientId: condition.conditionId,
      conditionId: condition.conditionId,
      managementNo: condition.managementNo,
      displayName: condition.displayName,
      modifierCodes: condition.modifierCodes,
      isMain: condition.isMain,
      isSuspected: condition.isSuspected,
      onsetDate: condition.onsetDate,
      endDate: condition.endDate,
      outcome: condition.outcome,
      uninformed: condition.uninformed,
      undelivered: condition.undelivered,
      longTerm: condition.longTerm,
    })),
  });
}
