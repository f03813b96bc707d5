import { comparableName } from './names.ts';

/** A class of drugs that share an allergy, by the beginnings of their YJ codes. */
export interface AllergenClass {
  /** as the doctor calls it */
  name: string;
  /** beginnings of YJ codes: 薬効分類, or single ingredients where the class is mixed */
  prefixes: readonly string[];
  /** drugs of these classes that are none of the kind */
  except: readonly string[];
  /** what a record in words calls it (NFKC, lower case) */
  words: readonly string[];
}

/**
 * Classes within which an allergy to one drug is a question for the next. Own table, by 薬効分類; cross-reaction is common
 * (β-ラクタム within a group, NSAIDs as アスピリン喘息) and not certain: verify before clinical use.
 */
const CLASSES: readonly AllergenClass[] = [
  {
    name: 'NSAIDs（非ステロイド性抗炎症薬）',
    prefixes: [
      '1143',
      '1144',
      '1145',
      '1146',
      '1147',
      '1148',
      '1149',
      '3399007',
      '3399103',
      '2649729',
      '2649735',
    ],
    // opioids, ergotamine and tramadol stand in 1149 as well
    except: ['1149038', '1149117', '1149403', '1149703', '1149704', '1149109', '1149115'],
    words: ['nsaid', '非ステロイド', 'アスピリン', '解熱鎮痛', '痛み止め'],
  },
  {
    name: 'ペニシリン系',
    prefixes: ['6131', '6191', '6199104', '6199105'],
    except: [],
    words: ['ペニシリン', 'penicillin'],
  },
  { name: 'セフェム系', prefixes: ['6132'], except: [], words: ['セフェム', 'セファロスポリン', 'cephem'] },
  { name: 'カルバペネム系', prefixes: ['6139'], except: [], words: ['カルバペネム', 'ペネム系'] },
  { name: 'マクロライド系', prefixes: ['6141', '6149'], except: [], words: ['マクロライド'] },
  { name: 'テトラサイクリン系', prefixes: ['6152', '6159'], except: [], words: ['テトラサイクリン'] },
  { name: 'キノロン系', prefixes: ['6241'], except: [], words: ['キノロン'] },
  {
    name: 'サルファ剤',
    prefixes: ['6211', '6213', '6290100'],
    except: [],
    words: ['サルファ', 'スルホンアミド'],
  },
  { name: 'ピリン系', prefixes: ['1142'], except: [], words: ['ピリン系'] },
  { name: '局所麻酔薬', prefixes: ['1211', '1214'], except: [], words: ['局所麻酔', '局麻'] },
];

/** The classes a YJ code (or the beginning of one, from 7 characters) belongs to. */
export function classesOfDrug(yjCode: string): AllergenClass[] {
  const begins = (prefix: string) => yjCode.startsWith(prefix);
  return CLASSES.filter((each) => each.prefixes.some(begins) && !each.except.some(begins));
}

/** The class a record in words names; null when it names none. 非ピリン系 is no ピリン系. */
export function classOfText(text: string): AllergenClass | null {
  const name = comparableName(text).replaceAll('非ピリン系', '');
  return CLASSES.find((each) => each.words.some((word) => name.includes(word))) ?? null;
}
