/** Characters of JIS X 0201 katakana paired with their full-width forms; voiced letters take two half-width characters. */
const HALF = 'ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝｧｨｩｪｫｬｭｮｯｰ｡｢｣､･ﾞﾟ';
const FULL =
  'アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲンァィゥェォャュョッー。「」、・゛゜';

const HALF_BY_FULL = new Map<string, string>([...FULL].map((full, i) => [full, [...HALF][i] as string]));

/** Letters that JIS X 0201 lacks, in the customary spelling of kana name fields. */
const SUBSTITUTES: Readonly<Record<string, string>> = { ヮ: 'ﾜ', ヵ: 'ｶ', ヶ: 'ｹ', ヰ: 'ｲ', ヱ: 'ｴ' };

/** Hiragana to full-width katakana; everything else unchanged. */
export function hiraganaToKatakana(text: string): string {
  return text.replace(/[\u3041-\u3096\u309D\u309E]/g, (letter) =>
    String.fromCharCode(letter.charCodeAt(0) + 0x60),
  );
}

/**
 * Kana and ASCII in half width, e.g. for the カナ fields of a prescription record: 検証　タロウ stays kanji,
 * ケンショウ　タロウ becomes ｹﾝｼｮｳ ﾀﾛｳ. Hiragana counts as katakana. What has no half-width form (kanji …) is left as it is.
 */
export function toHalfWidthKana(text: string): string {
  let result = '';
  for (const character of hiraganaToKatakana(text.normalize('NFC'))) {
    const code = character.charCodeAt(0);
    if (character === '\u3000') result += ' ';
    else if (code >= 0xff01 && code <= 0xff5e) result += String.fromCharCode(code - 0xfee0);
    else {
      // A voiced letter decomposes into its base and a combining mark (U+3099, U+309A).
      const [base = '', mark] = character.normalize('NFD');
      const half = HALF_BY_FULL.get(base) ?? SUBSTITUTES[base];
      if (half === undefined) result += character;
      else if (mark === undefined) result += half;
      else result += half + (mark === '\u3099' ? 'ﾞ' : 'ﾟ');
    }
  }
  return result;
}

/**
 * ASCII, space and half-width kana in full width, as the 漢字 (N) fields of prescription and claim records want it.
 * Other characters are left as they are; nothing is lost.
 */
export function toFullWidth(text: string): string {
  // NFKC composes half-width kana with their marks; it must see nothing but kana, or it would change other characters.
  const kana = text.replace(/[\uFF61-\uFF9F]+/g, (run) => run.normalize('NFKC'));
  return kana.replace(/[\u0020-\u007E\u00A5]/g, (character) => {
    if (character === ' ') return '\u3000';
    if (character === '\u00A5') return '￥';
    return String.fromCharCode(character.charCodeAt(0) + 0xfee0);
  });
}

/** Digits, letters and the marks of a strength (．％＋－／，) in half width; katakana, brackets and Greek letters stay. */
export function foldAsciiForDisplay(text: string): string {
  return text
    .replace(/[０-９Ａ-Ｚａ-ｚ．％＋－／，]/g, (character) =>
      String.fromCharCode(character.charCodeAt(0) - 0xfee0),
    )
    .replace(/\u3000/g, ' ');
}

/**
 * A drug's official name for the screen: ハルシオン０．２５ｍｇ錠 is shown as ハルシオン0.25mg錠.
 * The official name itself is stored and sent unchanged.
 */
export function displayDrugName(officialName: string): string {
  return foldAsciiForDisplay(officialName);
}
