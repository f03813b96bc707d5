import { describe, expect, it } from 'vitest';
import { scanFile } from './annotations.ts';

// in two parts, or this file would be read as one with annotations
const mark = '// @pro' + 'ves';
const file = 'packages/x/src/x.db.test.ts';
const scan = (text: string, name = file) => scanFile(name, text);

describe('an annotation', () => {
  it.each([
    ['it', `it('refuses', () => {})`, 'refuses'],
    ['test', `test("signs in", async () => {})`, 'signs in'],
    ['describe', `describe('a lock', () => {})`, 'a lock'],
    ['a step', `  await test.step('opens the chart', async () => {})`, 'opens the chart'],
    ['a table', `it.each([\n  ['a (', 1],\n  // never )\n])(\n  'refuses %s',\n  () => {},\n)`, 'refuses %s'],
    ['a template table', `it.each\`\n a\n (\n\`("takes $a", () => {})`, 'takes $a'],
    ['a typed table', `it.each<[() => Map<string, 1>, 2]>([\n a\n])('reads %s', f)`, 'reads %s'],
    ['a condition', `it.runIf(real())('prints', () => {})`, 'prints'],
    ['a template', 'it(`says $' + '{word}`, () => {})', 'says $' + '{word}'],
    ['a quote', `it('does not take another clinic\\'s', () => {})`, `does not take another clinic's`],
    ['options', `it('never cross', { timeout: 9 }, () => {})`, 'never cross'],
  ])('belongs to the test below it: %s', (_name, code, title) => {
    expect(scan(`${mark} D3 V6.2.1\n${code}\n`)).toEqual({
      proofs: [{ file, title, ids: ['D3', 'V6.2.1'] }],
      problems: [],
    });
  });

  it('may be followed by other comments, not by other code', () => {
    expect(scan(`${mark} A2\n// why\nit('stays', f)`).proofs).toHaveLength(1);
    expect(scan(`${mark} A2\nconst x = 1;\nit('stays', f)`).problems).toEqual([
      `${file}:1: @proves stands above nothing; it(, test( or describe( must follow`,
    ]);
    expect(scan(`${mark} A2\n\nit('stays', f)`).problems).toHaveLength(1);
    expect(scan(`${mark} A2`).problems).toHaveLength(1);
  });

  it('proves nothing above a test that does not run', () => {
    for (const word of ['it.skip', 'test.fixme', 'it.todo', 'describe.skip'])
      expect(scan(`${mark} A2\n${word}('later', f)`)).toEqual({
        proofs: [],
        problems: [`${file}:1: a test that is skipped proves nothing`],
      });
  });

  it('is refused where it would be overlooked', () => {
    expect(scan(`it('x', f); ${mark} A2`).problems).toEqual([
      `${file}:1: @proves needs a comment line of its own`,
    ]);
    expect(scan(`/** ${mark.slice(3)} A2 */\nit('x', f)`).problems).toHaveLength(1);
    expect(scan(`${mark} A2\nit('x', f)`, 'packages/x/src/x.ts').problems).toEqual([
      'packages/x/src/x.ts:1: @proves stands in a file that is not a test',
    ]);
  });

  it('is refused without controls and with things that are none', () => {
    expect(scan(`${mark}\nit('x', f)`).problems).toEqual([`${file}:1: @proves names no control`]);
    expect(scan(`${mark} D3, 6.2.1\nit('x', f)`)).toEqual({
      proofs: [{ file, title: 'x', ids: [] }],
      problems: [
        `${file}:1: "D3," does not look like a control`,
        `${file}:1: "6.2.1" does not look like a control`,
      ],
    });
  });

  it('asks for a title that can be read in the source', () => {
    expect(scan(`${mark} A2\nit(name, f)`).problems).toEqual([
      `${file}:1: the title of the test is not a literal and can not be shown`,
    ]);
  });
});
