import type { SectionEntry } from '../records/documents.ts';

/** A section of a document as it is written: what it is called on the screen, and what it may hold beside words. */
export interface SectionForm {
  /** code of http://jpfhir.jp/fhir/clins/CodeSystem/document-section */
  code: string;
  title: string;
  /** how to fill it in, in one sentence */
  hint: string;
  /** the profile wants it in every document */
  obligatory: boolean;
  /** what can be chosen from the chart, or entered as a row; empty: words only */
  entries: readonly SectionEntry['type'][];
  /** sentences that are put in by a press */
  phrases?: readonly string[];
  /** the profile wants at least one entry, words alone are not enough */
  entryObligatory?: boolean;
}

const words: readonly SectionEntry['type'][] = [];

/** 診療情報提供書, in the order of the ministry's form (別紙様式11), then the other sections of JP_Composition_eReferral. */
export const referralSections: readonly SectionForm[] = [
  {
    code: '950',
    title: '紹介目的',
    hint: '何をお願いするのか（精査・入院・継続診療など）',
    obligatory: true,
    entries: words,
    phrases: [
      '精査をお願いします。',
      '専門的な診療をお願いします。',
      '入院での治療をお願いします。',
      '継続しての診療をお願いします。',
      '手術の適応についてご相談します。',
    ],
  },
  {
    code: '340',
    title: '傷病名・主訴',
    hint: 'カルテの傷病名から選びます。主訴は文章で書けます',
    obligatory: true,
    entries: ['condition'],
  },
  {
    code: '370',
    title: '既往歴',
    hint: '治った・終わった傷病名から選びます',
    obligatory: false,
    entries: ['condition'],
  },
  {
    code: '550',
    title: '家族歴',
    hint: '続柄と病名を書きます',
    obligatory: false,
    entries: ['family_history'],
  },
  {
    code: '510',
    title: 'アレルギー',
    hint: 'カルテのアレルギーから選びます',
    obligatory: false,
    entries: ['allergy'],
  },
  {
    code: '360',
    title: '現病歴・症状経過',
    hint: '今の病気のはじまりと経過。診察の記録から写せます',
    obligatory: true,
    entries: words,
  },
  { code: '610', title: '身体所見', hint: '診察でわかったこと', obligatory: false, entries: words },
  {
    code: '620',
    title: '検査結果',
    hint: '載せる検査を選びます',
    obligatory: false,
    entries: ['lab_report'],
  },
  {
    code: '520',
    title: '感染症情報',
    hint: '載せる感染症の検査を選びます',
    obligatory: false,
    entries: ['lab_report'],
  },
  { code: '330', title: '治療経過', hint: 'これまでの治療と反応', obligatory: false, entries: words },
  {
    code: '430',
    title: '現在の処方',
    hint: '今の処方から選びます',
    obligatory: false,
    entries: ['medication'],
  },
  { code: '730', title: '手術', hint: '受けた手術', obligatory: false, entries: ['procedure'] },
  { code: '740', title: '輸血歴', hint: '受けた輸血', obligatory: false, entries: ['procedure'] },
  { code: '720', title: '処置', hint: '行った処置', obligatory: false, entries: ['procedure'] },
  { code: '640', title: '社会歴・生活習慣', hint: '喫煙・飲酒・仕事など', obligatory: false, entries: words },
  { code: '530', title: '予防接種歴', hint: '受けた予防接種', obligatory: false, entries: ['immunization'] },
  { code: '420', title: '診療方針', hint: '今後の方針やお願い', obligatory: false, entries: words },
  {
    code: '810',
    title: '医療機器',
    hint: '使っている機器（ペースメーカーなど）',
    obligatory: false,
    entries: words,
  },
  { code: '410', title: '事前指示', hint: '本人・家族の希望', obligatory: false, entries: words },
];

/** A reply has the same sections; what it is written for is another thing. */
const replySections: readonly SectionForm[] = referralSections.map((form) =>
  form.code === '950'
    ? {
        ...form,
        hint: '何についてのお返事か（受診の報告・検査の結果など）',
        phrases: [
          'ご紹介いただき、ありがとうございました。',
          '診察の結果をご報告します。',
          '検査の結果をご報告します。',
          '当院で診療を続けます。',
          '引き続き、貴院での診療をお願いします。',
        ],
      }
    : form,
);

/** 退院時サマリー: JP_Composition_eDischargeSummary, its ten obligatory sections first among their kind. */
export const dischargeSections: readonly SectionForm[] = [
  { code: '312', title: '入院理由', hint: 'なぜ入院したか', obligatory: true, entries: words },
  { code: '352', title: '主訴', hint: '入院したときの訴え', obligatory: true, entries: words },
  {
    code: '342',
    title: '入院時診断',
    hint: '入院したときの傷病名',
    obligatory: true,
    entries: ['condition'],
  },
  { code: '360', title: '現病歴', hint: '入院までの経過', obligatory: true, entries: words },
  { code: '370', title: '既往歴', hint: '治った・終わった傷病名', obligatory: false, entries: ['condition'] },
  { code: '550', title: '家族歴', hint: '続柄と病名', obligatory: false, entries: ['family_history'] },
  {
    code: '510',
    title: 'アレルギー',
    hint: 'カルテのアレルギーから選びます',
    obligatory: false,
    entries: ['allergy'],
  },
  { code: '432', title: '入院時服薬', hint: '入院したときの薬', obligatory: false, entries: ['medication'] },
  { code: '612', title: '入院時身体所見', hint: '入院したときの所見', obligatory: false, entries: words },
  { code: '333', title: '入院中経過', hint: '入院中の経過', obligatory: true, entries: words },
  {
    code: '713',
    title: '入院中治療',
    hint: '手術・処置など',
    obligatory: false,
    entries: ['procedure'],
  },
  {
    code: '623',
    title: '入院中検査結果',
    hint: '載せる検査を選びます',
    obligatory: false,
    entries: ['lab_report'],
  },
  {
    code: '344',
    title: '退院時診断',
    hint: '退院したときの傷病名。1つ以上選びます',
    obligatory: true,
    entries: ['condition'],
    entryObligatory: true,
  },
  { code: '614', title: '退院時身体所見', hint: '退院したときの所見', obligatory: false, entries: words },
  {
    code: '444',
    title: '退院時処方',
    hint: '退院したときの薬',
    obligatory: true,
    entries: ['medication'],
  },
  { code: '424', title: '退院後の方針', hint: '退院したあとの方針・指示', obligatory: true, entries: words },
  { code: '640', title: '社会歴・生活習慣', hint: '喫煙・飲酒・仕事など', obligatory: false, entries: words },
  { code: '530', title: '予防接種歴', hint: '受けた予防接種', obligatory: false, entries: ['immunization'] },
];

const byKind = {
  referral: referralSections,
  reply: replySections,
  discharge_summary: dischargeSections,
} as const;

/** The sections of a kind that is written in sections; none for the others. */
export function sectionsOf(kind: string): readonly SectionForm[] {
  return kind in byKind ? byKind[kind as keyof typeof byKind] : [];
}
