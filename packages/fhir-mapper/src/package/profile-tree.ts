import type { ElementDefinition, StructureDefinition } from './definitions.ts';

/** One element of a profile with what stands below it. */
export interface ProfileNode {
  definition: ElementDefinition;
  /** last part of the path: `section`, `value[x]` */
  name: string;
  /** elements below, by name, without slices */
  children: Map<string, ProfileNode>;
  /** the slices of this element, in the order of the profile */
  slices: ProfileNode[];
}

/** A profile as a tree, and its elements by id for content references. */
export interface ProfileTree {
  profile: StructureDefinition;
  root: ProfileNode;
  byId: ReadonlyMap<string, ProfileNode>;
}

/** The definitions of a package are not in order: a snapshot names a parent that is not there. */
export class PackageError extends Error {}

/**
 * Builds the tree of a snapshot from the ids of its elements (`Composition.section:history.entry`). Slices of a slice stand beside it:
 * told apart by the same discriminator, they say the same there.
 * @throws PackageError
 */
export function profileTree(profile: StructureDefinition): ProfileTree {
  const byId = new Map<string, ProfileNode>();
  for (const definition of profile.snapshot.element) {
    const name = definition.path.slice(definition.path.lastIndexOf('.') + 1);
    const node: ProfileNode = { definition, name, children: new Map(), slices: [] };
    byId.set(definition.id, node);
    const parentId = definition.id.slice(0, Math.max(definition.id.lastIndexOf('.'), 0));
    if (parentId === '') continue;
    const parent = byId.get(parentId);
    if (parent === undefined) throw new PackageError(`${profile.url}: ${definition.id} has no parent`);
    if (definition.sliceName === undefined || !parent.children.has(name)) parent.children.set(name, node);
    else parent.children.get(name)?.slices.push(node);
  }
  const root = byId.get(profile.snapshot.element[0]?.id ?? '');
  if (root === undefined) throw new PackageError(`${profile.url}: no element`);
  return { profile, root, byId };
}

/** The element whose content another one shares (contentReference); undefined when it has its own. */
export function contentOf(tree: ProfileTree, node: ProfileNode): ProfileNode | undefined {
  const reference = node.definition.contentReference;
  return reference === undefined ? undefined : tree.byId.get(reference.slice(reference.indexOf('#') + 1));
}

/** What stands below an element: its own, or those of the element whose content it shares. */
export function childrenOf(tree: ProfileTree, node: ProfileNode): ReadonlyMap<string, ProfileNode> {
  return node.children.size > 0 ? node.children : (contentOf(tree, node)?.children ?? node.children);
}

/** `fixed[x]` or `pattern[x]` of an element: which of the two, and the value. */
export function prescribedValue(
  definition: ElementDefinition,
): { kind: 'fixed' | 'pattern'; value: unknown } | null {
  for (const [name, value] of Object.entries(definition)) {
    const found = /^(fixed|pattern)[A-Z]/.exec(name);
    if (found) return { kind: found[1] as 'fixed' | 'pattern', value };
  }
  return null;
}
