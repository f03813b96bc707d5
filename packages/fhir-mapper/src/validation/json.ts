/**
 * Reading of JSON that claims to be FHIR. The types of FHIR resources say what should be there; validation looks at what
 * is there.
 */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one when it is anything else. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The objects of a list; none when the value is no list. */
export function objectsOf(value: unknown): JsonObject[] {
  return listOf(value).filter(isObject);
}

/** The value as a list; an empty one when it is anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as text; '' when it is absent or no text. */
export function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The first extension with a URL. */
export function extensionOf(element: JsonObject, url: string): JsonObject | undefined {
  return objectsOf(element.extension).find((extension) => extension.url === url);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
