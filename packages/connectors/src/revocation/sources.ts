import { distinguishedName } from '@shirube/eprescription';

/** Where the revocation list of one authority is published. */
export interface RevocationSource {
  /** distinguished name of the authority, in the one form that names are compared in */
  authority: string;
  url: URL;
}

/**
 * The addresses the operator has written down, one a line: the address, white space, the authority's distinguished name
 * (`http://cert.example.jp/sign.crl CN=Sign CA, O=Example, C=JP`). Empty lines and lines with # in front are left out.
 * Throws TypeError naming the line that is none.
 */
export function readRevocationSources(text: string): RevocationSource[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    const [, address = '', name = ''] = /^(\S+)\s+(.+)$/.exec(trimmed) ?? [];
    const authority = distinguishedName(name);
    const url = URL.canParse(address) ? new URL(address) : null;
    if (!authority || !url || !['http:', 'https:'].includes(url.protocol))
      throw new TypeError(
        `line ${index + 1} of the revocation sources is no address with an authority's name`,
      );
    return [{ authority, url }];
  });
}
