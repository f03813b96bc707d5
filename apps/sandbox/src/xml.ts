import { XMLParser } from 'fast-xml-parser';
import { encodeShiftJis } from './shift-jis.ts';

/** An element with text, or with children. null leaves the element out. */
export type XmlNode = readonly [name: string, content: string | readonly (XmlNode | null)[]];

export type XmlEncoding = 'UTF-8' | 'Shift_JIS';

export class UnreadableXml extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'UnreadableXml';
  }
}

/** Writes a document in the declared encoding. Throws NotInShiftJis when a character does not fit. */
export function writeXml(root: XmlNode, encoding: XmlEncoding): Uint8Array {
  const text = `<?xml version="1.0" encoding="${encoding}"?>\n${render(root, '')}\n`;
  return encoding === 'Shift_JIS' ? encodeShiftJis(text) : new TextEncoder().encode(text);
}

function render([name, content]: XmlNode, indent: string): string {
  if (typeof content === 'string') return `${indent}<${name}>${escapeText(content)}</${name}>`;
  const children = content.filter((child) => child !== null).map((child) => render(child, `${indent}  `));
  return children.length === 0
    ? `${indent}<${name}></${name}>`
    : `${indent}<${name}>\n${children.join('\n')}\n${indent}</${name}>`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A parsed element: text of leaves, objects of branches, arrays where a name repeats. */
export type XmlTree = { [name: string]: XmlValue };
export type XmlValue = string | XmlTree | XmlValue[];

/**
 * Reads a small message in the encoding it declares (BOM, then declaration, then UTF-8).
 * Throws UnreadableXml on broken bytes, on a document type declaration and on anything that is not well formed.
 */
export function readXml(bytes: Uint8Array): XmlTree {
  const text = decodeXml(bytes);
  if (/<!DOCTYPE/i.test(text)) throw new UnreadableXml('document type declarations are not accepted');
  try {
    const parser = new XMLParser({
      ignoreAttributes: true,
      ignoreDeclaration: true,
      parseTagValue: false,
      trimValues: true,
    });
    return parser.parse(text, true) as XmlTree;
  } catch {
    throw new UnreadableXml('not well formed');
  }
}

export function decodeXml(bytes: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const declared =
    /^(?:\u00EF\u00BB\u00BF)?<\?xml[^>]*encoding=["']([A-Za-z0-9_.-]+)["']/.exec(head)?.[1] ?? 'UTF-8';
  try {
    return new TextDecoder(declared, { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableXml('bytes do not match the declared encoding');
  }
}

/** The text at a path of names, '' when an element is missing or holds elements. */
export function textAt(tree: XmlTree, ...path: string[]): string {
  let value: XmlValue | undefined = tree;
  for (const name of path) {
    if (value === undefined || typeof value === 'string' || Array.isArray(value)) return '';
    value = value[name];
  }
  return typeof value === 'string' ? value : '';
}
