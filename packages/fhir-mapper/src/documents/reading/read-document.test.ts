import type { ReceivedDocument, ReceivedItem, ReceivedSection } from '@shirube/core/records';
import { describe, expect, test } from 'vitest';
import {
  ATTACHMENT_BYTES,
  CARE_SUMMARY,
  DISCHARGE_SUMMARY,
  documentInput,
  FULL_REFERRAL,
  MINIMAL_REFERRAL,
} from '../../testing/documents.ts';
import type { Json } from '../../testing/violations.ts';
import { careSummaryToBundle } from '../care-summary.ts';
import { dischargeSummaryToBundle } from '../discharge-summary.ts';
import { referralToBundle } from '../referral.ts';
import { readDocument } from './read-document.ts';

/** All sections of a document with their depth flattened. */
function allSections(sections: readonly ReceivedSection[]): ReceivedSection[] {
  return sections.flatMap((section) => [section, ...allSections(section.sections)]);
}
const sectionOf = (document: ReceivedDocument, code: string): ReceivedSection | undefined =>
  allSections(document.sections).find((section) => section.code === code);
const titleOf = (item: ReceivedItem): string => {
  if (item.kind === 'result') return item.result.name;
  if (item.kind === 'medication') return item.name;
  return item.kind === 'note' ? [item.title, ...item.lines].join('／') : item.displayName;
};
const titles = (items: readonly ReceivedItem[] = []): string[] => items.map(titleOf);
/** A full referral changed in plain JSON, since other vendors write what our types do not allow. */
function received(change: (bundle: Json) => void): ReceivedDocument {
  const json: Json = structuredClone(referralToBundle(documentInput(FULL_REFERRAL)));
  change(json);
  return readDocument(json);
}
const entriesOf = (bundle: Json, type: string): Json[] =>
  bundle.entry.filter(({ resource }: Json) => resource.resourceType === type);
const structured = (bundle: Json): Json =>
  bundle.entry[0].resource.section.find(({ title }: Json) => title === '構造情報');

describe('our own documents come back', () => {
  test('診療情報提供書 with every section, its files and the summary inside', () => {
    const document = readDocument(referralToBundle(documentInput(FULL_REFERRAL)));
    expect(document).toMatchObject({
      kind: 'referral',
      versionText: '2',
      title: '診療情報提供書',
      issuedOn: '2026-11-20',
      createdAt: '2026-11-20T10:00:00.000+09:00',
      from: { institutionCode: '1312345670', name: '標クリニック', doctorName: '標 太郎' },
      to: FULL_REFERRAL.to,
      person: { nameText: '髙﨑 𠮷子', birthDate: '1958-02-28', insuredId: '00012345:あいう:１８７:05' },
      inReplyTo: FULL_REFERRAL.inReplyTo,
      unread: [],
    });
    for (const { code, text, entries } of FULL_REFERRAL.sections) {
      const section = sectionOf(document, code);
      if (text !== '') expect(section?.text, code).toBe(text);
      if (entries.length > 0) expect(section?.items.length, code).toBeGreaterThanOrEqual(entries.length);
    }
    expect(sectionOf(document, '740')).toMatchObject({ text: 'なし', emptyReason: 'nilknown' });
    expect(titles(sectionOf(document, '550')?.items)).toEqual([
      '母／注記：60歳代／病名：胃がん',
      '父方の祖父／病名：脳梗塞',
    ]);
    expect(titles(sectionOf(document, '430')?.items)).toEqual(['アムロジピン錠５ｍｇ']);
    expect(document.attachments.map(({ title, mediaType }) => [title, mediaType])).toEqual([
      ['胸部X線所見.pdf', 'application/pdf'],
      ['胸部X線', 'image/jpeg'],
      ['診療情報提供書', 'application/pdf'],
    ]);
    document.attachments.forEach((file, index) => {
      const sent = FULL_REFERRAL.attachments[index];
      expect(file).toMatchObject({ sha256: sent?.sha256, byteLength: sent?.byteLength });
      expect(file.content).toEqual(ATTACHMENT_BYTES.get(sent?.attachmentId ?? ''));
    });
    expect(document.enclosed).toHaveLength(1);
    expect(document.enclosed[0]).toEqual(
      readDocument(dischargeSummaryToBundle(documentInput(DISCHARGE_SUMMARY))),
    );
  });

  test('退院時サマリー: the stay, the course, the diagnoses', () => {
    const document = readDocument(dischargeSummaryToBundle(documentInput(DISCHARGE_SUMMARY)));
    expect(document).toMatchObject({
      kind: 'discharge_summary',
      title: '退院時サマリー',
      to: null,
      unread: [],
    });
    expect(document.sections[0]).toMatchObject({ title: '入院期間', text: '2026-11-05 〜 2026-11-19' });
    expect(sectionOf(document, '333')).toMatchObject({
      text: '利尿薬で軽快した。\n第５病日より食事を開始。<体重> 52.3kg & 浮腫なし',
      items: [],
    });
    expect(titles(sectionOf(document, '322')?.items)[0]).toContain(
      '入院経路 家庭からの入院、転帰 傷病が治癒・軽快',
    );
    expect(titles(sectionOf(document, '344')?.items)).toEqual(['高血圧性心疾患']);
    expect(document.attachments).toEqual([]);
  });

  test('患者サマリー: the plan and the diagnoses', () => {
    const document = readDocument(careSummaryToBundle(documentInput(CARE_SUMMARY)));
    expect(document).toMatchObject({ kind: 'care_summary', title: '患者サマリー（療養計画書）', unread: [] });
    const items = sectionOf(document, '422')?.items ?? [];
    expect(titles(items).slice(1)).toEqual(['高血圧性心疾患', '狭心症']);
    expect(titles(items)[0]).toContain(
      '内容：高血圧について内服を継続してください。／1日30分でも軽い運動を継続しましょう。',
    );
    expect(titles(items)[0]).toContain('期間：2026-11-20 〜 2027-05-19');
  });

  test('a letter in words alone', () => {
    const document = readDocument(referralToBundle(documentInput(MINIMAL_REFERRAL)));
    expect(sectionOf(document, '950')).toMatchObject({
      text: '腹痛の精査をお願いします。',
      emptyReason: 'unavailable',
    });
    expect(document.inReplyTo).toBeNull();
    expect(document.unread).toEqual([]);
  });
});

