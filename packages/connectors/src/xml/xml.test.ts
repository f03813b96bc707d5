import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildXml,
  child,
  childrenNamed,
  parseXml,
  requiredText,
  textOrNull,
  type XmlContent,
  XmlError,
} from './index.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const reasonOf = (read: () => unknown) => {
  try {
    read();
  } catch (error) {
    if (error instanceof XmlError) return error.reason;
    throw error;
  }
  return 'none';
};

/** 髙﨑　花子 in the Shift_JIS of Windows, written byte by byte. */
const TAKASAKI = [0xfb, 0xfc, 0xfa, 0xb1, 0x81, 0x40, 0x89, 0xd4, 0x8e, 0x71];

function shiftJisDocument(encoding: string): Uint8Array {
  return Uint8Array.from([
    ...utf8(`<?xml version="1.0" encoding="${encoding}"?>\r\n<XmlMsg><Name>`),
    ...TAKASAKI,
    ...utf8('</Name></XmlMsg>'),
  ]);
}

describe('reading', () => {
  it.each(['Shift_JIS', 'SHIFT-JIS', 'Windows-31J', 'cp932'])(
    'reads %s as declared, with 髙 and 﨑',
    (name) => {
      expect(textOrNull(parseXml(shiftJisDocument(name)), 'Name')).toBe('髙﨑　花子');
    },
  );

  it('reads UTF-8 as declared, undeclared, and by its byte order mark whatever is declared', () => {
    const text = (declaration: string) => `${declaration}<XmlMsg><Name>髙﨑　𠮷子</Name></XmlMsg>`;
    for (const document of [
      text('<?xml version="1.0" encoding="UTF-8"?>'),
      text(''),
      `\uFEFF${text('<?xml version="1.0" encoding="Shift_JIS"?>')}`,
    ]) {
      expect(textOrNull(parseXml(utf8(document)), 'Name')).toBe('髙﨑　𠮷子');
    }
  });

  it('refuses bytes that are no characters of the encoding instead of replacing them', () => {
    expect(reasonOf(() => parseXml(shiftJisDocument('UTF-8')))).toBe('encoding');
    expect(reasonOf(() => parseXml(shiftJisDocument('EUC-JP')))).toBe('encoding');
  });

  it('keeps every text as it is written: leading zeros, long digits, full-width spaces', () => {
    const root = parseXml(utf8('<M><A>0030</A><B>12345678901234567890</B><C>　太郎　</C><D>true</D></M>'));
    expect(root.children.map((element) => element.text)).toEqual([
      '0030',
      '12345678901234567890',
      '　太郎　',
      'true',
    ]);
  });

  it('resolves predefined entities and character references, once', () => {
    const root = parseXml(
      utf8('<M><A>&lt;&amp;lt;&gt;&quot;&apos;&#39640;&#x9AD9;</A><B><![CDATA[<&amp;>]]></B></M>'),
    );
    expect(textOrNull(root, 'A')).toBe('<&lt;>"\'高髙');
    expect(textOrNull(root, 'B')).toBe('<&amp;>');
  });

  // @proves G7 V1.5.1
  it.each([
    ['an external entity', '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><m>&x;</m>', 'doctype'],
    [
      'an entity bomb',
      `<!DOCTYPE m [<!ENTITY a "aaaaaaaaaa">${[...'bcdefgh'].map((name, i) => `<!ENTITY ${name} "${`&${'abcdefg'[i]};`.repeat(10)}">`).join('')}]><m>&h;</m>`,
      'doctype',
    ],
    ['a document type alone', '<!doctype m><m/>', 'doctype'],
    ['an entity nobody declared', '<m>&x;</m>', 'reference'],
    ['a reference to no character', '<m>&#0;</m>', 'reference'],
    ['a name of Object.prototype as entity', '<m>&constructor;</m>', 'reference'],
    ['half a document', '<m><a>1</a><b>', 'not well formed'],
    ['an HTML page', '<html><body><br>503</body></html>', 'not well formed'],
    ['plain text', 'Bad Gateway', 'not well formed'],
    ['nothing', '', 'not well formed'],
    ['two roots', '<m/><m/>', 'root'],
    ['nesting without end', `${'<m>'.repeat(5000)}${'</m>'.repeat(5000)}`, 'not well formed'],
  ])('refuses %s', (_what, text, reason) => {
    expect(reasonOf(() => parseXml(utf8(text)))).toBe(reason);
  });

  // @proves V1.3.12
  it('takes no more than linear time for long runs of blanks and references', () => {
    const long = `<m>${' '.repeat(300_000)}x${'&amp;'.repeat(100_000)}${' '.repeat(300_000)}y</m>`;
    const started = performance.now();
    expect(parseXml(utf8(long)).text).toHaveLength(400_002);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('gives none, one and many in one shape, and never chooses between two', () => {
    const root = parseXml(utf8('<M><One/><Two>a</Two><Two>b</Two></M>'));
    expect(childrenNamed(root, 'None')).toEqual([]);
    expect(childrenNamed(root, 'One')).toHaveLength(1);
    expect(childrenNamed(root, 'Two').map((element) => element.text)).toEqual(['a', 'b']);
    expect(reasonOf(() => child(root, 'Two'))).toBe('Two repeated');
    expect(reasonOf(() => requiredText(root, 'One'))).toBe('One');
  });
});

describe('writing', () => {
  it('writes elements in order and leaves out null', () => {
    const bytes = buildXml('XmlMsg', { B: '2', A: { C: '', D: null, E: '003' } });
    expect(new TextDecoder().decode(bytes)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<XmlMsg><B>2</B><A><C></C><E>003</E></A></XmlMsg>',
    );
  });

  it('refuses characters XML cannot carry', () => {
    for (const text of ['a\u0000', 'a\u000b', '\ud800', '\uffff']) {
      expect(reasonOf(() => buildXml('M', { A: text }))).toBe('A: character');
    }
  });

  // @proves V1.2.1
  it('is read back as it was, whatever the text holds', () => {
    const text = fc
      .string({ unit: 'binary' })
      .map((value) => value.replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ''))
      .map((value) => value.replace(/^[ \t\n]+|[ \t\n]+$/g, ''));
    const hostile = fc.constantFrom('</A>', '&amp;', '<!DOCTYPE', ']]>', '&lt;', '<?xml?>', '&#38;', '-->');
    fc.assert(
      fc.property(
        fc.array(fc.oneof(text, hostile)).map((parts) => parts.join('').trim()),
        (value) => {
          const content: XmlContent = { A: value, B: { C: value } };
          const root = parseXml(buildXml('M', content));
          expect(textOrNull(root, 'A') ?? '').toBe(value);
          expect(textOrNull(child(root, 'B'), 'C') ?? '').toBe(value);
        },
      ),
      { numRuns: 300 },
    );
  });
});
