import type { Findings } from './issue.ts';

/** How a sentence names the place of a text, from its path. */
type NameOf = (path: string) => string;

/**
 * Every text of the Bundle can be sent and read: no half surrogate pairs, control characters or replacement characters;
 * and no empty element (ele-1). 外字 of the private use area are only warned of: they are sent as they are, but other
 * systems cannot show them. JIS 第3・第4水準 and variation sequences (𠮷, 葛󠄀) are ordinary text.
 */
export function checkTexts(value: unknown, path: string, nameOf: NameOf, findings: Findings): void {
  if (typeof value === 'string') {
    checkText(value, path, nameOf(path), findings);
  } else if (Array.isArray(value)) {
    if (value.length === 0) reportEmpty(path, nameOf(path), findings);
    value.forEach((item, index) => {
      checkTexts(item, `${path}[${index}]`, nameOf, findings);
    });
  } else if (typeof value === 'object' && value !== null) {
    const elements = Object.entries(value);
    if (elements.length === 0) reportEmpty(path, nameOf(path), findings);
    for (const [key, element] of elements) {
      if (element !== undefined) checkTexts(element, `${path}.${key}`, nameOf, findings);
    }
  } else if (value === null) {
    reportEmpty(path, nameOf(path), findings);
  }
}

function checkText(text: string, path: string, name: string, findings: Findings): void {
  if (text.trim() === '') reportEmpty(path, name, findings);
  const codePoints = [...text].map((character) => character.codePointAt(0) ?? 0);
  if (codePoints.some(isUnreadable)) {
    findings.error(
      'text',
      path,
      `${name}に文字化けした文字か、見えない制御文字があります。入力し直してください。`,
    );
  }
  if (codePoints.some(isPrivateUse)) {
    findings.warning('text', path, `${name}に外字があります。ほかの医療機関では表示されないことがあります。`);
  }
}

function reportEmpty(path: string, name: string, findings: Findings): void {
  findings.error('ele-1', path, `${name}に空の項目があります。システム管理者に連絡してください。`);
}

/** Half surrogate pairs, U+FFFD and control characters other than tab and line breaks (FHIR string). */
function isUnreadable(codePoint: number): boolean {
  const isControl = (codePoint < 0x20 && ![0x09, 0x0a, 0x0d].includes(codePoint)) || codePoint === 0x7f;
  return isControl || codePoint === 0xfffd || (codePoint >= 0xd800 && codePoint <= 0xdfff);
}

function isPrivateUse(codePoint: number): boolean {
  return (codePoint >= 0xe000 && codePoint <= 0xf8ff) || codePoint >= 0xf0000;
}
