type AbsentKey<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];

/** T with every property that may be undefined made optional. */
export type Present<T> = { [K in Exclude<keyof T, AbsentKey<T>>]: T[K] } & {
  [K in AbsentKey<T>]?: Exclude<T[K], undefined>;
};

/** The object without its undefined properties: FHIR JSON has no null and no empty element (ele-1). */
export function present<T extends object>(element: T): Present<T> {
  return Object.fromEntries(Object.entries(element).filter(([, value]) => value !== undefined)) as Present<T>;
}

/** The list, or undefined when it is empty. */
export function presentList<T>(items: readonly (T | undefined)[]): T[] | undefined {
  const present = items.filter((item) => item !== undefined);
  return present.length === 0 ? undefined : present;
}

/** The text without surrounding spaces, or undefined when nothing is left. */
export function textOf(value: string | null): string | undefined {
  const trimmed = value?.trim();
  return trimmed === '' ? undefined : trimmed;
}

/** Name parts in a name: 全角空白 may not occur (R1113); a half-width blank takes its place. */
export function nameText(value: string): string | undefined {
  return textOf(value.replace(/[\s\u3000]+/g, ' '));
}

/**
 * A text of an examination: the service takes neither half-width kana nor full-width blanks nor control characters in names and texts
 * (observation-lab). They become what they look like; line breaks become blanks.
 */
export function displayText(value: string | null): string | undefined {
  return textOf(
    (value ?? '')
      .replace(/[\uff61-\uff9f]+/g, (run) => run.normalize('NFKC'))
      .replace(/[\s\u3000\p{Cc}]+/gu, ' '),
  );
}
