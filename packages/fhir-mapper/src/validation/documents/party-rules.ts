import { DOCUMENT_SYSTEMS, MEDICAL_REGISTRATION } from '../../documents/code-systems.ts';
import { INSTITUTION_NUMBER } from '../../identifiers.ts';
import { PROFILES } from '../../profiles.ts';
import { IDENTIFIER_SYSTEMS } from '../../systems.ts';
import { claimsProfile, codeIn } from '../elements.ts';
import type { Findings } from '../issue.ts';
import { type JsonObject, listOf, objectOf, objectsOf, stringOf } from '../json.ts';
import type { DocumentEntry } from './document.ts';

/** The entry claims the profile of its slice. */
export function checkClaim(
  { resource, path, name }: DocumentEntry,
  profile: string,
  findings: Findings,
): void {
  if (!claimsProfile(resource, profile)) {
    findings.error(
      'profile',
      `${path}.meta.profile`,
      `${name}にプロファイル（${profile.slice(profile.lastIndexOf('/') + 1)}）の指定がありません。システム管理者に連絡してください。`,
    );
  }
}

/** JP_Organization_eCS (patient-org-practitioner §5); the receiver's number is how the service routes a referral. */
export function checkOrganization(entry: DocumentEntry, bundle: JsonObject, findings: Findings): void {
  const { resource, path, name } = entry;
  checkClaim(entry, PROFILES.organization, findings);
  const numbers = objectsOf(resource.identifier).filter(
    ({ system }) => system === IDENTIFIER_SYSTEMS.institution,
  );
  const value = stringOf(numbers[0]?.value);
  if (numbers.length !== 1 || value === '') {
    findings.error(
      'cardinality',
      `${path}.identifier`,
      `${isReceiver(entry) ? '紹介先' : name}の医療機関番号がありません。`,
    );
  } else if (!INSTITUTION_NUMBER.test(value)) {
    findings.error(
      'pattern',
      `${path}.identifier`,
      `${name}の医療機関番号が正しくありません（都道府県2桁、点数表1桁、番号7桁の10桁）。`,
    );
  } else if (!isReceiver(entry) && !stringOf(objectOf(bundle.identifier).value).startsWith(`${value}^`)) {
    findings.warning(
      'consistency',
      `${path}.identifier`,
      `${name}の医療機関番号が、送信データのIDの医療機関番号と違います。`,
    );
  }
  if (stringOf(resource.name) === '')
    findings.error('cardinality', `${path}.name`, `${name}の名称がありません。`);
  checkAddress(resource, path, name, findings);
  checkType(resource, path, name, findings);
}

/** org-2, org-3, and an address with its text. */
function checkAddress(resource: JsonObject, path: string, name: string, findings: Findings): void {
  const addresses = objectsOf(resource.address);
  if (addresses.length > 1 || addresses.some(({ text }) => stringOf(text) === '')) {
    findings.error(
      'cardinality',
      `${path}.address`,
      `${name}の住所は1つで、全体を1行にした住所（text）が必要です。`,
    );
  }
  for (const [element, ruleId] of [
    ['address', 'org-2'],
    ['telecom', 'org-3'],
  ] as const) {
    if (objectsOf(resource[element]).some(({ use }) => use === 'home')) {
      findings.error(ruleId, `${path}.${element}`, `${name}の住所・電話番号を「自宅」にはできません。`);
    }
  }
}

function checkType(resource: JsonObject, path: string, name: string, findings: Findings): void {
  const codings = objectsOf(resource.type).flatMap(({ coding }) => objectsOf(coding));
  if (codings.some(({ system }) => system !== undefined && system !== DOCUMENT_SYSTEMS.organizationType)) {
    findings.error(
      'fixed-value',
      `${path}.type`,
      `${name}の種別のコード体系が正しくありません。システム管理者に連絡してください。`,
    );
  }
  if (resource.partOf !== undefined && stringOf(objectOf(resource.partOf).reference) === '') {
    findings.error('cardinality', `${path}.partOf`, `${name}が属する医療機関の指定がありません。`);
  }
}

function isReceiver({ sectionCode }: DocumentEntry): boolean {
  return sectionCode === '910';
}

/** JP_Practitioner_eCS: somebody with a name; a licence has its system and code. */
export function checkPractitioner(entry: DocumentEntry, findings: Findings): void {
  const { resource, path, name } = entry;
  checkClaim(entry, PROFILES.practitionerEcs, findings);
  if (!objectsOf(resource.name).some(({ text }) => stringOf(text) !== '')) {
    findings.error(
      'cardinality',
      `${path}.name`,
      `${name}の氏名がありません。職員の設定を確認してください。`,
    );
  }
  objectsOf(resource.qualification).forEach((qualification, index) => {
    const place = `${path}.qualification[${index}]`;
    const licence = codeIn(qualification.code, DOCUMENT_SYSTEMS.licence);
    const codings = listOf(objectOf(qualification.code).coding);
    if (codings.length !== 1 || licence === '') {
      findings.error(
        'cardinality',
        `${place}.code`,
        `${name}の資格の種類がありません。職員の設定を確認してください。`,
      );
    }
    for (const identifier of objectsOf(qualification.identifier)) {
      const isRight = licence !== 'medical-registration' || identifier.system === MEDICAL_REGISTRATION;
      if (stringOf(identifier.system) === '' || !isRight) {
        findings.error(
          'fixed-value',
          `${place}.identifier`,
          `${name}の医籍登録番号の体系が正しくありません。システム管理者に連絡してください。`,
        );
      }
    }
  });
}
