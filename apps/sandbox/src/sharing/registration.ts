import { createHash, randomUUID } from 'node:crypto';
import { instant } from '../jst.ts';
import type { DemoPerson, InsuredKey } from '../knowledge/people.ts';
import type { SandboxServices } from '../services.ts';
import type { StoredBundle } from '../state/sharing.ts';
import { type Json, type JsonObject, object, objects, string } from './json.ts';
import { removeOutdated } from './retention.ts';
import { type BundleKind, checkBundle } from './rules/check-bundle.ts';
import { entriesOf, type SharingFinding } from './rules/elements.ts';
import { insuredIdentifier } from './rules/patient.ts';
import { receiverOf } from './rules/referral.ts';

/** At most 10 MB per send (transport.md §1). */
const MAXIMUM_BYTES = 10 * 1024 * 1024;

export type RegistrationAnswer =
  | { status: 200; body: { acknowledgementId: string; acceptedAt: string; replaced: boolean } }
  | { status: 400 | 413 | 422; body: { errors: SharingFinding[] } };

export function refusal(
  status: 400 | 413 | 422,
  ruleId: string,
  path: string,
  text: string,
): Extract<RegistrationAnswer, { status: 400 | 413 | 422 }> {
  return { status, body: { errors: [{ severity: 'error', ruleId, path, text }] } };
}

export interface Registration {
  institutionCode: string;
  requestId: string;
  bytes: Uint8Array;
  /** a referral whose patient consented where it was written */
  readable: boolean;
}

/** Checks and registers one report unit or document. All or nothing; the same identifier is replaced completely. */
export function register(services: SandboxServices, registration: Registration): RegistrationAnswer {
  const { institutionCode, requestId, bytes } = registration;
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(requestId))
    return refusal(400, 'REQUEST', '', 'X-Request-Id が正しくありません');
  if (bytes.length > MAXIMUM_BYTES) return refusal(413, 'SIZE', 'Bundle', '10MBを超えています');

  const contentSha256 = createHash('sha256').update(bytes).digest('hex');
  const earlier = services.store.state.sharingRequests.find(
    (request) => request.institutionCode === institutionCode && request.requestId === requestId,
  );
  if (earlier !== undefined)
    return earlier.contentSha256 === contentSha256
      ? { status: 200, body: earlier.answer }
      : refusal(422, 'REQUEST', '', '同じ X-Request-Id で異なる内容が送られました');

  const bundle = parsed(bytes);
  if (bundle === null) return refusal(400, 'JSON', 'Bundle', 'UTF-8のJSONとして読み取れません');
  if (bundle.resourceType !== 'Bundle') return refusal(422, 'JSON', 'resourceType', 'Bundle ではありません');
  const { kind, findings } = checkBundle(bundle, institutionCode);
  if (findings.length > 0) return { status: 422, body: { errors: findings } };
  return place(services, registration, { bundle, kind, contentSha256 });
}

function parsed(bytes: Uint8Array): JsonObject | null {
  try {
    return object(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Json);
  } catch {
    return null;
  }
}

/** What the form cannot tell: whose it is, whether the identifier is free, whether the receiver can be reached. */
function place(
  services: SandboxServices,
  { institutionCode, requestId, bytes, readable }: Registration,
  { bundle, kind, contentSha256 }: { bundle: JsonObject; kind: BundleKind; contentSha256: string },
): RegistrationAnswer {
  removeOutdated(services);
  const { state } = services.store;
  const person = personOf(services, bundle);
  if (person === null)
    return refusal(
      422,
      'INSURED',
      'Patient.identifier',
      '被保険者番号と生年月日に一致する有効な資格がありません。資格確認をやり直してください',
    );
  const identifier = string(object(bundle.identifier).value);
  const held = state.bundles.find((stored) => stored.identifier === identifier);
  if (held !== undefined && (held.personId !== person.id || held.kind !== kind))
    return refusal(
      422,
      'KEY01',
      'Bundle.identifier',
      'この文書IDは別の被保険者の情報か、別の種類の情報に使われています',
    );
  const to = kind === 'referral' ? receiverOf(bundle) : null;
  const problem = to === null ? null : receiverProblem(services, to);
  if (problem !== null) return refusal(422, 'RECEIVER', 'Bundle.entry[0].resource.section', problem);

  const isUpdate = held !== undefined && held.referral?.state !== 'cancelled';
  const answer = {
    acknowledgementId: randomUUID(),
    acceptedAt: instant(services.now()),
    replaced: isUpdate,
  };
  const stored: StoredBundle = {
    identifier,
    institutionCode,
    personId: person.id,
    kind,
    entryCount: objects(bundle.entry).length,
    registeredAt: held?.registeredAt ?? answer.acceptedAt,
    acceptedAt: answer.acceptedAt,
    acknowledgementId: answer.acknowledgementId,
    requestId,
    contentSha256,
    contentBase64: Buffer.from(bytes).toString('base64'),
    revision: (held?.revision ?? 0) + 1,
    referral:
      to === null
        ? null
        : { to, state: readable ? 'readable' : 'on_hold', receivedAt: null, cancelledAt: null },
  };
  if (held === undefined) state.bundles.push(stored);
  else state.bundles[state.bundles.indexOf(held)] = stored;
  state.sharingRequests.push({ institutionCode, requestId, contentSha256, answer });
  return { status: 200, body: answer };
}

/** 宛先指定必須: the number of section 910 belongs to an institution that is connected. */
function receiverProblem(services: SandboxServices, to: string): string | null {
  if (to === '') return '紹介先の医療機関番号がありません';
  const known = institutionOf(services, to);
  if (known === null) return '紹介先の医療機関番号は登録されていません';
  return known.connected ? null : '紹介先の医療機関は電子カルテ情報共有サービスにつながっていません';
}

/** An institution of the directory, or a clinic that has spoken to the service. */
export function institutionOf(
  { institutions, store }: SandboxServices,
  institutionCode: string,
): { name: string; address: string | null; connected: boolean } | null {
  const listed = institutions.byCode(institutionCode);
  if (listed !== undefined)
    return { name: listed.name, address: listed.address || null, connected: listed.connected };
  const seen = store.state.institutions[institutionCode];
  return seen === undefined ? null : { name: seen.name ?? institutionCode, address: null, connected: true };
}

export function personOf(services: SandboxServices, bundle: JsonObject): DemoPerson | null {
  const patient = entriesOf(bundle).find(({ type }) => type === 'Patient')?.resource ?? {};
  return personByKey(services, insuredIdentifier(patient), string(patient.birthDate));
}

/** The one person with a valid entry under 被保険者個人識別子 (insurer:symbol:number:branch) and birth date. */
export function personByKey(
  services: SandboxServices,
  insuredId: string,
  birthDate: string,
): DemoPerson | null {
  const valid = services.people.find(insuredKey(insuredId, birthDate)).filter(({ expired }) => !expired);
  return valid.length === 1 ? valid[0]!.person : null;
}

/** Whether a number is or was that of a person: what stands under a number that has ended can still be withdrawn by it. */
export function isNumberOf(
  services: SandboxServices,
  personId: string,
  insuredId: string,
  birthDate: string,
): boolean {
  const found = services.people.find(insuredKey(insuredId, birthDate));
  return found.length === 1 && found[0]!.person.id === personId;
}

function insuredKey(insuredId: string, birthDate: string): InsuredKey {
  const [insurerNumber = '', symbol = '', number = '', branchNumber = ''] = insuredId.split(':');
  return { insurerNumber, symbol, number, branchNumber, birthDate };
}
