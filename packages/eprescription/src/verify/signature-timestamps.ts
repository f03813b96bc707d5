import type { Element } from '@xmldom/xmldom';
import { checkToken, parseToken, TimestampError } from '../timestamp/token.ts';
import { base64Bytes, childElements, plainText } from '../xades/dom.ts';
import { C14N, DS, EXC_C14N, XADES } from '../xades/names.ts';
import { findPath } from './chain.ts';
import { Refusal } from './checks.ts';
import { canonicalOf, hashOf } from './cryptography.ts';
import { type SignatureParts, type Transformation, transformation } from './structure.ts';
import type { UnsignedParts } from './unsigned.ts';

/** A time stamp over the signature value that holds. */
export interface SignatureTimestamp {
  time: Date;
  /** DER: the authority's certificate up to its root */
  path: Uint8Array[];
  /** DER: revocation lists that came with the token */
  lists: Uint8Array[];
}

/** One is usual; a file full of them would keep us busy. */
const MAXIMUM_TIMESTAMPS = 8;

/** Where no canonicalization is named it is canonical XML 1.0 (XAdES §7.1.4.3); other writers take the exclusive one all the same. */
const unnamed: readonly Transformation[] = [
  { method: C14N, prefixes: [] },
  { method: EXC_C14N, prefixes: [] },
];

/**
 * Every SignatureTimeStamp is over this signature value and by an authority below one of the roots (DER), valid when it stamped. The earliest comes first.
 * Throws Refusal('timestamp').
 */
export function checkTimestamps(
  parts: SignatureParts,
  unsigned: UnsignedParts,
  roots: readonly Uint8Array[],
): SignatureTimestamp[] {
  if (unsigned.timestamps.length > MAXIMUM_TIMESTAMPS)
    throw new Refusal('timestamp', 'タイムスタンプが多すぎます。');
  return unsigned.timestamps
    .map((each) => checkTimestamp(each, parts, unsigned, roots))
    .sort((one, other) => one.time.getTime() - other.time.getTime());
}

function checkTimestamp(
  element: Element,
  parts: SignatureParts,
  unsigned: UnsignedParts,
  roots: readonly Uint8Array[],
): SignatureTimestamp {
  const [encoded, second] = childElements(element, XADES, 'EncapsulatedTimeStamp');
  const token = encoded && !second ? base64Bytes(plainText(encoded)) : null;
  if (!token) throw new Refusal('timestamp', 'タイムスタンプを読めません。');
  const [named] = childElements(element, DS, 'CanonicalizationMethod');
  const ways = named ? [namedTransformation(named)] : unnamed;
  const canonical = ways.map((way) => canonicalOf(parts.valueElement, way));
  let checked: ReturnType<typeof checkToken>;
  try {
    checked = checkToken(parseToken(token), (hash) => canonical.map((text) => hashOf(hash, text)));
  } catch (error) {
    if (!(error instanceof TimestampError)) throw error;
    throw new Refusal(
      'timestamp',
      error.message.endsWith('another imprint')
        ? 'タイムスタンプが、この署名のものではありません。'
        : 'タイムスタンプの形か署名が正しくありません。',
    );
  }
  const found = findPath(
    checked.certificate,
    [...checked.others, ...unsigned.certificates],
    roots,
    checked.info.genTime,
  );
  if ('problem' in found)
    throw new Refusal('timestamp', '信頼する時刻認証局のタイムスタンプではありません。');
  return { time: checked.info.genTime, path: found.path, lists: checked.lists };
}

function namedTransformation(element: Element): Transformation {
  try {
    return transformation(element);
  } catch {
    throw new Refusal('timestamp', 'タイムスタンプの対象に、使えない変換が指定されています。');
  }
}
