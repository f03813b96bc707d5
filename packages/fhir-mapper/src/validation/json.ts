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

/** How deep JSON is read at all: a document inside a document inside a document needs less than fifty. */
const MAXIMUM_DEPTH = 200;

/** True for JSON so deep that reading it could exhaust the stack. Counts without recursion. */
export function isTooDeep(value: unknown): boolean {
  const waiting: [value: unknown, depth: number][] = [[value, 0]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [current, depth] = next;
    if (typeof current !== 'object' || current === null) continue;
    if (depth > MAXIMUM_DEPTH) return true;
    for (const inner of Object.values(current)) {
      if (typeof inner === 'object' && inner !== null) waiting.push([inner, depth + 1]);
    }
  }
  return false;
}

/** The JSON without what lies too deep to be read. */
export function withoutDepths(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) {
    return depth > MAXIMUM_DEPTH ? [] : value.map((inner) => withoutDepths(inner, depth + 1));
  }
  if (!isObject(value)) return value;
  if (depth > MAXIMUM_DEPTH) return {};
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutDepths(inner, depth + 1)]),
  );
}
