import { type JsonObject, objects, string } from '../json.ts';
import { INSURED_SYSTEM, PUBLIC_PAYER_SYSTEM } from '../names.ts';
import { type Add, DAY, requireElements } from './elements.ts';

const INSURED = /^[0-9]{8}:[^:\s]*:[^:\s]*:(|[0-9]{2})$/;
const PUBLIC_PAYER = /^[0-9]{8}::[^:\s]{7}:$/;
const LOCAL_ID = /^urn:oid:1\.2\.392\.100495\.20\.3\.51\.1[0-4][0-9][1-3][0-9]{7}$/;

/**
 * Patient (patient-org-practitioner.md §3). From 1.11.0 on the family and given names may be missing, and who lives on 生活保護 alone is named
 * by that identifier.
 */
export function checkPatient(
  patient: JsonObject,
  path: string,
  options: { version: string | null; namesRequired: boolean },
  add: Add,
): void {
  const since111 = options.version === null || options.version >= '1.11.0';
  requireElements(
    patient,
    path,
    [
      'meta.lastUpdated',
      'meta.profile',
      'identifier',
      'name.text',
      ...(options.namesRequired && !since111 ? ['name.family', 'name.given'] : []),
      'gender',
      'birthDate',
      'address.text',
    ],
    add,
  );
  checkPerson(patient, path, since111, add);
  const local = objects(patient.identifier).filter((identifier) =>
    string(identifier.system).startsWith('urn:oid:1.2.392.100495.20.3.51.'),
  );
  if (local.length > 1 || local.some((identifier) => !LOCAL_ID.test(string(identifier.system))))
    add('R1010', `${path}.identifier`, '施設患者IDの system が正しくないか、2つ以上あります');
  if (objects(patient.name).some((name) => string(name.text).includes('　')))
    add('R1113', `${path}.name.text`, '氏名に全角空白は使えません');
  if (!['male', 'female', 'other', 'unknown'].includes(string(patient.gender)))
    add('CODE', `${path}.gender`, '性別のコードが正しくありません');
  if (!DAY.test(string(patient.birthDate))) add('CARD', `${path}.birthDate`, '生年月日は年月日で必要です');
  if (objects(patient.address).length > 1) add('CARD', `${path}.address`, '住所はちょうど1つ必要です');
}

function checkPerson(patient: JsonObject, path: string, since111: boolean, add: Add): void {
  const of = (system: string) =>
    objects(patient.identifier).filter((identifier) => identifier.system === system);
  const insured = of(INSURED_SYSTEM);
  const publicPayer = since111 ? of(PUBLIC_PAYER_SYSTEM) : [];
  if (insured.length + publicPayer.length !== 1)
    add('R1012', `${path}.identifier`, '被保険者個人識別子がちょうど1つ必要です');
  else if (
    !insured.every(({ value }) => INSURED.test(string(value))) ||
    !publicPayer.every(({ value }) => PUBLIC_PAYER.test(string(value)))
  )
    add('R1013', `${path}.identifier`, '被保険者個人識別子の形式が正しくありません');
}

/** 被保険者個人識別子, or that of 生活保護; '' when there is none. */
export function insuredIdentifier(patient: JsonObject): string {
  const identifier = objects(patient.identifier).find(
    ({ system }) => system === INSURED_SYSTEM || system === PUBLIC_PAYER_SYSTEM,
  );
  return string(identifier?.value);
}
