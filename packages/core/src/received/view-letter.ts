import type { UnitOfWork } from '@shirube/db';
import { todayInTokyo } from '@shirube/terminology';
import type { OrganizationRecord, ReceivedDocument, ReceivedSection } from '../records/index.ts';
import { DomainError, notFound } from '../shared/errors.ts';
import { toInstant } from '../shared/rows.ts';
import { answeredLetter } from './answered-letter.ts';
import { differencesOf } from './candidates.ts';
import { emptyInWords, itemInWords, resultInWords } from './in-words.ts';
import { type KnownRecord, loadKnownRecord } from './known-record.ts';
import { letterOf, readContent } from './open-letter.ts';
import { itemsOf, withEnclosed } from './outside-facts.ts';
import type { FhirReader } from './reader.ts';
import { type DocumentView, type LetterView, letterPersonSchema, type SectionView } from './schema.ts';
import { type PlanContext, planOf } from './take-over-plan.ts';

/** Files that a browser shows without running anything; others are said to be there and are not served. */
export const shownMediaTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const;
export type ShownMediaType = (typeof shownMediaTypes)[number];

/**
 * The letter in words, section by section, with what is enclosed, what could not be read, and what taking each item over would write. Read
 * from the bytes that arrived, every time.
 *
 * @throws DomainError not_found; conflict before it was opened or when it was withdrawn; invalid when it cannot be read
 */
export async function viewLetter(
  uow: UnitOfWork,
  reader: FhirReader,
  input: { letterId: string; patientId: string },
): Promise<LetterView> {
  const letter = await letterOf(uow, input);
  if (letter.state !== 'opened' && letter.state !== 'accepted')
    throw new DomainError('conflict', 'まだ開いていない紹介状です。');
  const document = readContent(reader, letter.content);
  const today = todayInTokyo(uow.now);
  const known = await loadKnownRecord(uow, input.patientId, letter.identifier, itemsOf(document));
  const patient = await uow.tables.patient.findFirst({
    where: { id: input.patientId },
    include: { coverages: { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] } },
  });
  if (!patient) throw notFound('患者');
  const visit = await uow.tables.encounter.findFirst({
    where: { patientId: input.patientId, endedAt: null, notes: { none: {} } },
    orderBy: { startedAt: 'desc' },
    select: { id: true, startedAt: true },
  });
  uow.audit({
    action: 'letter.view',
    patientId: input.patientId,
    entityType: 'received_document',
    entityId: letter.id,
  });
  let files = 0;
  return {
    documents: withEnclosed(document).map((each): DocumentView => {
      const first = files;
      files += each.attachments.length;
      return documentInWords(each, first, known, { today, writtenOn: document.issuedOn });
    }),
    answers: await answeredLetter(uow, input.patientId, document),
    visit: visit && { encounterId: visit.id, startedAt: toInstant(visit.startedAt) },
    differences: differencesOf(patient, letterPersonSchema.parse(letter.person), letter.insuredId),
  };
}

const placeInWords = (place: OrganizationRecord & { doctorName: string | null }): string =>
  [place.name, place.departmentName, place.doctorName && `${place.doctorName} 先生`]
    .filter(Boolean)
    .join('　');

function documentInWords(
  document: ReceivedDocument,
  firstFile: number,
  known: KnownRecord,
  context: PlanContext,
): DocumentView {
  const { person } = document;
  return {
    title: document.inReplyTo ? `${document.title}（返書）` : document.title,
    kind: document.kind,
    from: placeInWords(document.from),
    to: document.to && placeInWords(document.to),
    person: [person.nameText, person.birthDate && `${person.birthDate} 生`].filter(Boolean).join('　'),
    issuedOn: document.issuedOn,
    sections: document.sections.flatMap((section) =>
      sectionInWords(section, 0, document.from.name, known, context),
    ),
    attachments: document.attachments.map((file, at) => ({
      index: firstFile + at,
      title: file.title,
      mediaType: file.mediaType,
      byteLength: file.byteLength,
      shown: mediaTypeOf(file.content) !== null,
    })),
    unread: document.unread,
  };
}

function sectionInWords(
  section: ReceivedSection,
  depth: number,
  facilityName: string,
  known: KnownRecord,
  context: PlanContext,
): SectionView[] {
  return [
    {
      code: section.code,
      title: section.title,
      depth,
      text: section.text,
      empty: emptyInWords(section.emptyReason),
      items: section.items.flatMap((item) =>
        item.kind === 'result'
          ? []
          : [{ ...itemInWords(item, facilityName), takeOver: planOf(item, known, context) }],
      ),
      results: section.items.flatMap((item) =>
        item.kind === 'result' ? [resultInWords(item, facilityName)] : [],
      ),
    },
    ...section.sections.flatMap((inner) => sectionInWords(inner, depth + 1, facilityName, known, context)),
  ];
}

/** What a file is by its first bytes: what the sender calls it is no reason to believe it. null: nothing that is shown. */
export function mediaTypeOf(content: Uint8Array): ShownMediaType | null {
  const starts = (...bytes: number[]) => bytes.every((byte, at) => content[at] === byte);
  if (starts(0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf';
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg';
  return starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) ? 'image/png' : null;
}

/** One file of an opened letter, by its place among all of them. @throws DomainError not_found, also for a kind that is not shown */
export async function readLetterFile(
  uow: UnitOfWork,
  reader: FhirReader,
  input: { letterId: string; patientId: string; index: number },
): Promise<{ content: Uint8Array; mediaType: ShownMediaType }> {
  const letter = await letterOf(uow, input);
  if (letter.state !== 'opened' && letter.state !== 'accepted') throw notFound('添付ファイル');
  const files = withEnclosed(readContent(reader, letter.content)).flatMap((each) => each.attachments);
  const content = files[input.index]?.content;
  const mediaType = content && mediaTypeOf(content);
  if (!content || !mediaType) throw notFound('添付ファイル');
  uow.audit({
    action: 'letter.file_view',
    patientId: input.patientId,
    entityType: 'received_document',
    entityId: letter.id,
    detail: { index: input.index },
  });
  return { content, mediaType };
}
