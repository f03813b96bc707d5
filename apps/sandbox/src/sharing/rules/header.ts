import { type JsonObject, object, objects, string } from '../json.ts';
import { BUNDLE_IDENTIFIER_SYSTEM } from '../names.ts';
import { type Add, claimedVersion, claims, ZONED_INSTANT } from './elements.ts';

const BUNDLE_ID = /^[0-4][0-9][1-3][0-9]{7}\^20[2-3][0-9]\^[A-Za-z0-9-]{1,36}$/;

/** assumed: which versions of the profiles the service takes. Without one the newest at reception applies. */
const VERSIONS: Record<'clins' | 'checkup', readonly string[]> = {
  clins: ['1.10.0', '1.11.0', '1.12.0'],
  checkup: ['1.5.0', '1.6.0', '1.7.0', '1.10.0', '1.11.0', '1.12.0'],
};

/** What is the same for every Bundle (bundle-types.md §2): profile and version, times, identifier, entries. */
export function checkHeader(
  bundle: JsonObject,
  profile: string,
  institutionCode: string,
  type: 'collection' | 'document',
  add: Add,
): void {
  if (!claims(bundle, profile))
    add('R0213', 'Bundle.meta.profile', `プロファイル ${profile.split('/').at(-1)} の指定がありません`);
  const version = claimedVersion(bundle, profile);
  const accepted = VERSIONS[profile.endsWith('JP_Bundle_eCheckupGeneral') ? 'checkup' : 'clins'];
  if (version !== null && !accepted.includes(version))
    add(
      'VERSION',
      'Bundle.meta.profile',
      `この版のプロファイルは受け付けていません（${accepted.join('、')}）`,
    );
  if (!ZONED_INSTANT.test(string(object(bundle.meta).lastUpdated)))
    add('CARD', 'Bundle.meta.lastUpdated', '最終更新日時（時差つき）がありません');
  if (!ZONED_INSTANT.test(string(bundle.timestamp)))
    add('CARD', 'Bundle.timestamp', '作成日時（時差つき）がありません');
  if (bundle.type !== type) add('CARD', 'Bundle.type', `type は ${type} でなければなりません`);
  checkIdentifier(object(bundle.identifier), institutionCode, add);
  checkEntries(objects(bundle.entry), add);
}

function checkIdentifier(identifier: JsonObject, institutionCode: string, add: Add): void {
  if (identifier.system !== BUNDLE_IDENTIFIER_SYSTEM)
    add('R02151', 'Bundle.identifier.system', '文書IDの system が正しくありません');
  const value = string(identifier.value);
  if (!BUNDLE_ID.test(value))
    add(
      'R2152',
      'Bundle.identifier.value',
      '文書IDは 医療機関番号10桁^発行年^施設内ID の形式でなければなりません',
    );
  else if (!value.startsWith(`${institutionCode}^`))
    add('INSTITUTION', 'Bundle.identifier.value', '文書IDの医療機関番号が接続元と一致しません');
}

function checkEntries(entries: JsonObject[], add: Add): void {
  const urls = entries.map((entry) => string(entry.fullUrl));
  entries.forEach((entry, index) => {
    const url = urls[index] ?? '';
    const path = `Bundle.entry[${index}]`;
    if (!/^urn:uuid:[0-9a-f-]{36}$/i.test(url))
      add('FULLURL', `${path}.fullUrl`, 'fullUrl は urn:uuid: の形式で必要です');
    else if (urls.indexOf(url) !== index) add('FULLURL', `${path}.fullUrl`, 'fullUrl が重複しています');
    for (const prohibited of ['search', 'request', 'response', 'link'])
      if (entry[prohibited] !== undefined) add('CARD', `${path}.${prohibited}`, 'この要素は使えません');
  });
}
