import { Findings } from '../validation/issue.ts';
import { isObject, type JsonObject, listOf, objectOf, stringOf } from '../validation/json.ts';
import { isKindOf, isPrimitive, isResourceType, isWrittenAs, propertyOf } from './base-model.ts';
import { checkReachable } from './document-rules.ts';
import { labelOf, tooFew, tooMany } from './element-messages.ts';
import {
  checkBinding,
  checkCoding,
  checkConstraints,
  checkPrescribed,
  checkReference,
  checkReferenceType,
  type RuleContext,
} from './element-rules.ts';
import { type FhirPackage, withoutVersion } from './fhir-package.ts';
import { Invariants } from './invariants.ts';
import { type Place, placeOf } from './place.ts';
import { childrenOf, contentOf, type ProfileNode, type ProfileTree } from './profile-tree.ts';
import { type Item, sliceOf } from './slicing.ts';

/** Profiles of the base specification say nothing that R4's own model does not. */
const CORE = 'http://hl7.org/fhir/StructureDefinition/';
const MAXIMUM_DEPTH = 60;
const MAXIMUM_ELEMENTS = 500_000;

/** The Bundle is deeper or larger than validation follows. */
export class TooLarge extends Error {}

/** One occurrence of an element with its place in the JSON. */
interface Occurrence extends Item {
  path: string;
  /** FHIR type or path under which R4 knows the properties of the value */
  key: string;
  /** id and extensions of a primitive value (`_birthDate`) */
  beside: unknown;
}

/** An element of a profile: the node and the tree it stands in. */
interface Spot {
  tree: ProfileTree;
  node: ProfileNode;
}

/** What several walks over the same Bundle share. */
interface Shared {
  invariants: Invariants;
  conforming: Map<JsonObject, Map<string, boolean>>;
  remaining: number;
}

/** Walks a resource with all it holds along the profiles and writes down what does not fit. */
export class Walk implements RuleContext {
  readonly findings = new Findings();
  readonly fhirPackage: FhirPackage;
  readonly #shared: Shared;
  readonly #walked = new Map<JsonObject, Set<string>>();

