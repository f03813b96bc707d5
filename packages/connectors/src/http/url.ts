/** A request would leave the address space this clinic configured. */
export class AddressRefused extends Error {
  constructor() {
    super('address outside the configured base URL');
    this.name = 'AddressRefused';
  }
}

/**
 * Address below a configured base URL. Segments are single path segments: they cannot climb or change the host.
 * Throws AddressRefused.
 */
export function addressBelow(
  baseUrl: string,
  segments: readonly string[],
  query?: Record<string, string>,
): URL {
  const base = new URL(baseUrl);
  const prefix = base.pathname.replace(/\/+$/, '');
  if (segments.some((segment) => !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(segment))) throw new AddressRefused();
  const address = new URL(base);
  address.pathname = segments.length === 0 ? base.pathname : `${prefix}/${segments.join('/')}`;
  for (const [name, value] of Object.entries(query ?? {})) address.searchParams.set(name, value);
  return address;
}
