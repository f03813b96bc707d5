import type { Document, Element } from '@xmldom/xmldom';
import {
  allElements,
  base64Bytes,
  childElements,
  parseSigned,
  plainText,
  rootOf,
  XmlRefused,
} from '../xades/dom.ts';
import {
  C14N,
  type Canonicalization,
  canonicalization,
  DS,
  digestMethod,
  EXC_C14N,
  type HashName,
  SIGNED_PROPERTIES_TYPE,
  type SignatureMethod,
  signatureMethod,
  XADES,
} from '../xades/names.ts';
import { Refusal } from './checks.ts';

/** Where in a document the signature and the signed element have to stand: names from the root, elements without a namespace. */
export interface SignatureProfile {
  signatureId: string;
  signaturePath: readonly string[];
  targetId: string;
  targetPath: readonly string[];
}

/** How the bytes of an element are made before they are digested. */
export interface Transformation {
  method: Canonicalization;
  prefixes: readonly string[];
}

export interface SignedReference {
  /** the very element that the reference names, and nothing else's */
  element: Element;
  transformation: Transformation;
  hash: HashName;
  digest: Uint8Array;
}

/** A signature whose every part stands where it has to, and only there. */
export interface SignatureParts {
  target: Element;
  signedInfo: Element;
  signedInfoTransformation: Transformation;
  method: SignatureMethod;
  valueElement: Element;
  value: Uint8Array;
  keyInfo: Element;
  /** DER, as they stand in KeyInfo; at least one */
  certificates: Uint8Array[];
  references: SignedReference[];
  /** SigningCertificate or SigningCertificateV2 */
  signingCertificate: Element;
  signingTime: string;
  /** UnsignedSignatureProperties; null when there are none */
  unsigned: Element | null;
}

const refuse = (message: string): never => {
  throw new Refusal('structure', message);
};

/**
 * Reads the bytes; `signatures` are the ids of every signature the document may have. Throws Refusal('structure') for what no signed document
 * of ours is: not well-formed, a document type, an id that stands twice, a signature too many.
 */
export function readDocument(bytes: Uint8Array, signatures: readonly string[]): Document {
  let document: Document;
  try {
    document = parseSigned(bytes);
  } catch (error) {
    if (error instanceof XmlRefused) throw new Refusal('structure', error.message);
    throw error;
  }
  for (const element of allElements(document))
    if (element.localName === 'Signature' && !signatures.includes(element.getAttribute('Id') ?? ''))
      refuse('知らない署名が含まれています。');
  return document;
}

function single(list: Element[], what: string): Element {
  const [first, second] = list;
  if (!first || second) throw new Refusal('structure', `${what}がただ一つではありません。`);
  return first;
}

/** The element at the end of the path, each step of which stands exactly once. */
export function elementAt(document: Document, path: readonly string[], what: string): Element {
  const [root, ...steps] = path;
  let current = rootOf(document);
  if (current.tagName !== root || current.namespaceURI) refuse('この種類の文書ではありません。');
  for (const step of steps) current = single(childElements(current, null, step), what);
  return current;
}

/** Finds the parts of one signature. Throws Refusal('structure'). */
export function readSignature(document: Document, profile: SignatureProfile): SignatureParts {
  const holder = elementAt(document, profile.signaturePath, '署名の場所');
  const signature = single(childElements(holder, DS, 'Signature'), '署名');
  if (signature.getAttribute('Id') !== profile.signatureId) refuse('この文書の署名ではありません。');
  const target = elementAt(document, profile.targetPath, '署名の対象');
  if (target.getAttribute('id') !== profile.targetId) refuse('署名の対象の識別子が違います。');
  const namesakes = allElements(document).filter(({ localName }) => localName === target.localName);
  single(namesakes, '署名の対象');
  const child = (parent: Element, namespace: string, name: string, what: string) =>
    single(childElements(parent, namespace, name), what);
  const signedInfo = child(signature, DS, 'SignedInfo', '署名の対象の一覧');
  const valueElement = child(signature, DS, 'SignatureValue', '署名の値');
  const keyInfo = child(signature, DS, 'KeyInfo', '証明書の情報');
  const qualifying = single(
    childElements(signature, DS, 'Object').flatMap((each) =>
      childElements(each, XADES, 'QualifyingProperties'),
    ),
    '署名の属性',
  );
  if (qualifying.getAttribute('Target') !== `#${profile.signatureId}`)
    refuse('署名の属性が、この署名のものではありません。');
  const properties = child(qualifying, XADES, 'SignedProperties', '署名の属性');
  for (const signed of [target, signedInfo, valueElement, keyInfo, properties]) refuseHiddenParts(signed);
  const ofSignature = child(properties, XADES, 'SignedSignatureProperties', '署名の属性');
  const [v1, v2] = ['SigningCertificate', 'SigningCertificateV2'].map((name) =>
    childElements(ofSignature, XADES, name),
  );
  const unsigned = childElements(qualifying, XADES, 'UnsignedProperties').flatMap((each) =>
    childElements(each, XADES, 'UnsignedSignatureProperties'),
  );
  if (unsigned.length > 1) refuse('署名の外の属性がただ一つではありません。');
  return {
    target,
    signedInfo,
    signedInfoTransformation: transformation(child(signedInfo, DS, 'CanonicalizationMethod', '正規化の方法')),
    method:
      signatureMethod(child(signedInfo, DS, 'SignatureMethod', '署名の方法').getAttribute('Algorithm')) ??
      refuse('使えない署名の方法です。'),
    valueElement,
    value: base64Bytes(plainText(valueElement)) ?? refuse('署名の値を読めません。'),
    keyInfo,
    certificates: readCertificates(keyInfo),
    references: readReferences(signedInfo, { target, keyInfo, properties }),
    signingCertificate: single([...(v1 ?? []), ...(v2 ?? [])], '署名に使った証明書の記載'),
    signingTime:
      plainText(child(ofSignature, XADES, 'SigningTime', '署名の時刻')) ?? refuse('署名の時刻を読めません。'),
    unsigned: unsigned[0] ?? null,
  };
}

