/** 資格確認: the answer to OQSsiquc01 and the file that the card reader leaves. Element names: PROTOCOL.md §1.1. */
import type { CalendarDate, Instant } from '@shirube/core/records';
import { calendarDate, compactDate, compactTime, fromCompactDate, instant } from '../jst.ts';
import type { DemoInsurance, DemoPerson, PersonMatch } from '../knowledge/people.ts';
import type { SandboxServices } from '../services.ts';
import { type CardTap, CONSENT_SCOPES, type ConsentScope } from '../state/state.ts';
import { textAt, type XmlEncoding, type XmlNode, type XmlTree } from '../xml.ts';
import { ACCEPTED, type GatewayRequest, refused, writeAnswer } from './envelope.ts';
import { readInsuredKey } from './insured-key.ts';

/** 外来: what the patient agreed to at the reader may be viewed for 24 hours. */
export const CONSENT_HOURS = 24;

/** assumed: SharedDiagnosesInfo and SharedClinicalInfo; the names of the 電子カルテ情報 consents are not public. */
const CONSENT_ELEMENTS: Record<ConsentScope, string> = {
  checkup: 'SpecificHealthCheckupsInfo',
  medication: 'PharmacistsInfo',
  diagnosis: 'DiagnosisInfo',
  surgery: 'OperationInfo',
  sharedDiagnoses: 'SharedDiagnosesInfo',
  sharedClinical: 'SharedClinicalInfo',
};

/** Answers OQSsiquc01. A number search carries no consents: those come from the card alone. */
export function answerEligibility(services: SandboxServices, request: GatewayRequest): Uint8Array {
  const now = services.now();
  const search = request.body.QualificationConfirmSearchInfo;
  const tree: XmlTree = typeof search === 'object' && !Array.isArray(search) ? search : {};
  const key = readInsuredKey(tree, 'OQS');
  const onDateText = textAt(request.header, 'QualificationConfirmationDate');
  const onDate = fromCompactDate(onDateText);
  const header = {
    processedAt: compactTime(now),
    institutionCode: request.institutionCode,
    arbitraryFileIdentifier: request.arbitraryFileIdentifier,
    extra: [
      ['QualificationConfirmationDate', onDateText],
      ['ReferenceClassification', '2'],
    ] as XmlNode[],
  };
  if (key === null || onDate === null) {
    return writeAnswer(header, refused('OQSB0001E', '必須項目が設定されていないか、形式が正しくありません'));
  }
  const matches = services.people.find(key);
  const encoding = matches[0]?.person.encoding ?? 'UTF-8';
  return writeAnswer(header, [...ACCEPTED, ...qualification(matches, onDate, null, '')], encoding);
}

/** The content of a face file for a card tap. */
export function faceFileContent(
  person: DemoPerson,
  tap: CardTap,
  referenceNumber: string,
): { content: Uint8Array; encoding: XmlEncoding } {
  const at = new Date(tap.tappedAt);
  const header = {
    processedAt: compactTime(at),
    institutionCode: tap.institutionCode,
    arbitraryFileIdentifier: '',
    extra: [
      ['QualificationConfirmationDate', compactDate(calendarDate(at))],
      ['ReferenceClassification', '1'],
    ] as XmlNode[],
  };
  const match: PersonMatch = { person, expired: person.validity !== '1' };
  const body = [...ACCEPTED, ...qualification([match], calendarDate(at), tap, referenceNumber)];
  return { content: writeAnswer(header, body, person.encoding), encoding: person.encoding };
}

function qualification(
  matches: PersonMatch[],
  onDate: CalendarDate,
  tap: CardTap | null,
  referenceNumber: string,
): XmlNode[] {
  const [match] = matches;
  const validity =
    match === undefined ? '4' : matches.length > 1 ? '5' : match.expired ? match.person.validity : '1';
  const issue = tap?.issueSelect === 'electronic' ? '1' : tap?.issueSelect === 'paper' ? '2' : '';
  const listed =
    match !== undefined && matches.length === 1 ? [result(match.person, onDate, tap, referenceNumber)] : [];
  return [
    ['QualificationValidity', validity],
    ['PrescriptionIssueSelect', issue],
    ['ResultList', listed],
  ];
}

function result(
  person: DemoPerson,
  onDate: CalendarDate,
  tap: CardTap | null,
  referenceNumber: string,
): XmlNode {
  return [
    'ResultOfQualificationConfirmation',
    [
      ...insuranceElements(person.insurance),
      ['Name', `${person.familyName}　${person.givenName}`],
      ['NameKana', `${person.familyKana}　${person.givenKana}`],
      ['NameOfOther', ''],
      ['NameOfOtherKana', ''],
      ['Sex1', person.sex === 'male' ? '1' : '2'],
      ['Birthdate', compactDate(person.birthDate)],
      ['Address', person.address],
      ['PostNumber', person.postalCode],
      ...insuranceTerm(person.insurance),
      ['PreschoolClassification', isPreschool(person.birthDate, onDate) ? '1' : ''],
      ...CONSENT_SCOPES.flatMap((scope) => consentElements(scope, tap)),
      ...publicExpense(person),
      ['ReferenceNumber', referenceNumber],
    ],
  ];
}

