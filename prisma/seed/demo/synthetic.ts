import { addDays, luhn21CheckDigit } from '@shirube/terminology';
import { type RegisteredPerson, randomFrom } from './people.ts';

const families: [string, string][] = [
  ['佐藤', 'サトウ'],
  ['鈴木', 'スズキ'],
  ['高橋', 'タカハシ'],
  ['田中', 'タナカ'],
  ['伊藤', 'イトウ'],
  ['渡辺', 'ワタナベ'],
  ['山本', 'ヤマモト'],
  ['中村', 'ナカムラ'],
  ['小林', 'コバヤシ'],
  ['加藤', 'カトウ'],
  ['吉田', 'ヨシダ'],
  ['山口', 'ヤマグチ'],
  ['松本', 'マツモト'],
  ['井上', 'イノウエ'],
  ['木村', 'キムラ'],
  ['林', 'ハヤシ'],
  ['斎藤', 'サイトウ'],
  ['清水', 'シミズ'],
  ['森', 'モリ'],
  ['阿部', 'アベ'],
  ['池田', 'イケダ'],
  ['橋本', 'ハシモト'],
  ['石川', 'イシカワ'],
  ['前田', 'マエダ'],
  ['髙橋', 'タカハシ'],
  ['濵田', 'ハマダ'],
  ['𠮷野', 'ヨシノ'],
  ['渡邊', 'ワタナベ'],
];
const women: [string, string][] = [
  ['和子', 'カズコ'],
  ['幸子', 'サチコ'],
  ['恵子', 'ケイコ'],
  ['由美子', 'ユミコ'],
  ['陽子', 'ヨウコ'],
  ['愛', 'アイ'],
  ['美咲', 'ミサキ'],
  ['さくら', 'サクラ'],
  ['結菜', 'ユイナ'],
  ['明美', 'アケミ'],
];
const men: [string, string][] = [
  ['正', 'タダシ'],
  ['清', 'キヨシ'],
  ['誠', 'マコト'],
  ['隆', 'タカシ'],
  ['健一', 'ケンイチ'],
  ['大輔', 'ダイスケ'],
  ['直樹', 'ナオキ'],
  ['翔', 'ショウ'],
  ['蓮', 'レン'],
  ['湊', 'ミナト'],
];

/** A deterministic synthetic population; nobody in it exists. */
export function syntheticPeople(slug: string, count: number): RegisteredPerson[] {
  const random = randomFrom(`${slug}:people`);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  return Array.from({ length: count }, (_, index) => {
    const sex = random() < 0.56 ? 'female' : 'male';
    const [familyName, familyKana] = pick(families);
    const [givenName, givenKana] = pick(sex === 'female' ? women : men);
    const body = `0613${String(100 + Math.floor(random() * 900))}`;
    return {
      id: `${slug}-${index}`,
      patientNumber: String(index + 1).padStart(8, '0'),
      familyName,
      givenName,
      familyKana,
      givenKana,
      sex,
      birthDate: addDays('1936-04-01', Math.floor(random() * 82 * 365)),
      postalCode: '100-0099',
      address: `東京都架空区模擬町${1 + Math.floor(random() * 9)}丁目${1 + Math.floor(random() * 30)}番`,
      phone: `090-0000-${String(1000 + index).slice(-4)}`,
      insurance: {
        insurerNumber: `${body}${luhn21CheckDigit(body)}`,
        insurerName: '模擬健康保険組合',
        symbol: String(100 + Math.floor(random() * 900)),
        number: String(1000 + index),
        branchNumber: '00',
        isDependent: false,
        copayPercent: 30,
      },
      publicSubsidies: [],
    };
  });
}
