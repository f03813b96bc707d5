import { PortError, type SharingPort } from '@shirube/core/ports';
import { checkIdentifiers } from '../gateway/index.ts';
import type { OutsideClient } from '../http/index.ts';
import { readAcknowledgement, readValidationErrors } from './mapper.ts';

/** 技術解説書: at most 10 MB per send. */
const MAX_BUNDLE_BYTES = 10 * 1024 * 1024;

/** 電子カルテ情報共有サービス. The same Bundle.identifier replaces what was there, so a registration may be repeated. */
export function createSharingPort(http: OutsideClient): SharingPort {
  return {
    async register({ institutionCode, requestId, bundle }) {
      checkIdentifiers(http.service, institutionCode, requestId);
      if (bundle.byteLength > MAX_BUNDLE_BYTES) throw tooLarge();
      return await http.call({
        operation: 'register',
        correlationId: requestId,
        effect: 'repeatable',
        method: 'POST',
        path: [institutionCode, 'bundles'],
        headers: { 'content-type': 'application/fhir+json; charset=utf-8', 'x-request-id': requestId },
        body: bundle,
        ownStatuses: [413, 422],
        read: ({ status, body }) => {
          if (status === 413) throw tooLarge();
          if (status === 422) throw readValidationErrors(body);
          return readAcknowledgement(body);
        },
      });
    },
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
