/** No input of ours is nested deeper or has more values than this; the deepest is an order inside a visit's draft. */
const deepest = 24;
const mostValues = 20_000;

/**
 * Why a value that came from outside may not be looked at further, or null when it may. Text must be storable: PostgreSQL
 * has no U+0000 and half a surrogate pair is no character. Depth and number of values are bounded before any schema walks them. The
 * reason never repeats the value.
 */
export function unfitInput(value: unknown): 'characters' | 'too_deep' | 'too_many' | null {
  const open: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    seen += 1;
    if (seen > mostValues) return 'too_many';
    if (typeof next.value === 'string') {
      if (!isStorableText(next.value)) return 'characters';
    } else if (typeof next.value === 'object' && next.value !== null) {
      if (next.depth >= deepest) return 'too_deep';
      const inside = Object.entries(next.value);
      if (inside.length > mostValues) return 'too_many';
      for (const [key, each] of inside) {
        if (!isStorableText(key)) return 'characters';
        open.push({ value: each, depth: next.depth + 1 });
      }
    }
  }
  return null;
}

/** Text that the database keeps as it is: no U+0000, no half of a surrogate pair. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
