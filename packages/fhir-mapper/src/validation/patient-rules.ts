import { INSTITUTION_NUMBER, INSURED_PERSON, PUBLIC_ASSISTANCE } from '../identifiers.ts';
import { PROFILES } from '../profiles.ts';
import type { ClinsVersion } from '../specification.ts';
import { EXTENSIONS, IDENTIFIER_SYSTEMS } from '../systems.ts';
import { checkMeta, isExistingDay, type Subject } from './elements.ts';
import type { Findings } from './issue.ts';
import { extensionOf, listOf, objectsOf, stringOf } from './json.ts';

/** How the profiles of Patient differ. */
export interface PatientProfile {
  url: string;
  /** the rule that is broken when the profile is not claimed */
  rule: string;
  /** whether family and given name must stand apart from each other */
  needsNameParts: boolean;
}
const JP_PATIENT_ECS: PatientProfile = { url: PROFILES.patient, rule: 'R0212', needsNameParts: true };

/** JP_Patient_eCS, or another profile with the same rules (patient-org-practitioner §2, §3). */
export function checkPatient(
  subject: Subject,
  version: ClinsVersion,
  findings: Findings,
  profile = JP_PATIENT_ECS,
): void {
  checkMeta(subject, profile.url, profile.rule, findings);
  checkLocalIdentifier(subject, findings);
  checkInsuredPerson(subject, version, findings);
  checkNames(subject, profile, findings);
  checkDemographics(subject, findings);
}

/** R1010 */
function checkLocalIdentifier({ resource, path }: Subject, findings: Findings): void {
  const local = objectsOf(resource.identifier).filter(({ system }) =>
    stringOf(system).startsWith(IDENTIFIER_SYSTEMS.localPatient),
  );
  if (local.length === 0) return;
  const arc = stringOf(local[0]?.system).slice(IDENTIFIER_SYSTEMS.localPatient.length);
  if (local.length > 1 || !arc.startsWith('1') || !INSTITUTION_NUMBER.test(arc.slice(1))) {
    findings.error(
      'R1010',
      `${path}.identifier`,
      '施設患者IDは1つだけで、医療機関番号10桁が必要です。医療機関の設定を確認してください。',
    );
  }
}

/** R1012, R1013, and what the certificate itself requires */
function checkInsuredPerson({ resource, path }: Subject, version: ClinsVersion, findings: Findings): void {
  const identifiers = objectsOf(resource.identifier);
  const insured = identifiers.filter(({ system }) => system === IDENTIFIER_SYSTEMS.insuredPerson);
  const assisted = identifiers.filter(({ system }) => system === IDENTIFIER_SYSTEMS.publicAssistance);
  // From 1.11.0 on: exactly one of the two.
  if (version !== '1.10.0' && assisted.length === 1 && insured.length === 0) {
    if (!PUBLIC_ASSISTANCE.test(stringOf(assisted[0]?.value))) {
      findings.error(
        'R1013',
        `${path}.identifier`,
        '生活保護の公費負担者番号（8桁）または受給者番号（7桁）の形式が正しくありません。保険情報を確認してください。',
      );
    }
    return;
  }
  if (insured.length !== 1 || (version !== '1.10.0' && assisted.length > 0)) {
    const isPublicAssistance = insured.length === 0 && assisted.length > 0;
    findings.error(
      'R1012',
      `${path}.identifier`,
      isPublicAssistance
        ? `生活保護だけの患者は、規格 ${version} では電子カルテ情報共有サービスに登録できません。`
        : '被保険者番号がありません（1つだけ必要です）。オンライン資格確認で保険情報を取り込んでください。',
    );
    return;
  }
  const value = stringOf(insured[0]?.value);
  if (!INSURED_PERSON.test(value)) {
    findings.error(
      'R1013',
      `${path}.identifier`,
      '保険者番号（8桁）、記号、番号、枝番（2桁）のいずれかの形式が正しくありません。オンライン資格確認で保険情報を取り込み直してください。',
    );
    return;
  }
  const [, symbol = '', number = ''] = value.split(':');
  if (number === '') {
    findings.error(
      'R1013',
      `${path}.identifier`,
      '被保険者証の番号がありません。保険情報を確認してください。',
    );
  }
  if (mixesWidths(symbol) || mixesWidths(number)) {
    findings.warning(
      'R1013',
      `${path}.identifier`,
      '被保険者証の記号または番号に全角と半角が混ざっています。オンライン資格確認の結果と同じか確認してください。',
    );
  }
}

function mixesWidths(text: string): boolean {
  const isHalf = [...text].map((character) => /[\u0020-\u007e\uff61-\uff9f]/.test(character));
  return isHalf.includes(true) && isHalf.includes(false);
}

function checkNames(
  { resource, path }: Subject,
  { needsNameParts }: PatientProfile,
  findings: Findings,
): void {
  const names = objectsOf(resource.name);
  if (names.length === 0) {
    findings.error('cardinality', `${path}.name`, '患者の氏名がありません。患者情報に入力してください。');
  }
  names.forEach((name, index) => {
    const representation = extensionOf(name, EXTENSIONS.nameRepresentation)?.valueCode;
    const label = representation === 'SYL' ? 'カナ氏名' : '氏名';
    const place = `${path}.name[${index}]`;
    const text = stringOf(name.text);
    if (text === '') findings.error('cardinality', `${place}.text`, `患者の${label}がありません。`);
    if (text.includes('\u3000')) {
      findings.error(
        'R1113',
        `${place}.text`,
        `患者の${label}に全角空白は使えません。半角空白にしてください。`,
      );
    }
    if (needsNameParts && stringOf(name.family) === '') {
      findings.error(
        'cardinality',
        `${place}.family`,
        `患者の${label}の「姓」がありません。姓と名を分けて入力してください。`,
      );
    }
    const given = listOf(name.given);
    if (needsNameParts && (given.length === 0 || given.some((part) => stringOf(part) === ''))) {
      findings.error(
        'cardinality',
        `${place}.given`,
        `患者の${label}の「名」がありません。姓と名を分けて入力してください。`,
      );
    }
  });
  const hasKana = names.some((name) => extensionOf(name, EXTENSIONS.nameRepresentation)?.valueCode === 'SYL');
  if (names.length > 0 && !hasKana) {
    findings.warning(
      'cardinality',
      `${path}.name`,
      '患者のカナ氏名がありません。患者情報に入力してください。',
    );
  }
}

function checkDemographics({ resource, path }: Subject, findings: Findings): void {
  if (!['male', 'female', 'other', 'unknown'].includes(stringOf(resource.gender))) {
    findings.error('cardinality', `${path}.gender`, '患者の性別がありません。患者情報に入力してください。');
  }
  if (!isExistingDay(stringOf(resource.birthDate))) {
    findings.error('cardinality', `${path}.birthDate`, '患者の生年月日がないか、正しい日付ではありません。');
  }
  const addresses = objectsOf(resource.address);
  if (addresses.length !== 1 || stringOf(addresses[0]?.text) === '') {
    findings.error('cardinality', `${path}.address`, '患者の住所が1つ必要です。患者情報に入力してください。');
  }
}
