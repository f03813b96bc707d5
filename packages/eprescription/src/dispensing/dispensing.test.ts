import type { DispensingRecord } from '@shirube/core/records';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeSj1 } from '../csv/write-sj1.ts';
import { dispensingExample } from '../testing/dispensing-example.ts';
import { ministryExample } from '../testing/ministry-example.ts';
import { dispensingXml, readDispensingDocument } from './dispensing-document.ts';
import { DispensingError } from './dispensing-error.ts';
import { readDispensingCsv } from './read-dispensing-csv.ts';
import { writeDispensingCsv } from './write-dispensing-csv.ts';

const utf8 = (text: string) => Buffer.from(text, 'utf8');
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

/** The order of fields as in the one sample that is public, in words of our own. */
const sample = `CJ1,
1,見本　次郎,2,20110101,,,,,,,ﾐﾎﾝ ｼﾞﾛｳ
2,1,特記の内容,
4,手帳のメモ,20220713,
5,20220908,
6,1,31130842,2022,010001,01
7,1439e0c5-7c1d-4512-861d-263de48417bf,
11,見本薬局,99,4,8000014,456-0001,長崎県長崎市,,
15,薬剤師　見本,,
51,見本病院,99,1,8000010,
55,医師　見本,内科,
201,1,見本錠２５μｇ,2,錠,2,622688101,
281,1,薬品の補足,
291,1,薬品の注意,
301,1,１日１回就寝前　服用,14,日分,1,3,1011100000000000,
311,1,用法の補足,
391,1,処方の注意,
201,2,見本軟膏　０．１％,1,本,2,662640683,
301,2,適宜　服用,1,調剤,5,3,1050W20000000000,
401,服用の注意,
411,伝達の内容,99,
501,備考の内容,
511,999,疑義照会の結果`;

describe('a 調剤結果CSV', () => {
  it('is read field by field', () => {
    const record = readDispensingCsv(utf8(sample));
    expect(record).toMatchObject({
      prescriptionId: '1439e0c5-7c1d-4512-861d-263de48417bf',
      patient: { name: '見本　次郎', kana: 'ﾐﾎﾝ ｼﾞﾛｳ', sex: 'female', birthDate: '2011-01-01' },
      patientNotes: [{ kind: '1', text: '特記の内容' }],
      notebookNotes: [{ text: '手帳のメモ', date: '2022-07-13' }],
      dispensedOn: '2022-09-08',
      coverage: {
        kind: '1',
        insurerNumber: '31130842',
        symbol: '2022',
        number: '010001',
        branchNumber: '01',
      },
      pharmacy: { name: '見本薬局', institutionCode: '9948000014', postalCode: '456-0001' },
      pharmacist: { name: '薬剤師　見本', contact: '' },
      prescribedBy: { facilityName: '見本病院', doctorName: '医師　見本', departmentName: '内科' },
      cautions: ['服用の注意'],
      messages: [{ text: '伝達の内容', kind: '99' }],
      remarks: ['備考の内容'],
      inquiries: [{ kind: '999', text: '疑義照会の結果' }],
      unread: [],
    });
    expect(record.rps).toHaveLength(2);
    expect(record.rps[0]).toEqual({
      rpNumber: 1,
      drugs: [
        {
          name: '見本錠２５μｇ',
          amount: '2',
          unit: '錠',
          codeKind: '2',
          code: '622688101',
          yjCode: null,
          supplements: ['薬品の補足'],
          cautions: ['薬品の注意'],
        },
      ],
      usage: { text: '１日１回就寝前　服用', codeKind: '3', code: '1011100000000000' },
      quantity: '14',
      quantityUnit: '日分',
      form: '1',
      supplements: ['用法の補足'],
      cautions: ['処方の注意'],
    });
  });

  it('keeps what it has no place for', () => {
    const more = `${sample}\n421,残薬の確認,\n281,9,薬のない補足,\n999,知らない行`;
    expect(readDispensingCsv(utf8(more)).unread).toEqual([
      { recordNumber: '421', fields: ['残薬の確認', ''] },
      { recordNumber: '281', fields: ['9', '薬のない補足', ''] },
      { recordNumber: '999', fields: ['知らない行'] },
    ]);
  });

  it('is read as it was written, whatever it says', () => {
    fc.assert(
      fc.property(dispensing, (record) => {
        const csv = writeDispensingCsv(record);
        expect(csv).not.toContain(0x0d);
        expect(readDispensingCsv(csv)).toEqual(record);
      }),
      { numRuns: 200 },
    );
  });

  it('never loses or invents a line, whatever comes in', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 20 }), (noise) => {
        const lines = noise.map((each) => each.replace(/[\r\n]/g, '')).filter((each) => /^\D/.test(each));
        const record = readDispensingCsv(utf8([sample, ...lines].join('\n')));
        expect(record.unread.map((each) => [each.recordNumber, ...each.fields].join(','))).toEqual(lines);
      }),
    );
  });

  it.each([
    ['another file', 'JAHISTC08,1\n5,20261120,\n'],
    ['no pharmacy', sample.replace(/\n11,.*/, '')],
    ['no day', sample.replace(/\n5,.*/, '')],
    ['a day that does not exist', sample.replace('5,20220908', '5,20220231')],
  ])('is refused with a sentence: %s', (_, text) => {
    expect(() => readDispensingCsv(utf8(text))).toThrow(
      expect.objectContaining({ userMessage: expect.stringContaining('薬局に電話などで') }),
    );
  });

  it('is refused when it is no UTF-8', () => {
    expect(() => readDispensingCsv(Buffer.concat([utf8('CJ1,\n'), Buffer.of(0x95, 0x57)]))).toThrow(
      DispensingError,
    );
  });
});

