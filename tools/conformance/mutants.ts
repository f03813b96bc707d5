import fs from 'node:fs';
import path from 'node:path';
import type { Example } from './examples.ts';

/** How many changes are made to a Bundle, and to a single resource. */
const PER_BUNDLE = 12;
const PER_RESOURCE = 3;

type Json = Record<string, unknown> | unknown[];

/**
 * Spoils the examples in ways nobody thought out: elements left out, doubled, replaced, invented. What the judge says of them is held
 * against what the validation by packages says. The same changes in every run.
 */
export function writeMutants(examples: readonly Example[], from: string, to: string): void {
  const next = numbers(20261120);
  fs.mkdirSync(to, { recursive: true });
  for (const { file } of examples) {
    const text = fs.readFileSync(path.join(from, file), 'utf8');
    const count = path.basename(file).startsWith('Bundle') ? PER_BUNDLE : PER_RESOURCE;
    for (let number = 1; number <= count; number += 1) {
      const resource: Json = JSON.parse(text);
      spoil(resource, next);
      fs.writeFileSync(
        path.join(to, `${path.basename(file, '.json')}-${number}.json`),
        JSON.stringify(resource, null, 1),
      );
    }
  }
}

function spoil(resource: Json, next: (below: number) => number): void {
  const places = placesIn(resource);
  const [holder, key] = places[next(places.length)] as [Json, string];
  const kind = next(3);
  if (Array.isArray(holder)) {
    if (kind === 0 && holder.length > 1) holder.splice(Number(key), 1);
    else if (kind === 1) holder.push(structuredClone(holder[Number(key)]));
    else holder[Number(key)] = spoiled(holder[Number(key)]);
  } else if (kind === 0) delete holder[key];
  else if (kind === 1) holder[key] = spoiled(holder[key]);
  else holder.invented = 'x';
}

function spoiled(value: unknown): unknown {
  if (typeof value === 'string') return 'x';
  if (Array.isArray(value)) return [...value, ...structuredClone(value)];
  return typeof value === 'object' ? { invented: 'x' } : 'x';
}

function placesIn(value: unknown): [Json, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [[value as Json, key], ...placesIn(each)]);
}

/** Numbers below a limit, the same for the same seed (a linear congruential generator). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}
