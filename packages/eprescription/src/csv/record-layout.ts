/**
 * The records of the electronic prescription's CSV and their fields in order.
 * assumed: JAHIS 院外処方箋2次元シンボル記録条件規約 Ver.1.10 level for all of it, and 301 and 302 as in open sources; the
 * service's own 記録条件仕様 is not public. When it is at hand, this file is where to correct them.
 */

/**
 * 9 digits; X Latin letters, digits, point and hyphen; K half-width kana and ASCII; N any, counted in full width; free any
 * printable ASCII; amount a decimal number of 6 and 5 digits.
 */
export type FieldType =
  | '9'
  | 'X'
  | 'K'
  | 'N'
  | 'free'
  | 'date'
  | 'amount'
  | 'amountOrZero'
  | { oneOf: readonly string[] };

export interface FieldLayout {
  name: string;
  type: FieldType;
  maximum: number;
  required: boolean;
}

export interface RecordLayout {
  name: string;
  required: boolean;
  fields: readonly FieldLayout[];
}

const needed = (name: string, type: FieldType, maximum = 0): FieldLayout => ({
  name,
  type,
  maximum,
  required: true,
});
const maybe = (name: string, type: FieldType, maximum = 0): FieldLayout => ({
  name,
  type,
  maximum,
  required: false,
});
const required = (name: string, ...fields: FieldLayout[]): RecordLayout => ({ name, required: true, fields });
const optional = (name: string, ...fields: FieldLayout[]): RecordLayout => ({
  name,
  required: false,
  fields,
});

const oneOf = (letters: string): FieldType => ({ oneOf: [...letters] });
const rp = needed('RP番号', '9', 3);
const item = needed('RP内連番', '9', 2);
const publicExpense = (name: string) =>
  optional(name, needed('負担者番号', '9', 8), maybe('受給者番号', '9', 7));

