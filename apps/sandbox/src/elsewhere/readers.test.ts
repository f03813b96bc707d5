import { readDocument, readInformation, validateBundle } from '@shirube/fhir-mapper';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, TestSandbox } from '../testing/client.ts';
import { spoiled } from '../testing/sharing-client.ts';

/** What the clinic's readers make of documents of other vendors, usual and unusual ones. */
let sandbox: TestSandbox;
const held = new Map<string, Answer>();
beforeAll(async () => {
  sandbox = await TestSandbox.start();
  const { documents } = (await sandbox.json('GET', '/sharing/v0/documents')).body;
  for (const { identifier } of documents as Answer[]) {
    const path = `/sharing/v0/documents/${encodeURIComponent(identifier)}`;
    held.set(identifier.slice(11), (await sandbox.json('GET', path)).body);
  }
});
afterAll(() => sandbox.stop());

const bundle = (ending: string): Answer => {
  const found = [...held].find(([identifier]) => identifier.endsWith(ending));
  if (found === undefined) throw new Error(ending);
  return found[1];
};
const letter = (person: string): Answer =>
  bundle([...held.keys()].find((each) => each.includes(`L-${person}`)) ?? '');
/** Everything a reader says: what it read, and what it could not place. */
const said = (read: unknown): string =>
  JSON.stringify(read, (_name, value) => (value instanceof Uint8Array ? value.length : value));

describe('what other institutions registered', () => {
  it('is read item by item; a date without its day stays in words', () => {
    const read = readInformation(bundle('C-p03-2'));
    expect(read.person).toMatchObject({ nameText: '佐藤 一郎', familyName: null, familyKana: null });
    expect(read.items).toMatchObject([
      { displayName: 'Ｃ型慢性肝炎', managementNo: '20050137', isMain: true, longTerm: true },
      { displayName: '胃癌', isSuspected: true, uninformed: true },
      { displayName: '適応障害', managementNo: '99999999', undelivered: true },
    ]);
    for (const date of ['2012-03', '2026', '2025-11']) expect(said(read.unread)).toContain(date);
  });

  it('results: JLAC10 beside JLAC11, uncoded items, less than, no result, materials in words', () => {
    expect(readInformation(bundle('r1-p03-2')).items.map((item: Answer) => item.result)).toMatchObject([
      { jlac10: '5F360151002319011', longTerm: true, value: { kind: 'coded', text: '陽性' } },
      { jlac10: '3C015000002327101', specimen: '血清', value: { value: '0.82' } },
      { jlac10: null, localCode: 'HYA', value: { comparator: '<', value: '10' } },
      { value: { kind: 'absent', reason: '溶血のため測定せず' } },
    ]);
  });

  it('allergies by ingredient, by product and in words alone', () => {
    const of = (ending: string) => readInformation(bundle(ending)).items;
    expect(of('A-p24-5')).toMatchObject([
      { code: 'GCM6149003F2ZZZ', criticality: 'high', reaction: 'アナフィラキシー' },
    ]);
    expect(of('A-p03-2')).toMatchObject([{ code: 'YCM6241013F3027', verificationStatus: null }]);
    expect(of('A-p06-4')).toMatchObject([
      { displayName: expect.stringContaining('喘息発作') },
      { code: 'J9NK13320000' },
    ]);
  });
});

