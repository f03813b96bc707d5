import fs from 'node:fs';
import type { z } from 'zod';

/**
 * What a process reads from its environment. Every variable NAME may also be given as a file: NAME_FILE holds its path, as
 * container platforms hand over secrets; white space around the content is left out. Throws an EnvironmentError that names every
 * variable that is missing or wrong and never shows a value: it ends up in logs and on consoles.
 */
export function readEnvironment<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  source: Readonly<Record<string, string | undefined>>,
): z.output<z.ZodObject<Shape>> {
  const problems: string[] = [];
  const values: Record<string, string | undefined> = {};
  for (const name of Object.keys(schema.shape)) {
    const direct = source[name] || undefined;
    const file = source[`${name}_FILE`] || undefined;
    if (direct !== undefined && file !== undefined)
      problems.push(`${name}: given twice, also as ${name}_FILE`);
    values[name] = direct ?? (file === undefined ? undefined : contentOf(file));
    if (direct === undefined && file !== undefined && values[name] === undefined)
      problems.push(`${name}_FILE: the file can not be read or is empty`);
  }
  const result = schema.safeParse(values);
  if (!result.success)
    for (const issue of result.error.issues) {
      const name = issue.path.join('.');
      const value = values[String(issue.path[0])];
      // our own rules say what is needed; a library's words are kept only while they do not repeat the value
      const words = value !== undefined && issue.message.includes(value) ? 'is not valid' : issue.message;
      problems.push(value === undefined ? `${name}: is missing` : `${name}: ${words}`);
    }
  if (problems.length > 0 || !result.success)
    throw new EnvironmentError(
      `The environment is not complete (see .env.example):\n${[...new Set(problems)].map((problem) => `  ${problem}`).join('\n')}`,
    );
  return result.data;
}

class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

function contentOf(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}
