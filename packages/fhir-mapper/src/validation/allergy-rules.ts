import { AllergenCode } from '@shirube/terminology';
import { PROFILES } from '../profiles.ts';
import { EXTENSIONS, RETIRED_ALLERGEN_SYSTEM, SYSTEMS } from '../systems.ts';
import {
  checkCodings,
  checkDateTimes,
  checkIndicationTags,
  checkMeta,
  checkResourceIdentifier,
  codeIn,
  type Subject,
} from './elements.ts';
import type { Findings } from './issue.ts';
import { extensionOf, type JsonObject, listOf, objectOf, objectsOf, stringOf } from './json.ts';
import { checkContained, checkPatientReference } from './references.ts';

/** Beginnings of the codes of each system in JP_AllergyIntolerance_VS, the older medication system left out. */
const ALLERGEN_SYSTEMS: ReadonlyMap<string, readonly string[]> = new Map([
  [SYSTEMS.allergenFood, ['J9F', 'D9F']],
  [SYSTEMS.allergenEnvironment, ['J9N', 'D9N']],
  [SYSTEMS.allergenProduct, ['YCM', 'D9M']],
  [SYSTEMS.allergenIngredient, ['GCM', 'D9M']],
]);
const DRUG_SYSTEMS: readonly string[] = [SYSTEMS.allergenProduct, SYSTEMS.allergenIngredient];

/** JP_AllergyIntolerance_eCS as one entry of JP_Bundle_CLINS (allergy, bundle-types §3). */
export function checkAllergyIntolerance(subject: Subject, patientUrl: string, findings: Findings): void {
  checkMeta(subject, PROFILES.allergyIntolerance, 'validEntryProfile-AllergyIntolerance', findings);
  checkIndicationTags(subject, ['LTS'], findings);
  checkResourceIdentifier(subject, findings);
  checkContained(subject, findings);
  checkPatientReference(subject, 'patient', patientUrl, findings);
  checkStatus(subject, findings);
  checkCode(subject, findings);
  checkCategory(subject, findings);
  checkReactions(subject, findings);
  checkDateTimes(
    subject,
    { onsetDateTime: '発症日', recordedDate: '登録日', lastOccurrence: '最終発現日' },
    findings,
  );
}

/** ait-1, ait-2 and the required bindings. */
function checkStatus({ resource, path, name }: Subject, findings: Findings): void {
  const verification = objectOf(resource.verificationStatus);
  const clinical = objectOf(resource.clinicalStatus);
  checkCodings(verification, `${path}.verificationStatus`, `${name}の確からしさ`, findings);
  checkCodings(clinical, `${path}.clinicalStatus`, `${name}の状態`, findings);
  const verificationCode = codeIn(verification, SYSTEMS.allergyVerification);
  const verificationCodes = ['unconfirmed', 'confirmed', 'refuted', 'entered-in-error'];
  if (resource.verificationStatus !== undefined && !verificationCodes.includes(verificationCode)) {
    findings.error('binding', `${path}.verificationStatus`, `${name}の確からしさの区分が正しくありません。`);
  }
  if (verificationCode === 'entered-in-error') {
    if (resource.clinicalStatus !== undefined) {
      findings.error('ait-2', `${path}.clinicalStatus`, `${name}は誤登録なので、状態を付けられません。`);
    }
  } else if (resource.clinicalStatus === undefined) {
    findings.error('ait-1', `${path}.clinicalStatus`, `${name}に状態（あり・終了）がありません。`);
  } else if (!['active', 'inactive', 'resolved'].includes(codeIn(clinical, SYSTEMS.allergyClinical))) {
    findings.error('binding', `${path}.clinicalStatus`, `${name}の状態の区分が正しくありません。`);
  }
}

function checkCode({ resource, path, name }: Subject, findings: Findings): void {
  const code = objectOf(resource.code);
  const codings = objectsOf(code.coding);
  if (stringOf(code.text) === '') {
    findings.error(
      'cardinality',
      `${path}.code.text`,
      `${name}の名称がありません。アレルゲンの名称を入力してください。`,
    );
  }
  if (codings.length === 0) {
    findings.error(
      'cardinality',
      `${path}.code.coding`,
      `${name}にコードがありません。アレルゲンを一覧から選んでください。`,
    );
  }
  checkCodings(code, `${path}.code`, name, findings);
  codings.forEach((coding, index) => {
    checkAllergenCoding(coding, `${path}.code.coding[${index}]`, name, findings);
  });
}

function checkAllergenCoding(coding: JsonObject, path: string, name: string, findings: Findings): void {
  const system = stringOf(coding.system);
  const code = stringOf(coding.code);
  if (system === '' || code === '') return;
  const prefixes = ALLERGEN_SYSTEMS.get(system);
  if (prefixes === undefined) {
    const isRetired = system === RETIRED_ALLERGEN_SYSTEM;
    findings.error(
      'binding',
      `${path}.system`,
      isRetired
        ? `${name}に、今は使わない古い医薬品アレルゲンのコード体系が使われています。医薬品を一覧から選び直してください。`
        : `${name}のコード体系は使えません。アレルゲンを一覧から選び直してください。`,
    );
  } else if (!prefixes.some((prefix) => code.startsWith(prefix)) || !AllergenCode.is(code)) {
    findings.error(
      'pattern',
      `${path}.code`,
      `${name}のアレルゲンコードの形式が正しくありません。アレルゲンを一覧から選び直してください。`,
    );
  }
}

/** The service separates 薬剤アレルギー等 by category alone, so category and code must agree. */
function checkCategory({ resource, path, name }: Subject, findings: Findings): void {
  const categories = listOf(resource.category).map(stringOf);
  if (categories.some((category) => !['food', 'medication', 'environment'].includes(category))) {
    findings.error(
      'binding',
      `${path}.category`,
      `${name}の分類は医薬品・食品・環境のいずれかにしてください。`,
    );
  }
  const isDrugCode = objectsOf(objectOf(resource.code).coding).some(({ system }) =>
    DRUG_SYSTEMS.includes(stringOf(system)),
  );
  if (isDrugCode !== categories.includes('medication')) {
    findings.error(
      'consistency',
      `${path}.category`,
      isDrugCode
        ? `${name}は医薬品ですが、分類が医薬品ではありません。分類を「医薬品」にしてください。`
        : `${name}は分類が医薬品ですが、コードは医薬品のものではありません。医薬品を選び直してください。`,
    );
  }
  const criticality = resource.criticality;
  if (criticality !== undefined && !['low', 'high', 'unable-to-assess'].includes(stringOf(criticality))) {
    findings.error('binding', `${path}.criticality`, `${name}の重症度は低・高・評価不能のいずれかです。`);
  }
}

/** manifestation 1..*; each in words (mandatory from 1.11.0) or said to be unknown by nullFlavor NI. */
function checkReactions({ resource, path, name }: Subject, findings: Findings): void {
  objectsOf(resource.reaction).forEach((reaction, index) => {
    const manifestations = objectsOf(reaction.manifestation);
    const isTold = manifestations.every(
      (manifestation) =>
        stringOf(manifestation.text) !== '' ||
        extensionOf(manifestation, EXTENSIONS.nullFlavor)?.valueCode === 'NI',
    );
    if (manifestations.length === 0 || !isTold) {
      findings.error(
        'cardinality',
        `${path}.reaction[${index}].manifestation`,
        `${name}の症状がありません。わからないときは「不明」と入力してください。`,
      );
    }
  });
}