describe('letters', () => {
  it('with everything: sections, items, files with their bytes, the enclosed summary', () => {
    const read = readDocument(letter('p05'));
    expect(read).toMatchObject({
      kind: 'referral',
      from: { name: '○○病院', doctorName: '大河内 勘三郎', departmentName: '内科' },
      to: { institutionCode: '1311234569' },
      person: { insuredId: '06139919:１００:２０４５:00' },
    });
    expect(read.attachments.map(({ mediaType, content }) => [mediaType, content.length > 500])).toEqual([
      ['application/pdf', true],
      ['image/png', true],
    ]);
    expect(read.enclosed).toMatchObject([{ kind: 'discharge_summary', enclosed: [] }]);
    for (const words of ['ステロイド漸減', '再活性化に注意', '画像は添付のとおり', '漸減する', '点滴'])
      expect(said(read)).toContain(words);
  });

  it('a prescription tells its amount even where the sender’s words leave it out', () => {
    const structured = readDocument(letter('p03')).sections.find(({ code }) => code === '300');
    const [drug] = structured?.sections.find(({ code }) => code === '430')?.items ?? [];
    expect(drug).toMatchObject({
      kind: 'medication',
      yjCode: '1149019F1560',
      doseText: '1日3錠　１日３回朝昼夕食後　服用',
      days: 14,
    });
  });

  it('a plan for the patient is read too', () => {
    expect(said(readDocument(bundle('PCS-p02')))).toContain('塩分は1日6グラム');
  });
});

it('what the vendors write stands before the clinic’s own validation, by the edition each claims', () => {
  // names in parts are optional from 1.11.0 on; the clinic asks them of itself in any edition
  const isNamePart = (path: string): boolean => /name\[0\]\.(family|given)$/.test(path);
  for (const [identifier, content] of held) {
    const version = content.meta.profile[0].endsWith('|1.11.0') ? '1.11.0' : '1.10.0';
    const errors = validateBundle(content, version).filter(
      ({ severity, path }) => severity === 'error' && !(version === '1.11.0' && isNamePart(path)),
    );
    expect([identifier, errors]).toEqual([identifier, []]);
  }
});

