import type { CodeSystem, Definition, StructureDefinition, ValueSet } from './definitions.ts';
import { type ProfileTree, profileTree } from './profile-tree.ts';

/** The definitions of one or several FHIR packages, looked up by canonical address. What is derived from them is kept. */
export class FhirPackage {
  readonly #profiles = new Map<string, StructureDefinition>();
  readonly #valueSets = new Map<string, ValueSet>();
  readonly #codeSystems = new Map<string, CodeSystem>();
  readonly #trees = new Map<string, ProfileTree>();

  /** Of two definitions with the same address and version the first one holds. */
  constructor(definitions: Iterable<Definition>) {
    for (const definition of definitions) {
      if (definition.resourceType === 'StructureDefinition') keep(this.#profiles, definition);
      else if (definition.resourceType === 'ValueSet') keep(this.#valueSets, definition);
      else keep(this.#codeSystems, definition);
    }
  }

  /** How many definitions there are: profiles, value sets and code systems with their versions. */
  get size(): number {
    return distinct(this.#profiles) + distinct(this.#valueSets) + distinct(this.#codeSystems);
  }

  /** The profile at an address, with or without `|version`; undefined when it is not here, or not in this version. */
  profile(canonical: string): StructureDefinition | undefined {
    return this.#profiles.get(canonical);
  }

  /** @throws PackageError when the profile's snapshot is not in order */
  tree(profile: StructureDefinition): ProfileTree {
    const key = `${profile.url}|${profile.version ?? ''}`;
    const known = this.#trees.get(key);
    if (known !== undefined) return known;
    const tree = profileTree(profile);
    this.#trees.set(key, tree);
    return tree;
  }

  valueSet(canonical: string): ValueSet | undefined {
    return this.#valueSets.get(canonical) ?? this.#valueSets.get(withoutVersion(canonical));
  }

  codeSystem(canonical: string): CodeSystem | undefined {
    return this.#codeSystems.get(canonical) ?? this.#codeSystems.get(withoutVersion(canonical));
  }
}

/** The address of a canonical, without its version. */
export const withoutVersion = (canonical: string): string => canonical.split('|')[0] ?? '';

const distinct = (definitions: ReadonlyMap<string, Definition>): number => new Set(definitions.values()).size;

function keep<T extends { url: string; version?: string }>(map: Map<string, T>, definition: T): void {
  const versioned = `${definition.url}|${definition.version ?? ''}`;
  if (!map.has(versioned)) map.set(versioned, definition);
  if (!map.has(definition.url)) map.set(definition.url, definition);
}
