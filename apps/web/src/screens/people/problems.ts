import type { z } from 'zod';

/** What is wrong with a form, by the name of the field; empty when nothing is. */
export type Problems = Readonly<Record<string, string>>;

const unnamed = '入力を確かめてください。';

/** Holds a form against the schema that the server uses; the first problem of each field counts. */
export function readForm<Schema extends z.ZodType>(
  schema: Schema,
  values: unknown,
): { ok: true; value: z.output<Schema> } | { ok: false; problems: Problems } {
  const result = schema.safeParse(values);
  if (result.success) return { ok: true, value: result.data };
  const problems: Record<string, string> = {};
  for (const issue of result.error.issues) {
    const field = String(issue.path[0] ?? 'form');
    // zod's own English sentences are of no use to a clinic
    problems[field] ??= /[ぁ-ん]/.test(issue.message) ? issue.message : unnamed;
  }
  return { ok: false, problems };
}
