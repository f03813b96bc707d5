import {
  type PortError,
  type ReferralNotice,
  type ReferralState,
  type SharedInformationBundle,
  type SharingIssue,
  SharingRefused,
} from '@shirube/core/ports';
import {
  decodeBase64,
  isJsonObject,
  type JsonObject,
  MalformedAnswer,
  parseJsonObject,
  refusalSentence,
  requiredArray,
  requiredString,
} from '../http/index.ts';

/**
 * assumed: the whole shape of the answers. The interface specification of the 電子カルテ情報共有サービス is not
 * public; the rule ids (R0211 …) are those printed in the JP-CLINS profiles.
 */

const STATES: readonly ReferralState[] = ['on_hold', 'readable', 'received', 'cancelled'];

/** 200: the report unit is registered. */
export function readAcknowledgement(body: Uint8Array): {
  acknowledgementId: string;
  acceptedAt: string;
  replaced: boolean;
} {
  const answer = parseJsonObject(body);
  return {
    acknowledgementId: requiredString(answer, 'acknowledgementId'),
    acceptedAt: instant(answer, 'acceptedAt'),
    replaced: answer.replaced === true,
  };
}

export function readInstitution(body: Uint8Array): {
  name: string;
  address: string | null;
  connected: boolean;
} {
  const answer = parseJsonObject(body);
  if (typeof answer.connected !== 'boolean') throw new MalformedAnswer('connected');
  return {
    name: requiredString(answer, 'name'),
    address: optionalString(answer, 'address'),
    connected: answer.connected,
  };
}

export function readCancellation(body: Uint8Array): { found: boolean; at: string } {
  const answer = parseJsonObject(body);
  if (typeof answer.found !== 'boolean') throw new MalformedAnswer('found');
  return { found: answer.found, at: instant(answer, 'at') };
}

export function readRegistered(body: Uint8Array): {
  acknowledgementId: string;
  acceptedAt: string;
  contentSha256: string;
  revision: number;
} | null {
  const { registered } = parseJsonObject(body);
  if (registered === null) return null;
  const held = object(registered, 'registered');
  return {
    acknowledgementId: requiredString(held, 'acknowledgementId'),
    acceptedAt: instant(held, 'acceptedAt'),
    contentSha256: requiredString(held, 'contentSha256'),
    revision: integer(held, 'revision'),
  };
}

export function readReferralState(
  body: Uint8Array,
): { state: ReferralState; receivedAt: string | null } | null {
  const { referral } = parseJsonObject(body);
  if (referral === null) return null;
  const held = object(referral, 'referral');
  return {
    state: state(held),
    receivedAt: held.receivedAt === null ? null : instant(held, 'receivedAt'),
  };
}

export function readNotices(body: Uint8Array): ReferralNotice[] {
  return requiredArray(parseJsonObject(body), 'referrals').map((each) => {
    const notice = object(each, 'referrals');
    const from = object(notice.from, 'from');
    const patient = object(notice.patient, 'patient');
    const person = object(notice.person, 'person');
    return {
      identifier: requiredString(notice, 'identifier'),
      from: { institutionCode: requiredString(from, 'institutionCode'), name: requiredString(from, 'name') },
      patient: {
        name: requiredString(patient, 'name'),
        kana: optionalString(patient, 'kana'),
        birthDate: requiredString(patient, 'birthDate'),
        sex: requiredString(patient, 'sex'),
      },
      person: {
        insuredId: requiredString(person, 'insuredId'),
        birthDate: requiredString(person, 'birthDate'),
      },
      issuedOn: requiredString(notice, 'issuedOn'),
      registeredAt: instant(notice, 'registeredAt'),
      state: state(notice),
      revision: integer(notice, 'revision'),
    };
  });
}

/** The document as it was sent; bytes that were cut off on the way are no document. */
export function readDocumentBytes(body: Uint8Array): Uint8Array {
  if (parseJsonObject(body).resourceType !== 'Bundle') throw new MalformedAnswer('resourceType');
  return body;
}

export function readReceipt(body: Uint8Array): { receivedAt: string } {
  return { receivedAt: instant(parseJsonObject(body), 'receivedAt') };
}

export function readReleased(body: Uint8Array): { state: ReferralState } {
  return { state: state(parseJsonObject(body)) };
}

export function readInformation(body: Uint8Array): SharedInformationBundle[] {
  return requiredArray(parseJsonObject(body), 'bundles').map((each) => {
    const bundle = object(each, 'bundles');
    return {
      identifier: requiredString(bundle, 'identifier'),
      institutionCode: requiredString(bundle, 'institutionCode'),
      institutionName: requiredString(bundle, 'institutionName'),
      registeredAt: instant(bundle, 'registeredAt'),
      content: decodeBase64(requiredString(bundle, 'contentBase64'), 'contentBase64'),
    };
  });
}

/** 422: validation refuses the Bundle. The sentence names rule, place and text of each error; the issues keep them apart. */
export function readValidationErrors(body: Uint8Array): PortError {
  const issues: SharingIssue[] = requiredArray(parseJsonObject(body), 'errors').map((error) => {
    if (!isJsonObject(error)) throw new MalformedAnswer('errors');
    const word = (name: string) => (typeof error[name] === 'string' ? error[name] : '');
    const severity = word('severity');
    return {
      severity: severity === 'warning' || severity === 'information' ? severity : 'error',
      ruleId: word('ruleId'),
      path: word('path'),
      text: word('text'),
    };
  });
  const fatal = issues.filter(({ severity }) => severity === 'error');
  const named = fatal.length === 0 ? issues : fatal;
  const messages = named.map(({ ruleId, path, text }) =>
    [ruleId, text, path === '' ? '' : `（${path}）`].filter((part) => part !== '').join(' '),
  );
  return new SharingRefused(refusalSentence('sharing', messages), named[0]?.ruleId || 'http_422', issues);
}

function object(value: unknown, name: string): JsonObject {
  if (!isJsonObject(value)) throw new MalformedAnswer(name);
  return value;
}

function optionalString(from: JsonObject, name: string): string | null {
  const value = from[name];
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string') throw new MalformedAnswer(name);
  return value;
}

function integer(from: JsonObject, name: string): number {
  const value = from[name];
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new MalformedAnswer(name);
  return value;
}

function instant(from: JsonObject, name: string): string {
  const value = requiredString(from, name);
  if (!/^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:\d{2})$/.test(value) || Number.isNaN(Date.parse(value)))
    throw new MalformedAnswer(name);
  return value;
}

function state(from: JsonObject): ReferralState {
  const found = STATES.find((each) => each === from.state);
  if (!found) throw new MalformedAnswer('state');
  return found;
}
