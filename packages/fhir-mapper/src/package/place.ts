import { type JsonObject, listOf, objectOf, objectsOf, stringOf } from '../validation/json.ts';

/** Where an element stands: what `%resource`, `%rootResource` and resolve() mean there. */
export interface Place {
  /** the resource the element belongs to */
  resource: JsonObject;
  /** the resource that contains `resource`; itself when nothing contains it */
  rootResource: JsonObject;
  /** the innermost Bundle it is an entry of */
  bundle: JsonObject | null;
}

/** The resource a reference leads to inside what is at hand: contained, or an entry of the same Bundle. */
export function resolveReference(reference: string, { rootResource, bundle }: Place): JsonObject | null {
  if (reference === '#') return rootResource;
  if (reference.startsWith('#')) {
    const id = reference.slice(1);
    return objectsOf(rootResource.contained).find((each) => each.id === id) ?? null;
  }
  for (const entry of objectsOf(bundle?.entry)) {
    const resource = objectOf(entry.resource);
    const isNamed = `${stringOf(resource.resourceType)}/${stringOf(resource.id)}` === reference;
    if (entry.fullUrl === reference || isNamed) return resource;
  }
  return null;
}

/** The place of a resource that stands in, or is referred to from, another place. */
export function placeOf(resource: JsonObject, from: Place): Place {
  if (resource === from.rootResource || resource === from.resource) return from;
  if (listOf(from.rootResource.contained).includes(resource)) return { ...from, resource };
  const bundle = from.resource.resourceType === 'Bundle' ? from.resource : from.bundle;
  return { resource, rootResource: resource, bundle };
}
