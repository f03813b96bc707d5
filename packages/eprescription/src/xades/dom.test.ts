import { describe, expect, it } from 'vitest';
import { base64Bytes, parseSigned, plainText, rootOf } from './dom.ts';

const root = (text: string) => rootOf(parseSigned(Buffer.from(text)));

describe('Base64 in XML', () => {
  it('may be broken into lines', () => {
    expect(base64Bytes(' QUJD\n\tREVG\r\n')).toEqual(new Uint8Array(Buffer.from('ABCDEF')));
    expect(base64Bytes('QQ==')).toEqual(new Uint8Array([0x41]));
  });

  it.each(['', ' ', 'QUI', 'QQ=', '=', 'Q===', 'QUJD=QUJD', 'QU-_', 'QUJD!', null])(
    'is nothing else: %s',
    (text) => {
      expect(base64Bytes(text)).toBeNull();
    },
  );
});

describe('the text of an element', () => {
  it('is all of it, or nothing when something else is in between', () => {
    expect(plainText(root('<a>b&amp;c&#x20;</a>'))).toBe('b&c ');
    expect(plainText(root('<a/>'))).toBe('');
    expect(plainText(root('<a>b<!-- c -->d</a>'))).toBeNull();
    expect(plainText(root('<a>b<c/>d</a>'))).toBeNull();
  });
});
