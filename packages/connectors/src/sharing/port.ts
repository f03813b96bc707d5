import { PortError, type SharingPerson, type SharingPort } from '@shirube/core/ports';
import { checkIdentifiers } from '../gateway/index.ts';
import { digestOnly, encodeJson, type JsonObject, type OutsideClient } from '../http/index.ts';
import {
  readAcknowledgement,
  readCancellation,
  readDocumentBytes,
  readInformation,
  readInstitution,
  readNotices,
  readReceipt,
  readReferralState,
  readRegistered,
  readReleased,
  readValidationErrors,
} from './mapper.ts';

/** 技術解説書: at most 10 MB per send. */
const MAX_BUNDLE_BYTES = 10 * 1024 * 1024;
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/**
 * 電子カルテ情報共有サービス. assumed: paths and shapes, which are our own (version 0); this file and its mapper are what changes when the
 * interface specification is at hand. Identifiers of documents and persons travel in bodies, never in addresses.
 */
export function createSharingPort(http: OutsideClient): SharingPort {
  /** Asks something that may be asked again. */
  async function ask<T>(
    request: { institutionCode: string; requestId: string },
    operation: string,
    path: readonly string[],
    body: JsonObject | null,
    read: (body: Uint8Array, status: number) => T,
    options: { ownStatuses?: readonly number[]; redact?: (bytes: Uint8Array) => Uint8Array } = {},
  ): Promise<T> {
    checkIdentifiers(http.service, request.institutionCode, request.requestId);
    return await http.call({
      operation,
      correlationId: request.requestId,
      effect: 'repeatable',
      method: body === null ? 'GET' : 'POST',
      path: [request.institutionCode, ...path],
      headers: { ...(body === null ? {} : JSON_TYPE), 'x-request-id': request.requestId },
      ...(body === null ? {} : { body: encodeJson(body) }),
      ...options,
      read: (answer) => read(answer.body, answer.status),
    });
  }
  const person = ({ insuredId, birthDate }: SharingPerson): JsonObject => ({ insuredId, birthDate });
  return {
    institution: (request) =>
      ask(
        request,
        'institution',
        ['institutions', request.of],
        null,
        (body, status) => (status === 404 ? null : readInstitution(body)),
        { ownStatuses: [404] },
      ),

    async register({ institutionCode, requestId, bundle, readable }) {
      checkIdentifiers(http.service, institutionCode, requestId);
      if (bundle.byteLength > MAX_BUNDLE_BYTES) throw tooLarge();
      return await http.call({
        operation: 'register',
        correlationId: requestId,
        effect: 'repeatable',
        method: 'POST',
        path: [institutionCode, 'bundles'],
        headers: {
          'content-type': 'application/fhir+json; charset=utf-8',
          'x-request-id': requestId,
          ...(readable === undefined ? {} : { 'x-readable': readable ? '1' : '0' }),
        },
        body: bundle,
        ownStatuses: [413, 422],
        read: ({ status, body }) => {
          if (status === 413) throw tooLarge();
          if (status === 422) throw readValidationErrors(body);
          return readAcknowledgement(body);
        },
      });
    },

    cancel: (request) =>
      ask(
        request,
        'cancel',
        ['bundles', 'cancel'],
        { identifier: request.identifier, ...person(request.person) },
        (body, status) => {
          if (status === 422) throw readValidationErrors(body);
          return readCancellation(body);
        },
        { ownStatuses: [422] },
      ),

    registered: (request) =>
      ask(
        request,
        'registered',
        ['bundles', 'registered'],
        { identifier: request.identifier },
        readRegistered,
      ),

    referralState: (request) =>
      ask(
        request,
        'referral_state',
        ['referrals', 'state'],
        { identifier: request.identifier },
        readReferralState,
      ),

    referrals: (request) => ask(request, 'referrals', ['referrals'], null, readNotices),

    fetchReferral: (request) =>
      ask(
        request,
        'fetch_referral',
        ['referrals', 'fetch'],
        { identifier: request.identifier },
        (body, status) => {
          if (status === 404) throw gone();
          return readDocumentBytes(body);
        },
        { ownStatuses: [404] },
      ),

    acceptReferral: (request) =>
      ask(
        request,
        'accept_referral',
        ['referrals', 'accept'],
        { identifier: request.identifier },
        (body, status) => {
          if (status === 404) throw gone();
          return readReceipt(body);
        },
        { ownStatuses: [404] },
      ),

    releaseReferral: (request) =>
      ask(
        request,
        'release_referral',
        ['referrals', 'release'],
        { identifier: request.identifier, ...person(request.person) },
        (body, status) => {
          if (status === 404) throw gone();
          if (status === 422) throw readValidationErrors(body);
          return readReleased(body);
        },
        { ownStatuses: [404, 422] },
      ),

    information: (request) =>
      ask(
        request,
        'information',
        ['information'],
        { ...person(request.person), scope: request.scope, consentedAt: request.consentedAt },
        readInformation,
        { redact: digestOnly },
      ),
  };
}

function tooLarge(): PortError {
  return new PortError(
    'sharing',
    'user_fixable',
    '文書が大きすぎるため登録できません（上限10MB）。添付ファイルを減らしてください。',
    'SIZE',
  );
}

function gone(): PortError {
  return new PortError(
    'sharing',
    'status_conflict',
    'この文書は、電子カルテ情報共有サービスにもうありません。取り下げられたか、期限が過ぎています。紹介元に確かめてください。',
    'http_404',
  );
}
