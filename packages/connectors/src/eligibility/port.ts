import {
  type CardReaderFile,
  type EligibilityPort,
  type EligibilityResult,
  PortError,
} from '@shirube/core/ports';
import {
  checkIdentifiers,
  type GatewayClient,
  insuredKeyElements,
  parseMessage,
  refusalError,
  toWireDate,
  verdictOf,
} from '../gateway/index.ts';
import {
  isJsonObject,
  MalformedAnswer,
  parseJsonObject,
  requiredArray,
  requiredString,
} from '../http/index.ts';
import { XmlError } from '../xml/index.ts';
import { readEligibility } from './mapper.ts';

/** Files fetched by one listing; the rest follows once these are acknowledged. */
const FILES_PER_LISTING = 50;

/** オンライン資格確認 through the gateway of the 資格確認端末. */
export function createEligibilityPort(gateway: GatewayClient): EligibilityPort {
  const { http } = gateway;

  async function listNames(institutionCode: string): Promise<string[]> {
    return await http.call({
      operation: 'listCardResults',
      correlationId: institutionCode,
      effect: 'repeatable',
      method: 'GET',
      path: [institutionCode, 'face'],
      read: ({ body }) => readFileNames(body),
    });
  }

  return {
    async listCardResults(institutionCode) {
      checkIdentifiers(http.service, institutionCode, institutionCode);
      const files: CardReaderFile[] = [];
      for (const fileName of (await listNames(institutionCode)).slice(0, FILES_PER_LISTING)) {
        const raw = await http.call({
          operation: 'readCardResult',
          correlationId: fileName,
          effect: 'repeatable',
          method: 'GET',
          path: [institutionCode, 'face', fileName],
          ownStatuses: [404],
          read: ({ status, body }) => (status === 404 ? null : body),
        });
        // another process of the clinic has acknowledged it since the listing
        if (raw !== null) files.push({ fileName, raw });
      }
      return files;
    },

    async acknowledgeCardResult(institutionCode, fileName) {
      checkIdentifiers(http.service, institutionCode, institutionCode);
      await http.call({
        operation: 'acknowledgeCardResult',
        correlationId: fileName,
        effect: 'repeatable',
        method: 'DELETE',
        path: [institutionCode, 'face', fileName],
        // gone already is what was wanted
        ownStatuses: [404],
        read: () => undefined,
      });
    },

    parseCardResult,

    /**
     * When the service finds nobody or several people (validity 4 or 5) the person holds only the birth date that
     * was asked for, with empty names, and there is no insurance.
     */
    async confirm(request) {
      return await gateway.send({
        operation: 'confirm',
        stem: 'OQSsiquc01',
        institutionCode: request.institutionCode,
        requestId: request.requestId,
        effect: 'repeatable',
        header: { QualificationConfirmationDate: toWireDate(request.onDate) },
        body: {
          QualificationConfirmSearchInfo: {
            ...insuredKeyElements(request),
            LimitApplicationCertificateRelatedConsFlg: '0',
          },
        },
        read: (message) => {
          const result = readEligibility(message);
          return { ...result, person: result.person ?? nobody(request.birthDate) };
        },
      });
    },
  };
}

/** Throws PortError user_fixable with a sentence for the reception desk. */
function parseCardResult(raw: Uint8Array): EligibilityResult {
  try {
    const message = parseMessage(raw);
    const verdict = verdictOf(message);
    if (verdict.state === 'processing') throw new MalformedAnswer('SegmentOfResult');
    if (verdict.state !== 'accepted') {
      const { userMessage, code } = refusalError('eligibility', verdict.refusal);
      throw new PortError('eligibility', 'user_fixable', userMessage, code);
    }
    const { person, ...result } = readEligibility(message);
    if (person !== null) return { ...result, person };
    throw new PortError(
      'eligibility',
      'user_fixable',
      result.validity === '5'
        ? 'カードの資格が複数該当しました。保険者番号と記号・番号で資格確認を行ってください。'
        : 'カードに該当する資格がありません。患者に加入している保険を確認してください。',
      `validity_${result.validity}`,
    );
  } catch (error) {
    if (!(error instanceof XmlError || error instanceof MalformedAnswer)) throw error;
    throw new PortError(
      'eligibility',
      'user_fixable',
      'カードリーダーの結果ファイルを読み取れません。もう一度カードで受け付けるか、保険の情報を入力して資格確認を行ってください。',
      `malformed:${error.reason}`,
    );
  }
}

function nobody(birthDate: string): EligibilityResult['person'] {
  return { name: '', nameKana: '', sex: 'unknown', birthDate, postalCode: null, address: null };
}

/** Names of the files, oldest first. */
function readFileNames(body: Uint8Array): string[] {
  return requiredArray(parseJsonObject(body), 'files')
    .map((file) => {
      if (!isJsonObject(file)) throw new MalformedAnswer('files');
      const createdAt = Date.parse(requiredString(file, 'createdAt'));
      if (Number.isNaN(createdAt)) throw new MalformedAnswer('createdAt');
      return { fileName: requiredString(file, 'fileName'), createdAt };
    })
    .sort((a, b) => a.createdAt - b.createdAt || (a.fileName < b.fileName ? -1 : 1))
    .map((file) => file.fileName);
}
