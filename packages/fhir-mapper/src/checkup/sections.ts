import type { CheckupReportRecord } from '@shirube/core/records';

export interface SectionCode {
  code: string;
  /** the pattern of the profile: for 0107x and 0108x it is not the display of the code system */
  display: string;
}

interface ProgramSections {
  observations: SectionCode;
  questionnaire: SectionCode;
}

const pair = (code: string, name: string): ProgramSections => ({
  observations: { code: `${code}1`, display: `${name}検査結果セクション` },
  questionnaire: { code: `${code}2`, display: `${name}問診結果セクション` },
});

const PROGRAM_SECTIONS: Record<Exclude<CheckupReportRecord['program'], 'other'>, ProgramSections> = {
  special: pair('0101', '特定健診'),
  late_elderly: pair('0102', '広域連合保健事業'),
  occupational: pair('0103', '事業者健診'),
  school: pair('0104', '学校職員健診'),
};

/** Of the other check-ups, two 健診プログラムサービス have sections of their own. */
const OTHER_SECTIONS: Record<string, ProgramSections> = {
  '070': pair('0107', 'その他健診'),
  '080': pair('0108', '保険者の実施するその他健診'),
};
const GENERAL_SECTIONS: ProgramSections = {
  observations: { code: '01910', display: '検査結果セクション' },
  questionnaire: { code: '01920', display: '問診結果セクション' },
};

/** 任意追加項目: of the 特定健診 only */
export const ADDITIONAL_SECTION: SectionCode = { code: '01990', display: '任意追加項目セクション' };
export const ATTACHMENT_SECTION: SectionCode = { code: '01995', display: '添付書類セクション' };

/** Where results and answers of a check-up stand. */
export function sectionsOf(program: CheckupReportRecord['program'], programCode: string): ProgramSections {
  if (program !== 'other') return PROGRAM_SECTIONS[program];
  return OTHER_SECTIONS[programCode] ?? GENERAL_SECTIONS;
}

/** Every section the profile names. */
export const ALL_SECTIONS: readonly SectionCode[] = [
  ...[...Object.values(PROGRAM_SECTIONS), ...Object.values(OTHER_SECTIONS), GENERAL_SECTIONS].flatMap(
    ({ observations, questionnaire }) => [observations, questionnaire],
  ),
  ADDITIONAL_SECTION,
  ATTACHMENT_SECTION,
];

const QUESTIONNAIRES: readonly SectionCode[] = [
  ...Object.values(PROGRAM_SECTIONS),
  ...Object.values(OTHER_SECTIONS),
  GENERAL_SECTIONS,
].map(({ questionnaire }) => questionnaire);

/** True for the sections that hold answers and no examinations. */
export function isQuestionnaire(code: string): boolean {
  return QUESTIONNAIRES.some((section) => section.code === code);
}

/** The program whose section this is; null for the sections that say nothing of it. */
export function programOfSection(code: string): CheckupReportRecord['program'] | null {
  for (const [program, sections] of Object.entries(PROGRAM_SECTIONS)) {
    if (Object.values(sections).some((section) => section.code === code)) {
      return program as keyof typeof PROGRAM_SECTIONS;
    }
  }
  const others = [...Object.values(OTHER_SECTIONS), GENERAL_SECTIONS].flatMap((sections) =>
    Object.values(sections),
  );
  return others.some((section) => section.code === code) ? 'other' : null;
}

/** Composition.category 報告区分 and event.code 健診プログラムサービス, as the value sets have them. */
export const REPORT_CATEGORIES: Readonly<Record<string, string>> = {
  '10': '特定健診情報',
  '41': '事業者健診',
  '42': '自治体検診',
  '43': '乳幼児健診',
  '44': '妊婦健診',
  '60': '被保護者の健診情報',
  '70': '保険者以外が行う特定健診等に相当する健診',
  '80': '保険者が実施する特定健診等以外の健診',
  '99': 'そのほか',
};

export const PROGRAM_SERVICES: Readonly<Record<string, string>> = {
  '000': '不明',
  '010': '特定健康診査',
  '020': '広域連合の保健事業',
  '030': '事業者健診',
  '040': '学校健診',
  '060': 'がん検診',
  '070': '保険者以外が行う特定健診等に相当する健診',
  '080': '保険者が実施する特定健診等以外の健診',
  '090': '肝炎検診',
  '990': 'その他の健診(検診)',
};
