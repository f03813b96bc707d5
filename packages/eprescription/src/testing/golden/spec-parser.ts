/**
 * A parser of prescription records written from the record tables of the interface digest alone, as a pharmacy's would be. It
 * shares nothing with the writer, so that both must have understood the table in the same way.
 */

/** A field: name, type (9 digits, X, N, K kana, D date, Q amount, F free ASCII), length, ! required, [values]. */
const table: Readonly<Record<string, string>> = {
  '1': '種別:9:1![1,3,6] 医療機関コード:X:7! 都道府県:X:2! 名称:N:60',
  '2': '郵便番号:X:8 所在地:N:50',
  '3': '電話:X:13! FAX:X:13 その他:N:50',
  '4': '種別:9:1![1,2] コード:X:6 診療科名:N:40!',
  '5': '医師コード:X:15 カナ:K:40 漢字:N:20!',
  '11': '患者コード:X:15 漢字:N:20 カナ:K:40',
  '12': '性別:9:1![1,2]',
  '13': '生年月日:D:8!',
  '14': '区分:9:1![1,2,3,4,5]',
  '21': '種別:9:1![1,2,3,4,5,6,7]',
  '22': '番号:X:14',
  '23': '記号:N:20 番号:N:20 本人家族:9:1![1,2] 枝番:X:2',
  '24': '負担率:9:3! 給付率:9:3!',
  '25': '事由:9:1![1,2,3]',
  '27': '負担者:9:8! 受給者:9:7',
  '28': '負担者:9:8! 受給者:9:7',
  '29': '負担者:9:8! 受給者:9:7',
  '30': '負担者:N:20! 受給者:N:20',
  '31': '種別:9:4!',
  '51': '日付:D:8!',
  '52': '日付:D:8!',
  '61': '免許:X:15 住所:N:50! 電話:X:13!',
  '62': '対応:9:1![1,2]',
  '63': '回数:9:2! 何回目:9:2!',
  '64': '総使用回数:9:1![2,3]',
  '81': '連番:9:3! 種別:9:1[1,2,3] 備考:N:50!',
  '82': '種別:9:1![1] 番号:9:16!',
  '101': 'RP:9:3! 剤形:9:1![1,2,3,4,5,6,9] 名称:N:2 数量:9:3!',
  '102': 'RP:9:3! 今回:9:3! 総数:9:3!',
  '111': 'RP:9:3! 種別:9:1![1,2,3] コード:X:16 名称:N:50! 回数:9:2',
  '181': 'RP:9:3! 連番:9:2! 区分:9:1[1,2,3,4,5,6,7,8,9] 情報:N:50! コード:X:8 部位:X:3',
  '201':
    'RP:9:3! 連番:9:2! 情報区分:9:1[1,2,3] 種別:9:1![1,2,3,4,6,7] コード:X:13 名称:N:40 用量:Q:12! 力価:9:1![1,2] 単位:N:6!',
  '211': 'RP:9:3! 連番:9:2! 係数:Q:12!',
  '221':
    'RP:9:3! 連番:9:2! 量1:Q:12! 量2:Q:12! 量3:Q:12 量4:Q:12 量5:Q:12 符1:X:8 符2:X:8 符3:X:8 符4:X:8 符5:X:8',
  '231': 'RP:9:3! 連番:9:2! 第一:9:1[0,1] 第二:9:1[0,1] 第三:9:1[0,1] 特殊:9:1[0,1]',
  '241': 'RP:9:3! 連番:9:2! 量:F:12! 回数:9:2',
  '281': 'RP:9:3! 連番:9:2! 補足連番:9:3! 区分:9:1[1,2,3,4,5,6,7,8] 情報:N:50! コード:X:8',
  '301': '連番:9:3! 薬品:N:40 コメント:N:500!',
  '302': '連番:9:3! 値:N:500!',
};
const always = ['1', '5', '11', '12', '13', '22', '23', '51', '101', '111', '201'];
const mayRepeat = ['81', '301', '302'];
const ofElectronicOnly = ['301', '302'];

export type Fields = Readonly<Record<string, string>>;
export interface ParsedRow {
  number: string;
  fields: Fields;
}

const characterSets: Readonly<Record<string, RegExp>> = {
  '9': /^\d*$/,
  X: /^[0-9A-Za-z.-]*$/,
  N: /^[^,\p{Cc}]*$/u,
  K: /^[ -+\-~｡-ﾟ]*$/,
  D: /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/,
  Q: /^(?:(?:0|[1-9]\d{0,5})(?:\.\d{0,4}[1-9])?)?$/,
  F: /^[!-+\--~]*$/,
};

function widthOf(type: string, value: string): number {
  if (type !== 'N') return value.length;
  let width = 0;
  for (const letter of value) width += /[ -~｡-ﾟ]/.test(letter) ? 0.5 : 1;
  return Math.ceil(width);
}

function checked(number: string, definition: string, value: string): [name: string, value: string] {
  const [, name = '', type = '', length = '', needed, , values] =
    /^([^:]+):(.):(\d+)(!)?(\[([^\]]*)\])?$/.exec(definition) ?? [];
  const problem = (what: string) => new Error(`${number} ${name}: ${what}`);
  if (value === '') {
    if (needed) throw problem('missing');
    return [name, value];
  }
  if (!characterSets[type]?.test(value)) throw problem('characters');
  if (widthOf(type, value) > Number(length)) throw problem('too long');
  if (/^[\s　]|[\s　]$/.test(value)) throw problem('blank at an end');
  if (values && !values.split(',').includes(value)) throw problem('no such value');
  return [name, value];
}

/** The rows of a file whose lines have been taken apart; throws on whatever the table does not allow. */
export function parseRows(lines: readonly string[], dialect: 'SJ1' | 'JAHIS10'): ParsedRow[] {
  const [version, ...records] = lines;
  if (version !== dialect) throw new Error('version');
  const rows = records.map((line): ParsedRow => {
    const [number = '', ...values] = line.split(',');
    const definitions = table[number]?.split(' ');
    if (!definitions || (dialect === 'JAHIS10' && ofElectronicOnly.includes(number)))
      throw new Error(`no record ${number}`);
    if (values.length > definitions.length) throw new Error(`${number}: too many fields`);
    const fields = definitions.map((each, index) => checked(number, each, values[index] ?? ''));
    return { number, fields: Object.fromEntries(fields) };
  });
  for (const number of always)
    if (!rows.some((row) => row.number === number)) throw new Error(`${number} is required`);
  checkOrder(rows);
  return rows;
}

/** 1 to 82 ascending and once; then 101 to 181 and, drug by drug, 201 to 281 of every RP; 301 and 302 last. */
function checkOrder(rows: readonly ParsedRow[]): void {
  let last = '';
  const pad = (text: string, length: number) => text.padStart(length, '0');
  for (const { number, fields } of rows) {
    const group = Number(number) < 100 ? 0 : Number(number) > 300 ? 2 : 1;
    const drug = group === 1 && Number(number) > 200 ? pad(fields.連番 ?? '', 2) : '00';
    const rp = group === 1 ? pad(fields.RP ?? '', 3) : '000';
    const key = `${group}/${rp}/${drug}/${pad(number, 3)}`;
    const mayBeEqual = mayRepeat.includes(number) || number === '181' || number === '281';
    if (key < last || (key === last && !mayBeEqual)) throw new Error(`${number}: out of order`);
    last = key;
  }
}
