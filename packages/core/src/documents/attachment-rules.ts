import type { MissingPart } from './schema.ts';

/**
 * The service takes 10 MB a document; in it a file stands in Base64, four letters for three bytes. What is left is for the document
 * itself.
 */
export const attachmentBytes = 7_000_000;

/** The files of a document that are too much together, in a sentence; false when they are not. */
export function fileProblem(files: readonly { byteLength: number }[]): MissingPart | false {
  const total = files.reduce((sum, file) => sum + file.byteLength, 0);
  return (
    total > attachmentBytes && {
      at: 'attachments',
      severity: 'must',
      message: `添付ファイルは合わせて ${megabytes(attachmentBytes)} までです（いま ${megabytes(total)}）。どれかを外してください。`,
    }
  );
}

/** 1.2 MB */
export const megabytes = (bytes: number): string =>
  `${(Math.ceil(bytes / 100_000) / 10).toLocaleString('ja-JP')} MB`;
