import { MalformedAnswer } from './failures.ts';

export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** Bytes of a Base64 text; line breaks are allowed. Throws MalformedAnswer naming the element when it is not Base64. */
export function decodeBase64(text: string, name: string): Uint8Array {
  const compact = text.replace(/[\r\n\t ]/g, '');
  if (compact === '' || compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) {
    throw new MalformedAnswer(name);
  }
  return new Uint8Array(Buffer.from(compact, 'base64'));
}
