import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

/**
 * A distinguished name in one form, whatever the order, case and spacing it was written in; to look things up by, never to trust by.
 * Null when it is none.
 */
export function distinguishedName(name: string): string | null {
  try {
    const parts = new x509.Name(name)
      .toJSON()
      .flatMap((each) =>
        Object.entries(each).flatMap(([type, values]) => values.map((value) => `${type}=${value}`)),
      )
      .map((part) => part.trim().toLowerCase().replace(/\s+/g, ' '));
    return parts.length === 0 ? null : parts.sort().join(',');
  } catch {
    return null;
  }
}

/** The name of who holds a certificate (DER), in that form; null when the certificate cannot be read. */
export function holderName(certificate: Uint8Array): string | null {
  try {
    return distinguishedName(new x509.X509Certificate(new Uint8Array(certificate)).subject);
  } catch {
    return null;
  }
}
