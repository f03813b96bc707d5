import { MalformedAnswer } from './failures.ts';

export type JsonObject = { readonly [name: string]: unknown };

/** The JSON object in these bytes (UTF-8). Throws MalformedAnswer when they hold anything else. */
export function parseJsonObject(bytes: Uint8Array): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new MalformedAnswer('json');
  }
  if (!isJsonObject(value)) throw new MalformedAnswer('json');
  return value;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Throws MalformedAnswer when the member is not a text with content. */
export function requiredString(object: JsonObject, name: string): string {
  const value = object[name];
  if (typeof value !== 'string' || value === '') throw new MalformedAnswer(name);
  return value;
}

/** Throws MalformedAnswer when the member is not an array. */
export function requiredArray(object: JsonObject, name: string): readonly unknown[] {
  const value = object[name];
  if (!Array.isArray(value)) throw new MalformedAnswer(name);
  return value;
}

/** Throws MalformedAnswer when the member is not an array of texts. */
export function requiredStrings(object: JsonObject, name: string): string[] {
  return requiredArray(object, name).map((item) => {
    if (typeof item !== 'string') throw new MalformedAnswer(name);
    return item;
  });
}

export function encodeJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
