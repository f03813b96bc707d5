import type {
  AttachmentRecord,
  DischargeSummaryRecord,
  DocumentHead,
  DocumentRecord,
} from '../../records/documents.ts';
import type { ChartForDocument } from '../chart.ts';
import type { AttachmentView, DocumentContent, MissingPart } from '../schema.ts';

/** What a document is made of beside its content. */
export interface DocumentParts {
  head: DocumentHead;
  chart: ChartForDocument;
  /** all files of the document; the content says which of them are left out */
  attachments: readonly AttachmentRecord[];
  /** the 退院時サマリー that a letter encloses */
  enclosed: DischargeSummaryRecord | null;
}

/**
 * One kind of document: how it begins, what it lacks, what becomes of it when it is confirmed, and how the next version begins. Pure;
 * a kind that needs masters reads them in `prepare`.
 */
export interface DocumentForm<Content extends DocumentContent, Kept extends DocumentRecord> {
  /** pre-filled from the chart */
  start(chart: ChartForDocument): Content;
  /** what is missing, and where, in words; nothing with severity `must` may be left when it is confirmed */
  missing(content: Content, chart: ChartForDocument, files: readonly AttachmentView[]): MissingPart[];
  /** the record as it is frozen; called only when nothing is missing */
  record(content: Content, parts: DocumentParts): Kept;
  /** the content the next version, or another document, begins with; files: all there are of the document */
  contentOf(record: Kept, files: readonly AttachmentView[]): Content;
  /** the lines of the list: to whom */
  receiverOf(record: Kept): { code: string; name: string } | null;
}
