import type { ReceivedSection } from '@shirube/core/records';
import { describe, expect, test } from 'vitest';
import { hasExamples, readExample } from '../../testing/spec-examples.ts';
import { readDocument } from './read-document.ts';

const sectionsOf = (sections: readonly ReceivedSection[]): ReceivedSection[] =>
  sections.flatMap((section) => [section, ...sectionsOf(section.sections)]);
const PATIENT = {
  familyName: '牧野',
  givenName: '爛漫',
  nameText: '牧野 爛漫',
  familyKana: 'マキノ',
  givenKana: 'ランマン',
  birthDate: '1930-06-28',
  sex: 'female',
  postalCode: '781-8125',
  address: '高知県高知市五台山4200-6',
  patientNumber: '000999739',
  insuredId: '00012345:あいう:１８７:05',
};

describe.skipIf(!hasExamples)('the published examples are read in full', () => {
  test('診療情報提供書 in words alone', () => {
    const document = readDocument(readExample('eReferral/Bundle-CLINS-Referral-NoEntry-Example-01.json'));
    expect(document).toMatchObject({
      kind: 'referral',
      identifier: '1318814790^2024^0123-Referral-203949583949',
      versionText: '1.0',
      title: '診療情報提供書',
      categoryText: '外来文書',
      issuedOn: '2020-08-21',
      createdAt: '2020-08-21T12:12:20.000+09:00',
      from: {
        institutionCode: '1319876543',
        name: '港診療所',
        postalCode: '106-9900',
        address: '東京都港区新橋１−２−３',
        phone: '03-9876-5432',
        departmentCode: '26',
        departmentName: '眼科',
        doctorName: '大河内 勘三郎',
      },
      to: {
        institutionCode: '1311234567',
        name: '東京第一テスト病院',
        departmentName: '循環器内科',
        doctorName: '野口 英世丸',
      },
      person: PATIENT,
      attachments: [],
      enclosed: [],
      unread: [],
    });
    expect(sectionsOf(document.sections).map(({ code, title }) => `${code} ${title}`)).toEqual([
      '920 紹介元情報',
      '910 紹介先情報',
      '300 構造情報',
      '950 紹介目的',
      '340 傷病名・主訴',
      '360 現病歴',
      '370 既往歴',
      '510 アレルギー・不耐性反応',
      '550 家族歴',
      '610 身体所見',
      '520 感染症情報',
      '330 臨床経過',
      '430 投薬指示',
      '220 備考・連絡情報',
    ]);
    const textOf = (code: string) =>
      sectionsOf(document.sections).find((section) => section.code === code)?.text;
    expect(textOf('920')).toBe('東京都港区新橋１−２−３\n電話:03-9876-5432>\n港診療所\n眼科\n大河内 勘三郎');
    expect(textOf('950')).toBe('腹痛精査お願いします。');
    expect(textOf('340')).toBe('2022-06-09 上腹部痛、2022-05 腰痛');
    expect(textOf('430')).toBe(
      'タケキャブ錠10mg1錠　１日2回　朝食後、就寝時\nレバミピド錠100mg1錠　　１日3回毎食後',
    );
    expect(textOf('330')?.split('\n')).toHaveLength(5);
    expect(textOf('220')).toBe('よろしくお願いします。');
  });

  test('退院時サマリー with a stay, a diagnosis and the course as a text file', () => {
    const document = readDocument(readExample('eDischargeSummary/Bundle-Derived-eDischargeSummary-01.json'));
    expect(document).toMatchObject({
      kind: 'discharge_summary',
      from: { institutionCode: '1318814790', departmentName: '循環器内科' },
      person: PATIENT,
      unread: [],
    });
    const sections = sectionsOf(document.sections);
    expect(sections.map(({ code }) => code)).toEqual([
      '',
      '300',
      '322',
      '342',
      '352',
      '312',
      '360',
      '333',
      '324',
      '344',
      '444',
      '424',
    ]);
    expect(sections[0]?.text).toBe('2024-05-10 〜 2024-05-20');
    const section = (code: string) => sections.find((candidate) => candidate.code === code);
    expect(section('322')?.items[0]).toMatchObject({
      kind: 'note',
      title: '入院',
      lines: expect.arrayContaining(['日数：11日', '入院：入院経路 家庭からの入院、転帰 傷病が治癒・軽快']),
    });
    for (const code of ['342', '344']) {
      expect(section(code)?.items).toMatchObject([
        {
          kind: 'condition',
          displayName: '市中肺炎',
          managementNo: '99999999',
          isMain: true,
          onsetDate: '2024-05-08',
        },
      ]);
    }
    expect(section('333')).toMatchObject({
      text: '入院中経過',
      items: [{ kind: 'note', title: '入院中経過', lines: ['抗菌薬投与により軽快。'] }],
    });
    expect(section('352')).toMatchObject({ text: '発熱と咳嗽', emptyReason: 'unavailable' });
    expect(document.attachments).toEqual([]);
  });

  test('患者サマリー with its plan and two diagnoses', () => {
    const document = readDocument(readExample('ePatientCareSummary/Bundle-CLINS-PCS-Example-01.json'));
    expect(document).toMatchObject({
      kind: 'care_summary',
      from: {
        institutionCode: '1311234567',
        name: 'みなと診療所',
        departmentName: '循環器科',
        doctorName: '石川 さおり',
      },
      to: null,
      person: PATIENT,
      unread: [],
    });
    expect(document.sections).toHaveLength(1);
    expect(document.sections[0]?.items).toMatchObject([
      {
        kind: 'note',
        title: '療養計画',
        lines: expect.arrayContaining([
          '内容：高血圧について内服を継続してください。',
          '1日30分でも軽い運動を継続しましょう。',
          '期間：2024-07-07 〜',
        ]),
      },
      { kind: 'condition', displayName: '狭心症', isMain: false, onsetDate: '2018-08-21' },
      { kind: 'condition', displayName: '高血圧', isMain: true, onsetDate: '2018-08-21' },
    ]);
  });
});
