import type { CheckupEdition } from '../checkup/edition.ts';
import {
  CHECKUP_EXTENSIONS,
  CHECKUP_IDENTIFIER_SYSTEMS,
  CHECKUP_PROFILES,
  CHECKUP_SYSTEMS,
} from '../checkup/systems.ts';
import { INSURED_PERSON } from '../identifiers.ts';
import { IDENTIFIER_SYSTEMS } from '../systems.ts';
import type { CheckupEntries } from './checkup-rules.ts';
import { checkMeta, claimsProfile, codeIn, type Subject } from './elements.ts';
import type { Findings } from './issue.ts';
import { extensionOf, type JsonObject, objectOf, objectsOf, stringOf } from './json.ts';

/** True for 受診券, false for insurance. */
export function isTicket(coverage: JsonObject): boolean {
  return claimsProfile(coverage, CHECKUP_PROFILES.coverageTicket);
}

/** JP_CoverageInsurance_eCheckupGeneral or JP_CoverageService_eCheckupGeneral (checkup-observations §4). */
export function checkCheckupCoverage(
  subject: Subject,
  edition: CheckupEdition,
  entries: CheckupEntries,
  findings: Findings,
): void {
  const { resource, path, name } = subject;
  if (resource.status !== 'active') {
    findings.error('fixed-value', `${path}.status`, `${name}の状態は active でなければなりません。`);
  }
  if (
    stringOf(objectOf(resource.beneficiary).reference) !== entries.patientUrl ||
    entries.patientUrl === ''
  ) {
    findings.error('reference', `${path}.beneficiary`, `${name}が送信データの患者を指していません。`);
  }
  const payors = objectsOf(resource.payor);
  if (payors.length !== 1 || entries.typeOf(stringOf(payors[0]?.reference)) !== 'Organization') {
    findings.error(
      'cardinality',
      `${path}.payor`,
      `${name}に保険者がありません。保険情報を取り込むか、受診券整理番号を消してください。`,
    );
  }
  if (isTicket(resource)) checkTicket(subject, findings);
  else checkInsurance(subject, edition, findings);
}

function checkTicket({ resource, path }: Subject, findings: Findings): void {
  if (stringOf(resource.subscriberId) === '') {
    findings.error('cardinality', `${path}.subscriberId`, '受診券整理番号がありません。');
  }
  if (resource.type !== undefined && codeIn(resource.type, CHECKUP_SYSTEMS.ticket) !== '1') {
    findings.error('fixed-value', `${path}.type`, '券の種別は 1（受診券）でなければなりません。');
  }
}

/** Elements that the insurance may not have, in any edition. */
const PROHIBITED = [
  'contained',
  'policyHolder',
  'subscriber',
  'class',
  'order',
  'network',
  'costToBeneficiary',
  'subrogation',
  'contract',
];

function checkInsurance(subject: Subject, edition: CheckupEdition, findings: Findings): void {
  const { resource, path, name } = subject;
  const error = (ruleId: string, element: string, message: string) => {
    findings.error(ruleId, `${path}.${element}`, message);
  };
  checkMeta(subject, CHECKUP_PROFILES.coverageInsurance, 'profile', findings);
  for (const element of PROHIBITED) {
    if (resource[element] !== undefined)
      error('cardinality', element, `${name}に ${element} は付けられません。`);
  }
  const type = objectOf(resource.type);
  if (objectsOf(type.coding).length !== 1 || type.text !== undefined) {
    error('cardinality', 'type', '保険の種別がコードで1つ必要です。');
  } else if (!/^[1-8]$/.test(codeIn(type, CHECKUP_SYSTEMS.insuranceCategory))) {
    error('binding', 'type', '保険の種別が正しくありません。保険情報を確認してください。');
  }
  const relationship = objectOf(resource.relationship);
  if (!['1', '2'].includes(codeIn(relationship, CHECKUP_SYSTEMS.insuredPersonCategory))) {
    error(
      'cardinality',
      'relationship',
      '本人か家族（被扶養者）かの区分がありません。保険情報を確認してください。',
    );
  }
  if (edition.coverage === 'member-identifier') checkMember(resource, error);
  if (objectsOf(resource.identifier).some(({ value }) => stringOf(value) === '')) {
    error('cardinality', 'identifier', '保険の番号が空です。');
  }
}

/** After 1.5.0: 被保険者個人識別子, and nothing of what said the same before. */
function checkMember(
  resource: JsonObject,
  error: (ruleId: string, element: string, message: string) => void,
): void {
  const identifiers = objectsOf(resource.identifier);
  const isMember =
    identifiers.length === 1 &&
    identifiers[0]?.system === IDENTIFIER_SYSTEMS.insuredPerson &&
    INSURED_PERSON.test(stringOf(identifiers[0].value));
  if (!isMember) {
    error(
      'cardinality',
      'identifier',
      '保険の情報に被保険者個人識別子が1つ必要です。保険情報を確認してください。',
    );
  }
  const urls = [
    CHECKUP_EXTENSIONS.insuredSymbol,
    CHECKUP_EXTENSIONS.insuredNumber,
    CHECKUP_EXTENSIONS.insuredBranch,
  ];
  const has = (element: string) => resource[element] !== undefined;
  if (urls.some((url) => extensionOf(resource, url)) || has('subscriberId') || has('dependent')) {
    error('cardinality', 'extension', 'この版の規格では、記号・番号・枝番は個人識別子だけで示します。');
  }
}

/** JP_OrganizationInsurer_eCheckupGeneral. */
export function checkInsurer(subject: Subject, findings: Findings): void {
  const { resource, path, name } = subject;
  checkMeta(subject, CHECKUP_PROFILES.insurer, 'profile', findings);
  const types = objectsOf(resource.type);
  if (types.length !== 1 || codeIn(types[0], CHECKUP_SYSTEMS.insurerType) !== 'ins') {
    findings.error('fixed-value', `${path}.type`, `${name}の種別は ins（保険者）1つでなければなりません。`);
  }
  const identifiers = objectsOf(resource.identifier);
  const number = identifiers.find(({ system }) => system === CHECKUP_IDENTIFIER_SYSTEMS.insurer)?.value;
  if (!/^\d{8}$/.test(stringOf(number))) {
    findings.error('pattern', `${path}.identifier`, '保険者番号は8桁です。保険情報を確認してください。');
  }
  if (identifiers.some(({ system }) => system === IDENTIFIER_SYSTEMS.institution)) {
    findings.error('cardinality', `${path}.identifier`, '保険者に医療機関番号は付けられません。');
  }
  for (const element of ['active', 'alias', 'telecom', 'address', 'partOf', 'contact', 'endpoint']) {
    if (resource[element] !== undefined) {
      findings.error('cardinality', `${path}.${element}`, `${name}に ${element} は付けられません。`);
    }
  }
}
