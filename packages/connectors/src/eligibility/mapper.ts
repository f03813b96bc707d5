import type { EligibilityConsent, EligibilityResult } from '@shirube/core/ports';
import type { SexCode } from '@shirube/core/records';
import { fromWireDate, fromWireTime, type GatewayMessage } from '../gateway/index.ts';
import { MalformedAnswer } from '../http/index.ts';
import { child, childrenNamed, requiredText, textOrNull, type XmlElement } from '../xml/index.ts';

/**
 * Prefixes of the consent elements `…ConsFlg`, `…ConsTime`, `…AvailableTime`.
 * assumed: SharedDiagnosesInfo and SharedClinicalInfo (電子カルテ情報); their official names are not public.
 * 薬剤情報 has two spellings in use; both are read.
 */
const CONSENT_PREFIXES: Record<EligibilityConsent['scope'], readonly string[]> = {
  medication: ['PharmacistsInfo', 'PharmaceuticalInfo'],
  diagnosis: ['DiagnosisInfo'],
  checkup: ['SpecificHealthCheckupsInfo'],
  surgery: ['OperationInfo'],
  sharedDiagnoses: ['SharedDiagnosesInfo'],
  sharedClinical: ['SharedClinicalInfo'],
};

/** Endings of the viewing deadline; one consumer of the service writes the second. */
const DEADLINE_SUFFIXES = ['AvailableTime', 'AcquisitionTime'];

/** 資格確認結果. person is null when the service found none or several (QualificationValidity 4 and 5). */
export type ReadEligibility = Omit<EligibilityResult, 'person'> & {
  person: EligibilityResult['person'] | null;
};

/** Throws XmlError or MalformedAnswer naming the element that is missing or not readable. */
export function readEligibility({ header, body }: GatewayMessage): ReadEligibility {
  const validity = readValidity(requiredText(body, 'QualificationValidity'));
  const found = childrenNamed(child(body, 'ResultList'), 'ResultOfQualificationConfirmation')[0];
  if (found === undefined && validity !== '4' && validity !== '5') {
    throw new MalformedAnswer('ResultOfQualificationConfirmation');
  }
  const issueSelect = textOrNull(body, 'PrescriptionIssueSelect');
  return {
    validity,
    processedAt: fromWireTime(requiredText(header, 'ProcessExecutionTime'), 'ProcessExecutionTime'),
    byCard: textOrNull(header, 'ReferenceClassification') === '1',
    referenceNumber: textOrNull(found, 'ReferenceNumber'),
    prescriptionIssueSelect: issueSelect === '1' ? 'electronic' : issueSelect === '2' ? 'paper' : null,
    person: found === undefined ? null : readPerson(found),
    insurance: found === undefined ? null : readInsurance(found, header),
    consents: readConsents(found),
    message: textOrNull(body, 'ProcessingResultMessage'),
  };
}

function readValidity(text: string): EligibilityResult['validity'] {
  switch (text) {
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
      return text;
    default:
      throw new MalformedAnswer('QualificationValidity');
  }
}

function readPerson(found: XmlElement): EligibilityResult['person'] {
  return {
    name: requiredText(found, 'Name'),
    nameKana: textOrNull(found, 'NameKana') ?? '',
    sex: readSex(textOrNull(found, 'Sex1')),
    birthDate: fromWireDate(requiredText(found, 'Birthdate'), 'Birthdate'),
    postalCode: textOrNull(found, 'PostNumber'),
    address: textOrNull(found, 'Address'),
  };
}

/** 1 男, 2 女, 3 未設定 */
function readSex(code: string | null): SexCode {
  if (code === '1') return 'male';
  if (code === '2') return 'female';
  return 'unknown';
}

/** null when the person has no health insurance (医療扶助単独). */
function readInsurance(found: XmlElement, header: XmlElement): EligibilityResult['insurance'] {
  const insurerNumber = textOrNull(found, 'InsurerNumber');
  if (insurerNumber === null) return null;
  return {
    insurerNumber,
    insurerName: textOrNull(found, 'InsurerName'),
    symbol: textOrNull(found, 'InsuredCardSymbol'),
    number: requiredText(found, 'InsuredIdentificationNumber'),
    branchNumber: textOrNull(found, 'InsuredBranchNumber'),
    isDependent: textOrNull(found, 'PersonalFamilyClassification') === '2',
    copayPercent: readCopay(found, textOrNull(header, 'QualificationConfirmationDate')),
    validFrom: readDate(found, 'InsuredCardValidDate') ?? readDate(found, 'QualificationDate'),
    validTo: readDate(found, 'InsuredCardExpirationDate') ?? readDate(found, 'DisqualificationDate'),
  };
}

/** The share of 高齢受給者 goes before the share of the insurance while its certificate is valid. */
function readCopay(found: XmlElement, onDate: string | null): number | null {
  const elderly = child(found, 'ElderlyRecipientCertificateInfo');
  // assumed: full names of the elements of 高齢受給者証; public sources give their endings
  const from = textOrNull(elderly, 'ElderlyRecipientValidStartDate');
  const to = textOrNull(elderly, 'ElderlyRecipientValidEndDate');
  const inForce = onDate !== null && (from === null || from <= onDate) && (to === null || onDate <= to);
  const elderlyShare = inForce ? textOrNull(elderly, 'ElderlyRecipientContributionRatio') : null;
  const share = elderlyShare ?? textOrNull(found, 'InsuredPartialContributionRatio');
  if (share === null) return null;
  if (!/^\d{2,3}$/.test(share) || Number(share) > 100) {
    throw new MalformedAnswer('InsuredPartialContributionRatio');
  }
  return Number(share);
}

function readDate(element: XmlElement, name: string): string | null {
  const text = textOrNull(element, name);
  return text === null ? null : fromWireDate(text, name);
}

function readConsents(found: XmlElement | undefined): EligibilityConsent[] {
  return (Object.keys(CONSENT_PREFIXES) as EligibilityConsent['scope'][]).map((scope) => {
    const prefixes = CONSENT_PREFIXES[scope];
    const time = (suffixes: readonly string[]) => {
      for (const name of prefixes.flatMap((prefix) => suffixes.map((suffix) => `${prefix}${suffix}`))) {
        const text = textOrNull(found, name);
        if (text !== null) return fromWireTime(text, name);
      }
      return null;
    };
    return {
      scope,
      given: prefixes.some((prefix) => textOrNull(found, `${prefix}ConsFlg`) === '1'),
      givenAt: time(['ConsTime']),
      availableUntil: time(DEADLINE_SUFFIXES),
    };
  });
}
