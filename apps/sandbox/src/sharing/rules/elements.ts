import { type Json, type JsonObject, list, object, objects, string } from '../json.ts';
import { INDICATION } from '../names.ts';

/** One reason to refuse. The rule ids are those printed in the profiles; ids in capitals without a number are the service's own. */
export interface SharingFinding {
  severity: 'error';
  ruleId: string;
  path: string;
  text: string;
}

export type Add = (ruleId: string, path: string, text: string) => void;

export const INSTITUTION = /^[0-4][0-9][1-3][0-9]{7}$/;
export const ZONED_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
/** FHIR dateTime: a year, a month, a day or an instant with its zone */
export const DATE_TIME =
  /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?)?)?$/;
export const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/**
 * Refuses what is missing of elements with a minimum of one. Names are separated by dots, an element marked with ? may be absent
 * and is looked into when it is there; lists are looked into item by item.
 */
export function requireElements(
  resource: JsonObject,
  path: string,
  elements: readonly string[],
  add: Add,
): void {
  const missing = new Set<string>();
  for (const element of elements) walk(resource, path, element.split('.'), (at) => missing.add(at));
  for (const at of missing) add('CARD', at, '必須の要素がありません');
}

function walk(from: JsonObject, path: string, names: readonly string[], missing: (at: string) => void): void {
  const [first = '', ...rest] = names;
  const name = first.replace('?', '');
  const value = from[name];
  const items = (Array.isArray(value) ? value : [value]).filter(
    (item): item is Json => item !== undefined && item !== null && item !== '',
  );
  if (items.length === 0) {
    if (!first.endsWith('?')) missing(`${path}.${name}`);
    return;
  }
  if (rest.length === 0) return;
  items.forEach((item, index) => {
    walk(object(item), `${path}.${name}${Array.isArray(value) ? `[${index}]` : ''}`, rest, missing);
  });
}

/** Whether a resource claims a profile, whatever the version. */
export function claims(resource: JsonObject, profile: string): boolean {
  return list(object(resource.meta).profile).some((claimed) => string(claimed).split('|')[0] === profile);
}

export function extension(resource: JsonObject, url: string): JsonObject | undefined {
  return objects(resource.extension).find((candidate) => candidate.url === url);
}

export function codings(concept: Json | undefined): JsonObject[] {
  return objects(object(concept).coding);
}

/** LTS, UNINFORMED, UNDELIVERED of a resource. */
export function indications(resource: JsonObject): string[] {
  return objects(object(resource.meta).tag)
    .filter((tag) => tag.system === INDICATION)
    .map((tag) => string(tag.code));
}

/** The version a Bundle claims its profile in; null: none, that is the newest. */
export function claimedVersion(bundle: JsonObject, profile: string): string | null {
  const claimed = list(object(bundle.meta).profile)
    .map(string)
    .find((canonical) => canonical.split('|')[0] === profile);
  return claimed?.split('|')[1] ?? null;
}

/** Entries of a Bundle by type, with their place. */
export function entriesOf(
  bundle: JsonObject,
): { fullUrl: string; resource: JsonObject; type: string; path: string }[] {
  return objects(bundle.entry).map((entry, index) => {
    const resource = object(entry.resource);
    return {
      fullUrl: string(entry.fullUrl),
      resource,
      type: string(resource.resourceType),
      path: `Bundle.entry[${index}].resource`,
    };
  });
}

/** The resource a literal reference points to within its Bundle. */
export function resolve(bundle: JsonObject, reference: Json | undefined): JsonObject | undefined {
  const url = string(object(reference).reference);
  return entriesOf(bundle).find((entry) => entry.fullUrl === url && url !== '')?.resource;
}
