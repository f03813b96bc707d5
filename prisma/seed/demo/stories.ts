/** What a visit of the demo population was about: disease, words of the note, and what was prescribed. */
export interface Story {
  managementNo: string;
  diseaseName: string;
  icd10: string;
  subjective: string;
  objective: string;
  assessment: string;
  plan: string;
  drug: { yjCode: string; dose: string; usageCode: string; days: number } | null;
}

export const hypertension: Story = {
  managementNo: '20061593',
  diseaseName: '高血圧症',
  icd10: 'I10',
  subjective: '家庭血圧は落ち着いている。めまいなし。',
  objective: '血圧 132/78　脈拍 70 整　下肢浮腫なし',
  assessment: '高血圧症　コントロール良好。',
  plan: '同じ薬を続ける。塩分に気をつける。4週後。',
  drug: { yjCode: '2171022F2289', dose: '1', usageCode: '1011000400000000', days: 28 },
};

export const cold: Story = {
  managementNo: '20075175',
  diseaseName: '不眠症',
  icd10: 'G470',
  subjective: '寝つきに時間がかかる。日中の眠気は少ない。',
  objective: '血圧 124/76　脈拍 68',
  assessment: '不眠症　生活の見直しで様子をみる。',
  plan: '就寝前のスマートフォンを控える。2週後。',
  drug: null,
};

/** テスト 太郎: three visits before today, all drugs of which have ended. */
export const testTaro: { daysAgo: number; story: Story; labs: Record<string, [string, 'H' | 'L' | 'N']> }[] =
  [
    {
      daysAgo: 105,
      story: {
        ...cold,
        subjective: '入眠困難、足の爪が厚くなってきた。',
        objective: '血圧 130/82　右母趾爪 肥厚・白濁',
        assessment: '不眠症。爪白癬の疑い。',
        plan: '睡眠の記録をつける。4週後。',
      },
      labs: { K: ['3.9', 'N'], Cre: ['0.98', 'N'], AST: ['22', 'N'], LDL: ['154', 'H'] },
    },
    {
      daysAgo: 77,
      story: { ...cold, subjective: '入眠困難つづく。', objective: '血圧 132/84' },
      labs: { K: ['3.6', 'N'], Cre: ['1.01', 'N'], AST: ['24', 'N'], LDL: ['148', 'H'] },
    },
    {
      daysAgo: 49,
      story: {
        ...cold,
        subjective: '睡眠は改善傾向。ときどき足がつる。',
        objective: '血圧 128/80　下肢浮腫なし',
        assessment: '不眠症、爪白癬。カリウムがやや低い。',
        plan: '鼻炎に抗アレルギー薬。電解質を次回も確認。',
        drug: { yjCode: '4490023F1024', dose: '1', usageCode: '1011100000000000', days: 14 },
      },
      labs: { K: ['3.3', 'L'], Cre: ['1.04', 'N'], AST: ['23', 'N'], LDL: ['136', 'N'] },
    },
  ];
