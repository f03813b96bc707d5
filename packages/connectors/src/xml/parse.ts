import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { decodeXml } from './decode.ts';
import { XmlError } from './errors.ts';

/** An element: children in document order, or text. Text is always a string; numbers and flags stay as written. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const TEXT = '#text';
const CDATA = '#cdata';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  textNodeName: TEXT,
  cdataPropName: CDATA,
  maxNestedTags: 50,
});

/**
 * Reads one XML message. Document type declarations are refused before anything is expanded; only the five
 * predefined entities and character references are resolved. Throws XmlError on everything else.
 */
export function parseXml(bytes: Uint8Array): XmlElement {
  const text = decodeXml(bytes);
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new XmlError('doctype');
  const nodes = parseNodes(text).filter((node) => !(TEXT in node));
  const root = nodes[0];
  if (root === undefined || nodes.length !== 1) throw new XmlError('root');
  return toElement(root);
}

type ParsedNode = Record<string, unknown>;

function parseNodes(text: string): ParsedNode[] {
  try {
    if (XMLValidator.validate(text) !== true) throw new XmlError('not well formed');
    return parser.parse(text) as ParsedNode[];
  } catch {
    // the library's own message may quote the document
    throw new XmlError('not well formed');
  }
}

function toElement(node: ParsedNode): XmlElement {
  const name = Object.keys(node)[0];
  if (name === undefined) throw new XmlError('not well formed');
  const content = node[name] as ParsedNode[];
  const children = content.filter((item) => !(TEXT in item) && !(CDATA in item)).map(toElement);
  if (children.length > 0) return { name, text: '', children };
  return {
    name,
    text: trimmed(content.map(textOf).join('')),
    children,
  };
}

/** Without XML white space at both ends; a full-width space is text. A loop: a pattern takes quadratic time here. */
function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isWhiteSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isWhiteSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isWhiteSpace(code: number): boolean {
  return code === 0x20 || code === 0x9 || code === 0xa || code === 0xd;
}

function textOf(item: ParsedNode): string {
  const cdata = item[CDATA];
  if (Array.isArray(cdata)) return cdata.map((part: ParsedNode) => String(part[TEXT])).join('');
  return resolveReferences(String(item[TEXT]));
}

const PREDEFINED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function resolveReferences(text: string): string {
  return text.replace(/&([^;&<\s]*);?/g, (reference, name: string) => {
    if (!reference.endsWith(';')) throw new XmlError('reference');
    const predefined = Object.hasOwn(PREDEFINED, name) ? PREDEFINED[name] : undefined;
    if (predefined !== undefined) return predefined;
    const digits = /^#(?:(\d{1,7})|x([0-9A-Fa-f]{1,6}))$/.exec(name);
    if (digits === null) throw new XmlError('reference');
    const codePoint = digits[1] === undefined ? Number.parseInt(digits[2] ?? '', 16) : Number(digits[1]);
    if (!isXmlCharacter(codePoint)) throw new XmlError('reference');
    return String.fromCodePoint(codePoint);
  });
}

/** Char of XML 1.0, section 2.2. */
export function isXmlCharacter(codePoint: number): boolean {
  return (
    codePoint === 0x9 ||
    codePoint === 0xa ||
    codePoint === 0xd ||
    (codePoint >= 0x20 && codePoint <= 0xd7ff) ||
    (codePoint >= 0xe000 && codePoint <= 0xfffd) ||
    (codePoint >= 0x10000 && codePoint <= 0x10ffff)
  );
}
