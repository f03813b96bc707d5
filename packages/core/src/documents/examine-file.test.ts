import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examineFile } from './examine-file.ts';

const pdf = (objects: string | Buffer) =>
  Buffer.concat([
    Buffer.from('%PDF-1.7\n'),
    Buffer.from(objects),
    Buffer.from('\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
  ]);
const objectStream = (inside: string, type = '/ObjStm') => {
  const packed = deflateSync(Buffer.from(`1 0 ${inside}`));
  return Buffer.concat([
    Buffer.from(`1 0 obj<</Type ${type}/N 1/Filter/FlateDecode/Length ${packed.length}>>stream\n`),
    packed,
    Buffer.from('\nendstream endobj'),
  ]);
};
const chunk = (type: string, data: Buffer) => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  return Buffer.concat([size, Buffer.from(type), data, Buffer.alloc(4)]);
};
const png = (width = 10, height = 10) => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', Buffer.alloc(4)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
const jpeg = (width = 10, height = 10) =>
  Buffer.from([
    ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0],
    ...[0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0],
    ...[0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9],
  ]);

describe('a file to be attached', () => {
  it('is what its bytes say', () => {
    expect(examineFile(pdf('1 0 obj<</Type/Catalog>>endobj'))).toBe('application/pdf');
    expect(examineFile(png())).toBe('image/png');
    expect(examineFile(jpeg())).toBe('image/jpeg');
  });

  // @proves V5.2.2
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a page', Buffer.from('<html><script>alert(1)</script>')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['a program', Buffer.from('MZ\x90\0')],
    ['a package', Buffer.from('PK\x03\x04')],
    ['a PDF with something before it', Buffer.from(`<script>${pdf('x')}`)],
    ['a PDF without an end', Buffer.from('%PDF-1.7\n1 0 obj')],
    ['a PNG with a page behind it', Buffer.concat([png(), Buffer.from('<script>')])],
    ['a PNG that is cut off', png().subarray(0, 40)],
    ['a JPEG that is cut off', jpeg().subarray(0, 15)],
    ['a JPEG without an end', jpeg().subarray(0, -2)],
  ])('is refused as %s', (_, bytes) => {
    expect(() => examineFile(bytes)).toThrow(/^invalid: /);
  });

  it('is refused as a picture that would fill the memory', () => {
    expect(() => examineFile(png(30_000, 10))).toThrow('大きすぎます');
    expect(() => examineFile(jpeg(10, 30_000))).toThrow('大きすぎます');
  });

  // @proves V5.2.2
  it.each([
    ['a script', '<</S/JavaScript/JS(app.alert(1))>>'],
    ['a script in escaped letters', '<</S/J#61vaScript/#4aS(app.alert(1))>>'],
    ['a program to start', '<</S/Launch/F(cmd.exe)>>'],
    ['a file inside', '<</Names<</EmbeddedFiles 3 0 R>>>>'],
    ['a form with scripts', '<</AcroForm<</XFA 3 0 R>>>>'],
    ['an act on opening a page', '<</Type/Page/AA<</O 3 0 R>>>>'],
  ])('is refused as a PDF with %s, open or packed', (_, object) => {
    expect(() => examineFile(pdf(`1 0 obj${object}endobj`))).toThrow('仕掛け');
    expect(() => examineFile(pdf(objectStream(object)))).toThrow('仕掛け');
    expect(() => examineFile(pdf(objectStream(object, '/#4fbjStm')))).toThrow('仕掛け');
  });

  it('is refused as a PDF that is locked, or whose packed parts can not be read', () => {
    expect(() => examineFile(pdf('trailer<</Encrypt 5 0 R>>'))).toThrow('パスワード');
    expect(() => examineFile(pdf('1 0 obj<</Type/ObjStm>>stream\nnot packed\nendstream'))).toThrow(
      '確かめられない',
    );
  });

  // @proves V5.2.2
  it.each([
    ['a comment that looks like a stream', (act: string) => `% stream\n1 0 obj${act}endobj\n% endstream\n`],
    [
      'a packed part behind such a comment',
      (act: string) =>
        Buffer.concat([Buffer.from('% stream\n'), objectStream(act), Buffer.from('\n% endstream')]),
    ],
    [
      'a packed part whose description is long',
      (act: string) => objectStream(act, `/ObjStm/Pad(${'x'.repeat(5_000)})`),
    ],
    [
      'a packed part after a keyword with a blank',
      (act: string) =>
        Buffer.from(objectStream(act).toString('latin1').replace('>>stream\n', '>>stream \n'), 'latin1'),
    ],
    [
      'a packed part that says to end before it does',
      (act: string) => {
        const whole = deflateSync(Buffer.from(`1 0 endstream ${act}`), { level: 0 });
        return Buffer.concat([
          Buffer.from('1 0 obj<</Type/ObjStm/Filter/FlateDecode>>stream\n'),
          whole,
          Buffer.from('\nendstream endobj'),
        ]);
      },
    ],
  ])('is refused when it hides what it does in %s', (_, hidden) => {
    expect(() => examineFile(pdf(hidden('<</S/JavaScript/JS(app.alert(1))>>')))).toThrow('仕掛け');
  });

  it.each([
    ['twice packed', '/ObjStm/Filter[/FlateDecode/FlateDecode]'],
    ['packed in letters', '/ObjStm/Filter[/FlateDecode/ASCIIHexDecode]'],
    ['packed line by line', '/ObjStm/DecodeParms<</Predictor 12>>'],
    ['packed as another object says', '/ObjStm/Filter 9 0 R'],
  ])('is refused when its objects are %s: nothing can be told of it', (_, type) => {
    expect(() => examineFile(pdf(objectStream('<<>>', type)))).toThrow('確かめられない');
  });

  // quadratic once: minutes, in which nobody else was answered
  it('is examined in one walk, also when it is made to be slow', () => {
    const endless = 'stream\n'.repeat(900_000);
    expect(examineFile(pdf(endless))).toBe('application/pdf');
    expect(examineFile(pdf(`${endless}1 0 obj<<>>endobj endstream`))).toBe('application/pdf');
  });

  it('may have any words in its streams: they are drawn, not done', () => {
    const packed = deflateSync(Buffer.from('BT (/JavaScript) Tj ET'));
    const page = Buffer.concat([
      Buffer.from(`1 0 obj<</Length ${packed.length}>>stream\n`),
      packed,
      Buffer.from('\nendstream endobj'),
    ]);
    expect(examineFile(pdf(page))).toBe('application/pdf');
    expect(examineFile(pdf('1 0 obj<</Length 13>>stream\n/JavaScript !\nendstream endobj'))).toBe(
      'application/pdf',
    );
  });

  it('ends in an answer or a sentence, whatever the bytes are', () => {
    const start = fc.constantFrom('', '%PDF-1.7\n', '\x89PNG\r\n\x1a\n', '\xff\xd8\xff');
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 300 }), (head, rest) => {
        try {
          examineFile(Buffer.concat([Buffer.from(head, 'latin1'), rest]));
        } catch (error) {
          expect((error as { userMessage?: string }).userMessage).toMatch(/。$/);
        }
      }),
    );
  });
});
