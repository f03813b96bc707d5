import { isObject, type JsonObject, stringOf } from '../validation/json.ts';
import { isKindOf } from './base-model.ts';
import type { Discriminator } from './definitions.ts';
import type { FhirPackage } from './fhir-package.ts';
import { type Place, resolveReference } from './place.ts';
import { childrenOf, type ProfileNode, type ProfileTree, prescribedValue } from './profile-tree.ts';
import { membership } from './terminology.ts';
import { equalsFixed, matchesPattern, valuesAt } from './values.ts';

/** One occurrence of an element. */
export interface Item {
  value: unknown;
  /** FHIR type of the value: for a choice the one its property names */
  type: string;
}

/** What slicing asks of the validation it is a part of. */
export interface SlicingContext {
  fhirPackage: FhirPackage;
  /** whether a resource claims a profile, or claims none of its kind and fulfils it */
  conformsTo(resource: JsonObject, profile: string, place: Place): boolean;
}

const BY_TYPE: readonly Discriminator[] = [{ type: 'type', path: '$this' }];

/** The slice an item belongs to, by the discriminators of the sliced element; null when none fits. */
export function sliceOf(
  context: SlicingContext,
  tree: ProfileTree,
  sliced: ProfileNode,
  item: Item,
  place: Place,
): ProfileNode | null {
  const discriminators = sliced.definition.slicing?.discriminator ?? BY_TYPE;
  return (
    sliced.slices.find((slice) =>
      discriminators.every((discriminator) => fits(context, tree, slice, discriminator, item, place)),
    ) ?? null
  );
}

function fits(
  context: SlicingContext,
  tree: ProfileTree,
  slice: ProfileNode,
  { type, path }: Discriminator,
  item: Item,
  place: Place,
): boolean {
  const { properties, isResolved } = parsePath(path);
  const node = nodeAt(tree, slice, properties) ?? slice;
  const found = valuesAt(item.value, properties);
  const values = isResolved ? found.flatMap((value) => resolved(value, place)) : found;
  const codes = (node.definition.type ?? []).map(({ code }) => code);
  switch (type) {
    case 'exists':
      return node.definition.max === '0' ? values.length === 0 : values.length > 0;
    case 'type':
      if (properties.length === 0 && !isResolved) return codes.includes(item.type);
      return values.some((value) => codes.some((code) => isKindOf(typeOf(value), code)));
    case 'profile': {
      const profiles = (node.definition.type ?? []).flatMap(({ profile, targetProfile }) =>
        isResolved ? (targetProfile ?? []) : (profile ?? []),
      );
      return values.some(
        (value) => isObject(value) && profiles.some((profile) => context.conformsTo(value, profile, place)),
      );
    }
    default: {
      const expected = expectations(context.fhirPackage, tree, slice, properties);
      return (
        expected.length === 0 || values.some((value) => expected.some((isExpected) => isExpected(value)))
      );
    }
  }
}

type Expectation = (value: unknown) => boolean;

/**
 * What a slice demands at the path of a discriminator: the value fixed there, the part of a pattern that stands higher up, the address of
 * an extension's profile, or membership in a required value set. Empty when it demands nothing.
 */
function expectations(
  fhirPackage: FhirPackage,
  tree: ProfileTree,
  node: ProfileNode,
  properties: readonly string[],
): Expectation[] {
  const [first, ...rest] = properties;
  const prescribed = prescribedValue(node.definition);
  if (prescribed !== null) {
    const compare = prescribed.kind === 'fixed' && first === undefined ? equalsFixed : matchesPattern;
    return valuesAt(prescribed.value, properties).map((wanted) => (value) => compare(value, wanted));
  }
  if (first === undefined) {
    const { strength, valueSet } = node.definition.binding ?? {};
    if (strength !== 'required' || valueSet === undefined) return [];
    return [(value) => isMember(fhirPackage, valueSet, value)];
  }
  const child = childrenOf(tree, node).get(first);
  if (child !== undefined)
    return [child, ...child.slices].flatMap((each) => expectations(fhirPackage, tree, each, rest));
  return (node.definition.type ?? []).flatMap(({ profile }) =>
    (profile ?? []).flatMap((canonical) => {
      const definition = fhirPackage.profile(canonical);
      if (definition === undefined)
        return first === 'url' ? [(value: unknown) => value === canonical.split('|')[0]] : [];
      const below = fhirPackage.tree(definition);
      return expectations(fhirPackage, below, below.root, properties);
    }),
  );
}

function isMember(fhirPackage: FhirPackage, valueSet: string, value: unknown): boolean {
  if (!isObject(value)) return membership(fhirPackage, valueSet, stringOf(value)) !== 'no';
  const codings = Array.isArray(value.coding) ? value.coding.filter(isObject) : [value];
  return codings.some(
    ({ code, system }) => membership(fhirPackage, valueSet, stringOf(code), stringOf(system)) !== 'no',
  );
}

/** `code.coding.system`, `$this`, `resolve()`, `value.ofType(Coding).code`: the simple paths discriminators may use. */
function parsePath(path: string): { properties: string[]; isResolved: boolean } {
  const parts = path.split('.').filter((part) => part !== '$this' && !part.startsWith('ofType('));
  return {
    properties: parts.filter((part) => part !== 'resolve()'),
    isResolved: parts.includes('resolve()'),
  };
}

function nodeAt(
  tree: ProfileTree,
  node: ProfileNode,
  properties: readonly string[],
): ProfileNode | undefined {
  const [first, ...rest] = properties;
  if (first === undefined) return node;
  const children = childrenOf(tree, node);
  const child = children.get(first) ?? children.get(`${first}[x]`);
  return child === undefined ? undefined : nodeAt(tree, child, rest);
}

function resolved(value: unknown, place: Place): JsonObject[] {
  const reference = isObject(value) ? stringOf(value.reference) : '';
  const found = reference === '' ? null : resolveReference(reference, place);
  return found === null ? [] : [found];
}

const typeOf = (value: unknown): string => (isObject(value) ? stringOf(value.resourceType) : '');
