import type { Findings } from '../validation/issue.ts';
import { isObject, type JsonObject, objectsOf, stringOf } from '../validation/json.ts';

/** Everything in a document belongs to it: each entry is linked with the Composition, directly or by others, in either direction. */
export function checkReachable(findings: Findings, bundle: JsonObject, path: string): void {
  const entries = objectsOf(bundle.entry);
  const byName = new Map<string, number>();
  entries.forEach(({ fullUrl, resource }, index) => {
    byName.set(stringOf(fullUrl), index);
    if (isObject(resource)) byName.set(`${stringOf(resource.resourceType)}/${stringOf(resource.id)}`, index);
  });
  const links = entries.map(() => new Set<number>());
  entries.forEach(({ resource }, from) => {
    for (const reference of referencesIn(resource)) {
      const to = byName.get(reference);
      if (to === undefined) continue;
      links[from]?.add(to);
      links[to]?.add(from);
    }
  });
  const reached = new Set([0]);
  for (const at of reached) for (const next of links[at] ?? []) reached.add(next);
  entries.forEach((_, index) => {
    if (!reached.has(index))
      findings.error('reference', `${path}.entry[${index}]`, '文書のどこからも参照されていない内容です。');
  });
}

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    name === 'reference' && typeof each === 'string' ? [each] : referencesIn(each),
  );
}
