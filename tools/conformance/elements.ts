import fs from 'node:fs';
import path from 'node:path';

/** Which elements resources use: by resource type, the paths of their values without indexes (`Condition.code.coding.display`). */
export type UsedElements = Map<string, Set<string>>;

/** The elements of every resource in the JSON files, those in Bundles and contained ones under their own type. */
export function usedElements(files: readonly string[]): UsedElements {
  const used: UsedElements = new Map();
  for (const file of files) collect(JSON.parse(fs.readFileSync(file, 'utf8')), '', used);
  return used;
}

export const jsonFilesBelow = (directory: string): string[] =>
  fs
    .globSync('**/*.json', { cwd: directory })
    .sort()
    .map((file) => path.join(directory, file));

function collect(value: unknown, at: string, used: UsedElements): void {
  if (Array.isArray(value)) for (const each of value) collect(each, at, used);
  else if (typeof value === 'object' && value !== null) {
    const { resourceType, ...elements } = value as Record<string, unknown>;
    const here = typeof resourceType === 'string' ? resourceType : at;
    // what an extension says is told apart by its address, which is what both sides must agree in
    const url =
      typeof elements.url === 'string' && here.endsWith('xtension') ? `(${last(elements.url)})` : '';
    for (const [name, each] of Object.entries(elements)) {
      const isLeaf = typeof each !== 'object' || (Array.isArray(each) && typeof each[0] !== 'object');
      if (isLeaf) note(used, `${here}${url}.${name}`);
      collect(each, `${here}${url}.${name}`, used);
    }
  }
}

const last = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

function note(used: UsedElements, element: string): void {
  const type = element.slice(0, element.search(/[.(]/));
  used.set(type, (used.get(type) ?? new Set()).add(element));
}

/** One table row for each element: does the official example use it, do ours. Only types that both have. */
export function comparison(official: UsedElements, ours: UsedElements): string[] {
  const lines: string[] = [];
  for (const type of [...official.keys()].filter((each) => ours.has(each)).sort()) {
    const none: ReadonlySet<string> = new Set();
    const [theirs, own] = [official.get(type) ?? none, ours.get(type) ?? none];
    const all = [...new Set([...theirs, ...own])].sort();
    const both = all.filter((element) => theirs.has(element) && own.has(element)).length;
    lines.push(
      '',
      `### ${type}: ${both} of ${theirs.size} elements of the official examples are in ours`,
      '',
      '| element | official | ours |',
      '|---|---|---|',
      ...all.map((element) => {
        const mark = (set: ReadonlySet<string>) => (set.has(element) ? '○' : '');
        return `| \`${element.slice(type.length).replace(/^\./, '')}\` | ${mark(theirs)} | ${mark(own)} |`;
      }),
    );
  }
  return lines;
}
