/** For comparing names: NFKC, without spaces, lower case. */
export function comparableName(name: string): string {
  return name.normalize('NFKC').replace(/\s/g, '').toLowerCase();
}
