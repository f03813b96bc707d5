/**
 * Variant kanji of personal and place names, each group led by the form that stands for all of them.
 * For search keys only: a name is stored, shown and sent exactly as it is registered.
 */
const GROUPS = [
  '斉齊斎齋 辺邊邉 高髙 崎﨑嵜碕 浜濱濵 沢澤 広廣 国國圀 島嶋嶌 桜櫻 恵惠 徳德',
  '栄榮 滝瀧 竜龍 富冨 吉𠮷 柳栁 条條 総總 関關 芦蘆 実實 宝寶',
  '寿壽 静靜 真眞 槙槇 亀龜 鉄鐵 円圓 塩鹽 図圖 学學 会會 蔵藏',
  '仏佛 豊豐 万萬 礼禮 弥彌 祢禰 晃晄 瀬瀨 巌巖 薮藪 桧檜 峰峯',
  '淵渕 館舘 曽曾 群羣 横橫 黒黑 青靑 清淸 穂穗 増增 黄黃 緑綠',
  '尭堯 遥遙 頼賴 秋秌 野埜 衛衞 児兒 乗乘 戸戶 呂吕 教敎 温溫',
  '郎郞 鶏鷄 桑桒 船舩 昇曻 翠翆',
].flatMap((line) => line.split(' '));

const REPRESENTATIVE = new Map<string, string>();
for (const group of GROUPS) {
  const [first = '', ...variants] = [...group];
  for (const variant of variants) REPRESENTATIVE.set(variant, first);
}

/** Ideographic variation selectors and standardized variation selectors: they choose a glyph, not a character. */
const VARIATION_SELECTORS = /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/gu;

/** Replaces variant kanji by one representative and drops variation selectors. */
export function foldKanjiVariants(text: string): string {
  let result = '';
  for (const character of text.replace(VARIATION_SELECTORS, '')) {
    result += REPRESENTATIVE.get(character) ?? character;
  }
  return result;
}
