import {
  DOMParser,
  type Document,
  type Element,
  type Node,
  onWarningStopParsing,
  type Text,
} from '@xmldom/xmldom';

/** What a signed document may be: nothing a reader could understand in two ways. */
const MAXIMUM_BYTES = 8 * 1024 * 1024;
const MAXIMUM_DEPTH = 64;
const MAXIMUM_ELEMENTS = 20_000;
const MAXIMUM_ATTRIBUTES = 4_000;

/** Why bytes are not taken as a document, as a sentence for the clinic. */
export class XmlRefused extends Error {}

/** XML 1.0 characters (https://www.w3.org/TR/xml/#charsets); a lone surrogate cannot come out of the decoder. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
const forbiddenCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
/** what the parser lets pass and XML does not: a bare ampersand, and the end of a section that nobody opened */
const looseMarkup = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});)|\]\]>/i;
const declaration =
  /^<\?xml\s+version=(["'])1\.0\1(?:\s+encoding=(["'])utf-8\2)?(?:\s+standalone=(["'])(?:yes|no)\3)?\s*\?>/i;

/**
 * Reads UTF-8 bytes as one XML 1.0 document without document type, entities or processing instructions, bounded in size, depth and
 * number of elements, with every id once. Throws XmlRefused.
 */
export function parseSigned(bytes: Uint8Array): Document {
  if (bytes.length > MAXIMUM_BYTES) throw new XmlRefused('ファイルが大きすぎます。');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new XmlRefused('文字コードが UTF-8 ではありません。');
  }
  const body = text.startsWith('<?xml') ? text.replace(declaration, '') : text;
  if (/<!(?:DOCTYPE|ENTITY)/i.test(body)) throw new XmlRefused('使えない宣言（DTD）が含まれています。');
  if (body.includes('<?')) throw new XmlRefused('使えない処理命令が含まれています。');
  // before the parser, whose work grows faster than the document for so many
  const occurrences = (of: RegExp) => body.match(of)?.length ?? 0;
  if (occurrences(/</g) > 2 * MAXIMUM_ELEMENTS || occurrences(/=\s*["']/g) > MAXIMUM_ATTRIBUTES)
    throw new XmlRefused('XML の構造が大きすぎます。');
  if (looseMarkup.test(body)) throw new XmlRefused('XML として読めません。');
  if (forbiddenCharacter.test(body)) throw new XmlRefused('XML に使えない文字が含まれています。');
  const document = parseXml(text);
  checkExtent(rootOf(document));
  checkIds(document);
  return document;
}

/** Throws XmlRefused at anything the parser complains about. */
function parseXml(text: string): Document {
  try {
    return new DOMParser({
      // warnings are about what other readers may take differently; nothing of that is signed here
      onError: onWarningStopParsing,
      locator: false,
      // the parser's own way treats further characters as line ends, as only XML 1.1 does
      normalizeLineEndings: (source) => source.replace(/\r\n?/g, '\n'),
    }).parseFromString(text, 'text/xml');
  } catch {
    throw new XmlRefused('XML として読めません。');
  }
}

/** Walks without recursion, before anything that recurses sees the document. */
function checkExtent(root: Element): void {
  let elements = 0;
  const waiting: { node: Node; depth: number }[] = [{ node: root, depth: 1 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    elements += 1;
    if (next.depth > MAXIMUM_DEPTH || elements > MAXIMUM_ELEMENTS)
      throw new XmlRefused('XML の構造が大きすぎます。');
    for (let child = next.node.firstChild; child; child = child.nextSibling)
      if (child.nodeType === 1) waiting.push({ node: child, depth: next.depth + 1 });
  }
}

const idNames = ['id', 'Id', 'ID', 'xml:id'];

function checkIds(document: Document): void {
  const seen = new Set<string>();
  for (const element of allElements(document))
    for (const name of idNames) {
      if (!element.hasAttribute(name)) continue;
      const value = element.getAttribute(name) as string;
      if (value === '' || seen.has(value)) throw new XmlRefused('同じ識別子の要素が二つあります。');
      seen.add(value);
    }
}

/** The parser lets no document without one through. */
export const rootOf = (document: Document): Element => document.documentElement as Element;

export const allElements = (from: Document | Element): Element[] =>
  Array.from(from.getElementsByTagName('*'));

/** Elements directly below, of this namespace (null: none) and name. */
export function childElements(parent: Element, namespace: string | null, name: string): Element[] {
  return Array.from(parent.childNodes).filter(
    (node): node is Element =>
      node.nodeType === 1 &&
      ((node as Element).namespaceURI || null) === namespace &&
      (node as Element).localName === name,
  );
}

/** The text of an element that holds nothing else. Null when it holds anything else (a comment inside would hide a part of it). */
export function plainText(element: Element): string | null {
  const nodes = Array.from(element.childNodes);
  if (nodes.some((node) => node.nodeType !== 3)) return null;
  return nodes.map((node) => (node as Text).data).join('');
}

/** Bytes of a Base64 text with white space in it, as XML writers like to have; null when it is anything else. */
export function base64Bytes(text: string | null): Uint8Array | null {
  const compact = (text ?? '').replace(/[ \t\r\n]+/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return null;
  return new Uint8Array(Buffer.from(compact, 'base64'));
}
