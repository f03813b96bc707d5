import type {
  CalendarDate,
  ReceivedDocument,
  ReceivedItem,
  ReceivedMedication,
  ReceivedSection,
} from '../records/index.ts';

/** What a check of an order must know of a letter: no words of its author, only what it can be compared with. */
export interface OutsideFacts {
  allergies: OutsideAllergy[];
  medications: OutsideMedication[];
  /** what of it could not be read, in words */
  unread: string[];
}

export interface OutsideAllergy {
  /** null: in words only */
  code: string | null;
  displayName: string;
  recordedOn: CalendarDate | null;
  reference: string;
}

export interface OutsideMedication {
  yjCode: string | null;
  name: string;
  startsOn: CalendarDate | null;
  days: number | null;
  reference: string;
}

/** Said to be wrong, refuted or over by whoever wrote it: it is shown, and no check counts it. */
const withdrawn = new Set(['refuted', 'entered-in-error']);
const over = new Set(['inactive', 'resolved']);
const notTaken = new Set(['entered-in-error', 'cancelled', 'stopped']);

/** Whether the facility that wrote a prescription says itself that it was taken back or stopped. */
export const isNotTaken = ({ status }: ReceivedMedication): boolean => notTaken.has(status ?? '');

/** Allergies and medicines among the items. @param writtenOn stands in where an item has no day of its own */
export function outsideFactsOf(
  items: readonly ReceivedItem[],
  unread: readonly string[],
  writtenOn: CalendarDate | null,
): OutsideFacts {
  return {
    allergies: items.flatMap((item) =>
      item.kind === 'allergy' &&
      !withdrawn.has(item.verificationStatus ?? '') &&
      !over.has(item.clinicalStatus ?? '')
        ? [
            {
              code: item.code,
              displayName: item.displayName,
              recordedOn: item.source.recordedOn ?? writtenOn,
              reference: item.source.reference,
            },
          ]
        : [],
    ),
    medications: items.flatMap((item) =>
      item.kind === 'medication' && !isNotTaken(item)
        ? [
            {
              yjCode: item.yjCode,
              name: item.name,
              startsOn: item.startsOn ?? writtenOn,
              days: item.days,
              reference: item.source.reference,
            },
          ]
        : [],
    ),
    unread: [...unread],
  };
}

const itemsOfSection = (section: ReceivedSection): ReceivedItem[] => [
  ...section.items,
  ...section.sections.flatMap(itemsOfSection),
];

/** A document and what is enclosed in it, itself first. */
export const withEnclosed = (document: ReceivedDocument): ReceivedDocument[] => [
  document,
  ...document.enclosed.flatMap(withEnclosed),
];

/** Every item of a document and of what is enclosed in it. */
export const itemsOf = (document: ReceivedDocument): ReceivedItem[] =>
  withEnclosed(document).flatMap((each) => each.sections.flatMap(itemsOfSection));

export const factsOfDocument = (document: ReceivedDocument): OutsideFacts =>
  outsideFactsOf(
    itemsOf(document),
    withEnclosed(document).flatMap((each) => each.unread),
    document.issuedOn,
  );
