import { inflateSync } from 'node:zlib';
import { DomainError } from '../shared/errors.ts';

const refuse = (sentence: string) => new DomainError('invalid', sentence);
const unreadable = () =>
  refuse('このPDFの中身を確かめられないため、添付できません。「PDFとして印刷」で作り直してください。');

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
/** what is looked into of packed parts, together, and in how many: more is taken for an attempt to exhaust us */
const unpackedLimit = 64 * 1024 * 1024;
const packedLimit = 5_000;
const objectStream = /\/ObjStm(?![A-Za-z])/;
/** what a stream is packed with beside the one way that is unpacked here, or told at another place of the file */
const otherPacking =
  /\/(?:ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL|Crypt|Predictor)(?![A-Za-z])|\/(?:Filter|DecodeParms)\s*\d|(?:\/(?:FlateDecode|Fl)\s*){2}/;

/**
 * A PDF that is whole, not locked, and does nothing by itself, as far as it can be told: names are looked for in the open parts and in
 * the packed object streams, in their escaped spelling too (`/J#53`). One walk through the file, whatever stands in it.
 *
 * @throws DomainError invalid with a sentence
 */
export function examinePdf(file: Buffer): void {
  const text = file.toString('latin1');
  if (!text.slice(-2048).includes('%%EOF'))
    throw refuse('ファイルがこわれているか、途中で切れています。もう一度作って選んでください。');
  const parts = partsOf(file, text).map(plainNames);
  if (parts.some((part) => /\/Encrypt(?![A-Za-z])/.test(part)))
    throw refuse('パスワードや制限の付いたPDFは添付できません。制限を外して選び直してください。');
  if (parts.some((part) => acts.test(part)))
    throw refuse(
      'このPDFには、開くと動く仕掛け（スクリプトや埋め込みファイルなど）があるため添付できません。紙に印刷するように「PDFとして印刷」で作り直すと添付できます。',
    );
}

/** A name as it is meant: #53 stands for S. */
const plainNames = (part: string): string =>
  part.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/**
 * Everything but the bytes of streams, in which any two letters may stand beside each other by chance, and the contents of the object
 * streams: since PDF 1.5 most objects stand packed in them.
 */
function partsOf(file: Buffer, text: string): string[] {
  const parts: string[] = [];
  let left = unpackedLimit;
  let packed = 0;
  let at = 0;
  for (const { begin, end } of streams(text)) {
    const before = text.slice(at, begin);
    parts.push(before);
    at = end;
    const dictionary = plainNames(before);
    if (!objectStream.test(dictionary)) continue;
    packed += 1;
    if (packed > packedLimit || otherPacking.test(dictionary)) throw unreadable();
    const content = unpack(file, begin, left);
    left -= content.length;
    parts.push(content);
  }
  return [...parts, text.slice(at)];
}

/**
 * Where the bytes of each stream stand: from the line after the keyword up to the keyword that ends them. Where an object, or the table
 * of all objects, stands between the two, a reader could be led to it: then it is no stream.
 */
function* streams(text: string): Generator<{ begin: number; end: number }> {
  const nextEnd = finder(text, /endstream/g);
  const nextObject = finder(text, /[\s\d]obj(?=[\s\d<[(/%])|trailer/g);
  let from = 0;
  for (;;) {
    const keyword = text.indexOf('stream', from);
    if (keyword < 0) return;
    from = keyword + 'stream'.length;
    if (text.startsWith('end', keyword - 3)) continue;
    const begin = from + (/^[\t ]*(?:\r\n|\n|\r)/.exec(text.slice(from, from + 100))?.[0].length ?? 0);
    const end = nextEnd(begin);
    // without a line break behind it, it is a word
    if (begin === from || nextObject(begin) < end) continue;
    if (end === Number.POSITIVE_INFINITY) throw unreadable();
    yield { begin, end };
    from = end;
  }
}

/** Where a pattern stands next. Asked for places in their order, it looks at every letter once. */
function finder(text: string, pattern: RegExp): (from: number) => number {
  let at = -1;
  return (from) => {
    if (at < from) {
      pattern.lastIndex = from;
      at = pattern.exec(text)?.index ?? Number.POSITIVE_INFINITY;
    }
    return at;
  };
}

/** An object stream begins with the numbers of its objects. It ends where its packing says, whatever keyword stands before. */
function unpack(file: Buffer, begin: number, limit: number): string {
  try {
    const content = inflateSync(file.subarray(begin), { maxOutputLength: limit, finishFlush: 2 }).toString(
      'latin1',
    );
    if (/^\s*\d/.test(content)) return content;
  } catch {
    // said below
  }
  throw unreadable();
}
