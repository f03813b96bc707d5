import type { Narrative } from '@medplum/fhirtypes';

/** Line breaks as one character, without blanks around the whole; undefined when nothing is left. */
export function plainText(text: string | null): string | undefined {
  const plain = text?.replace(/\r\n?/g, '\n').trim();
  return plain === undefined || plain === '' ? undefined : plain;
}

/** A plain text as the xhtml of a section: `additional` is fixed, since the words are not made from the entries. */
export function narrative(text: string): Narrative {
  return { status: 'additional', div: `<div xmlns="http://www.w3.org/1999/xhtml">${xhtml(text)}</div>` };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '<br/>',
};

function xhtml(text: string): string {
  return text.replace(/[&<>"'\n]/g, (character) => ESCAPES[character] ?? character);
}
