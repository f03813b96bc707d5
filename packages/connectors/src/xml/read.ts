import { XmlError } from './errors.ts';
import type { XmlElement } from './parse.ts';

/** The only child of this name, or undefined. Throws XmlError when there are two: neither may be chosen silently. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  const found = childrenNamed(element, name);
  if (found.length > 1) throw new XmlError(`${name} repeated`);
  return found[0];
}

/** All children of this name in document order; none, one and many are the same shape. */
export function childrenNamed(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element === undefined ? [] : element.children.filter((item) => item.name === name);
}

/** Every descendant of this name in document order. */
export function descendantsNamed(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  if (element === undefined) return [];
  return element.children.flatMap((item) =>
    item.name === name ? [item, ...descendantsNamed(item, name)] : descendantsNamed(item, name),
  );
}

/** Text of the only child of this name; null when it is missing or empty. */
export function textOrNull(element: XmlElement | undefined, name: string): string | null {
  const text = child(element, name)?.text ?? '';
  return text === '' ? null : text;
}

/** Text of the only child of this name. Throws XmlError when it is missing or empty. */
export function requiredText(element: XmlElement | undefined, name: string): string {
  const text = textOrNull(element, name);
  if (text === null) throw new XmlError(name);
  return text;
}