const prescriptionXml = utf8(
  `<?xml version="1.0"?><Document id="Document"><Prescription><PrescriptionManagement id="PrescriptionManagement"><Version Value="EPS1.0"/><PrescriptionId Value="from-the-service"/></PrescriptionManagement><PrescriptionDocument id="PrescriptionDocument">${Buffer.from(writeSj1({ ...ministryExample, refillCount: 2 })).toString('base64')}</PrescriptionDocument></Prescription></Document>`,
);
const documentOf = (record: DispensingRecord, prescription: Uint8Array | null = prescriptionXml) =>
  dispensingXml({
    dispensingId: record.dispensingId ?? '',
    csv: writeDispensingCsv(record),
    prescriptionXml: prescription,
  });

describe('a 調剤情報 document', () => {
  it('gives the record with what differs from the prescription', () => {
    const read = readDispensingDocument(documentOf(dispensingExample));
    expect(read).toEqual({
      ...dispensingExample,
      refillCount: 2,
      changes: [
        { kind: 'left_out', prescribed: 'ハルシオン０．２５ｍｇ錠', dispensed: null },
        {
          kind: 'days',
          prescribed: 'アスパラカリウム錠３００ｍｇ 7日分',
          dispensed: 'アスパラカリウム錠３００ｍｇ 5日分',
        },
        { kind: 'added', prescribed: null, dispensed: 'トリアゾラム錠０．２５ｍｇ「架空」' },
      ],
    });
  });

  it('knows another brand of the same ingredient by the codes the service added', () => {
    const added = `<AdditionalPrescriptionInformation><ConversionPharmaceuticalCode><ConversionYJcode>201,1,1,1,4,1124007F2026,ハルシオン,1,1,錠</ConversionYJcode></ConversionPharmaceuticalCode></AdditionalPrescriptionInformation></Prescription>`;
    const known = utf8(textOf(prescriptionXml).replace('</Prescription>', added));
    expect(readDispensingDocument(documentOf(dispensingExample, known)).changes?.[0]).toEqual({
      kind: 'other_drug',
      prescribed: 'ハルシオン０．２５ｍｇ錠',
      dispensed: 'トリアゾラム錠０．２５ｍｇ「架空」',
    });
  });

  it('takes the YJ codes the service added to what was handed out', () => {
    const xml = textOf(documentOf(dispensingExample)).replace(
      '</Document>',
      `<AdditionalDispensedInformation><ConversionPharmaceuticalCode CsvLineNo="18"><ConversionYJcode>201,2,イトリゾールカプセル５０,2,カプセル,4,6290004M1029,</ConversionYJcode></ConversionPharmaceuticalCode></AdditionalDispensedInformation></Document>`,
    );
    expect(readDispensingDocument(utf8(xml)).rps[1]?.drugs[0]?.yjCode).toBe('6290004M1029');
  });

  it('compares nothing when it carries no prescription, or none that can be read', () => {
    expect(readDispensingDocument(documentOf(dispensingExample, null)).changes).toBeNull();
    const broken = utf8(textOf(prescriptionXml).replace(/(id="PrescriptionDocument">)[^<]+/, '$1AAAA'));
    expect(readDispensingDocument(documentOf(dispensingExample, broken)).changes).toBeNull();
  });

  it('takes the number of the prescription from the service when the pharmacy wrote none', () => {
    const without = documentOf({ ...dispensingExample, prescriptionId: null });
    expect(readDispensingDocument(without).prescriptionId).toBe('from-the-service');
  });

  it.each([
    ['a document type', (xml: string) => xml.replace('<Document', '<!DOCTYPE Document []><Document')],
    ['no XML', () => 'Bad Gateway'],
    [
      'another root',
      (xml: string) => xml.replaceAll('Document id="Document"', 'Other').replace('</Document>', '</Other>'),
    ],
    ['two documents', (xml: string) => xml.replace(/(<DispensingDocument.*<\/DispensingDocument>)/, '$1$1')],
    [
      'a document elsewhere',
      (xml: string) =>
        xml
          .replace('<Dispensing id="Dispensing">', '<Dispensing><Wrap>')
          .replace('</Dispensing></Document>', '</Wrap></Dispensing></Document>'),
    ],
    ['no Base64', (xml: string) => xml.replace(/(id="DispensingDocument">)[^<]+/, '$1＊')],
  ])('is refused with a sentence: %s', (_, change) => {
    const xml = change(textOf(documentOf(dispensingExample)));
    expect(() => readDispensingDocument(utf8(xml))).toThrow(DispensingError);
  });

  it('is refused when it is larger than any prescription', () => {
    expect(() => readDispensingDocument(new Uint8Array(4 * 1024 * 1024 + 1))).toThrow(DispensingError);
  });
});

