/** NFKC without spaces: units and strengths of the masters are written in full width. */
export function toHalfWidth(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '');
}
