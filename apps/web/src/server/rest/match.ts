import 'server-only';
import type { AnyRestDeclaration } from './declaration.ts';

export type Match =
  | { kind: 'route'; route: AnyRestDeclaration; params: Record<string, string> }
  | { kind: 'other_method'; allow: string }
  | { kind: 'none' };

/** Which route an address below the root and a method mean. */
export function matchRoute(routes: readonly AnyRestDeclaration[], method: string, path: string): Match {
  const given = path.split('/').filter((part) => part !== '');
  const fitting = routes.flatMap((route) => {
    const params = fit(
      route.path.split('/').filter((part) => part !== ''),
      given,
    );
    return params ? [{ route, params }] : [];
  });
  const found = fitting.find(({ route }) => route.method === method);
  if (found) return { kind: 'route', ...found };
  if (fitting.length === 0) return { kind: 'none' };
  return { kind: 'other_method', allow: fitting.map(({ route }) => route.method).join(', ') };
}

function fit(parts: readonly string[], given: readonly string[]): Record<string, string> | null {
  if (parts.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const value = given[index] as string;
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) {
      if (part !== value) return null;
      continue;
    }
    try {
      params[name] = decodeURIComponent(value);
    } catch {
      return null;
    }
  }
  return params;
}
