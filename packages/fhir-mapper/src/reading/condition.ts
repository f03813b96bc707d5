import type { ReceivedCondition } from '@shirube/core/records';
import { UNCODED_DISEASE_NAME, UNCODED_DISEASE_NUMBER } from '../condition.ts';
import { EXTENSIONS, SYSTEMS } from '../systems.ts';
import { extensionOf, type JsonObject, objectOf, objectsOf, stringOf } from '../validation/json.ts';
import { dateOf } from './dates.ts';
import { codeIn, codingIn, conceptText, type Reading, tellUnread } from './reading.ts';
import { readSource } from './source.ts';

const KNOWN = [
  'identifier',
  'clinicalStatus',
  'verificationStatus',
  'category',
  'code',
  'subject',
  'encounter',
  'onsetDateTime',
  'abatementDateTime',
  'recordedDate',
  'recorder',
];

/** A diagnosis of another facility. */
export function readCondition(resource: JsonObject, reading: Reading): ReceivedCondition {
  const code = objectOf(resource.code);
  const displayName = conceptText(code) ?? '（病名が書かれていません）';
  const what = `病名「${displayName}」`;
  tellUnread(reading, what, resource, KNOWN);
  const managementNo = codeIn(code, SYSTEMS.diseaseManagementNumber);
  const verificationStatus = codeIn(resource.verificationStatus, SYSTEMS.conditionVerification);
  const flags = objectsOf(objectOf(resource.meta).tag)
    .filter(({ system }) => system === SYSTEMS.indication)
    .map((tag) => stringOf(tag.code));
  const diseaseName = stringOf(codingIn(code, SYSTEMS.diseaseManagementNumber)?.display) || null;
  const type = extensionOf(resource, EXTENSIONS.diagnosisType)?.valueCodeableConcept;
  return {
    kind: 'condition',
    source: readSource(resource, reading),
    displayName,
    managementNo,
    exchangeCode: codeIn(code, SYSTEMS.diseaseExchange),
    receiptCode: codeIn(code, SYSTEMS.diseaseReceipt),
    diseaseName:
      managementNo === UNCODED_DISEASE_NUMBER && diseaseName === UNCODED_DISEASE_NAME ? null : diseaseName,
    icd10: codeIn(code, SYSTEMS.icd10)?.replace(/^([A-Z]\d{2})\./, '$1') ?? null,
    modifiers: objectsOf(code.extension).flatMap(readModifier),
    isMain: codeIn(type, SYSTEMS.diagnosisType) === 'principal',
    isSuspected: ['unconfirmed', 'provisional', 'differential'].includes(verificationStatus ?? ''),
    onsetDate: dateOf(resource.onsetDateTime, reading, what, '発症日'),
    endDate: dateOf(resource.abatementDateTime, reading, what, '転帰日'),
    clinicalStatus: codeIn(resource.clinicalStatus, SYSTEMS.conditionClinical),
    verificationStatus,
    uninformed: flags.includes('UNINFORMED'),
    undelivered: flags.includes('UNDELIVERED'),
    longTerm: flags.includes('LTS'),
  };
}

/** 接頭語 and 接尾語; a code the sender left out is ''. */
function readModifier(extension: JsonObject): ReceivedCondition['modifiers'] {
  const isPrefix = extension.url === EXTENSIONS.diseasePrefixModifier;
  if (!isPrefix && extension.url !== EXTENSIONS.diseasePostfixModifier) return [];
  const concept = extension.valueCodeableConcept;
  return [
    {
      code: codeIn(concept, SYSTEMS.modifierReceipt) ?? '',
      managementNo: codeIn(concept, SYSTEMS.modifierManagementNumber) ?? '',
      exchangeCode: codeIn(concept, SYSTEMS.modifierExchange) ?? '',
      name: conceptText(concept) ?? '',
      position: isPrefix ? 'prefix' : 'suffix',
    },
  ];
}
