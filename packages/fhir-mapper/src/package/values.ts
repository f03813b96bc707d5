import { isObject } from '../validation/json.ts';

/** fixed[x]: exactly this value, nothing more. */
export function equalsFixed(value: unknown, fixed: unknown): boolean {
  if (Array.isArray(fixed))
    return (
      Array.isArray(value) &&
      value.length === fixed.length &&
      fixed.every((each, at) => equalsFixed(value[at], each))
    );
  if (!isObject(fixed)) return value === fixed;
  if (!isObject(value) || Object.keys(value).length !== Object.keys(fixed).length) return false;
  return Object.entries(fixed).every(([name, each]) => equalsFixed(value[name], each));
}

/** pattern[x]: at least this; every element of a list in the pattern is matched by one of the value. */
export function matchesPattern(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern))
    return (
      Array.isArray(value) && pattern.every((wanted) => value.some((each) => matchesPattern(each, wanted)))
    );
  if (!isObject(pattern)) return value === pattern;
  return (
    isObject(value) && Object.entries(pattern).every(([name, each]) => matchesPattern(value[name], each))
  );
}

/** The values at a path of property names, lists opened. */
export function valuesAt(value: unknown, properties: readonly string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((each) => valuesAt(each, properties));
  const [first, ...rest] = properties;
  if (first === undefined) return value === undefined ? [] : [value];
  return isObject(value) ? valuesAt(value[first], rest) : [];
}