export const RECORD_LAYOUTS: ReadonlyMap<number, RecordLayout> = new Map([
  [
    1,
    required(
      '医療機関',
      needed('種別', oneOf('136')),
      needed('医療機関コード', 'X', 7),
      needed('都道府県', 'X', 2),
      maybe('名称', 'N', 60),
    ),
  ],
  [2, optional('医療機関の所在地', maybe('郵便番号', 'X', 8), maybe('所在地', 'N', 50))],
  [
    3,
    optional(
      '医療機関の電話',
      needed('電話', 'X', 13),
      maybe('FAX', 'X', 13),
      maybe('その他連絡先', 'N', 50),
    ),
  ],
  [
    4,
    optional(
      '診療科',
      needed('コード種別', oneOf('12')),
      maybe('診療科コード', 'X', 6),
      needed('診療科名', 'N', 40),
    ),
  ],
  [5, required('医師', maybe('医師コード', 'X', 15), maybe('カナ氏名', 'K', 40), needed('氏名', 'N', 20))],
  [
    11,
    required(
      '患者氏名',
      maybe('患者コード', 'X', 15),
      maybe('漢字氏名', 'N', 20),
      maybe('カナ氏名', 'K', 40),
    ),
  ],
  [12, required('患者性別', needed('性別', oneOf('12')))],
  [13, required('患者生年月日', needed('生年月日', 'date'))],
  [14, optional('一部負担区分', needed('区分', oneOf('12345')))],
  [21, optional('保険種別', needed('種別', oneOf('1234567')))],
  [22, required('保険者番号', maybe('保険者番号', 'X', 14))],
  [
    23,
    required(
      '記号番号',
      maybe('記号', 'N', 20),
      maybe('番号', 'N', 20),
      needed('被保険者・被扶養者', oneOf('12')),
      maybe('枝番', 'X', 2),
    ),
  ],
  [24, optional('負担・給付率', needed('患者負担率', '9', 3), needed('保険給付率', '9', 3))],
  [25, optional('職務上の事由', needed('事由', oneOf('123')))],
  [27, publicExpense('第一公費')],
  [28, publicExpense('第二公費')],
  [29, publicExpense('第三公費')],
  [30, optional('特殊公費', needed('負担者番号', 'N', 20), maybe('受給者番号', 'N', 20))],
  [31, optional('レセプト種別', needed('種別', '9', 4))],
  [51, required('交付年月日', needed('交付年月日', 'date'))],
  [52, optional('使用期限', needed('使用期限', 'date'))],
  [
    61,
    optional(
      '麻薬施用',
      maybe('免許番号', 'X', 15),
      needed('患者住所', 'N', 50),
      needed('患者電話', 'X', 13),
    ),
  ],
  [62, optional('残薬確認欄', needed('対応', oneOf('12')))],
  [63, optional('分割指示', needed('分割回数', '9', 2), needed('何回目', '9', 2))],
  [64, optional('リフィル', needed('総使用回数', oneOf('23')))],
  [81, optional('備考', needed('連番', '9', 3), maybe('種別', oneOf('123')), needed('備考', 'N', 50))],
  [82, optional('処方箋番号', needed('種別', oneOf('1')), needed('番号', '9', 16))],
  [
    101,
    required(
      '剤形',
      rp,
      needed('剤形区分', oneOf('1234569')),
      maybe('剤形名称', 'N', 2),
      needed('調剤数量', '9', 3),
    ),
  ],
  [102, optional('分割調剤数量', rp, needed('数量', '9', 3), needed('総数量', '9', 3))],
  [
    111,
    required(
      '用法',
      rp,
      needed('用法コード種別', oneOf('123')),
      maybe('用法コード', 'X', 16),
      needed('用法名称', 'N', 50),
      maybe('1日回数', '9', 2),
    ),
  ],
  [
    181,
    optional(
      '用法補足',
      rp,
      needed('連番', '9', 2),
      maybe('区分', oneOf('123456789')),
      needed('補足情報', 'N', 50),
      maybe('補足用法コード', 'X', 8),
      maybe('部位コード', 'X', 3),
    ),
  ],
  [
    201,
    required(
      '薬品',
      rp,
      item,
      maybe('情報区分', oneOf('123')),
      needed('薬品コード種別', oneOf('123467')),
      maybe('薬品コード', 'X', 13),
      maybe('薬品名称', 'N', 40),
      needed('用量', 'amount'),
      needed('力価フラグ', oneOf('12')),
      needed('単位名', 'N', 6),
    ),
  ],
  [211, optional('単位変換', rp, item, needed('係数', 'amount'))],
  [
    221,
    optional(
      '不均等',
      rp,
      item,
      needed('1回目服用量', 'amountOrZero'),
      needed('2回目服用量', 'amountOrZero'),
      ...['3回目', '4回目', '5回目'].map((time) => maybe(`${time}服用量`, 'amountOrZero')),
      ...['1回目', '2回目', '3回目', '4回目', '5回目'].map((time) => maybe(`${time}コード`, 'X', 8)),
    ),
  ],
  [
    231,
    optional(
      '負担区分',
      rp,
      item,
      ...['第一公費', '第二公費', '第三公費', '特殊公費'].map((name) => maybe(name, oneOf('01'))),
    ),
  ],
  [241, optional('1回服用量', rp, item, needed('1回服用量', 'free', 12), maybe('1日回数', '9', 2))],
  [
    281,
    optional(
      '薬品補足',
      rp,
      item,
      needed('補足連番', '9', 3),
      maybe('区分', oneOf('12345678')),
      needed('補足情報', 'N', 50),
      maybe('補足用法コード', 'X', 8),
    ),
  ],
  [
    301,
    optional(
      '提供診療情報',
      needed('連番', '9', 3),
      maybe('薬品名称', 'N', 40),
      needed('コメント', 'N', 500),
    ),
  ],
  [302, optional('検査値データ等', needed('連番', '9', 3), needed('検査値データ等', 'N', 500))],
]);
