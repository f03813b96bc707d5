import { compile, type UserInvocationTable } from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { isObject, objectsOf, stringOf } from '../validation/json.ts';
import type { Constraint } from './definitions.ts';
import type { FhirPackage } from './fhir-package.ts';
import { type Place, resolveReference } from './place.ts';
import { membership } from './terminology.ts';

/**
 * Rules that are not evaluated as they are written. ele-1 and ext-1 hold for every element and are looked at while walking; dom-3 (every
 * contained resource is referred to) uses `as` on lists, which the standard forbids, and is written out below; dom-6 asks for a narrative
 * for people, which this service does not want; txt-1 and txt-2 are about HTML that nobody here renders.
 */
const ELSEWHERE = new Set(['ele-1', 'ext-1', 'dom-6', 'txt-1', 'txt-2']);

export type Verdict = 'holds' | 'broken' | 'not evaluated';

type Evaluator = (data: unknown, variables: Record<string, unknown>) => unknown[];

/** Evaluates invariants in FHIRPath; every expression is compiled once. */
export class Invariants {
  readonly #fhirPackage: FhirPackage;
  readonly #compiled = new Map<string, Evaluator | null>();
  /** where the evaluation under way stands: functions of the engine are told the value only */
  #place: Place | null = null;

  constructor(fhirPackage: FhirPackage) {
    this.#fhirPackage = fhirPackage;
  }

  /** `key`: the FHIR type or path of the element, under which its properties are known. */
  check(constraint: Constraint, value: unknown, key: string, place: Place): Verdict {
    if (constraint.expression === undefined || ELSEWHERE.has(constraint.key)) return 'holds';
    if (constraint.key === 'dom-3') return isEveryContainedUsed(value) ? 'holds' : 'broken';
    const evaluator = this.#compile(constraint.expression, key);
    if (evaluator === null) return 'not evaluated';
    const before = this.#place;
    this.#place = place;
    try {
      const result = evaluator(value, { resource: place.resource, rootResource: place.rootResource });
      // an empty result is not true; anything but a Boolean is there, which is what a rule asks
      return result.length > 0 && result.every((each) => each !== false) ? 'holds' : 'broken';
    } catch {
      return 'not evaluated';
    } finally {
      this.#place = before;
    }
  }

  #compile(expression: string, key: string): Evaluator | null {
    const name = `${key}\n${expression}`;
    const known = this.#compiled.get(name);
    if (known !== undefined) return known;
    let evaluator: Evaluator | null;
    try {
      const options = { userInvocationTable: this.#functions, traceFn: () => {} };
      evaluator = compile({ base: key, expression }, r4, options) as Evaluator;
    } catch {
      evaluator = null;
    }
    this.#compiled.set(name, evaluator);
    return evaluator;
  }

  /** The functions that need the package, or what stands around the element; the engine's own would ask servers. */
  readonly #functions: UserInvocationTable = {
    memberOf: {
      fn: (inputs: unknown[], canonical: string) => inputs.map((input) => this.#isMember(input, canonical)),
      arity: { 0: [], 1: ['String'] },
      internalStructures: false,
    },
    resolve: {
      fn: (inputs: EngineNode[]) => inputs.flatMap((input) => this.#resolve(input)),
      arity: { 0: [] },
      internalStructures: true,
    },
  };

  /** What is not known to be outside of a value set is not held against anybody. */
  #isMember(input: unknown, canonical: string): boolean {
    const codings = isObject(input)
      ? input.coding === undefined
        ? [input]
        : objectsOf(input.coding)
      : [{ code: input }];
    return codings.some(({ code, system }) => {
      const text = typeof system === 'string' ? system : undefined;
      return membership(this.#fhirPackage, canonical, stringOf(code), text) !== 'no';
    });
  }

  /** As a node of the engine's own kind: only of such does it know the type. */
  #resolve(input: EngineNode): EngineNode[] {
    const reference = isObject(input.data) ? stringOf(input.data.reference) : stringOf(input.data);
    const found = this.#place === null ? null : resolveReference(reference, this.#place);
    if (found === null) return [];
    return [new input.constructor(input.ctx, found, null, found.resourceType, null, found.resourceType)];
  }
}

/** A value inside the FHIRPath engine. */
interface EngineNode {
  data: unknown;
  ctx: unknown;
  constructor: new (...parts: unknown[]) => EngineNode;
}

/** dom-3: a contained resource is referred to from the resource, or refers to it. */
function isEveryContainedUsed(resource: unknown): boolean {
  if (!isObject(resource)) return true;
  const referred = new Set<string>();
  const collect = (value: unknown, within: string | null): void => {
    if (Array.isArray(value)) for (const each of value) collect(each, within);
    else if (isObject(value))
      for (const [name, each] of Object.entries(value)) {
        if (typeof each !== 'string') collect(each, within);
        else if (each === '#' && within !== null) referred.add(within);
        else if (each.startsWith('#') && (name === 'reference' || /uri|url|canonical/i.test(name)))
          referred.add(each.slice(1));
      }
  };
  const { contained, ...own } = resource;
  collect(own, null);
  for (const each of objectsOf(contained)) collect(each, stringOf(each.id));
  return objectsOf(contained).every(({ id }) => referred.has(stringOf(id)));
}
