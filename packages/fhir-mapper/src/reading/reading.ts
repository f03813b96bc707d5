import { EXTENSIONS, IDENTIFIER_SYSTEMS } from '../systems.ts';
import { type JsonObject, listOf, objectOf, objectsOf, stringOf } from '../validation/json.ts';

/**
 * A Bundle of another facility while it is read. Readers are tolerant: what is missing is null, references may be contained, entries, or
 * words; what cannot be placed is told in `unread` and never dropped.
 */
export interface Reading {
  /** Bundle.identifier.value; '' when it has none */
  identifier: string;
  entries: { fullUrl: string; resource: JsonObject }[];
  /** what could not be placed, in words */
  unread: string[];
}

/** Told when a Bundle was cut off before it was read (withoutDepths). */
export const TOO_DEEP = '入れ子の深すぎる部分があり、そこは読み取っていません。';

/** As many entries as are read of one Bundle: far more than any letter of 10 MB sensibly has. */
export const MAXIMUM_ENTRIES = 5000;

/** Opens a Bundle for reading. Never throws, whatever the JSON is. */
export function openReading(bundle: unknown): Reading {
  const json = objectOf(bundle);
  const entries = objectsOf(json.entry);
  return {
    identifier: stringOf(objectOf(json.identifier).value),
    entries: entries.slice(0, MAXIMUM_ENTRIES).map((entry) => ({
      fullUrl: stringOf(entry.fullUrl),
      resource: objectOf(entry.resource),
    })),
    unread:
      entries.length > MAXIMUM_ENTRIES
        ? [`情報が多すぎるため、${MAXIMUM_ENTRIES + 1}件目から後は読み取っていません。`]
        : [],
  };
}

/** The resource a Reference means: contained (#id), an entry by its fullUrl, or by Type/id. Undefined when it is not in the Bundle. */
export function resolve(reading: Reading, container: JsonObject, reference: unknown): JsonObject | undefined {
  const target = stringOf(objectOf(reference).reference);
  if (target === '') return undefined;
  if (target.startsWith('#')) {
    return objectsOf(container.contained).find(({ id }) => `#${stringOf(id)}` === target);
  }
  return indexOf(reading).resources.get(target);
}

/** What a resource is called for good: the fullUrl of its entry, else its identifier. */
export function referenceOf(reading: Reading, resource: JsonObject): string {
  const fullUrl = indexOf(reading).fullUrls.get(resource);
  return fullUrl || (instanceIdentifier(resource) ?? stringOf(resource.id));
}

interface Index {
  resources: Map<string, JsonObject>;
  fullUrls: Map<JsonObject, string>;
}
const indexes = new WeakMap<Reading['entries'], Index>();

/** The entries by everything a reference may call them: fullUrl, Type/id, and the Type/id at the end of a fullUrl. The first counts. */
function indexOf({ entries }: Reading): Index {
  const known = indexes.get(entries);
  if (known !== undefined) return known;
  const index: Index = { resources: new Map(), fullUrls: new Map() };
  for (const { fullUrl, resource } of entries) {
    const own = `${stringOf(resource.resourceType)}/${stringOf(resource.id)}`;
    const ending = /[^/]+\/[^/]+$/.exec(fullUrl)?.[0] ?? '';
    for (const name of [fullUrl, own, ending]) {
      if (name !== '' && !index.resources.has(name)) index.resources.set(name, resource);
    }
    if (!index.fullUrls.has(resource)) index.fullUrls.set(resource, fullUrl);
  }
  indexes.set(entries, index);
  return index;
}

/** リソース一意識別ID; another identifier where that one is missing. */
export function instanceIdentifier(resource: JsonObject): string | null {
  const identifiers = Array.isArray(resource.identifier)
    ? objectsOf(resource.identifier)
    : [objectOf(resource.identifier)];
  const own = identifiers.find(({ system }) => system === IDENTIFIER_SYSTEMS.resourceInstance);
  return stringOf(own?.value) || null;
}

const ALWAYS_KNOWN = ['resourceType', 'id', 'meta', 'text', 'contained', 'implicitRules', 'language'];
const KNOWN_EXTENSIONS: readonly string[] = Object.values(EXTENSIONS);

/**
 * Tells in words what of a resource the reader has no place for: elements beyond `known`, and extensions nobody here knows. `what` names
 * the resource for a doctor (「高血圧症」).
 */
export function tellUnread(
  reading: Reading,
  what: string,
  resource: JsonObject,
  known: readonly string[],
): void {
  for (const [key, value] of Object.entries(resource)) {
    if (key === 'extension') {
      const foreign = objectsOf(value).filter(({ url }) => !KNOWN_EXTENSIONS.includes(stringOf(url)));
      for (const extension of foreign) tell(reading, what, '追加の情報', wordsOf(extension));
    } else if (!ALWAYS_KNOWN.includes(key) && !known.includes(key) && !key.startsWith('_')) {
      tell(reading, what, LABELS[key] ?? key, wordsOf(value));
    }
  }
}

/** One line of what could not be placed. */
export function tell(reading: Reading, what: string, label: string, words: string): void {
  reading.unread.push(`${what}の${label}：${words === '' ? '読み取れない形で書かれています' : words}`);
}

const LABELS: Record<string, string> = {
  note: '注記',
  bodySite: '部位',
  severity: '重症度',
  stage: '病期',
  evidence: '根拠',
  asserter: '申告者',
  method: '検査方法',
  device: '機器',
  type: '種類',
  priority: '優先度',
  reasonCode: '理由',
  reasonReference: '理由',
  insurance: '保険',
  priorPrescription: '前の処方',
  modifierExtension: '意味を変える追加の情報',
  lastOccurrence: '最後に起きた日',
  statusReason: '状態の理由',
};

/** The readable part of any element: texts, displays and values, without systems, codes and URLs. */
export function wordsOf(value: unknown): string {
  return [...new Set(words(value))].join('、');
}

const NOT_WORDS = ['system', 'url', 'code', 'reference', 'id', 'div', 'contentType', 'data'];

function words(value: unknown): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(words);
  const element = objectOf(value);
  const isText = stringOf(element.text) !== '';
  return Object.entries(element).flatMap(([key, inner]) =>
    NOT_WORDS.includes(key) || (isText && key === 'coding') ? [] : words(inner),
  );
}

/** The words of a CodeableConcept: its text, else the displays, else the codes. */
export function conceptText(concept: unknown): string | null {
  const element = objectOf(concept);
  const text = stringOf(element.text);
  if (text !== '') return text;
  const codings = objectsOf(element.coding);
  const displays = codings.map(({ display }) => stringOf(display)).filter((display) => display !== '');
  if (displays[0] !== undefined) return displays[0];
  return codings.map(({ code }) => stringOf(code)).find((code) => code !== '') ?? null;
}

/** The coding of a concept in one system. */
export function codingIn(concept: unknown, system: string): JsonObject | undefined {
  return objectsOf(objectOf(concept).coding).find((coding) => coding.system === system);
}

/** The code of a concept in one system, null when it has none. */
export function codeIn(concept: unknown, system: string): string | null {
  return stringOf(codingIn(concept, system)?.code) || null;
}

/** The first of a list that is one resource element or several. */
export function firstOf(value: unknown): JsonObject {
  return objectOf(Array.isArray(value) ? listOf(value)[0] : value);
}
