import type { JsonObject } from '../validation/json.ts';

/** The parts of FHIR's definition resources that validation reads. Nothing else of them is kept. */
export interface StructureDefinition {
  resourceType: 'StructureDefinition';
  url: string;
  version?: string;
  /** the resource or datatype it describes: Patient, Extension */
  type: string;
  baseDefinition?: string;
  snapshot: { element: ElementDefinition[] };
}

export interface ElementDefinition extends JsonObject {
  id: string;
  path: string;
  sliceName?: string;
  short?: string;
  min: number;
  /** a number or '*' */
  max: string;
  base?: { path: string; max: string };
  contentReference?: string;
  type?: ElementType[];
  slicing?: Slicing;
  maxLength?: number;
  binding?: { strength: string; valueSet?: string };
  constraint?: Constraint[];
}

export interface ElementType {
  code: string;
  profile?: string[];
  targetProfile?: string[];
}

export interface Slicing {
  discriminator?: Discriminator[];
  ordered?: boolean;
  rules: 'open' | 'closed' | 'openAtEnd';
}

export interface Discriminator {
  type: 'value' | 'pattern' | 'exists' | 'type' | 'profile';
  path: string;
}

export interface Constraint {
  key: string;
  severity: 'error' | 'warning';
  human?: string;
  expression?: string;
}

export interface ValueSet {
  resourceType: 'ValueSet';
  url: string;
  version?: string;
  compose?: { include: ConceptSet[]; exclude?: ConceptSet[] };
}

export interface ConceptSet {
  system?: string;
  concept?: { code: string }[];
  filter?: { property: string; op: string; value: string }[];
  valueSet?: string[];
}

export interface CodeSystem {
  resourceType: 'CodeSystem';
  url: string;
  version?: string;
  content: string;
  concept?: Concept[];
}

export interface Concept {
  code: string;
  concept?: Concept[];
  property?: { code: string; valueCode?: string }[];
}

export type Definition = StructureDefinition | ValueSet | CodeSystem;

/**
 * What of a parsed JSON file is a definition; null for anything else. Keeps only what is read, so that a large package stays small in
 * memory. A profile without a snapshot cannot be walked and counts as absent.
 */
export function definitionOf(value: unknown): Definition | null {
  if (typeof value !== 'object' || value === null) return null;
  const resource = value as Definition & { url?: unknown };
  if (typeof resource.url !== 'string') return null;
  const { url, version } = resource;
  const common = version === undefined ? { url } : { url, version };
  switch (resource.resourceType) {
    case 'StructureDefinition': {
      const { resourceType, type, baseDefinition, snapshot } = resource;
      if (!Array.isArray(snapshot?.element) || snapshot.element.length === 0) return null;
      const base = baseDefinition === undefined ? {} : { baseDefinition };
      return { ...common, ...base, resourceType, type, snapshot: { element: snapshot.element.map(lean) } };
    }
    case 'ValueSet': {
      const { resourceType, compose } = resource;
      return compose === undefined ? { ...common, resourceType } : { ...common, resourceType, compose };
    }
    case 'CodeSystem': {
      const { resourceType, content, concept } = resource;
      return { ...common, resourceType, content, concept: concept ?? [] };
    }
    default:
      return null;
  }
}

const UNREAD = new Set(['definition', 'comment', 'requirements', 'alias', 'mapping', 'example', 'condition']);

const lean = (element: ElementDefinition): ElementDefinition =>
  Object.fromEntries(Object.entries(element).filter(([name]) => !UNREAD.has(name))) as ElementDefinition;
