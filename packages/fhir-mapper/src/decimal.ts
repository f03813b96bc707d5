import type { Quantity } from '@medplum/fhirtypes';
import { EXTENSIONS } from './systems.ts';
import { present } from './text.ts';
import { extensionOf, type JsonObject, objectOf } from './validation/json.ts';

const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** True when the text is a decimal number that FHIR's JSON can carry to the last digit. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text) && Number(text).toFixed(Math.min(digitsAfterPoint(text), 100)) === text;
}

/** The product, exactly, without trailing zeros: 1.5 × 14 = 21. Both must be isDecimal. */
export function times(a: string, b: string): string {
  const digits = digitsAfterPoint(a) + digitsAfterPoint(b);
  return withPoint(unscaled(a) * unscaled(b), digits);
}

/** The quotient when it ends within six digits after the point; null when it does not. */
export function dividedBy(a: string, b: string): string | null {
  const divisor = unscaled(b);
  if (divisor === 0n) return null;
  const scale = 6 + digitsAfterPoint(b);
  const scaled = unscaled(a) * 10n ** BigInt(scale);
  if (scaled % divisor !== 0n) return null;
  return withPoint(scaled / divisor, scale + digitsAfterPoint(a) - digitsAfterPoint(b));
}

/** The number without zeros at its end: 2.50 is 2.5. */
export function withoutTrailingZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function digitsAfterPoint(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

function unscaled(text: string): bigint {
  return BigInt(text.replace('.', ''));
}

function withPoint(value: bigint, digits: number): string {
  const sign = value < 0n ? '-' : '';
  const all = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  const text = digits === 0 ? all : `${all.slice(0, -digits)}.${all.slice(-digits)}`;
  return sign + withoutTrailingZeros(text);
}

/** The parts of a Quantity beside its number. */
export type QuantityParts = Omit<Quantity, 'value' | 'resourceType'>;

/**
 * A Quantity of a decimal text. Numbers in JSON lose the zeros at the end ("5.10" becomes 5.1); how many digits the laboratory wrote
 * then stands in the standard extension quantity-precision.
 */
export function quantityOf(
  text: string,
  parts: { [K in keyof QuantityParts]: QuantityParts[K] | undefined },
): Quantity {
  const value = Number(text);
  const precision =
    String(value) === text
      ? undefined
      : { extension: [{ url: EXTENSIONS.quantityPrecision, valueInteger: digitsAfterPoint(text) }] };
  return present({ value, _value: precision, ...parts }) as Quantity;
}

/** The number of a Quantity as it was written, zeros at the end included; null when there is none. */
export function decimalTextOf(quantity: JsonObject): string | null {
  const { value } = quantity;
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  const digits = extensionOf(objectOf(quantity._value), EXTENSIONS.quantityPrecision)?.valueInteger;
  if (typeof digits === 'number' && digits >= 0 && digits <= 100) return value.toFixed(digits);
  const text = String(value);
  return text.includes('e') ? withoutTrailingZeros(value.toFixed(20)) : text;
}