/** Comments would be left out of what is digested and so could cut a text in two for some readers. */
function refuseHiddenParts(element: Element): void {
  for (const each of [element, ...allElements(element)])
    for (const node of Array.from(each.childNodes))
      if (node.nodeType !== 1 && node.nodeType !== 3)
        refuse('署名された部分に、使えない記述が含まれています。');
}

function readCertificates(keyInfo: Element): Uint8Array[] {
  const certificates = childElements(keyInfo, DS, 'X509Data')
    .flatMap((data) => childElements(data, DS, 'X509Certificate'))
    .map((each) => base64Bytes(plainText(each)) ?? refuse('証明書を読めません。'));
  if (certificates.length === 0) refuse('証明書がありません。');
  return certificates;
}

/** Exactly three: the element, KeyInfo, and SignedProperties with its type. Which one a reference means is settled by its id alone. */
function readReferences(
  signedInfo: Element,
  { target, keyInfo, properties }: { target: Element; keyInfo: Element; properties: Element },
): SignedReference[] {
  const expected = new Map([
    [`#${target.getAttribute('id')}`, target],
    [`#${keyInfo.getAttribute('Id')}`, keyInfo],
    [`#${properties.getAttribute('Id')}`, properties],
  ]);
  const references = childElements(signedInfo, DS, 'Reference');
  const uris = new Set(references.map((each) => each.getAttribute('URI')));
  if (expected.size !== 3 || references.length !== 3 || [...expected.keys()].some((uri) => !uris.has(uri)))
    refuse('署名の対象が正しくありません。');
  return references.map((each) => {
    const element = expected.get(each.getAttribute('URI') as string) as Element;
    const type = each.getAttribute('Type');
    if (element === properties ? type !== SIGNED_PROPERTIES_TYPE : type === SIGNED_PROPERTIES_TYPE)
      refuse('署名の属性が、署名の対象として示されていません。');
    const [method] = childElements(each, DS, 'DigestMethod');
    const [value] = childElements(each, DS, 'DigestValue');
    return {
      element,
      transformation: transformationOf(each),
      hash:
        digestMethod(method?.getAttribute('Algorithm') ?? null) ?? refuse('使えないダイジェストの方法です。'),
      digest: (value && base64Bytes(plainText(value))) ?? refuse('ダイジェストを読めません。'),
    };
  });
}

/** None at all means canonical XML 1.0 (XML Signature §4.4.3.2). Everything but canonicalization could hide content and is refused. */
function transformationOf(reference: Element): Transformation {
  const lists = childElements(reference, DS, 'Transforms');
  const transforms = lists.flatMap((list) => childElements(list, DS, 'Transform'));
  const [first, second] = transforms;
  if (!first && lists.length === 0) return { method: C14N, prefixes: [] };
  if (!first || second || lists.length !== 1)
    throw new Refusal('structure', '署名の対象に、使えない変換が指定されています。');
  return transformation(first);
}

/** The canonicalization an element names, with the prefixes that the exclusive one keeps. Throws Refusal for any other algorithm. */
export function transformation(element: Element): Transformation {
  const method =
    canonicalization(element.getAttribute('Algorithm')) ??
    refuse('署名の対象に、使えない変換が指定されています。');
  const lists = childElements(element, EXC_C14N, 'InclusiveNamespaces');
  const inner = Array.from(element.childNodes).filter((node) => node.nodeType === 1);
  if (inner.length !== lists.length || lists.length > 1 || (lists.length === 1 && method !== EXC_C14N))
    refuse('署名の対象に、使えない変換が指定されています。');
  const prefixes = lists[0]?.getAttribute('PrefixList')?.split(/\s+/).filter(Boolean) ?? [];
  return { method, prefixes };
}