describe('documents of others', () => {
  test('sections inside sections, and sections without code', () => {
    const document = received((json) => {
      structured(json).section[0].section = [
        { title: '詳細', section: [{ text: { div: '<div>奥の<b>記載</b></div>' } }] },
      ];
    });
    expect(sectionOf(document, '950')?.sections[0]).toMatchObject({
      title: '詳細',
      sections: [{ code: '', title: '（題名なし）', text: '奥の記載' }],
    });
  });

  test('CDA alone (200): the file is there to open', () => {
    const cda = Buffer.from('<ClinicalDocument/>').toString('base64');
    const document = received((json) => {
      const [docref] = entriesOf(json, 'DocumentReference');
      docref.resource.content[0].attachment = { contentType: 'text/xml', data: cda, title: '紹介状CDA' };
      json.entry[0].resource.section = [
        { title: 'CDA参照', code: structured(json).code, entry: [{ reference: docref.fullUrl }] },
      ];
    });
    expect(document.attachments[0]).toMatchObject({
      title: '紹介状CDA',
      mediaType: 'text/xml',
      byteLength: 19,
    });
  });

  test('a file that stands as a Binary', () => {
    const document = received((json) => {
      const attachment = entriesOf(json, 'DocumentReference')[0].resource.content[0].attachment;
      json.entry.push({
        fullUrl: 'urn:uuid:0f1e2d3c-0000-4000-8000-000000000001',
        resource: { resourceType: 'Binary', contentType: attachment.contentType, data: attachment.data },
      });
      attachment.url = 'urn:uuid:0f1e2d3c-0000-4000-8000-000000000001';
      delete attachment.data;
    });
    expect(document.attachments).toHaveLength(3);
    expect(document.attachments[0]?.sha256).toBe(FULL_REFERRAL.attachments[0]?.sha256);
    expect(document.unread).toEqual([]);
  });

  test.each<[string, (attachment: Json) => void, string]>([
    [
      'a file that is only an address',
      (a) => Object.assign(a, { data: undefined, url: 'file:///x.pdf' }),
      '届いていません（file:///x.pdf）',
    ],
    ['bytes that are no base64', (a) => Object.assign(a, { data: '%%%' }), '壊れていて読み取れません'],
    ['bytes other than the sender saw', (a) => Object.assign(a, { hash: 'AAAA' }), '一致しません'],
    ['more bytes than we read', (a) => Object.assign(a, { data: 'A'.repeat(44_000_000) }), '大きすぎる'],
  ])('%s: told in words', (_name, change, words) => {
    const document = received((json) =>
      change(entriesOf(json, 'DocumentReference')[0].resource.content[0].attachment),
    );
    expect(document.unread.join('\n')).toContain(words);
    expect(document.unread.join('\n')).toContain('胸部X線所見.pdf');
  });

  test('a text file is shown, not filed', () => {
    const document = received((json) => {
      const attachment = entriesOf(json, 'DocumentReference')[0].resource.content[0].attachment;
      Object.assign(attachment, {
        contentType: 'text/plain',
        data: Buffer.from('経過は\r\n良好').toString('base64'),
      });
      delete attachment.hash;
    });
    expect(titles(sectionOf(document, '210')?.items)).toEqual(['胸部X線所見.pdf／経過は／良好']);
    expect(document.attachments).toHaveLength(2);
  });

  test('a document inside a file', () => {
    const inner = Buffer.from(JSON.stringify(referralToBundle(documentInput(MINIMAL_REFERRAL)))).toString(
      'base64',
    );
    const document = received((json) => {
      const attachment = entriesOf(json, 'DocumentReference')[0].resource.content[0].attachment;
      Object.assign(attachment, { contentType: 'application/fhir+json', data: inner, hash: undefined });
    });
    expect(document.enclosed.map(({ kind }) => kind)).toEqual(['referral', 'discharge_summary']);
  });

  test('documents inside documents are read to a depth, and no further', () => {
    let inner: Json = referralToBundle(documentInput(MINIMAL_REFERRAL));
    for (let depth = 0; depth < 6; depth += 1) {
      const outer: Json = structuredClone(referralToBundle(documentInput(MINIMAL_REFERRAL)));
      outer.entry.push({ fullUrl: 'urn:uuid:0f1e2d3c-0000-4000-8000-000000000002', resource: inner });
      inner = outer;
    }
    const document = readDocument(inner);
    expect(document.enclosed[0]?.enclosed[0]?.enclosed).toEqual([]);
    expect(document.enclosed[0]?.enclosed[0]?.unread.join()).toContain('深すぎる');
  });

  test('resources we have no view of become notes, wherever they stand', () => {
    const document = received((json) => {
      json.entry.push({
        fullUrl: 'urn:uuid:0f1e2d3c-0000-4000-8000-000000000003',
        resource: {
          resourceType: 'NutritionOrder',
          status: 'active',
          oralDiet: { type: [{ text: '減塩食' }], instruction: '1日6g未満' },
          dateTime: '2026-11-01T00:00:00Z',
        },
      });
    });
    const last = document.sections.at(-1);
    expect(last?.title).toBe('そのほかに含まれていた情報');
    expect(titles(last?.items)).toEqual([
      'NutritionOrder／oralDiet：種類 減塩食、1日6g未満／dateTime：2026-11-01 09:00',
    ]);
  });

  test('a reference to nothing, another patient, an unknown element: told in words', () => {
    const document = received((json) => {
      structured(json).section[1].entry.push({ reference: 'urn:uuid:missing', display: '糖尿病' });
      structured(json).section[1].focus = { display: '配偶者' };
      json.entry.push({
        fullUrl: 'urn:uuid:other',
        resource: { resourceType: 'Patient', name: [{ text: '別人' }] },
      });
      entriesOf(json, 'AllergyIntolerance')[0].resource.patient.reference = 'urn:uuid:other';
      json.entry[0].resource.attester = [{ mode: 'legal', party: { display: '院長' } }];
    });
    const unread = document.unread.join('\n');
    expect(unread).toContain('「傷病名・主訴」の記載の一部：文書の中に見つかりません（糖尿病）');
    expect(unread).toContain('配偶者');
    expect(unread).toContain('院長');
    expect(unread).toContain('別の患者の情報が1件含まれています');
    expect(unread).toContain('患者が2人以上');
    expect(sectionOf(document, '510')?.items).toEqual([]);
  });

  test('an enclosed document of somebody else is said to be one', () => {
    const document = received((json) => {
      const [bundle] = entriesOf(json, 'Bundle');
      entriesOf(bundle.resource, 'Patient')[0].resource.birthDate = '1999-01-01';
    });
    expect(document.unread.join()).toContain('この文書の患者と違います');
  });

  test('author and receiver through roles and departments, or in words alone', () => {
    const document = received((json) => {
      const [doctor, ...others] = json.entry.filter(
        ({ resource }: Json) => resource.resourceType === 'Practitioner',
      );
      json.entry.push({
        fullUrl: 'urn:uuid:role',
        resource: { resourceType: 'PractitionerRole', practitioner: { reference: doctor.fullUrl } },
      });
      json.entry[0].resource.author = [{ reference: 'urn:uuid:role' }, { reference: others[0].fullUrl }];
    });
    expect(document.from).toMatchObject({ name: '標クリニック', doctorName: '標 太郎' });
    expect(document.unread).toEqual(['文書のほかの作成者：野口 英世丸']);
  });

  test('sections of an older code system are the same sections', () => {
    const document = received((json) => {
      const older = 'http://jpfhir.jp/fhir/eReferral/CodeSystem/document-section';
      for (const section of [...json.entry[0].resource.section, ...structured(json).section]) {
        section.code.coding[0].system = older;
      }
    });
    expect(document.to?.institutionCode).toBe('1311234567');
    expect(sectionOf(document, '950')?.text).toContain('精査加療');
  });

  test('a document of an unknown kind is shown as a letter, and that is said', () => {
    const document = received((json) => {
      json.entry[0].resource.type = { text: '看護サマリー' };
      json.entry[0].resource.meta = {};
      json.entry[0].resource.status = 'preliminary';
    });
    expect(document.kind).toBe('referral');
    expect(document.unread).toEqual([
      '文書の種類が書かれていないか、知らない種類です。診療情報提供書として表示しています。',
      '文書の状態：preliminary',
    ]);
  });

  test.each([undefined, null, 0, 'x', [], {}, { entry: [null, 1] }, { entry: 'x' }])(
    'no document at all is read as an empty one: %j',
    (json) => {
      const document = readDocument(json);
      expect(document.sections).toEqual([]);
      expect(document.unread).toContain('文書の本体（Composition）がありません。');
    },
  );
});
