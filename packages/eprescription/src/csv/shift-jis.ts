/**
 * Shift_JIS as the readers of prescription symbols take it: CP932 (Microsoft's), without its private area. What has no place
 * there becomes ■ (81A1), as JAHIS 院外処方箋2次元シンボル記録条件規約 asks for 外字; nothing becomes a question mark.
 */
const replacement = '■';

/** Characters that other systems write for what CP932 maps elsewhere: the same mark, another number. */
const sameMark: Readonly<Record<string, string>> = {
  '\u301c': '～',
  '\u2212': '－',
  '\u2014': '―',
  '\u2016': '∥',
  '\u00a5': '￥',
  '\u00a2': '￠',
  '\u00a3': '￡',
  '\u00ac': '￢',
  '\u203e': '￣',
};

/**
 * Every double-byte character of CP932. The platform's decoder is the table; of characters that stand twice, the NEC copies of
 * IBM's (lead bytes ED and EE) give way and otherwise the first is taken, as Windows does.
 */
function doubleByteTable(): Map<string, readonly [number, number]> {
  const decoder = new TextDecoder('shift_jis', { fatal: true });
  const table = new Map<string, readonly [number, number]>();
  for (let lead = 0x81; lead <= 0xfc; lead += 1) {
    if ((lead > 0x9f && lead < 0xe0) || lead === 0xed || lead === 0xee || (lead >= 0xf0 && lead <= 0xf9))
      continue;
    for (let trail = 0x40; trail <= 0xfc; trail += 1) {
      if (trail === 0x7f) continue;
      try {
        const character = decoder.decode(Uint8Array.of(lead, trail));
        if ([...character].length === 1 && !table.has(character)) table.set(character, [lead, trail]);
      } catch {
        // no character stands here
      }
    }
  }
  return table;
}

let doubleBytes: Map<string, readonly [number, number]> | undefined;

function bytesOf(character: string): readonly number[] | null {
  const code = character.charCodeAt(0);
  if (character.length === 1 && code < 0x80) return [code];
  if (character.length === 1 && code >= 0xff61 && code <= 0xff9f) return [code - 0xff61 + 0xa1];
  doubleBytes ??= doubleByteTable();
  return doubleBytes.get(sameMark[character] ?? character) ?? null;
}

/**
 * A voiced kana written in two as one, and without selectors of a letter's shape (IVS). No more: normalizing would also turn
 * letters of names into others (神 into 神).
 */
function plainCharacters(text: string): string {
  return text
    .replace(/[\u3041-\u30ff][\u3099\u309a]/gu, (kana) => kana.normalize('NFC'))
    .replace(/[\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}]/gu, '');
}

/** Text in CP932, character by character, and the characters that had to become ■, each once. */
export function encodeShiftJis(text: string): { characters: (readonly number[])[]; replaced: string[] } {
  const replaced = new Set<string>();
  const characters = [...plainCharacters(text)].map((character) => {
    const bytes = bytesOf(character);
    if (bytes) return bytes;
    replaced.add(character);
    return bytesOf(replacement) as readonly number[];
  });
  return { characters, replaced: [...replaced] };
}
