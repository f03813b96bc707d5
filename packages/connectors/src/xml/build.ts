import { XMLBuilder } from 'fast-xml-parser';
import { XmlError } from './errors.ts';
import { isXmlCharacter } from './parse.ts';

/** Element names to text or to further elements, written in this order. null leaves an element out. */
export interface XmlContent {
  readonly [name: string]: string | XmlContent | null;
}

const builder = new XMLBuilder({
  format: false,
  ignoreAttributes: true,
  processEntities: true,
  suppressEmptyNode: false,
});

/**
 * Writes a message in UTF-8 without a byte order mark, with its declaration; text is escaped.
 * Throws XmlError when a text holds a character XML 1.0 cannot carry.
 */
export function buildXml(rootName: string, content: XmlContent): Uint8Array {
  const text = builder.build({ [rootName]: withoutNulls(content) });
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${text}`);
}

type Built = { [name: string]: string | Built };

function withoutNulls(content: XmlContent): Built {
  const result: Built = {};
  for (const [name, value] of Object.entries(content)) {
    if (value === null) continue;
    result[name] = typeof value === 'string' ? checkedText(name, value) : withoutNulls(value);
  }
  return result;
}

function checkedText(name: string, text: string): string {
  for (const character of text) {
    if (!isXmlCharacter(character.codePointAt(0) ?? 0)) throw new XmlError(`${name}: character`);
  }
  return text;
}
