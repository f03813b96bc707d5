import { XmlError } from './errors.ts';

const UTF8_NAMES = new Set(['utf-8', 'utf8']);
const SHIFT_JIS_NAMES = new Set([
  'shift_jis',
  'shift-jis',
  'sjis',
  'x-sjis',
  'windows-31j',
  'cp932',
  'ms932',
]);

/**
 * Text of an XML message in the encoding it declares itself: byte order mark, then declaration, then UTF-8.
 * The services send Shift_JIS or UTF-8 and both occur in one clinic. Shift_JIS is read with the extensions of
 * Windows (髙, 﨑). A byte sequence that is not a character is an error, never a replacement character.
 * Throws XmlError.
 */
export function decodeXml(bytes: Uint8Array): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof XmlError) throw error;
    throw new XmlError('encoding');
  }
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'shift_jis' {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 256));
  const declared = /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1];
  if (declared === undefined) return 'utf-8';
  const name = declared.toLowerCase();
  if (UTF8_NAMES.has(name)) return 'utf-8';
  if (SHIFT_JIS_NAMES.has(name)) return 'shift_jis';
  throw new XmlError('encoding');
}
