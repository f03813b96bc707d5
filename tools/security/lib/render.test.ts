import { describe, expect, it } from 'vitest';
import type { Proof } from './annotations.ts';
import type { Chapter } from './controls.ts';
import { asvsPage, guidelinePage } from './render.ts';

const proof = (file: string, title: string, ...ids: string[]): Proof => ({ file, title, ids });
const none = () => [];

const guideline = {
  title: 'Title',
  preface: 'Preface',
  areas: { A: 'first', B: 'second' },
  controls: [
    { id: 'B1', ja: 'び', en: 'b', implementedIn: [] },
    { id: 'A10', ja: 'え', en: 'a10', implementedIn: ['z.ts', 'a.ts#may'] },
    { id: 'A2', ja: 'い', en: 'a2 | <b>', implementedIn: [], later: 'soon' },
  ],
};

const chapter = (more: Partial<Chapter> = {}): Chapter => ({
  id: 'V1',
  name: 'Encoding',
  requirements: [{ id: 'V1.2.10', level: 3, statement: 'cells', implementedIn: [] }],
  ...more,
});
const asvs = (...chapters: Chapter[]) => ({ title: 'Title', preface: 'Preface', chapters });

describe('the page of the guideline', () => {
  it('has each control once, below its area, in the order of numbers', () => {
    const { text } = guidelinePage(guideline, none);
    expect(text.match(/^## .*|^\| [AB]\d+/gm)).toEqual([
      '## A. first',
      '| A2',
      '| A10',
      '## B. second',
      '| B1',
    ]);
  });

  it('is the same whatever order the tests were found in, and lists each title once', () => {
    const found = [
      proof('b.test.ts', 'y', 'A2'),
      proof('a.test.ts', 'x', 'A2'),
      proof('b.test.ts', 'x', 'A2'),
    ];
    const page = (proofs: Proof[]) => guidelinePage(guideline, (id) => (id === 'A2' ? proofs : []));
    expect(page([...found, found[0]!]).text).toBe(page([...found].reverse()).text);
    expect(page(found).text).toContain('`a.test.ts`: “x”<br>`b.test.ts`: “x”; “y”');
    expect(page(found).counts).toMatchObject({ 証明あり: 1, '実装あり・試験なし': 1, 未実装: 1 });
  });

  it('keeps its columns whatever stands in a cell', () => {
    const row = guidelinePage(guideline, none)
      .text.split('\n')
      .find((line) => line.startsWith('| A2'))!;
    expect(row.replaceAll('\\|', '').split('|')).toHaveLength(8);
    expect(row).toContain('a2 \\| &lt;b>');
    expect(row).toContain('予定: soon');
  });

  it('names file and symbol', () => {
    expect(guidelinePage(guideline, none).text).toContain('`a.ts` `may`<br>`z.ts`');
  });
});

describe('the page of the ASVS', () => {
  it('leaves out a level nobody asks for, until something is done for it', () => {
    expect(asvsPage(asvs(chapter()), none).counts.対象外).toBe(1);
    const proved = asvsPage(asvs(chapter()), (id) => [proof('a.test.ts', 'quotes', id)]);
    expect([proved.counts.対象外, proved.counts.証明あり]).toEqual([0, 1]);
  });

  it('asks for level 3 where it is held to it', () => {
    const requirements = [{ id: 'V6.3.8', level: 3 as const, statement: 'time', implementedIn: [] }];
    expect(asvsPage(asvs(chapter({ id: 'V6', requirements })), none).counts.未実装).toBe(1);
  });

  it('leaves out a whole chapter with its reason, and counts it', () => {
    const { text, counts } = asvsPage(asvs(chapter({ outOfScope: 'no WebRTC' })), none);
    expect(text).toMatch(/V1\.2\.10 .*対象外.*no WebRTC/);
    expect(counts.対象外).toBe(1);
    expect(text).toContain('| V1 Encoding | 0 | 0 | 0 | 0 | 0 | 1 | 1 |');
  });
});
