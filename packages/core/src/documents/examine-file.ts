import { DomainError } from '../shared/errors.ts';
import { examinePdf } from './examine-pdf.ts';
import type { AttachmentView } from './schema.ts';

const refuse = (sentence: string) => new DomainError('invalid', sentence);
const unknownKind = '添付できるのは、PDFと写真（JPEG・PNG）だけです。';

/**
 * What a file is, by its bytes; name and announced type count for nothing.
 *
 * @throws DomainError invalid: none of PDF, JPEG, PNG; not whole; or a PDF that could act by itself
 */
export function examineFile(bytes: Uint8Array): AttachmentView['mediaType'] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length === 0) throw refuse('ファイルが空です。選び直してください。');
  if (file.subarray(0, 5).toString('latin1') === '%PDF-') {
    examinePdf(file);
    return 'application/pdf';
  }
  if (file.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) {
    examinePng(file);
    return 'image/png';
  }
  if (file[0] === 0xff && file[1] === 0xd8 && file[2] === 0xff) {
    examineJpeg(file);
    return 'image/jpeg';
  }
  throw refuse(unknownKind);
}

const broken = () => refuse('ファイルがこわれているか、途中で切れています。もう一度作って選んでください。');
/** a picture of more pixels on a side is none that anybody looks at, but one that fills memory when it is drawn */
const longestSide = 20_000;

function requireSides(width: number, height: number): void {
  if (width < 1 || height < 1) throw broken();
  if (width > longestSide || height > longestSide)
    throw refuse('写真が大きすぎます。小さくして選び直してください。');
}

/** PNG: chunks with a length each, IHDR first, IEND last, nothing after it. */
function examinePng(file: Buffer): void {
  let at = 8;
  let first = true;
  while (at + 12 <= file.length) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    if (first && (type !== 'IHDR' || length !== 13)) throw broken();
    if (first) requireSides(file.readUInt32BE(at + 8), file.readUInt32BE(at + 12));
    first = false;
    at += 12 + length;
    if (type === 'IEND') {
      if (at !== file.length) throw broken();
      return;
    }
  }
  throw broken();
}

/** JPEG: segments up to the first scan; a frame with its size must stand among them, and the picture must end. */
function examineJpeg(file: Buffer): void {
  let at = 2;
  while (at + 4 <= file.length && file[at] === 0xff) {
    const marker = file[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = file.readUInt16BE(at + 2);
    if (length < 2 || at + 2 + length > file.length) throw broken();
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      if (length < 8) throw broken();
      requireSides(file.readUInt16BE(at + 7), file.readUInt16BE(at + 5));
      if (file.lastIndexOf(Buffer.from([0xff, 0xd9])) < at) throw broken();
      return;
    }
    at += 2 + length;
  }
  throw broken();
}
