import type { ReferralNotice } from '@shirube/core/ports';
import { instant } from '../jst.ts';
import type { SandboxServices } from '../services.ts';
import type { StoredBundle } from '../state/sharing.ts';
import { type JsonObject, list, object, objects, string } from './json.ts';
import { institutionOf, isNumberOf } from './registration.ts';
import { contentOf } from './retention.ts';
import { entriesOf } from './rules/elements.ts';
import { insuredIdentifier } from './rules/patient.ts';

/** A letter with its referral, which is there for that kind. */
export type Letter = StoredBundle & { referral: NonNullable<StoredBundle['referral']> };

const isLetter = (stored: StoredBundle): stored is Letter => stored.referral !== null;

/** Letters addressed to an institution, oldest first. */
export function lettersTo({ store }: SandboxServices, institutionCode: string): Letter[] {
  return store.state.bundles
    .filter(isLetter)
    .filter(({ referral }) => referral.to === institutionCode)
    .sort((a, b) => a.registeredAt.localeCompare(b.registeredAt));
}

export function letterTo(
  services: SandboxServices,
  institutionCode: string,
  identifier: string,
): Letter | undefined {
  return lettersTo(services, institutionCode).find((letter) => letter.identifier === identifier);
}

/** What the receiver is told before the letter may be opened: from whom, about whom, since when. */
export function noticeOf(services: SandboxServices, letter: Letter): ReferralNotice {
  const bundle = contentOf(letter);
  const composition = object(objects(bundle.entry)[0]?.resource);
  const patient = entriesOf(bundle).find(({ type }) => type === 'Patient')?.resource ?? {};
  const { institutionCode } = letter;
  return {
    identifier: letter.identifier,
    from: {
      institutionCode,
      name: institutionOf(services, institutionCode)?.name ?? institutionCode,
    },
    patient: {
      name: nameAs(patient, 'IDE') || string(objects(patient.name)[0]?.text),
      kana: nameAs(patient, 'SYL') || null,
      birthDate: string(patient.birthDate),
      sex: string(patient.gender),
    },
    person: { insuredId: insuredIdentifier(patient), birthDate: string(patient.birthDate) },
    issuedOn: string(object(objects(composition.event)[0]?.period).start),
    registeredAt: letter.registeredAt,
    state: letter.referral.state,
    revision: letter.revision,
  };
}

/** The name of one representation: IDE 漢字, SYL カナ. */
export function nameAs(patient: JsonObject, representation: 'IDE' | 'SYL'): string {
  const named = objects(patient.name).find(({ extension }) =>
    list(extension).some((each) => object(each).valueCode === representation),
  );
  return string(named?.text);
}

/** 受領. Again: the same moment. */
export function accept(services: SandboxServices, letter: Letter): { receivedAt: string } {
  const receivedAt = letter.referral.receivedAt ?? instant(services.now());
  letter.referral = { ...letter.referral, state: 'received', receivedAt };
  return { receivedAt };
}

/** 閲覧保留 to 閲覧可, once the patient has agreed where the letter is received. null: it is about somebody else. */
export function release(
  services: SandboxServices,
  letter: Letter,
  insuredId: string,
  birthDate: string,
): { state: Letter['referral']['state'] } | null {
  if (!isNumberOf(services, letter.personId, insuredId, birthDate)) return null;
  if (letter.referral.state === 'on_hold') letter.referral = { ...letter.referral, state: 'readable' };
  return { state: letter.referral.state };
}
