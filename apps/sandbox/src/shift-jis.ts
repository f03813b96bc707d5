/**
 * Shift_JIS (Windows-31J) writing. The reverse of the platform's own decoder, so that what is written here reads
 * back the same; a character outside the set is an error, never a '?'.
 */
export class NotInShiftJis extends Error {
  constructor(codePoint: number) {
    super(`U+${codePoint.toString(16).toUpperCase()} cannot be written in Shift_JIS`);
    this.name = 'NotInShiftJis';
  }
}

let table: Map<string, number> | undefined;

/** Throws NotInShiftJis for the first character that Windows-31J does not have. */
export function encodeShiftJis(text: string): Uint8Array {
  table ??= buildTable();
  const bytes: number[] = [];
  for (const character of text) {
    const code = table.get(character);
    if (code === undefined) throw new NotInShiftJis(character.codePointAt(0) ?? 0);
    if (code > 0xff) bytes.push(code >> 8);
    bytes.push(code & 0xff);
  }
  return Uint8Array.from(bytes);
}

function buildTable(): Map<string, number> {
  const decoder = new TextDecoder('shift_jis');
  const characters = new Map<string, number>();
  for (let single = 0; single < 0x80; single++) characters.set(String.fromCharCode(single), single);
  for (let kana = 0xa1; kana <= 0xdf; kana++) characters.set(decoder.decode(Uint8Array.of(kana)), kana);
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    // 0xA0-0xDF are single bytes; ED and EE repeat the IBM extension at FA-FC, which is what Windows writes
    if ((lead >= 0xa0 && lead <= 0xdf) || lead === 0xed || lead === 0xee) continue;
    for (let trail = 0x40; trail <= 0xfc; trail++) {
      if (trail === 0x7f) continue;
      const decoded = decoder.decode(Uint8Array.of(lead, trail));
      if (decoded.includes('\uFFFD') || [...decoded].length !== 1) continue;
      if (!characters.has(decoded)) characters.set(decoded, (lead << 8) | trail);
    }
  }
  return characters;
}
