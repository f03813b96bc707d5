import { drug, type Golden, golden, loxoprofen, prescription, rp, threeTimes } from './golden.ts';

const morphine = drug({
  yjCode: '8114004G1027',
  receiptCode: '618110023',
  name: 'ＭＳコンチン錠１０ｍｇ',
  ingredientName: 'モルヒネ硫酸塩水和物',
  dose: '2',
});
const ointment = rp({
  rpNumber: 2,
  formClass: '3',
  quantity: 1,
  usage: { code: '2B72000000000000', text: '外用・塗布・１日２回', timesPerDay: 2 },
  medications: [
    drug({
      yjCode: '2649735S3020',
      receiptCode: '620007813',
      name: 'ロキソニンテープ１００ｍｇ',
      ingredientName: 'ロキソプロフェンナトリウム',
      dose: '14',
      unit: '枚',
    }),
  ],
});

/** What holds for the whole prescription: records 51 to 82, 102, 301 and 302. */
export const wholeGoldens: Golden[] = [
  golden(
    'valid-longer',
    'longer validity than four days',
    [51, 52],
    prescription({ validUntil: '2026-11-30' }),
  ),
  golden(
    'valid-over-new-year',
    'four days over the new year: no 使用期限',
    [51],
    prescription({ issuedOn: '2026-12-30', validUntil: '2027-01-02' }),
  ),
  golden(
    'narcotic',
    'a narcotic with licence, address and telephone',
    [61],
    prescription({
      rps: [
        rp({
          usage: { code: '1012040400000000', text: '１日２回朝夕食後　服用', timesPerDay: 2 },
          quantity: 14,
          medications: [morphine],
        }),
      ],
      narcotic: {
        licenceNumber: '13-01234',
        patientAddress: '東京都架空区標４－５－６　標荘１０１',
        patientPhone: '090-0000-0000',
      },
    }),
  ),
  golden('leftover-ask', '残薬: ask before dispensing', [62], prescription({ leftover: 'ask_first' })),
  golden('leftover-inform', '残薬: tell afterwards', [62], prescription({ leftover: 'inform' })),
  golden(
    'split-first',
    'in three parts, the first',
    [63, 102],
    prescription({
      split: { times: 3, current: 1 },
      rps: [rp({ quantity: 90, splitQuantities: [30, 30, 30] })],
    }),
  ),
  golden(
    'split-last',
    'in two unequal parts, the last, with a total amount beside it',
    [63, 102],
    prescription({
      split: { times: 2, current: 2 },
      rps: [rp({ quantity: 50, splitQuantities: [28, 22] }), { ...ointment, splitQuantities: [1, 1] }],
    }),
  ),
  golden('refill-twice', 'refill, twice in all', [64], prescription({ refillCount: 2 })),
  golden('refill-three-times', 'refill, three times in all', [64], prescription({ refillCount: 3 })),
  golden(
    'remarks',
    'remarks of every kind',
    [81],
    prescription({
      remarks: [
        { kind: 'one_dose_package', text: '一包化してください' },
        { kind: 'crush', text: '嚥下困難のため粉砕' },
        { kind: 'split', text: '分割日数１４日、分割回数３回' },
        { kind: null, text: '訪問' },
      ],
    }),
  ),
  golden(
    'remark-with-comma',
    'a half-width comma inside text',
    [81],
    prescription({ remarks: [{ kind: null, text: '朝,昼,夕食後' }] }),
  ),
  golden(
    'access-code',
    'the 引換番号, when it is known',
    [82],
    prescription({ accessCode: '1234567890123456' }),
  ),
  golden(
    'clinical-notes',
    '提供診療情報 for a drug and in general',
    [301],
    prescription({
      clinicalNotes: [
        { drugName: 'アムロジピン錠５ｍｇ「サワイ」', comment: '下腿の浮腫がないか確かめてください' },
        { drugName: null, comment: '来月、胃の手術の予定' },
      ],
    }),
  ),
  golden(
    'lab-values',
    '検査値',
    [302],
    prescription({ labValues: ['ｅＧＦＲ　４５．２（２０２６／１１／１３）', 'Ｋ　４．８'] }),
  ),
  golden(
    'two-rps',
    'two RPs with two drugs in one',
    [101, 111, 201],
    prescription({
      rps: [
        rp({ medications: [drug(), drug({ ...loxoprofen, itemNumber: 2 })] }),
        rp({
          rpNumber: 2,
          quantity: 5,
          usage: threeTimes,
          medications: [drug({ ...loxoprofen, dose: '3' })],
        }),
      ],
    }),
  ),
  golden(
    'ten-rps',
    'ten RPs: numbers of two digits',
    [101, 111, 201],
    prescription({ rps: Array.from({ length: 10 }, (_, index) => rp({ rpNumber: index + 1 })) }),
  ),
];
