import type { Attr, Element, Node, Text } from '@xmldom/xmldom';
import { type Canonicalization, EXC_C14N } from './names.ts';

/**
 * Canonical XML 1.0 and exclusive canonical XML 1.0, both without comments, of one element with everything below it
 * (https://www.w3.org/TR/xml-c14n, https://www.w3.org/TR/xml-exc-c14n). Returns the text whose UTF-8 bytes are digested.
 * inclusivePrefixes: the PrefixList of InclusiveNamespaces, for the exclusive form; `#default` is the default namespace.
 * Throws TypeError at a prefix without a declaration and at a node no document should have.
 */
export function canonical(
  element: Element,
  method: Canonicalization,
  inclusivePrefixes: readonly string[] = [],
): string {
  const exclusive = method === EXC_C14N;
  const kept = new Set(inclusivePrefixes.map((prefix) => (prefix === '#default' ? '' : prefix)));
  return write(element, inScope(element.parentNode), new Map(), {
    exclusive,
    kept,
    inherited: exclusive ? [] : xmlAttributesAbove(element),
  });
}

/** prefix → namespace; '' is the default one */
type Namespaces = Map<string, string>;

interface Mode {
  exclusive: boolean;
  kept: ReadonlySet<string>;
  /** xml:… attributes of ancestors, which the inclusive form takes over to the element at the top */
  inherited: readonly Attr[];
}

const XMLNS = 'xmlns';
/** what the prefix xml is bound to, without a declaration */
const XML = 'http://www.w3.org/XML/1998/namespace';
const isDeclaration = (attribute: Attr): boolean =>
  attribute.name === XMLNS || attribute.name.startsWith(`${XMLNS}:`);
const prefixOf = (name: string): string => (name.includes(':') ? (name.split(':')[0] as string) : '');

function declare(scope: Namespaces, element: Element): Namespaces {
  const declared = Array.from(element.attributes).filter(isDeclaration);
  if (declared.length === 0) return scope;
  const inner = new Map(scope);
  for (const { name, value } of declared)
    inner.set(name === XMLNS ? '' : name.slice(XMLNS.length + 1), value);
  return inner;
}

function inScope(node: Node | null): Namespaces {
  if (node?.nodeType !== 1) return new Map();
  return declare(inScope(node.parentNode), node as Element);
}

function xmlAttributesAbove(element: Element): Attr[] {
  const found: Attr[] = [];
  for (let node = element.parentNode; node?.nodeType === 1; node = node.parentNode)
    for (const attribute of Array.from((node as Element).attributes))
      if (prefixOf(attribute.name) === 'xml' && !found.some(({ name }) => name === attribute.name))
        found.push(attribute);
  return found;
}

/** above: what is in scope at the parent; rendered: what has been written by the ancestors in the output. */
function write(element: Element, above: Namespaces, rendered: Namespaces, mode: Mode): string {
  const scope = declare(above, element);
  const attributes = Array.from(element.attributes).filter((attribute) => !isDeclaration(attribute));
  for (const attribute of mode.inherited)
    if (!attributes.some(({ name }) => name === attribute.name)) attributes.push(attribute);
  const used = new Set([
    prefixOf(element.tagName),
    ...attributes.map(({ name }) => prefixOf(name)).filter((prefix) => prefix !== ''),
  ]);
  for (const prefix of used)
    if (prefix !== '' && prefix !== 'xml' && !scope.has(prefix))
      throw new TypeError('a prefix without a declaration');
  const candidates = mode.exclusive ? new Set([...used, ...mode.kept]) : new Set([...scope.keys(), '']);
  candidates.delete('xml');
  const written = new Map(rendered);
  const declarations: string[] = [];
  for (const prefix of [...candidates].sort()) {
    const namespace = scope.get(prefix) ?? '';
    if (namespace === (rendered.get(prefix) ?? '')) continue;
    written.set(prefix, namespace);
    declarations.push(` ${prefix === '' ? XMLNS : `${XMLNS}:${prefix}`}="${escapeAttribute(namespace)}"`);
  }
  const key = ({ name }: Attr): [string, string] => {
    const prefix = prefixOf(name);
    const namespace = prefix === 'xml' ? XML : (scope.get(prefix) as string);
    return [prefix === '' ? '' : namespace, name.slice(name.indexOf(':') + 1)];
  };
  const sorted = attributes.sort((one, other) => {
    const [a, b] = [key(one), key(other)];
    return compare(a[0], b[0]) || compare(a[1], b[1]);
  });
  const rest = { ...mode, inherited: [] };
  return (
    `<${element.tagName}${declarations.join('')}` +
    `${sorted.map(({ name, value }) => ` ${name}="${escapeAttribute(value)}"`).join('')}>` +
    `${Array.from(element.childNodes, (child) => writeChild(child, scope, written, rest)).join('')}</${element.tagName}>`
  );
}

function writeChild(node: Node, scope: Namespaces, rendered: Namespaces, mode: Mode): string {
  switch (node.nodeType) {
    case 1:
      return write(node as Element, scope, rendered, mode);
    case 3:
    case 4:
      return escapeText((node as Text).data);
    case 8:
      return '';
    default:
      // processing instructions are refused before anything is canonicalized; entity references are resolved by the parser
      throw new TypeError('a node that is neither element nor text');
  }
}

const compare = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');

const escapeAttribute = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#x9;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;');
