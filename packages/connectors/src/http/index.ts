export { decodeBase64, encodeBase64 } from './base64.ts';
export { OutsideClient } from './client.ts';
export { digestOnly } from './digest.ts';
export {
  answerLost,
  type Effect,
  MalformedAnswer,
  notAllowed,
  plainCode,
  refusalSentence,
  refused,
} from './failures.ts';
export {
  encodeJson,
  isJsonObject,
  type JsonObject,
  parseJsonObject,
  requiredArray,
  requiredString,
  requiredStrings,
} from './json.ts';
export { outbound } from './outbound.ts';
export { SERVICE_LABEL, type ServiceName } from './service.ts';
export { addressBelow } from './url.ts';
