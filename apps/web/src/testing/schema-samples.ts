import fc from 'fast-check';
import type { z } from 'zod';

/** The parts of zod's own description of a schema that are read here. */
interface Definition {
  type: string;
  format?: string;
  pattern?: RegExp;
  checks?: {
    _zod: { def: { check: string; format?: string; pattern?: RegExp; [limit: string]: unknown } };
  }[];
  shape?: Record<string, z.ZodType>;
  element?: z.ZodType;
  innerType?: z.ZodType;
  options?: z.ZodType[];
  items?: z.ZodType[];
  entries?: Record<string, unknown>;
  values?: unknown[];
  valueType?: z.ZodType;
  in?: z.ZodType;
  left?: z.ZodType;
  right?: z.ZodType;
  getter?: () => z.ZodType;
}

export const definitionOf = (schema: z.ZodType) => schema._zod.def as unknown as Definition;

/** Values that a schema accepts, or nearly: what cannot be read off it (refinements) is left to chance. */
export function samplesOf(schema: z.ZodType): fc.Arbitrary<unknown> {
  const definition = definitionOf(schema);
  const inner = definition.innerType;
  switch (definition.type) {
    case 'string':
      return textSamples(definition);
    case 'number':
    case 'int':
      return numberSamples(definition);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'undefined':
    case 'void':
      return fc.constant(undefined);
    case 'any':
    case 'unknown':
      return fc.jsonValue();
    case 'enum':
      return fc.constantFrom(...Object.values(definition.entries ?? {}));
    case 'literal':
      return fc.constantFrom(...(definition.values ?? []));
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'catch':
    case 'readonly':
    case 'nonoptional':
      return samplesOf(inner as z.ZodType);
    case 'lazy':
      return samplesOf((definition.getter as () => z.ZodType)());
    case 'pipe':
      return samplesOf(definition.in as z.ZodType);
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(definition.shape ?? {}).map(([key, each]) => [key, samplesOf(each)]),
        ),
      );
    case 'array':
      return fc.array(samplesOf(definition.element as z.ZodType), { minLength: 1, maxLength: 2 });
    case 'tuple':
      return fc.tuple(...(definition.items ?? []).map(samplesOf));
    case 'record':
      return fc.dictionary(fc.string({ maxLength: 8 }), samplesOf(definition.valueType as z.ZodType), {
        maxKeys: 2,
      });
    case 'union':
      return fc.oneof(...(definition.options ?? []).map(samplesOf));
    case 'intersection':
      return fc
        .tuple(samplesOf(definition.left as z.ZodType), samplesOf(definition.right as z.ZodType))
        .map(([left, right]) => ({ ...(left as object), ...(right as object) }));
    default:
      throw new Error(`no samples of a zod ${definition.type}: teach samplesOf`);
  }
}

/** Every limit of a schema by the name of its check: { max_length: 200 }. */
function limitsOf(definition: Definition): Record<string, number> {
  const limits: Record<string, number> = {};
  for (const { _zod } of definition.checks ?? []) {
    const limit = _zod.def.minimum ?? _zod.def.maximum ?? _zod.def.length ?? _zod.def.value;
    if (typeof limit === 'number') limits[_zod.def.check] = limit;
  }
  return limits;
}

function textSamples(definition: Definition): fc.Arbitrary<string> {
  const format = definition.format ?? definition.checks?.map(({ _zod }) => _zod.def.format).find(Boolean);
  switch (format) {
    case 'uuid':
    case 'guid':
      return fc.uuid();
    case 'date':
      return fc.constantFrom('2026-11-20', '1980-02-29', '1900-01-01');
    case 'datetime':
      return fc.constantFrom('2026-11-20T00:30:00+09:00', '2026-11-19T15:30:00Z');
    case 'url':
      return fc.webUrl();
    case 'email':
      return fc.emailAddress();
    case 'base64':
    case 'base64url':
      return fc.base64String({ maxLength: 40 });
  }
  const pattern = definition.pattern ?? definition.checks?.map(({ _zod }) => _zod.def.pattern).find(Boolean);
  if (pattern) {
    try {
      return fc.stringMatching(new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')), {
        maxLength: 20,
      });
    } catch {
      // fast-check reads no look-around: such a text is left to the valid input
      return fc.string({ maxLength: 20 });
    }
  }
  const { min_length: least = 0, max_length: most = 60, length_equals: exact } = limitsOf(definition);
  return fc.string({
    unit: 'grapheme',
    minLength: exact ?? least,
    maxLength: Math.max(exact ?? least, Math.min(exact ?? most, 60)),
  });
}

function numberSamples(definition: Definition): fc.Arbitrary<number> {
  const { greater_than: least = 0, less_than: most = 1_000 } = limitsOf(definition);
  return fc.integer({ min: Math.ceil(least), max: Math.max(Math.ceil(least), Math.floor(most)) });
}

/** `known` with what it leaves out taken from `sample`: optional parts, empty lists and nulls get something in them. */
export function enrich(known: unknown, sample: unknown): unknown {
  if (known === undefined || known === null || (Array.isArray(known) && known.length === 0)) return sample;
  if (Array.isArray(known)) {
    const [first] = Array.isArray(sample) ? sample : [];
    return known.map((each) => enrich(each, first));
  }
  if (typeof known !== 'object') return known;
  const parts = typeof sample === 'object' && sample !== null ? (sample as Record<string, unknown>) : {};
  const own = known as Record<string, unknown>;
  return Object.fromEntries(
    [...new Set([...Object.keys(parts), ...Object.keys(own)])].map((key) => [
      key,
      enrich(own[key], parts[key]),
    ]),
  );
}
