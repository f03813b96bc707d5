/** Decodes standard Base64, line breaks allowed; null when it is empty or not Base64. */
export function decodeBase64(text: string): Uint8Array | null {
  const compact = text.replace(/\s/g, '');
  if (compact === '' || compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return null;
  return new Uint8Array(Buffer.from(compact, 'base64'));
}
