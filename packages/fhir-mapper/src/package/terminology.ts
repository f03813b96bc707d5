import type { CodeSystem, Concept, ConceptSet } from './definitions.ts';
import type { FhirPackage } from './fhir-package.ts';

/** unknown: the code system, or a part of the value set, is not at hand completely; then nothing is said against a code. */
export type Membership = 'yes' | 'no' | 'unknown';

const MAXIMUM_DEPTH = 8;

/** Whether a code is in a value set. Without a system (`code` elements) the code may be of any system of the set. */
export function membership(
  fhirPackage: FhirPackage,
  canonical: string,
  code: string,
  system?: string,
  depth = 0,
): Membership {
  const valueSet = fhirPackage.valueSet(canonical);
  if (valueSet?.compose === undefined || depth > MAXIMUM_DEPTH) return 'unknown';
  const including = (sets: readonly ConceptSet[]) =>
    anyOf(sets.map((set) => inConceptSet(fhirPackage, set, code, system, depth)));
  const included = including(valueSet.compose.include);
  const excluded = including(valueSet.compose.exclude ?? []);
  if (included === 'no' || excluded === 'yes') return 'no';
  return included === 'yes' && excluded === 'no' ? 'yes' : 'unknown';
}

/** Whether a code system has a code; unknown unless it is at hand completely. */
export const hasCode = (fhirPackage: FhirPackage, system: string, code: string): Membership =>
  inCodeSystem(fhirPackage.codeSystem(system), [], code);

function inConceptSet(
  fhirPackage: FhirPackage,
  set: ConceptSet,
  code: string,
  system: string | undefined,
  depth: number,
): Membership {
  const conditions: Membership[] = (set.valueSet ?? []).map((url) =>
    membership(fhirPackage, url, code, system, depth + 1),
  );
  if (set.system !== undefined) {
    if (system !== undefined && system !== set.system) return 'no';
    if (set.concept !== undefined)
      conditions.push(set.concept.some((concept) => concept.code === code) ? 'yes' : 'no');
    else conditions.push(inCodeSystem(fhirPackage.codeSystem(set.system), set.filter ?? [], code));
  }
  return allOf(conditions);
}

function inCodeSystem(
  codeSystem: CodeSystem | undefined,
  filters: NonNullable<ConceptSet['filter']>,
  code: string,
): Membership {
  if (codeSystem === undefined || codeSystem.content !== 'complete') return 'unknown';
  const ancestors = ancestorsOf(codeSystem).get(code);
  if (ancestors === undefined) return 'no';
  return allOf([
    'yes',
    ...filters.map(({ property, op, value }): Membership => {
      if (property !== 'concept') return 'unknown';
      if (op === 'descendent-of') return ancestors.has(value) ? 'yes' : 'no';
      if (op === 'is-a') return code === value || ancestors.has(value) ? 'yes' : 'no';
      return 'unknown';
    }),
  ]);
}

const hierarchies = new WeakMap<CodeSystem, Map<string, Set<string>>>();

/** Every code of a system with the codes above it, whether nested or said by the property `parent`. */
function ancestorsOf(codeSystem: CodeSystem): Map<string, Set<string>> {
  const known = hierarchies.get(codeSystem);
  if (known !== undefined) return known;
  const parents = new Map<string, string[]>();
  const collect = (concepts: readonly Concept[], parent: string | null): void => {
    for (const { code, concept, property } of concepts) {
      const named = (property ?? []).flatMap((each) =>
        each.code === 'parent' && each.valueCode !== undefined ? [each.valueCode] : [],
      );
      parents.set(code, [...(parent === null ? [] : [parent]), ...named]);
      collect(concept ?? [], code);
    }
  };
  collect(codeSystem.concept ?? [], null);
  const ancestors = new Map<string, Set<string>>();
  for (const code of parents.keys()) {
    const above = new Set<string>();
    const climb = (at: string): void => {
      for (const parent of parents.get(at) ?? []) {
        if (above.has(parent)) continue;
        above.add(parent);
        climb(parent);
      }
    };
    climb(code);
    ancestors.set(code, above);
  }
  hierarchies.set(codeSystem, ancestors);
  return ancestors;
}

function anyOf(parts: readonly Membership[]): Membership {
  if (parts.includes('yes')) return 'yes';
  return parts.includes('unknown') ? 'unknown' : 'no';
}

function allOf(parts: readonly Membership[]): Membership {
  if (parts.includes('no')) return 'no';
  return parts.length === 0 || parts.includes('unknown') ? 'unknown' : 'yes';
}
