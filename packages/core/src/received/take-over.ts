import { randomUUID } from 'node:crypto';
import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import { draftOfVisit, keepVisitDraft } from '../charting/visit-draft.ts';
import { recordAllergy } from '../patients/facts/allergies.ts';
import { enterExternal } from '../patients/facts/external.ts';
import type { ReceivedDocument, ReceivedItem } from '../records/index.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { loadKnownRecord } from './known-record.ts';
import { letterOf, readContent } from './open-letter.ts';
import { itemsOf } from './outside-facts.ts';
import { noteImport } from './provenance.ts';
import type { FhirReader } from './reader.ts';
import { periodOf, planOf } from './take-over-plan.ts';

interface Asked {
  letterId: string;
  patientId: string;
  reference: string;
}

/** 「◯◯病院の紹介状」: what an item taken over is shown with. */
export const letterName = (facilityName: string): string => `${facilityName}の紹介状`;

/**
 * The item, read anew from the letter as it lies in our record: what is written never comes from the screen.
 *
 * @throws DomainError not_found; conflict before the letter was opened, and for what is recorded already or cannot be taken over
 */
async function itemToTake<Kind extends 'condition' | 'allergy' | 'medication'>(
  uow: UnitOfWork,
  reader: FhirReader,
  input: Asked,
  kind: Kind,
) {
  const letter = await letterOf(uow, input);
  if (letter.state !== 'opened' && letter.state !== 'accepted')
    throw new DomainError('conflict', '紹介状を開いて内容を確かめてから、取り込んでください。');
  const document: ReceivedDocument = readContent(reader, letter.content);
  const item = itemsOf(document).find(
    (each) => each.kind === kind && each.source.reference === input.reference,
  ) as Extract<ReceivedItem, { kind: Kind }> | undefined;
  if (!item) throw notFound('紹介状の項目');
  const { source }: ReceivedItem = item;
  const context = { today: todayInTokyo(uow.now), writtenOn: document.issuedOn };
  const known = await loadKnownRecord(uow, input.patientId, letter.identifier, [item]);
  const plan = planOf(item, known, context);
  if (plan?.state !== 'possible')
    throw new DomainError('conflict', plan?.remarks[0] ?? 'この項目は取り込めません。');
  const facilityName = source.facilityName ?? letter.senderName;
  return { letter, item, known, context, facilityName };
}

/**
 * A diagnosis goes into the draft of the visit that is open; it becomes part of the record, with where it came from, when the doctor
 * confirms the visit.
 *
 * @throws DomainError as itemToTake; conflict when the visit is confirmed or has it already; stale when another screen saved the draft
 */
export async function takeCondition(
  uow: UnitOfWork,
  reader: FhirReader,
  input: Asked & { encounterId: string },
): Promise<{ encounterId: string }> {
  const { letter, item, context } = await itemToTake(uow, reader, input, 'condition');
  const visit = await uow.tables.encounter.findFirst({
    where: { id: input.encounterId, patientId: input.patientId },
    select: { id: true, endedAt: true, notes: { select: { id: true }, take: 1 } },
  });
  if (!visit) throw notFound('診察');
  if (visit.endedAt !== null || visit.notes.length > 0)
    throw new DomainError('conflict', 'この診察は確定しています。次の診察で取り込んでください。');
  const draft = await draftOfVisit(uow, visit.id, input.patientId);
  const source = { identifier: letter.identifier, reference: input.reference };
  if (
    draft.content.conditions.some(
      ({ importedFrom }) =>
        importedFrom?.identifier === source.identifier && importedFrom.reference === source.reference,
    )
  )
    throw new DomainError('conflict', 'この病名は、今日の診察の下書きにすでに入っています。');
  const suspected = item.modifiers.some((each) => each.code === '8002');
  await keepVisitDraft(
    uow,
    {
      ...draft,
      content: {
        ...draft.content,
        conditions: [
          ...draft.content.conditions,
          {
            clientId: randomUUID(),
            conditionId: null,
            managementNo: item.managementNo!,
            displayName: item.displayName,
            modifierCodes: item.modifiers.map((each) => each.code),
            isMain: false,
            isSuspected: suspected,
            onsetDate: item.onsetDate ?? context.today,
            endDate: null,
            outcome: 'active',
            importedFrom: {
              letterId: letter.id,
              ...source,
              facilityName: letter.senderName,
              uninformed: item.uninformed,
              undelivered: item.undelivered,
              longTerm: item.longTerm,
            },
          },
        ],
      },
    },
    input.patientId,
    'もう一度、取り込んでください。',
  );
  uow.audit({
    action: 'letter.take_over_draft',
    patientId: input.patientId,
    entityType: 'encounter',
    entityId: visit.id,
    detail: { letterId: letter.id },
  });
  return { encounterId: visit.id };
}

/** An allergy becomes a new entry of ours, under our masters' code where they have one. @throws DomainError as itemToTake */
export async function takeAllergy(
  uow: UnitOfWork,
  reader: FhirReader,
  input: Asked,
): Promise<{ allergyId: string }> {
  const { letter, item, known } = await itemToTake(uow, reader, input, 'allergy');
  const { allergyId } = await recordAllergy(uow, {
    patientId: input.patientId,
    allergen: known.allergens.get(input.reference)!.allergen,
    reaction: item.reaction,
    criticality: item.criticality ?? 'unable-to-assess',
    onsetDate: item.onsetDate,
  });
  await noteImport(uow, {
    kind: 'allergy',
    patientId: input.patientId,
    encounterId: null,
    targetId: allergyId,
    letterId: letter.id,
    identifier: letter.identifier,
    reference: input.reference,
  });
  return { allergyId };
}

/** A medicine becomes one from elsewhere that this clinic knows of, with the letter as its source. @throws DomainError as itemToTake */
export async function takeMedication(
  uow: UnitOfWork,
  reader: FhirReader,
  input: Asked,
): Promise<{ medicationId: string }> {
  const { letter, item, known, context, facilityName } = await itemToTake(uow, reader, input, 'medication');
  const drug = item.yjCode !== null && known.drugs.has(item.yjCode);
  const { id } = await enterExternal(
    uow,
    {
      patientId: input.patientId,
      yjCode: drug ? item.yjCode : null,
      name: item.name,
      doseText: item.doseText,
      usageText: item.usageText,
      facilityName,
      ...periodOf(item, context),
    },
    letterName(letter.senderName),
  );
  await noteImport(uow, {
    kind: 'external_medication',
    patientId: input.patientId,
    encounterId: null,
    targetId: id,
    letterId: letter.id,
    identifier: letter.identifier,
    reference: input.reference,
  });
  return { medicationId: id };
}
