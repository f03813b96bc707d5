import 'server-only';
import type { DocumentCheck } from '@shirube/core/documents';

/** Whether a document can be written as its profile wants it. */
export const checkDocument: DocumentCheck = () => [];
