/** What an attacker, a broken client or an unlucky paste puts where something else is expected. */

export const oversized = '長'.repeat(100_000);

export const hostileTexts: readonly string[] = [
  '',
  ' ',
  oversized,
  'a'.repeat(1_001),
  // what no database keeps
  'a\0b',
  '\ud800',
  '\udc00x',
  // SQL, LIKE and paths
  `' OR '1'='1`,
  `'; DROP TABLE patient; --`,
  `x') UNION SELECT password_hash FROM identity.account --`,
  '%',
  '_%\\',
  '$1',
  '../../../../etc/passwd',
  '..\\..\\windows\\win.ini',
  '%2e%2e%2f%00',
  // scripts and templates
  '<img src=x onerror=alert(1)>',
  `"><script>alert(1)</script>`,
  'javascript:alert(1)',
  '$' + '{7*7}{{7*7}}<%= 7*7 %>',
  // headers, logs, spread sheets, shells
  'x\r\nSet-Cookie: a=b',
  '=HYPERLINK("http://evil.example/","x")',
  '$(id)`id`|id',
  '\u001b[2J',
  // confusables, directions, what grows when it is normalised
  'раtіеnt',
  '\u202egpj.exe',
  'ﷺ'.repeat(40),
  'İIıi',
  'e\u0301\u200d\ufeff',
  '𠮷󠄀👩‍⚕️',
  // dates and numbers that are none, or nearly
  '0000-01-01',
  '0001-01-01',
  '9999-12-31',
  '2026-02-30',
  '-1',
  '1e999',
  'NaN',
  '９９９',
  '__proto__',
  'constructor',
  '00000000-0000-0000-0000-000000000000',
];

export const hostileNumbers: readonly number[] = [
  0,
  -1,
  0.5,
  -0,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  Number.MAX_VALUE,
  // what JSON.parse makes of 1e999
  Number.POSITIVE_INFINITY,
];

/** What has broken something before: tried at every place of every input, whatever else is left to chance. */
export const sharpest: readonly unknown[] = [
  null,
  'a\0b',
  '\ud800',
  oversized,
  '0000-01-01',
  '99999999999',
  -1,
  2 ** 31,
  2 ** 53,
  Number.POSITIVE_INFINITY,
  {},
];

/** Made anew each time: an attack may not change what the next one sends. */
export const hostileThings = (): unknown[] => [
  null,
  undefined,
  true,
  [],
  [[]],
  {},
  { $ne: null },
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
  JSON.parse('{"toString":"x","valueOf":"x","then":"x"}'),
  nested(2_000),
  Array.from({ length: 5_000 }, () => 'x'),
];

function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = { value };
  return value;
}

export type Path = readonly (string | number)[];

/** Every place in a value, itself included: the outermost first. */
export function placesIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [
    at,
    ...Object.entries(value).flatMap(([key, each]) =>
      placesIn(each, [...at, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], value);

/** A copy of `value` with `instead` at one place. */
export function replaceAt(value: unknown, path: Path, instead: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return instead;
  if (Array.isArray(value))
    return value.map((each, index) => (index === key ? replaceAt(each, rest, instead) : each));
  const own = value as Record<string, unknown>;
  return { ...own, [key]: replaceAt(own[key as string], rest, instead) };
}

/** A copy of `value` without what stands at one place of an object. */
export function removeAt(value: unknown, path: Path): unknown {
  const parent = path.slice(0, -1);
  const { [path.at(-1) as string]: _removed, ...rest } = valueAt(value, parent) as Record<string, unknown>;
  return replaceAt(value, parent, rest);
}
