import { displayDrugName, toSearchKey } from '@shirube/terminology';

/** A drug as far as its name can be mistaken for another's. */
export interface NamedDrug {
  name: string;
  ingredientName: string;
  /** 個別医薬品コード, the first seven: ingredient and route */
  ingredientCode: string;
  therapeuticClass: string;
}

/** A name that looks like another and means something else. */
export interface LookAlike {
  /** the name without strength and form: アルマール */
  name: string;
  ingredientName: string;
  therapeuticClass: string;
}

/** Words with which the form, the salt or the maker begins: what stands before them is the name. */
const nameEnds =
  /[0-9%「（(【]|口腔|舌下|内用|経口|懸濁|粒状|糖衣|小児用|点滴|キット|錠|カプセル|細粒|顆粒|散|液|軟膏|クリーム|テープ|パップ|ローション|ゲル|ゼリー|坐剤|坐薬|皮下注|静注|筋注|注|吸入|シロップ|ドライ|配合|徐放|腸溶|エリキシル|エキス|原末|点眼|点鼻|点耳|エアゾール|インヘラー|ディスカス|エリプタ|レスピマット|OD|CR|SR|塩酸|硫酸|臭化|酢酸|リン酸|マレイン酸|メシル酸|トシル酸|ベシル酸|フマル酸|酒石酸|コハク酸|クエン酸|ステアリン酸|エチルコハク酸|ニコチン酸|酪酸|吉草酸|プロピオン酸|ナトリウム|カリウム|カルシウム|Na|水和物|メチル|エステル/;
/** Makers that stand before the name of a 漢方製剤. */
const makerFirst =
  /^(?:ツムラ|クラシエ|コタロー|テイコク|オースギ|太虎堂|三和|JPS|マツウラ|本草|東洋)(?=\p{Script=Han})/u;

const strengthFirst = /^[0-9.]+(?:mg|mcg|μg|g|%)/;

/** The name alone, as it is shown: アマリール１ｍｇ錠 → アマリール. Never shorter than two characters. */
export function nameStem(name: string): string {
  const shown = displayDrugName(name).trim().replace(strengthFirst, '').replace(makerFirst, '');
  const from = shown.slice(2);
  const end = from.search(nameEnds);
  return end < 0 ? shown : shown.slice(0, 2 + end).trim();
}

/** Edits (also of two neighbours changing places) between two short words, or more than `most`. */
function edits(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] ?? most + 1;
}

/** How many characters two words have in common, wherever they stand. */
function shared(a: string, b: string): number {
  const left = [...b];
  return [...a].filter((character) => {
    const at = left.indexOf(character);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
}

function commonBeginning(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/**
 * How near two names are, 0 the nearest, or null when nobody takes one for the other. Near are: one edit apart; two edits apart with the same
 * first and last character and three of four characters in common (アマリール and アルマール); the same beginning of at least three characters that is most of the shorter one
 * (ノルバスク and ノルバデックス). Symmetric.
 */
export function nameDistance(a: string, b: string): number | null {
  const shorter = Math.min(a.length, b.length);
  if (a === b || shorter < 3) return null;
  const apart = edits(a, b, 2);
  if (apart === 1) return 0;
  if (apart === 2 && shorter >= 4 && a[0] === b[0] && a.at(-1) === b.at(-1) && shared(a, b) / shorter >= 0.75)
    return 1;
  const beginning = commonBeginning(a, b);
  return beginning >= 3 && beginning / shorter >= 0.6 ? 2 : null;
}

/** What is shown beside a drug at most: more names than these are no help. */
const mostShown = 3;

interface Stem extends LookAlike {
  key: string;
  ingredients: Set<string>;
}

/**
 * The look-alikes of every name of a formulary, computed once. Names with an ingredient in common are not mistaken for each other here: they
 * are another strength, form or maker of the same.
 */
export class LookAlikes {
  readonly #byKey: ReadonlyMap<string, readonly LookAlike[]>;

  constructor(drugs: readonly NamedDrug[]) {
    const stems = new Map<string, Stem>();
    for (const drug of drugs) {
      const name = nameStem(drug.name);
      const key = toSearchKey(name);
      if (key === '') continue;
      const stem = stems.get(key) ?? {
        key,
        name,
        ingredientName: drug.ingredientName,
        therapeuticClass: drug.therapeuticClass,
        ingredients: new Set<string>(),
      };
      stem.ingredients.add(drug.ingredientCode).add(nameStem(drug.ingredientName));
      stems.set(key, stem);
    }
    const near = new Map<string, { of: Stem; distance: number }[]>();
    const note = (of: Stem, other: Stem, distance: number) =>
      near.set(of.key, [...(near.get(of.key) ?? []), { of: other, distance }]);
    for (const { a, b, distance } of nearPairs([...stems.values()])) {
      if ([...a.ingredients].some((each) => b.ingredients.has(each))) continue;
      note(a, b, distance);
      note(b, a, distance);
    }
    this.#byKey = new Map(
      Array.from(near, ([key, list]) => [
        key,
        list
          .sort((x, y) => x.distance - y.distance || (x.of.key < y.of.key ? -1 : 1))
          .map(({ of: { name, ingredientName, therapeuticClass } }) => ({
            name,
            ingredientName,
            therapeuticClass,
          })),
      ]),
    );
  }

  /** All names that look like the name of this drug, the nearest first. */
  all(name: string): readonly LookAlike[] {
    return this.#byKey.get(toSearchKey(nameStem(name))) ?? [];
  }

  /** The ones to show beside it. */
  of(name: string): LookAlike[] {
    return this.all(name).slice(0, mostShown);
  }
}

/**
 * Every near pair, once. Near at all can only be those with the same first character and same last, those with the same first three, and those
 * that become equal by leaving one character out of either: so not every name is held against every other.
 */
function nearPairs(stems: readonly Stem[]): Iterable<{ a: Stem; b: Stem; distance: number }> {
  const buckets = new Map<string, Stem[]>();
  const put = (bucket: string, stem: Stem) => {
    const list = buckets.get(bucket);
    if (list) list.push(stem);
    else buckets.set(bucket, [stem]);
  };
  for (const stem of stems) {
    const { key } = stem;
    put(`ends ${key[0]} ${key.at(-1)}`, stem);
    put(`begins ${key.slice(0, 3)}`, stem);
    const without = new Set([key, ...Array.from(key, (_, at) => key.slice(0, at) + key.slice(at + 1))]);
    for (const each of without) put(`without ${each}`, stem);
  }
  const pairs = new Map<string, { a: Stem; b: Stem; distance: number }>();
  for (const list of buckets.values())
    for (const [index, a] of list.entries())
      for (let at = index + 1; at < list.length; at += 1) {
        const b = list[at] as Stem;
        const distance = nameDistance(a.key, b.key);
        if (distance !== null)
          pairs.set(a.key < b.key ? `${a.key} ${b.key}` : `${b.key} ${a.key}`, { a, b, distance });
      }
  return pairs.values();
}
