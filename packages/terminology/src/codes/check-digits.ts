/**
 * Check digits of the national code systems. Each function takes the body (without the check digit) and returns
 * the digit that must follow it. The rules were verified against whole published tables, see the tests.
 */

/** Value of a character in YJ-MOD11: digits as they are, A–I = 1–9, J–R = 1–9, S–Z = 2–9. */
function yjCharacterValue(character: string): number {
  if (character >= '0' && character <= '9') return Number(character);
  const position = character.charCodeAt(0) - 'A'.charCodeAt(0);
  if (position < 9) return position + 1;
  if (position < 18) return position - 8;
  return position - 16;
}

const YJ_WEIGHTS = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

/**
 * Check digit of the YJ code and of the price-list code (薬価基準収載医薬品コード).
 * Weights 6 5 4 3 2 7 6 5 4 3 2, digit = 11 − (sum mod 11); 10 and 11 become 0.
 * @param body the first 11 characters, upper-case half-width
 */
export function yjCheckDigit(body: string): number {
  const sum = YJ_WEIGHTS.reduce((total, weight, i) => total + weight * yjCharacterValue(body.charAt(i)), 0);
  const digit = 11 - (sum % 11);
  return digit >= 10 ? 0 : digit;
}

/**
 * Seventh digit of HOT7: weights 1 3 1 3 1 3, digit = 10 − (sum mod 10); 10 becomes 0.
 * @param body the first six digits
 */
export function hotCheckDigit(body: string): number {
  const sum = [...body].reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0);
  return (10 - (sum % 10)) % 10;
}

/**
 * 検証番号 of insurer, public-subsidy, recipient and institution numbers: from the last body digit to the left
 * weights 2 1 2 1 …, the digits of a two-digit product are added, digit = 10 − (sum mod 10); 10 becomes 0.
 * Source: 保険者番号等の設定について（別表 検証番号の算出方法）.
 */
export function luhn21CheckDigit(body: string): number {
  let sum = 0;
  for (let i = 0; i < body.length; i += 1) {
    const product = Number(body.charAt(body.length - 1 - i)) * (i % 2 === 0 ? 2 : 1);
    sum += product > 9 ? product - 9 : product;
  }
  return (10 - (sum % 10)) % 10;
}

/** True when the last digit of a whole number is the 検証番号 of the digits before it. */
export function hasLuhn21CheckDigit(whole: string): boolean {
  return Number(whole.slice(-1)) === luhn21CheckDigit(whole.slice(0, -1));
}