const words = fc.string({ unit: fc.constantFrom(...'山川薬錠１ａ，＆髙 '), minLength: 1, maxLength: 12 });
const codeText = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 9, maxLength: 9 });
const day = fc.constantFrom('2026-11-20', '2026-02-28', '1931-01-01');
const drug = fc
  .record({
    name: words,
    amount: fc.constantFrom('1', '0.5', '100'),
    unit: fc.constantFrom('錠', 'ｇ'),
    codeKind: fc.constantFrom('1' as const, '2' as const, '4' as const),
    code: codeText,
    supplements: fc.array(words, { maxLength: 2 }),
    cautions: fc.array(words, { maxLength: 2 }),
  })
  .map((each) => ({ ...each, yjCode: each.codeKind === '4' ? each.code : null }));
const dispensing: fc.Arbitrary<DispensingRecord> = fc.record({
  dispensingId: fc.constant(null),
  prescriptionId: fc.option(codeText),
  patient: fc.record({
    name: words,
    kana: words,
    sex: fc.constantFrom('male' as const, 'female' as const, null),
    birthDate: fc.option(day),
  }),
  patientNotes: fc.array(fc.record({ kind: fc.constantFrom('1', '9'), text: words }), { maxLength: 2 }),
  notebookNotes: fc.array(fc.record({ text: words, date: fc.option(day) }), { maxLength: 2 }),
  dispensedOn: day,
  coverage: fc.option(
    fc.record({
      kind: fc.constantFrom('1', '2'),
      insurerNumber: codeText,
      symbol: words,
      number: words,
      branchNumber: fc.constantFrom('', '01'),
    }),
  ),
  pharmacy: fc.record({
    name: words,
    institutionCode: fc.constant('1347654321'),
    postalCode: fc.constantFrom('', '100-0001'),
    address: words,
    phone: fc.constantFrom('', '03-0000-0000'),
  }),
  pharmacist: fc.option(fc.record({ name: words, contact: words })),
  prescribedBy: fc.option(
    fc.record({
      facilityName: words,
      institutionCode: fc.constant('1311234567'),
      doctorName: words,
      departmentName: words,
    }),
  ),
  rps: fc
    .array(
      fc.record({
        drugs: fc.array(drug, { minLength: 1, maxLength: 3 }),
        usage: fc.option(fc.record({ text: words, codeKind: fc.constantFrom('1', '3'), code: codeText })),
        quantity: fc.constantFrom('1', '14', '90'),
        quantityUnit: fc.constantFrom('日分', '回分', '調剤'),
        form: fc.constantFrom('1', '5', '10'),
        supplements: fc.array(words, { maxLength: 2 }),
        cautions: fc.array(words, { maxLength: 2 }),
      }),
      { maxLength: 3 },
    )
    .map((rps) =>
      rps.map((rp, index) => ({
        ...rp,
        rpNumber: index + 1,
        usage: rp.usage && { ...rp.usage },
      })),
    ),
  cautions: fc.array(words, { maxLength: 2 }),
  messages: fc.array(fc.record({ text: words, kind: fc.constantFrom('30', '31', '99') }), { maxLength: 2 }),
  remarks: fc.array(words, { maxLength: 2 }),
  inquiries: fc.array(fc.record({ kind: fc.constantFrom('1', '999'), text: words }), { maxLength: 2 }),
  changes: fc.constant(null),
  refillCount: fc.constant(null),
  unread: fc.array(
    fc.record({ recordNumber: fc.constant('421'), fields: fc.array(words, { minLength: 1, maxLength: 2 }) }),
    {
      maxLength: 2,
    },
  ),
});
