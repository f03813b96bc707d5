import { inflateSync } from 'node:zlib';
import { DomainError } from '../shared/errors.ts';
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

/** Names of PDF that make a document act: scripts, programs, files inside, forms that calculate, sound and film. */
const actingNames = [
  'JavaScript',
  'JS',
  'Launch',
  'EmbeddedFile',
  'EmbeddedFiles',
  'ImportData',
  'SubmitForm',
  'GoToR',
  'GoToE',
  'RichMedia',
  'Movie',
  'Sound',
  'XFA',
  'AA',
] as const;
const acts = new RegExp(`/(?:${actingNames.join('|')})(?![A-Za-z0-9_.-])`);
/** what is looked into of packed parts, together: more is taken for an attempt to exhaust us */
const unpackedLimit = 64 * 1024 * 1024;

/**
 * A PDF that is whole, not locked, and does nothing by itself, as far as it can be told: names are looked for in the open parts and in
 * the packed object streams, in their escaped spelling too (`/J#53`).
 */
function examinePdf(file: Buffer): void {
  const text = file.toString('latin1');
  if (!text.slice(-2048).includes('%%EOF')) throw broken();
  const parts = [outsideOfStreams(text), ...objectStreams(file, text)];
  if (parts.some((part) => /\/Encrypt(?![A-Za-z])/.test(plainNames(part))))
    throw refuse('パスワードや制限の付いたPDFは添付できません。制限を外して選び直してください。');
  if (parts.some((part) => acts.test(plainNames(part))))
    throw refuse(
      'このPDFには、開くと動く仕掛け（スクリプトや埋め込みファイルなど）があるため添付できません。紙に印刷するように「PDFとして印刷」で作り直すと添付できます。',
    );
}

/** A name as it is meant: #53 stands for S. */
const plainNames = (part: string): string =>
  part.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** Everything but the bytes of streams, in which any two letters may stand beside each other by chance. */
const outsideOfStreams = (text: string): string => text.replace(/stream\r?\n[\s\S]*?endstream/g, 'stream');

/** The contents of object streams: since PDF 1.5 most objects stand packed in them. */
function objectStreams(file: Buffer, text: string): string[] {
  const found: string[] = [];
  let unpacked = 0;
  for (const match of text.matchAll(/(?<!end)stream\r?\n/g)) {
    const before = text.slice(Math.max(0, match.index - 4096), match.index);
    if (!/\/ObjStm/.test(plainNames(before.slice(before.lastIndexOf(' obj') + 1)))) continue;
    const from = match.index + match[0].length;
    const to = file.indexOf('endstream', from, 'latin1');
    if (to < 0) throw broken();
    try {
      const content = inflateSync(file.subarray(from, to), {
        maxOutputLength: unpackedLimit - unpacked,
        finishFlush: 2,
      });
      unpacked += content.length;
      found.push(content.toString('latin1'));
    } catch {
      throw refuse(
        'このPDFの中身を確かめられないため、添付できません。「PDFとして印刷」で作り直してください。',
      );
    }
  }
  return found;
}