describe('unusual documents neither stop a reader nor lose what they say', () => {
  const item = (content: Answer, type: string): Answer =>
    content.entry.find(({ resource }: Answer) => resource.resourceType === type).resource;

  it.each<[what: string, spoil: (content: Answer) => void, words: readonly string[]]>([
    ['no name in parts or kana', (b) => (item(b, 'Patient').name = [{ text: '伊藤健二' }]), ['伊藤健二']],
    [
      'a name of 外字 and a variation selector',
      (b) => (item(b, 'Patient').name[0].text = '伊藤 健二\u{E0100}𠮷'),
      ['健二\u{E0100}𠮷'],
    ],
    [
      'another identifier first',
      (b) => item(b, 'Patient').identifier.unshift({ system: 'urn:x', value: '1' }),
      ['06139919:１００:２０４５:00'],
    ],
    [
      'an unknown extension and an unknown tag',
      (b) => {
        item(b, 'Condition').extension.push({ url: 'urn:vendor', valueString: 'x' });
        item(b, 'Condition').meta.tag = [{ system: 'urn:vendor', code: 'Z' }];
      },
      ['肺炎'],
    ],
    ['a condition without any code', (b) => (item(b, 'Condition').code = { text: 'かぜ' }), ['かぜ']],
    [
      'a condition with an onset in words',
      (b) => {
        delete item(b, 'Condition').onsetDateTime;
        item(b, 'Condition').onsetString = '若いころから';
      },
      ['若いころから'],
    ],
    [
      'a result as a range',
      (b) => {
        delete item(b, 'Observation').valueQuantity;
        item(b, 'Observation').valueRange = { low: { value: 3 }, high: { value: 5.25 } };
      },
      ['5.25'],
    ],
    [
      'a result with parts',
      (b) => (item(b, 'Observation').component = [{ code: { text: '内訳' }, valueString: '部分の値' }]),
      ['部分の値'],
    ],
    [
      'a note beside a result',
      (b) => (item(b, 'Observation').note = [{ text: '検体不良の疑い' }]),
      ['検体不良の疑い'],
    ],
    [
      'a drug without a code',
      (b) => (item(b, 'MedicationRequest').medicationCodeableConcept = { text: '院内製剤Ａ' }),
      ['院内製剤Ａ'],
    ],
    [
      'a drug as a reference to a contained one',
      (b) => {
        const drug = item(b, 'MedicationRequest');
        delete drug.medicationCodeableConcept;
        drug.medicationReference = { reference: '#m', display: '参照された薬' };
        drug.contained.push({ resourceType: 'Medication', id: 'm', code: { text: '中に書かれた薬' } });
      },
      ['参照された薬|中に書かれた薬'],
    ],
    [
      'a drug with two dosages',
      (b) => item(b, 'MedicationRequest').dosageInstruction.push({ text: '8日目から1日1錠' }),
      ['8日目から1日1錠'],
    ],
    [
      'a resource nobody expects',
      (b) =>
        b.entry.push({
          fullUrl: 'urn:uuid:00000000-0000-5000-a000-000000000001',
          resource: { resourceType: 'Flag', code: { text: '転倒に注意' } },
        }),
      ['転倒に注意'],
    ],
    [
      'a section of an unknown code',
      (b) =>
        b.entry[0].resource.section.push({
          title: '独自の欄',
          code: { coding: [{ system: 'urn:x', code: '999' }] },
          text: { status: 'additional', div: '<div>独自の内容</div>' },
        }),
      ['独自の内容'],
    ],
    [
      'a section within a section within a section',
      (b) =>
        (b.entry[0].resource.section[2].section[0].section = [
          { title: '深い欄', text: { div: '<div>深い内容</div>' } },
        ]),
      ['深い内容'],
    ],
    [
      'markup, scripts and entities in a section',
      (b) =>
        (b.entry[0].resource.section[2].section[0].text.div =
          '<div><p>一行目<br/>血圧&lt;140&nbsp;&#x3042;</p><script>alert(1)</script></div>'),
      ['一行目', '血圧<140'],
    ],
    [
      'a file at an address instead of bytes',
      (b) => {
        const { attachment } = item(b, 'DocumentReference').content[0];
        delete attachment.data;
        attachment.url = 'http://example.invalid/secret.pdf';
      },
      ['退院時の説明書'],
    ],
    [
      'a file of another kind than it says',
      (b) => (item(b, 'DocumentReference').content[0].attachment.contentType = 'image/png'),
      ['退院時の説明書'],
    ],
    [
      'an entry without a resource',
      (b) => b.entry.push({ fullUrl: 'urn:uuid:00000000-0000-5000-a000-000000000002' }),
      ['肺炎'],
    ],
    ['no receiver', (b) => b.entry[0].resource.section.splice(1, 1), ['肺炎']],
    [
      'a reference to nothing',
      (b) => b.entry[0].resource.section[2].section[1].entry.push({ reference: 'urn:uuid:nowhere' }),
      ['肺炎'],
    ],
    [
      'a reference in a circle',
      (b) =>
        (item(b, 'Bundle').entry[0].resource.section[0].section[0].entry = [
          { reference: b.entry[0].fullUrl },
        ]),
      ['肺炎'],
    ],
  ])('%s', (_what, spoil, words) => {
    const read = said(readDocument(spoiled(letter('p05'), spoil)));
    for (const each of words)
      expect(read).toMatch(
        new RegExp(
          each
            .split('|')
            .map((one) => one.replace(/[.*+?^${}()[\]\\]/g, '\\$&'))
            .join('|'),
          'u',
        ),
      );
  });

  it.each<[what: string, content: unknown]>([
    ['nothing', null],
    ['words', '紹介状'],
    ['a Bundle of nothing', { resourceType: 'Bundle' }],
    ['a Bundle of entries that are no objects', { resourceType: 'Bundle', entry: [1, null, 'x', []] }],
    [
      'a patient alone',
      { resourceType: 'Bundle', type: 'collection', entry: [{ resource: { resourceType: 'Patient' } }] },
    ],
    [
      'elements of another type',
      {
        resourceType: 'Bundle',
        identifier: 5,
        meta: [],
        entry: [{ resource: { resourceType: 'Condition', code: 'x', meta: { tag: {} }, onsetDateTime: 7 } }],
      },
    ],
  ])('%s: an answer or a refusal in words, never a crash', (_what, content) => {
    for (const read of [readDocument, readInformation])
      try {
        read(content);
      } catch (error) {
        expect((error as Error).constructor.name).toBe('MapperError');
      }
  });
});