  constructor(fhirPackage: FhirPackage, shared?: Shared) {
    this.fhirPackage = fhirPackage;
    this.#shared = shared ?? {
      invariants: new Invariants(fhirPackage),
      conforming: new Map(),
      remaining: MAXIMUM_ELEMENTS,
    };
  }

  get invariants(): Invariants {
    return this.#shared.invariants;
  }

  /**
   * A resource by the profiles it claims and those asked of it where it stands; by R4 alone when there are none.
   * @throws TooLarge
   */
  resource(resource: JsonObject, path: string, place: Place, asked: readonly string[], depth = 0): void {
    const type = stringOf(resource.resourceType);
    if (!isResourceType(type)) {
      this.findings.error('type', path, 'リソースの種類（resourceType）が正しくありません。');
      return;
    }
    let isWalked = false;
    for (const canonical of new Set([...claimsOf(resource), ...asked])) {
      const tree = this.#treeFor(resource, canonical, path);
      if (tree === null) continue;
      isWalked = true;
      this.#along(tree, resource, path, place, depth);
    }
    if (!isWalked) this.#object(resource, type, null, path, place, depth);
  }

  /** True for a resource that claims the profile, and for one that does not and fulfils it all the same. */
  conformsTo(resource: JsonObject, canonical: string, place: Place): boolean {
    const profile = this.fhirPackage.profile(canonical);
    if (claimsOf(resource).some((each) => withoutVersion(each) === withoutVersion(canonical))) return true;
    if (profile === undefined || profile.type !== resource.resourceType) return false;
    const known = this.#shared.conforming.get(resource) ?? new Map<string, boolean>();
    this.#shared.conforming.set(resource, known);
    const before = known.get(profile.url);
    if (before !== undefined) return before;
    // resources refer to each other in circles: what is being found out counts as fulfilled meanwhile
    known.set(profile.url, true);
    const walk = new Walk(this.fhirPackage, this.#shared);
    walk.#along(this.fhirPackage.tree(profile), resource, '', placeOf(resource, place), 0);
    const conforms = walk.findings.issues.every(({ severity }) => severity !== 'error');
    known.set(profile.url, conforms);
    return conforms;
  }

  /** The tree of a profile that a resource is to be walked along; null, with what is to be said, when it cannot be. */
  #treeFor(resource: JsonObject, canonical: string, path: string): ProfileTree | null {
    if (canonical.startsWith(CORE)) return null;
    const profile = this.fhirPackage.profile(canonical);
    const name = withoutVersion(canonical);
    if (profile === undefined) {
      const sentence = `プロファイル（${canonical}）が、読み込んだパッケージにありません。`;
      if (claimsOf(resource).includes(canonical))
        this.findings.error('profile', `${path}.meta.profile`, sentence);
      else this.findings.warning('profile', path, `${sentence}確かめられません。`);
      return null;
    }
    if (profile.type !== resource.resourceType) {
      this.findings.error(
        'profile',
        path,
        `プロファイル（${name}）は ${profile.type} のもので、ここには使えません。`,
      );
      return null;
    }
    return this.fhirPackage.tree(profile);
  }

  #along(tree: ProfileTree, resource: JsonObject, path: string, place: Place, depth: number): void {
    const known = this.#walked.get(resource) ?? new Set<string>();
    if (known.has(tree.profile.url)) return;
    this.#walked.set(resource, known.add(tree.profile.url));
    const key = tree.profile.type;
    checkConstraints(this, tree.root.definition, { value: resource, path, key }, place);
    this.#object(resource, key, { tree, node: tree.root }, path, place, depth);
    if (resource.type === 'document' && key === 'Bundle') checkReachable(this.findings, resource, path);
  }

  /** The properties of one object: known to R4, and as the profile wants them. */
  #object(
    value: JsonObject,
    key: string,
    spot: Spot | null,
    path: string,
    place: Place,
    depth: number,
  ): void {
    if (depth > MAXIMUM_DEPTH) throw new TooLarge();
    if (key === 'Coding') checkCoding(this, value, path);
    if (key === 'Reference') checkReferenceType(this, value, path);
    const children = spot === null ? new Map<string, ProfileNode>() : childrenOf(spot.tree, spot.node);
    const found = new Map<string, Occurrence[]>();
    for (const property of propertiesOf(value)) {
      const child = children.has(property) ? property : choiceOf(property, children);
      const occurrences = this.#occurrences(value, property, key, path);
      if (child !== null) found.set(child, [...(found.get(child) ?? []), ...occurrences]);
      else for (const each of occurrences) this.#item(each, null, null, place, depth);
    }
    if (spot === null) return;
    for (const [name, node] of children)
      this.#element({ tree: spot.tree, node }, found.get(name) ?? [], `${path}.${name}`, place, depth);
  }

  /** The values of one property, each with the id and extensions that stand beside a primitive. */
  #occurrences(value: JsonObject, property: string, key: string, path: string): Occurrence[] {
    const known = propertyOf(key, property);
    const at = `${path}.${property}`;
    if (known === null) {
      this.findings.error('unknown-element', at, `この場所では使えない項目です（${property}）。`);
      return [];
    }
    const given = value[property];
    const beside = value[`_${property}`];
    const isList = Array.isArray(given ?? beside);
    if (known.repeats !== null && known.repeats !== isList) {
      const sentence = isList
        ? '1つだけの項目が、リストになっています。'
        : 'くり返しの項目が、リストになっていません。';
      this.findings.error('type', at, sentence);
      return [];
    }
    if (!isList) return [{ value: given, beside, type: known.type, key: known.key, path: at }];
    const length = Math.max(listOf(given).length, listOf(beside).length);
    if (length === 0) this.findings.error('ele-1', at, '中身のない項目です。');
    return Array.from({ length }, (_, index) => ({
      value: listOf(given)[index] ?? undefined,
      beside: listOf(beside)[index] ?? undefined,
      type: known.type,
      key: known.key,
      path: `${at}[${index}]`,
    }));
  }

  /** All occurrences of one element of a profile: how many, in which slices, in which order. */
  #element(spot: Spot, items: readonly Occurrence[], path: string, place: Place, depth: number): void {
    const { tree, node } = spot;
    this.#count(node, items.length, path);
    if (node.slices.length === 0) {
      for (const item of items) this.#item(item, spot, spot, place, depth);
      return;
    }
    const counts = new Map<ProfileNode, number>();
    let latest = 0;
    for (const item of items) {
      const slice = sliceOf(this, tree, node, item, place);
      const { rules, ordered } = node.definition.slicing ?? {};
      if (slice === null) {
        if (rules === 'closed')
          this.findings.error(
            'slice',
            item.path,
            `${labelOf(node.definition)}に、定められたどの種類にも当てはまらないものがあります。`,
          );
        this.#item(item, spot, spot, place, depth);
        continue;
      }
      const position = node.slices.indexOf(slice);
      if (ordered === true && position < latest)
        this.findings.error(
          'slice',
          item.path,
          `${labelOf(node.definition)}の順序が、定められた順と違います。`,
        );
      latest = Math.max(latest, position);
      counts.set(slice, (counts.get(slice) ?? 0) + 1);
      this.#item(item, { tree, node: slice }, spot, place, depth);
    }
    for (const slice of node.slices)
      this.#count(slice, counts.get(slice) ?? 0, `${path}:${slice.definition.sliceName}`);
  }

  #count({ definition }: ProfileNode, count: number, path: string): void {
    const { min, max } = definition;
    const label = labelOf(definition);
    if (count < min) this.findings.error('cardinality', path, tooFew(label, min, count));
    if (max !== '*' && count > Number(max)) this.findings.error('cardinality', path, tooMany(label, max));
  }

  /** One occurrence by the rules of its element (or slice) and by what R4 says of its type. */
  #item(item: Occurrence, spot: Spot | null, base: Spot | null, place: Place, depth: number): void {
    this.#shared.remaining -= 1;
    if (this.#shared.remaining < 0) throw new TooLarge();
    if (spot !== null) this.#rules(item, spot.node, place);
    if (base !== null) this.#sharedRules(item, base, place);
    if (isPrimitive(item.type)) {
      this.#primitive(item, spot, place, depth);
      return;
    }
    const { value, path } = item;
    if (!isObject(value) || Object.keys(value).length === 0) {
      this.findings.error('ele-1', path, '中身のない項目です。');
      return;
    }
    const profiles = (spot?.node.definition.type ?? []).flatMap(({ profile }) => profile ?? []);
    if (item.type === 'Resource') {
      this.resource(value, path, placeOf(value, place), profiles, depth + 1);
      return;
    }
    if (item.type === 'Extension') this.#extension(value, path);
    // a slice without elements of its own has those of the element it is a slice of
    const content = spot !== null && childrenOf(spot.tree, spot.node).size === 0 ? base : spot;
    const isOpen = content !== null && childrenOf(content.tree, content.node).size > 0;
    if (isOpen || profiles.length === 0)
      this.#object(value, item.key, isOpen ? content : null, path, place, depth + 1);
    for (const canonical of profiles) this.#typeProfile(canonical, value, item, place, depth);
  }

  #rules(item: Occurrence, { definition }: ProfileNode, place: Place): void {
    const types = definition.type ?? [];
    const type = item.type === 'Resource' ? stringOf(objectOf(item.value).resourceType) : item.type;
    if (types.length > 0 && !types.some(({ code }) => isAllowedType(type, code))) {
      this.findings.error('type', item.path, `${labelOf(definition)}に使えない種類の値です。`);
      return;
    }
    if (item.value === undefined) return;
    checkPrescribed(this, definition, item);
    checkBinding(this, definition, item);
    if (item.type === 'Reference') checkReference(this, definition, item, place);
    if (item.type !== 'Resource') checkConstraints(this, definition, item, place);
  }

  /** An element that shares the content of another (a section inside a section) keeps its invariants too. */
  #sharedRules(item: Occurrence, { tree, node }: Spot, place: Place): void {
    const shared = contentOf(tree, node);
    if (shared !== undefined && item.value !== undefined)
      checkConstraints(this, shared.definition, item, place);
  }

  #primitive(
    { value, beside, type, path }: Occurrence,
    spot: Spot | null,
    place: Place,
    depth: number,
  ): void {
    if (value === undefined && beside === undefined)
      this.findings.error('ele-1', path, '中身のない項目です。');
    if (value !== undefined && !isWrittenAs(type, value))
      this.findings.error('type', path, `「${lastOf(path)}」の書き方が正しくありません（${type}）。`);
    if (isObject(beside)) this.#object(beside, 'Element', spot, path, place, depth + 1);
  }

  /** An extension says what it is; ext-1: it has a value or extensions, not both. */
  #extension(value: JsonObject, path: string): void {
    if (stringOf(value.url) === '')
      this.findings.error('cardinality', `${path}.url`, '拡張の種類（url）がありません。');
    const hasValue = Object.keys(value).some((name) => /^_?value[A-Z]/.test(name));
    if (hasValue === (value.extension !== undefined))
      this.findings.error('ext-1', path, '拡張には、値か内側の拡張のどちらか一方だけが必要です。');
  }

  /** A profile of a datatype or an extension. */
  #typeProfile(canonical: string, value: JsonObject, item: Occurrence, place: Place, depth: number): void {
    const profile = this.fhirPackage.profile(canonical);
    if (profile === undefined) {
      this.#object(value, item.key, null, item.path, place, depth + 1);
      if (!canonical.startsWith(CORE))
        this.findings.warning(
          'profile',
          item.path,
          `定義（${canonical}）がパッケージにないため、確かめられません。`,
        );
      return;
    }
    const tree = this.fhirPackage.tree(profile);
    checkConstraints(this, tree.root.definition, item, place);
    this.#object(value, item.key, { tree, node: tree.root }, item.path, place, depth + 1);
  }
}

const claimsOf = (resource: JsonObject): string[] => listOf(objectOf(resource.meta).profile).map(stringOf);

const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** Names of the elements of an object: a primitive may be there by its extensions only (`_birthDate`). */
function propertiesOf(value: JsonObject): Set<string> {
  const names = Object.keys(value).map((name) => (name.startsWith('_') ? name.slice(1) : name));
  const properties = new Set(names);
  properties.delete('resourceType');
  return properties;
}

/** `value[x]` for `valueQuantity`. */
function choiceOf(property: string, children: ReadonlyMap<string, ProfileNode>): string | null {
  for (const name of children.keys())
    if (name.endsWith('[x]')) {
      const stem = name.slice(0, -3);
      if (property.startsWith(stem) && /^[A-Z]/.test(property.slice(stem.length))) return name;
    }
  return null;
}

function isAllowedType(type: string, code: string): boolean {
  if (code === 'http://hl7.org/fhirpath/System.String') return type === 'System.String' || type === 'id';
  return type === code || isKindOf(type, code);
}
