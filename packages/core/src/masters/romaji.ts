import { toSearchKey } from '@shirube/terminology';

/** ローマ字 (ヘボン式 and 訓令式) to katakana; what is longer is tried first. Small kana and long vowels fold away in the key. */
const rows: Record<string, string> = {
  '': 'アイウエオ',
  k: 'カキクケコ',
  c: 'カシクセコ',
  q: 'カキクケコ',
  g: 'ガギグゲゴ',
  s: 'サシスセソ',
  z: 'ザジズゼゾ',
  j: 'ジャ,ジ,ジュ,ジェ,ジョ',
  t: 'タチツテト',
  d: 'ダジズデド',
  n: 'ナニヌネノ',
  h: 'ハヒフヘホ',
  f: 'ファ,フィ,フ,フェ,フォ',
  b: 'バビブベボ',
  p: 'パピプペポ',
  m: 'マミムメモ',
  y: 'ヤ,イ,ユ,イエ,ヨ',
  r: 'ラリルレロ',
  l: 'ラリルレロ',
  w: 'ワ,ウィ,ウ,ウェ,ヲ',
  v: 'バビブベボ',
  sh: 'シャ,シ,シュ,シェ,ショ',
  sy: 'シャ,シ,シュ,シェ,ショ',
  ch: 'チャ,チ,チュ,チェ,チョ',
  ty: 'チャ,チ,チュ,チェ,チョ',
  cy: 'チャ,チ,チュ,チェ,チョ',
  ts: 'ツァ,ツィ,ツ,ツェ,ツォ',
  th: 'テャ,ティ,テュ,テェ,テョ',
  dh: 'デャ,ディ,デュ,デェ,デョ',
  jy: 'ジャ,ジ,ジュ,ジェ,ジョ',
  zy: 'ジャ,ジ,ジュ,ジェ,ジョ',
  ky: 'キャ,キ,キュ,キェ,キョ',
  gy: 'ギャ,ギ,ギュ,ギェ,ギョ',
  ny: 'ニャ,ニ,ニュ,ニェ,ニョ',
  hy: 'ヒャ,ヒ,ヒュ,ヒェ,ヒョ',
  fy: 'フャ,フィ,フュ,フェ,フョ',
  by: 'ビャ,ビ,ビュ,ビェ,ビョ',
  py: 'ピャ,ピ,ピュ,ピェ,ピョ',
  my: 'ミャ,ミ,ミュ,ミェ,ミョ',
  ry: 'リャ,リ,リュ,リェ,リョ',
  ly: 'リャ,リ,リュ,リェ,リョ',
};
const vowels = 'aiueo';
const syllables = new Map<string, string>();
for (const [consonant, kana] of Object.entries(rows)) {
  const five = kana.includes(',') ? kana.split(',') : [...kana];
  for (const [index, letters] of five.entries()) syllables.set(`${consonant}${vowels[index]}`, letters);
}

/**
 * The search key of a word typed in ローマ字, or null when it is none. The last consonants may be unfinished ("amurod"): then the key
 * is that of what is finished, if it has at least two kana. A doubled consonant is ッ, n before a consonant or at the end ン.
 */
export function romajiKey(typed: string): string | null {
  const text = typed.normalize('NFKC').toLowerCase().replace(/[-']/g, '');
  if (!/^[a-z]{2,}$/.test(text)) return null;
  let kana = '';
  let at = 0;
  while (at < text.length) {
    const found = [3, 2, 1].map((length) => text.slice(at, at + length)).find((part) => syllables.has(part));
    const letter = text[at] ?? '';
    if (found !== undefined) {
      kana += syllables.get(found);
      at += found.length;
    } else if (letter === 'n' || (letter === 'm' && /^m[bpm]/.test(text.slice(at)))) {
      kana += 'ン';
      // "nn" is one ン, unless the second begins a syllable
      at += text[at + 1] === 'n' && !/[aiueoy]/.test(text[at + 2] ?? '') ? 2 : 1;
    } else if (letter === text[at + 1]) {
      kana += 'ッ';
      at += 1;
    } else {
      const key = toSearchKey(kana);
      return text.length - at <= 2 && key.length >= 2 ? key : null;
    }
  }
  return toSearchKey(kana);
}
