import r4 from 'fhirpath/fhir-context/r4';

/** What FHIR R4 itself says of elements, whatever a profile adds: taken from the model that comes with the FHIRPath engine. */

/** One property of a type. */
export interface PropertyType {
  /** FHIR type: string, HumanName, Reference, BackboneElement, Resource */
  type: string;
  /** under which its own properties are found: the type's name, or the path of a backbone element */
  key: string;
  /** null: the model does not say */
  repeats: boolean | null;
}

const types = r4.path2Type as Record<string, string | { code: string }>;

/** Type of a property of a resource, datatype or backbone element; null when FHIR knows no such property. */
export function propertyOf(key: string, property: string): PropertyType | null {
  const path = `${key}.${property}`;
  const elsewhere = r4.pathsDefinedElsewhere[path];
  if (elsewhere !== undefined) return { type: 'BackboneElement', key: elsewhere, repeats: null };
  const found = types[path];
  if (found === undefined) {
    const parent = r4.type2Parent[key];
    return parent === undefined ? null : propertyOf(parent, property);
  }
  const type = typeof found === 'string' ? found : found.code;
  const isAnonymous = type === 'BackboneElement' || type === 'Element';
  return { type, key: isAnonymous ? path : type, repeats: r4.path2Repeating[path] === true };
}

/** Whether R4 has a resource of this name. */
export function isResourceType(type: string): boolean {
  for (let at: string | undefined = type; at !== undefined; at = r4.type2Parent[at])
    if (at === 'Resource') return true;
  return false;
}

/** Whether a type is another one or derived from it: a Patient is a DomainResource. */
export function isKindOf(type: string, wanted: string): boolean {
  for (let at: string | undefined = type; at !== undefined; at = r4.type2Parent[at])
    if (at === wanted) return true;
  return false;
}

const INTEGER = (value: unknown): boolean => Number.isInteger(value);
const text =
  (pattern: RegExp) =>
  (value: unknown): boolean =>
    typeof value === 'string' && pattern.test(value);
const DAY = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])';
const CLOCK = '(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)(?:\\.\\d+)?';
const ZONE = '(?:Z|[+-](?:(?:0\\d|1[0-3]):[0-5]\\d|14:00))';

/** How each primitive type is written in JSON (R4, datatypes). */
const PRIMITIVES: Readonly<Record<string, (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  integer: INTEGER,
  unsignedInt: (value) => INTEGER(value) && (value as number) >= 0,
  positiveInt: (value) => INTEGER(value) && (value as number) > 0,
  decimal: (value) => typeof value === 'number' && Number.isFinite(value),
  string: text(/\S/),
  markdown: text(/\S/),
  xhtml: text(/^<div/),
  code: text(/^\S+( \S+)*$/),
  id: text(/^[A-Za-z0-9\-.]{1,64}$/),
  uri: text(/^\S+$/),
  url: text(/^\S+$/),
  canonical: text(/^\S+$/),
  oid: text(/^urn:oid:[0-2](\.(0|[1-9]\d*))+$/),
  uuid: text(/^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  base64Binary: text(/^[A-Za-z0-9+/\s]*={0,2}\s*$/),
  date: text(new RegExp(`^(?:\\d{4}|\\d{4}-(?:0[1-9]|1[0-2])|${DAY})$`)),
  dateTime: text(new RegExp(`^(?:\\d{4}|\\d{4}-(?:0[1-9]|1[0-2])|${DAY}(?:T${CLOCK}${ZONE})?)$`)),
  instant: text(new RegExp(`^${DAY}T${CLOCK}${ZONE}$`)),
  time: text(new RegExp(`^${CLOCK}$`)),
  'System.String': text(/\S/),
};

export const isPrimitive = (type: string): boolean => type in PRIMITIVES;

/** Whether a JSON value is written as its primitive type demands. */
export const isWrittenAs = (type: string, value: unknown): boolean => PRIMITIVES[type]?.(value) ?? true;
