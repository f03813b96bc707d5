import type { StaffModel, UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { isRole } from '../identity/roles.ts';
import { nullable, toCalendarDate, toInstant } from '../shared/rows.ts';
import { accountReviewState } from './account-review.ts';
import { findStaff, type KeptValues } from './change-staff.ts';
import { changeKindWords, changeLines } from './change-words.ts';
import { listInvitations } from './invitations.ts';
import type { Person, PersonRow, peopleListSchema } from './schema.ts';

type SignInFacts = NonNullable<PersonRow['signIn']>;

/** Where the sign-in of each colleague stands, by the id of their place here. */
async function signIns(uow: UnitOfWork): Promise<Map<string, SignInFacts>> {
  const rows = await uow.tables.$queryRaw<
    {
      staff_id: string;
      login_id: string;
      last_sign_in_at: Date | null;
      open_sessions: number;
      factors: number;
      locked: boolean;
    }[]
  >`SELECT staff_id::text, login_id, last_sign_in_at, open_sessions, factors, locked_until IS NOT NULL AS locked
      FROM identity.colleagues()`;
  return new Map(
    rows.map((row) => [
      row.staff_id,
      {
        loginId: row.login_id,
        lastSignInAt: nullable(row.last_sign_in_at, toInstant),
        openSessions: row.open_sessions,
        factors: row.factors,
        locked: row.locked,
      },
    ]),
  );
}

function toRow(staff: StaffModel, signIn: SignInFacts | undefined, readerId: string | null): PersonRow {
  return {
    staffId: staff.id,
    familyName: staff.familyName,
    givenName: staff.givenName,
    familyKana: staff.familyKana,
    givenKana: staff.givenKana,
    roles: staff.roles.filter(isRole),
    licence: staff.licence,
    active: staff.active,
    joinedOn: nullable(staff.joinedOn, toCalendarDate),
    leftOn: nullable(staff.leftOn, toCalendarDate),
    self: staff.id === readerId,
    signIn: signIn ?? null,
  };
}

/** Everybody who works or worked in the clinic, by kana, those who left last; and the invitations of the last month. */
export async function listPeople(uow: UnitOfWork): Promise<z.output<typeof peopleListSchema>> {
  const staff = await uow.tables.staff.findMany({
    orderBy: [{ active: 'desc' }, { familyKana: 'asc' }, { givenKana: 'asc' }, { id: 'asc' }],
  });
  const known = await signIns(uow);
  uow.audit({ action: 'people.list', detail: { count: staff.length } });
  return {
    people: staff.map((each) => toRow(each, known.get(each.id), uow.actor.staffId)),
    invitations: await listInvitations(uow),
    review: await accountReviewState(uow),
  };
}

/** One member of staff with everything that ever changed, newest first. @throws DomainError not_found */
export async function getPerson(uow: UnitOfWork, input: { staffId: string }): Promise<Person> {
  const staff = await findStaff(uow, input.staffId);
  const changes = await uow.tables.staffChange.findMany({
    where: { staffId: staff.id },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
  });
  const boundBy = staff.hpkiBoundById === null ? null : await findStaff(uow, staff.hpkiBoundById);
  const known = await signIns(uow);
  uow.audit({ action: 'people.view', entityType: 'staff', entityId: staff.id });
  const bound =
    staff.hpkiCertificateSubject !== null &&
    staff.hpkiCertificateSha256 !== null &&
    staff.hpkiCertificateValidTo !== null &&
    staff.hpkiBoundAt !== null;
  return {
    ...toRow(staff, known.get(staff.id), uow.actor.staffId),
    licenceNumber: staff.licenceNumber,
    licenceRegisteredOn: nullable(staff.licenceRegisteredOn, toCalendarDate),
    narcoticsLicenceNumber: staff.narcoticsLicenceNumber,
    doctorCode: staff.doctorCode,
    hpki: {
      credentialId: staff.hpkiCredentialId,
      certificate: bound
        ? {
            subject: staff.hpkiCertificateSubject as string,
            sha256: staff.hpkiCertificateSha256 as string,
            validTo: toInstant(staff.hpkiCertificateValidTo as Date),
            boundByName: boundBy ? `${boundBy.familyName} ${boundBy.givenName}` : '',
            boundAt: toInstant(staff.hpkiBoundAt as Date),
          }
        : null,
    },
    rowVersion: staff.rowVersion,
    changes: changes.map((change) => ({
      id: change.id,
      at: toInstant(change.at),
      actorName: change.actorName,
      what: changeKindWords(change.kind),
      lines: changeLines(change.before as KeptValues | null, change.after as KeptValues | null),
      reason: change.reason,
    })),
  };
}
