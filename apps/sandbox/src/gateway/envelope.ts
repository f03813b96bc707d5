import {
  readXml,
  textAt,
  UnreadableXml,
  writeXml,
  type XmlEncoding,
  type XmlNode,
  type XmlTree,
} from '../xml.ts';

/** What every message of the gateway carries. */
export interface GatewayRequest {
  institutionCode: string;
  arbitraryFileIdentifier: string;
  header: XmlTree;
  body: XmlTree;
}

/** A refusal of the envelope or a system failure: SegmentOfResult 9, no body. */
export class EnvelopeRefused extends Error {
  readonly code: string;
  readonly text: string;
  constructor(code: string, text: string) {
    super(code);
    this.name = 'EnvelopeRefused';
    this.code = code;
    this.text = text;
  }
}

export const SYSTEM_FAILURE = { code: 'EPSX9001E', text: 'システム障害が発生しました（模擬）' } as const;

/** Throws EnvelopeRefused when the bytes are not an XmlMsg of this institution. */
export function readGatewayRequest(bytes: Uint8Array, institutionCode: string): GatewayRequest {
  let tree: XmlTree;
  try {
    tree = readXml(bytes);
  } catch (error) {
    if (error instanceof UnreadableXml)
      throw new EnvelopeRefused('EPSX0001E', '要求ファイルを読み取れません');
    throw error;
  }
  const message = branch(tree, 'XmlMsg');
  if (message === null)
    throw new EnvelopeRefused('EPSX0001E', '要求ファイルの最上位要素が XmlMsg ではありません');
  const header = branch(message, 'MessageHeader') ?? {};
  const identifier = textAt(header, 'ArbitraryFileIdentifier');
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(identifier)) {
    throw new EnvelopeRefused('EPSX0001E', '任意のファイル識別子が正しくありません');
  }
  if (textAt(header, 'MedicalInstitutionCode') !== institutionCode) {
    throw new EnvelopeRefused('EPSX0002E', '医療機関コードが接続元と一致しません');
  }
  return {
    institutionCode,
    arbitraryFileIdentifier: identifier,
    header,
    body: branch(message, 'MessageBody') ?? {},
  };
}

function branch(tree: XmlTree, name: string): XmlTree | null {
  const value = tree[name];
  return typeof value === 'object' && !Array.isArray(value) ? value : null;
}

export interface AnswerHeader {
  /** yyyyMMddHHmmss, Asia/Tokyo */
  processedAt: string;
  institutionCode: string;
  arbitraryFileIdentifier: string;
  /** further header elements of this message, placed before SegmentOfResult */
  extra?: readonly XmlNode[];
}

/** An answer that was processed (SegmentOfResult 1), accepted or refused. */
export function writeAnswer(
  header: AnswerHeader,
  body: readonly (XmlNode | null)[],
  encoding: XmlEncoding = 'UTF-8',
): Uint8Array {
  return writeXml(message(header, '1', '', '', body, encoding), encoding);
}

/** An answer that was not processed (SegmentOfResult 9). */
export function writeFailure(header: AnswerHeader, code: string, text: string): Uint8Array {
  return writeXml(message(header, '9', code, text, [], 'UTF-8'), 'UTF-8');
}

function message(
  header: AnswerHeader,
  segment: '1' | '9',
  errorCode: string,
  errorMessage: string,
  body: readonly (XmlNode | null)[],
  encoding: XmlEncoding,
): XmlNode {
  return [
    'XmlMsg',
    [
      [
        'MessageHeader',
        [
          ['ProcessExecutionTime', header.processedAt],
          ['MedicalInstitutionCode', header.institutionCode],
          ['ArbitraryFileIdentifier', header.arbitraryFileIdentifier],
          ...(header.extra ?? []),
          ['SegmentOfResult', segment],
          ['ErrorCode', errorCode],
          ['ErrorMessage', errorMessage],
          ['CharacterCodeIdentifier', encoding === 'Shift_JIS' ? '1' : '0'],
        ],
      ],
      ['MessageBody', body],
    ],
  ];
}

/** ProcessingResultStatus 1. */
export const ACCEPTED: readonly XmlNode[] = [
  ['ProcessingResultStatus', '1'],
  ['ProcessingResultCode', ''],
  ['ProcessingResultMessage', ''],
];

/** ProcessingResultStatus 2 with its code and a sentence. */
export function refused(code: string, text: string): XmlNode[] {
  return [
    ['ProcessingResultStatus', '2'],
    ['ProcessingResultCode', code],
    ['ProcessingResultMessage', text],
  ];
}