function insuranceElements(held: DemoInsurance | null): XmlNode[] {
  return [
    ['InsuredCardClassification', held === null ? '' : '01'],
    ['InsurerNumber', held?.insurerNumber ?? ''],
    ['InsurerName', held?.insurerName ?? ''],
    ['InsuredCardSymbol', held?.symbol ?? ''],
    ['InsuredIdentificationNumber', held?.number ?? ''],
    ['InsuredBranchNumber', held?.branchNumber ?? ''],
    ['PersonalFamilyClassification', held === null ? '' : held.isDependent ? '2' : '1'],
  ];
}

function insuranceTerm(held: DemoInsurance | null): XmlNode[] {
  return [
    ['InsuredCardValidDate', compactDate(held?.validFrom ?? null)],
    ['InsuredCardExpirationDate', compactDate(held?.validTo ?? null)],
    ['InsuredPartialContributionRatio', held === null ? '' : String(held.copayPercent).padStart(3, '0')],
  ];
}

/**
 * 未就学: until the 31 March after the sixth birthday. A child born on 1 April turns six on 31 March by the law on
 * counting ages, and so starts school with the year before.
 */
function isPreschool(birthDate: CalendarDate, onDate: CalendarDate): boolean {
  const year = Number(birthDate.slice(0, 4));
  const startsSchool = birthDate.slice(5) <= '04-01' ? year + 6 : year + 7;
  return onDate < `${startsSchool}-04-01`;
}

function consentElements(scope: ConsentScope, tap: CardTap | null): XmlNode[] {
  const element = CONSENT_ELEMENTS[scope];
  const given = tap?.consents[scope] === true;
  return [
    [`${element}ConsFlg`, given ? '1' : '0'],
    [`${element}ConsTime`, given ? compactTime(new Date(tap.tappedAt)) : ''],
    [`${element}AvailableTime`, given ? compactTime(consentEnds(tap.tappedAt)) : ''],
  ];
}

export function consentEnds(tappedAt: Instant): Date {
  return new Date(new Date(tappedAt).getTime() + CONSENT_HOURS * 60 * 60 * 1000);
}

/** 医療扶助 and other public expense that the result carries (eligibility.md §4, PublicExpenseResultList). */
function publicExpense(person: DemoPerson): XmlNode[] {
  if (person.publicSubsidies.length === 0) return [];
  const tickets = person.publicSubsidies.map(
    (subsidy): XmlNode => [
      'MedicalTicketInfo',
      [
        ['PublicExpenseNumber', subsidy.payerNumber],
        ['BeneficiaryNumber', subsidy.recipientNumber],
        ['WelfareOfficeName', subsidy.name],
        ['MedicalTicketValidDate', ''],
        ['MedicalTicketExpirationDate', ''],
      ],
    ],
  );
  return [['PublicExpenseResultList', tickets]];
}

/**
 * Whether this clinic may see this person's data of that scope now: the latest card tap decides, for 24 hours.
 */
export function consentHolds(
  services: SandboxServices,
  institutionCode: string,
  personId: string,
  scope: ConsentScope,
): boolean {
  const tap = services.store.state.cards.findLast(
    (card) => card.institutionCode === institutionCode && card.personId === personId,
  );
  return tap?.consents[scope] === true && services.now() < consentEnds(tap.tappedAt);
}

/** Records a card tap and leaves its face file for the clinic. Returns the file's name. Saved by the caller. */
export function tapCard(
  services: SandboxServices,
  person: DemoPerson,
  tap: Omit<CardTap, 'tappedAt'>,
  referenceNumber: string,
): string {
  const now = services.now();
  const card: CardTap = { ...tap, tappedAt: instant(now) };
  const serial = services.store.state.cards.length + 1;
  const fileName = `OQSsiquc01res_face_${String(serial).padStart(6, '0')}_${compactTime(now)}.xml`;
  const { content } = faceFileContent(person, card, referenceNumber);
  services.store.sawInstitution(tap.institutionCode);
  services.store.state.cards.push(card);
  services.store.state.faceFiles.push({
    institutionCode: tap.institutionCode,
    fileName,
    createdAt: card.tappedAt,
    contentBase64: Buffer.from(content).toString('base64'),
  });
  return fileName;
}
