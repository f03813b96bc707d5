import type { UsageSupplementRecord } from '@shirube/core/records';
import { drug, type Golden, golden, loxoprofen, ofRp, prednisolone, threeTimes } from './golden.ts';

const supplement = (
  kind: UsageSupplementRecord['kind'],
  text: string,
  code: string | null = null,
  siteCode: string | null = null,
): UsageSupplementRecord => ({ kind, text, code, siteCode });
const supplemented = (...supplements: UsageSupplementRecord[]) => ofRp({ supplements });

/** Forms, usages and what is added to them: records 101, 111 and 181. */
export const usageGoldens: Golden[] = [
  golden(
    'form-as-needed',
    '頓服: ten times',
    [101, 111],
    ofRp({
      formClass: '2',
      quantity: 10,
      usage: { code: '1050110000000000', text: '疼痛時　服用', timesPerDay: null },
      medications: [drug(loxoprofen)],
    }),
  ),
  golden(
    'form-external',
    '外用: the total amount, quantity 1',
    [101],
    ofRp({
      formClass: '3',
      quantity: 1,
      usage: { code: '2A71000000000000', text: '外用・貼付・１日１回', timesPerDay: 1 },
      medications: [
        drug({
          yjCode: '2649735S3020',
          receiptCode: '620007813',
          name: 'ロキソニンテープ１００ｍｇ',
          ingredientName: 'ロキソプロフェンナトリウム',
          dose: '28',
          unit: '枚',
        }),
      ],
    }),
  ),
  golden(
    'form-drops',
    '内服滴剤',
    [101],
    ofRp({
      formClass: '4',
      quantity: 7,
      usage: { code: '1011100000000000', text: '１日１回就寝前　服用', timesPerDay: 1 },
      medications: [
        drug({
          yjCode: '2359005F1218',
          receiptCode: '620488701',
          name: '架空内用液０．７５％',
          ingredientName: 'ピコスルファートナトリウム',
          dose: '0.5',
          unit: 'ｍＬ',
        }),
      ],
    }),
  ),
  golden(
    'form-injection',
    '注射 the patient gives himself',
    [101],
    ofRp({
      formClass: '5',
      quantity: 1,
      usage: { code: '0X0XXXXXXXXX0000', text: '１日１回朝　皮下注射', timesPerDay: 1 },
      medications: [drug({ name: '架空皮下注３００単位', dose: '2', unit: 'キット' })],
    }),
  ),
  golden(
    'form-material',
    '医療材料 with its code',
    [101, 201],
    ofRp({
      formClass: '6',
      quantity: 1,
      usage: { code: '0X0XXXXXXXXX0000', text: '自己注射に使用', timesPerDay: null },
      medications: [
        drug({
          kind: 'material',
          yjCode: '',
          receiptCode: '710010001',
          name: 'ペンニードル３２Ｇテーパー',
          ingredientName: '',
          dose: '70',
          unit: '本',
        }),
      ],
    }),
  ),
  golden(
    'form-unknown',
    '剤形不明 with the name of the form',
    [101],
    ofRp({ formClass: '9', formName: '吸入', quantity: 1 }),
  ),
  golden('form-unknown-unnamed', '剤形不明 without a name', [101], ofRp({ formClass: '9', quantity: 1 })),
  golden(
    'usage-unlisted',
    'a usage without a code in the 用法マスタ',
    [111],
    ofRp({ usage: { code: '0X0XXXXXXXXX0000', text: '透析日の朝に服用', timesPerDay: null } }),
  ),
  golden(
    'usage-three-times',
    '毎食後',
    [111],
    ofRp({ usage: threeTimes, medications: [drug({ dose: '3' })] }),
  ),
  golden('days-longest', '999 days', [101], ofRp({ quantity: 999 })),
  golden(
    'tapering',
    '漸減',
    [181],
    ofRp({
      supplements: [
        supplement('tapering', '１－７日目：４錠'),
        supplement('tapering', '８－１４日目：２錠'),
        supplement('tapering', '１５日目から：１錠'),
      ],
      medications: [drug({ ...prednisolone, dose: '4' })],
    }),
  ),
  golden(
    'usage-one-dose-package',
    '一包化 of an RP',
    [181],
    supplemented(supplement('one_dose_package', '一包化')),
  ),
  golden('alternate-days', '隔日', [181], supplemented(supplement('alternate_days', '奇数日'))),
  golden('usage-crush', '粉砕 of an RP', [181], supplemented(supplement('crush', '粉砕'))),
  golden(
    'usage-continued',
    '用法の続き',
    [181],
    supplemented(supplement('continued', '透析日は透析後に服用')),
  ),
  golden('usage-site', '部位 in words', [181], supplemented(supplement('site', '両眼'))),
  golden('usage-single-dose', '１回使用量', [181], supplemented(supplement('single_dose', '１回１滴'))),
  golden(
    'usage-jami',
    'JAMI補足用法 with its code',
    [181],
    supplemented(supplement('jami', '１日おき', 'I1100000')),
  ),
  golden(
    'usage-jami-site',
    'JAMI部位 with its code',
    [181],
    supplemented(supplement('jami_site', '左耳', null, '42L')),
  ),
];
