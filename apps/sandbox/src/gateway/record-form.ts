/** The form of a prescription record, before its meaning (e-prescription.md §3, format rules). */

const REQUIRED: [number: string, name: string][] = [
  ['1', '医療機関'],
  ['5', '医師'],
  ['11', '患者氏名'],
  ['12', '患者性別'],
  ['13', '患者生年月日'],
  ['22', '保険者番号'],
  ['23', '記号番号'],
  ['51', '交付年月日'],
];
/** Records of an RP start here; before them come 1 to 82, after the last RP 301 and 302. */
const FIRST_OF_RP = 101;
const LAST_OF_RP = 281;
/** Up to 6 digits and 5 decimals, without leading or trailing zeros. */
const AMOUNT = /^(0|[1-9]\d{0,5})(\.\d{0,4}[1-9])?$/;

/** Every fault of form, as sentences; empty when there is none. Rows are without the SJ1 line. */
export function formFaults(rows: readonly string[][]): string[] {
  const missing = REQUIRED.filter(([number]) => !rows.some((row) => row[0] === number)).map(
    ([number, name]) => `${name}（${number}）がありません`,
  );
  const fields = rows.flatMap((row) => rowFaults(row));
  return [...missing, ...fields, ...orderFaults(rows)];
}

function rowFaults(row: readonly string[]): string[] {
  const [number = '', first = ''] = row;
  if (!/^\d{1,3}$/.test(number)) return ['レコード番号が数字ではありません'];
  const faults: string[] = [];
  if (row.some((field) => field !== field.trim()))
    faults.push(`レコード${number}の項目の前後に空白があります`);
  if (number === '12' && !/^[12]$/.test(first)) faults.push('患者性別（12）が1または2ではありません');
  if (number === '201' && !(AMOUNT.test(row[7] ?? '') && row[7] !== '0')) {
    faults.push(`RP${first}-${row[2] ?? ''}の用量が正しくありません`);
  }
  return faults;
}

/** 1 to 82 ascending, then RP by RP, each 101 to 181 and then drug by drug 201 to 281, then 301 and 302. */
function orderFaults(rows: readonly string[][]): string[] {
  const keys = rows.map((row): number[] => {
    const number = Number(row[0]);
    if (number < FIRST_OF_RP) return [0, number];
    if (number > LAST_OF_RP) return [2, number];
    const item = number > 200 ? Number(row[2]) : 0;
    return [1, Number(row[1]), item, number];
  });
  const ascending = keys.every((key, index) => index === 0 || compare(keys[index - 1]!, key) <= 0);
  return ascending ? [] : ['レコードの順序が正しくありません'];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
