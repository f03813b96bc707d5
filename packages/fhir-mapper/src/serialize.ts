import type { Bundle } from '@medplum/fhirtypes';
import { MapperError } from './error.ts';

/**
 * The bytes that are sent: JSON in UTF-8 without white space, `resourceType` first and all other keys in alphabetical
 * order, so that equal Bundles are equal bytes however they were put together.
 * @throws MapperError unencodable_text for half a surrogate pair, which UTF-8 could only write as a replacement character
 */
export function serializeBundle(bundle: Bundle): Uint8Array {
  const json = JSON.stringify(bundle, (_key, value: unknown) => {
    if (typeof value === 'string' && !value.isWellFormed()) {
      throw new MapperError(
        'unencodable_text',
        '文字化けした文字があるため送信できません。氏名や病名などを入力し直してください。',
      );
    }
    return isPlainObject(value) ? withOrderedKeys(value) : value;
  });
  return new TextEncoder().encode(json);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withOrderedKeys(element: Record<string, unknown>): Record<string, unknown> {
  const rank = (key: string): string => (key === 'resourceType' ? '' : key);
  return Object.fromEntries(
    Object.entries(element).toSorted(([a], [b]) => (rank(a) < rank(b) ? -1 : Number(rank(a) > rank(b)))),
  );
}
