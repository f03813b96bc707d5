import { DOMParser, type Document, type Element } from '@xmldom/xmldom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { C14nCanonicalization, ExclusiveCanonicalization } from 'xml-crypto';
import { canonical } from './canonical.ts';
import { C14N, EXC_C14N } from './names.ts';

const parse = (text: string): Document =>
  new DOMParser({ onError: () => {} }).parseFromString(text, 'text/xml');
const find = (document: Document, id: string): Element =>
  Array.from(document.getElementsByTagName('*')).find((each) => each.getAttribute('id') === id) as Element;

/** Writes an element where these prefixes are declared. */
type Write = (scope: ReadonlySet<string>) => string;

/** The examples of the recommendations' own rules, each with the answer they give. */
describe('canonical XML', () => {
  const text =
    '<r xmlns="urn:d" xmlns:a="urn:a" xmlns:b="urn:b" xml:lang="ja"><t id="x" b:z="1" a:y=\'2\' c="&quot;&#10;&lt;"><a:e/>t&gt;&#13;<n xmlns="" b:q="1"/><!-- c --><a:f xmlns:a="urn:other"/></t></r>';

  it('in the inclusive form takes over what is in scope above, and xml: attributes', () => {
    expect(canonical(find(parse(text), 'x'), C14N)).toBe(
      '<t xmlns="urn:d" xmlns:a="urn:a" xmlns:b="urn:b" c="&quot;&#xA;&lt;" id="x" xml:lang="ja" a:y="2" b:z="1">' +
        '<a:e></a:e>t&gt;&#xD;<n xmlns="" b:q="1"></n><a:f xmlns:a="urn:other"></a:f></t>',
    );
  });

  it('in the exclusive form writes a namespace where it is used', () => {
    expect(canonical(find(parse(text), 'x'), EXC_C14N)).toBe(
      '<t xmlns="urn:d" xmlns:a="urn:a" xmlns:b="urn:b" c="&quot;&#xA;&lt;" id="x" a:y="2" b:z="1">' +
        '<a:e></a:e>t&gt;&#xD;<n xmlns="" b:q="1"></n><a:f xmlns:a="urn:other"></a:f></t>',
    );
    const inner = parse('<r xmlns:u="urn:u" xmlns:v="urn:v"><t id="x"><v:e/><v:e/></t></r>');
    expect(canonical(find(inner, 'x'), EXC_C14N)).toBe(
      '<t id="x"><v:e xmlns:v="urn:v"></v:e><v:e xmlns:v="urn:v"></v:e></t>',
    );
    expect(canonical(find(inner, 'x'), EXC_C14N, ['u', 'none'])).toBe(
      '<t xmlns:u="urn:u" id="x"><v:e xmlns:v="urn:v"></v:e><v:e xmlns:v="urn:v"></v:e></t>',
    );
  });

  it('keeps an attribute that only looks like a declaration', () => {
    expect(canonical(find(parse('<t id="x" xmlnsfoo="1"/>'), 'x'), EXC_C14N)).toBe(
      '<t id="x" xmlnsfoo="1"></t>',
    );
  });

  it('does not go on at a prefix nobody declared', () => {
    const document = parse('<t id="x"/>');
    document.documentElement?.appendChild(document.createElementNS('urn:p', 'p:e'));
    expect(() => canonical(find(document, 'x'), C14N)).toThrow(TypeError);
  });

  it('agrees with another implementation on documents of every shape', () => {
    const prefixes = ['', 'a', 'b', 'c'];
    const word = fc.stringMatching(/^[ -~あ-ん\t\n]{0,6}$/);
    const escaped = (value: string) =>
      value
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('"', '&quot;')
        .replaceAll('\n', '&#10;')
        .replaceAll('\t', '&#9;');
    const { element } = fc.letrec<{ element: Write }>((tie) => ({
      element: fc
        .record({
          prefix: fc.constantFrom(...prefixes),
          declared: fc.dictionary(
            fc.constantFrom('a', 'b', 'c'),
            fc.constantFrom('urn:1', 'urn:2', 'urn:3'),
            { maxKeys: 3 },
          ),
          defaultNamespace: fc.option(fc.constantFrom('urn:1', 'urn:2'), { nil: undefined }),
          attributes: fc.uniqueArray(fc.tuple(fc.constantFrom(...prefixes), fc.constantFrom('p', 'q')), {
            selector: ([prefix, name]) => (prefix === '' ? name : `${prefix}${name}`),
            maxLength: 3,
          }),
          value: word,
          text: word,
          children: fc.oneof(
            { maxDepth: 3, withCrossShrink: true },
            fc.constant([]),
            fc.array(tie('element') as fc.Arbitrary<Write>, { maxLength: 3 }),
          ) as fc.Arbitrary<Write[]>,
        })
        .map(
          ({ prefix, declared, defaultNamespace, attributes, value, text: inner, children }) =>
            (scope) => {
              const known = new Set([...scope, ...Object.keys(declared)]);
              const name = known.has(prefix) ? `${prefix}:e` : 'e';
              const namespaces = Object.entries(declared).map(([each, uri]) => ` xmlns:${each}="${uri}"`);
              if (defaultNamespace !== undefined) namespaces.push(` xmlns="${defaultNamespace}"`);
              // two prefixes of one namespace would make two attributes of one name, which is no XML
              const plain = attributes
                .filter(
                  ([each], index) =>
                    each === '' ||
                    (known.has(each) && attributes.findIndex(([other]) => other !== '') === index),
                )
                .map(([each, local]) => ` ${each === '' ? local : `${each}:${local}`}="${escaped(value)}"`);
              const below = children.map((child) => child(known)).join('');
              return `<${name}${namespaces.join('')}${plain.join('')}>${escaped(inner)}${below}</${name}>`;
            },
        ),
    }));
    fc.assert(
      fc.property(element, (write) => {
        const document = parse(
          `<r xmlns:a="urn:1" xmlns:b="urn:2"><t id="x">${write(new Set(['a', 'b']))}</t></r>`,
        );
        const top = find(document, 'x');
        expect(canonical(top, EXC_C14N)).toBe(
          new ExclusiveCanonicalization().process(top as never, {}).toString(),
        );
        const ancestorNamespaces = [
          { prefix: 'a', namespaceURI: 'urn:1' },
          { prefix: 'b', namespaceURI: 'urn:2' },
        ];
        expect(canonical(top, C14N)).toBe(
          new C14nCanonicalization().process(top as never, { ancestorNamespaces }).toString(),
        );
      }),
      { numRuns: 300 },
    );
  });
});
