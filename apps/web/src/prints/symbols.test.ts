import fs from 'node:fs';
import path from 'node:path';
import { createPrescriptionFilePort } from '@shirube/connectors';
import { PortError } from '@shirube/core/ports';
import type { PrescriptionRecord } from '@shirube/core/records';
import { closeSharedBrowser } from '@shirube/pdf';
import { afterAll, describe, expect, it } from 'vitest';
import { printForm } from './print-form.ts';
import { readPdf } from './testing/read-pdf.ts';
import { readSymbols } from './testing/read-symbols.ts';
import { lineOf, prescriptionOf, rpOf } from './testing/records.ts';

afterAll(closeSharedBrowser);

const root = path.resolve(import.meta.dirname, '../testing/test-root.pem');
const files = createPrescriptionFilePort({ trustedRootsPem: fs.readFileSync(root, 'utf8') });

const few = prescriptionOf([rpOf(1, [lineOf('アムロジピン錠５ｍｇ')])], { accessCode: '1234567890123456' });
const many = prescriptionOf(
  Array.from({ length: 9 }, (_, index) =>
    rpOf(index + 1, [lineOf(`長い名前の薬その${index + 1}番「検証製薬」５ｍｇ錠`), lineOf('次の薬')]),
  ),
);

/** Reads every sheet as a pharmacy would: the linked symbols in their order, and the one of 引換番号. */
async function scan(form: 'prescription' | 'prescription-a4' | 'copy', record: PrescriptionRecord) {
  const content = { kind: 'made', record, therapeuticClasses: new Map() } as const;
  const pages = await readPdf(await printForm(form, content, files));
  const found = (await Promise.all(pages.map((page) => readSymbols(page.picture())))).flat();
  const shiftJis = new TextDecoder('shift_jis');
  const isAccess = (bytes: Uint8Array) => new TextDecoder().decode(bytes).endsWith(',1234567890123456');
  const linked = found
    .filter((each) => !isAccess(each.bytes))
    .sort((a, b) => a.sequenceIndex - b.sequenceIndex);
  return {
    pages,
    linked,
    data: shiftJis.decode(Buffer.concat(linked.map((each) => each.bytes))),
    access: found.filter((each) => isAccess(each.bytes)).map((each) => new TextDecoder().decode(each.bytes)),
  };
}

describe('symbols on paper', () => {
  it.each(['prescription', 'prescription-a4'] as const)(
    'are read from %s by another library',
    async (form) => {
      const { data, access } = await scan(form, few);
      expect(data.startsWith('JAHIS10\r\n')).toBe(true);
      expect(data).toContain('アムロジピン錠５ｍｇ');
      expect(data).toContain('1234567890123456');
      expect(access).toEqual(['138057,１２,３４５６,01,19800131,1234567890123456']);
    },
  );

  it('are all there when the prescription needs several, each with its place', async () => {
    for (const form of ['prescription', 'prescription-a4'] as const) {
      const { pages, linked, data } = await scan(form, many);
      expect(linked.length).toBeGreaterThan(2);
      expect(linked.map((each) => [each.sequenceIndex, each.sequenceSize])).toEqual(
        linked.map((_, index) => [index, linked.length]),
      );
      for (let drug = 1; drug <= 9; drug += 1)
        expect(data).toContain(`長い名前の薬その${drug}番「検証製薬」`);
      expect(pages.map((page) => page.text).join('')).toContain(`二次元シンボル1/${linked.length}`);
    }
  });

  it('stand in what is left of the 処方 box where there is room', async () => {
    const short = prescriptionOf([rpOf(1, [lineOf('薬')])]);
    const { pages, linked } = await scan('prescription', short);
    expect(linked.length).toBeGreaterThan(0);
    expect(pages).toHaveLength(1);
  });

  it('a 控え has the symbol of its number', async () => {
    const { access } = await scan('copy', { ...few, issueType: 'electronic' });
    expect(access).toHaveLength(1);
  });

  it('do not hold up a paper whose data do not fit them; the paper says that it has none', async () => {
    const tooLong = prescriptionOf(few.rps, {
      facility: { ...few.facility, address: '長い所在地'.repeat(12) },
    });
    expect(() => files.writePaperSymbols(tooLong)).toThrow(PortError);
    const { pages, linked } = await scan('prescription', tooLong);
    expect(linked).toEqual([]);
    expect(pages[0]!.text).toContain('二次元シンボルはありません。');
    expect(pages[0]!.text).toContain('長い所在地'.repeat(12));
  });

  it('say which characters they have as ■', async () => {
    const { pages } = await scan('prescription', { ...few, patient: { ...few.patient, familyName: '𠮷田' } });
    expect(pages[0]!.text).toContain('二次元シンボルでは「𠮷」が■になっています。');
  });
});
