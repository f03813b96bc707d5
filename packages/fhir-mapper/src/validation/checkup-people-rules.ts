import { CHECKUP_PROFILES, CHECKUP_SYSTEMS } from '../checkup/systems.ts';
import type { CheckupEntries } from './checkup-rules.ts';
import { checkMeta, isDateTime, type Subject } from './elements.ts';
import type { Findings } from './issue.ts';
import { objectOf, objectsOf, stringOf } from './json.ts';

/** JP_Practitioner_eCheckupGeneral, and that the person can be named. */
export function checkCheckupPractitioner(subject: Subject, findings: Findings): void {
  checkMeta(subject, CHECKUP_PROFILES.practitioner, 'profile', findings);
  if (!objectsOf(subject.resource.name).some(({ text }) => stringOf(text) !== '')) {
    findings.error(
      'cardinality',
      `${subject.path}.name`,
      '報告書の医師の氏名がありません。職員の登録を確認してください。',
    );
  }
}

/** JP_Organization_eCheckupGeneral. */
export function checkCheckupOrganization(subject: Subject, findings: Findings): void {
  const { resource, path, name } = subject;
  checkMeta(subject, CHECKUP_PROFILES.organization, 'profile', findings);
  if (objectsOf(resource.type).length === 0) {
    findings.error(
      'cardinality',
      `${path}.type`,
      `${name}に機関の種別（実施機関・報告作成機関）がありません。`,
    );
  }
  if (stringOf(resource.name) === '') {
    findings.error(
      'cardinality',
      `${path}.name`,
      '健診機関の名称がありません。医療機関の設定を確認してください。',
    );
  }
  const addresses = objectsOf(resource.address);
  if (addresses.length > 1 || addresses.some(({ text }) => stringOf(text) === '')) {
    findings.error(
      'cardinality',
      `${path}.address`,
      '健診機関の住所は、全体を1つの文として1つだけ書きます。医療機関の設定を確認してください。',
    );
  }
}

/** JP_Encounter_eCheckupGeneral. */
export function checkCheckupEncounter(subject: Subject, entries: CheckupEntries, findings: Findings): void {
  const { resource, path } = subject;
  const error = (ruleId: string, element: string, message: string) => {
    findings.error(ruleId, `${path}.${element}`, message);
  };
  checkMeta(subject, CHECKUP_PROFILES.encounter, 'profile', findings);
  if (resource.status !== 'finished') {
    error('fixed-value', 'status', '受診情報の状態は finished でなければなりません。');
  }
  const encounterClass = objectOf(resource.class);
  const isCheckup =
    encounterClass.system === CHECKUP_SYSTEMS.encounterClass &&
    encounterClass.code === 'checkup' &&
    encounterClass.display === '健診';
  if (!isCheckup) error('fixed-value', 'class', '受診情報の区分は「健診」でなければなりません。');
  const types = objectsOf(objectOf(resource.serviceType).coding);
  if (
    types.some(
      ({ system, code }) => system !== CHECKUP_SYSTEMS.encounterType || !['1', '2'].includes(stringOf(code)),
    )
  ) {
    error('binding', 'serviceType', '受診の形態は、個別受診か集団受診のどちらかです。');
  }
  const { start, end } = objectOf(resource.period);
  if (!isDateTime(stringOf(start)) || !isDateTime(stringOf(end))) {
    error('cardinality', 'period', '受診日がないか、正しい日付ではありません。受診日を入力してください。');
  } else if (stringOf(start).slice(0, 10) > stringOf(end).slice(0, 10)) {
    error('per-1', 'period', '受診の終わりが始まりより前になっています。');
  }
  if (entries.typeOf(stringOf(objectOf(resource.serviceProvider).reference)) !== 'Organization') {
    error('reference', 'serviceProvider', '受診情報に健診を行った機関がありません。');
  }
}
