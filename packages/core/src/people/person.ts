import type { StaffModel, UnitOfWork } from '@shirube/db';
import type { z } from 'zod';
import { isRole } from '../identity/roles.ts';
import { nullable, toCalendarDate, toInstant } from '../shared/rows.ts';
import { accountReviewState } from './account-review.ts';
import { findStaff, type KeptValues } from './change-staff.ts';
import { changeKindWords, changeLines } from './change-words.ts';
import { listInvitations } from './invitations.ts';
import type { Person, PersonRow, peopleListSchema } from './schema.ts';

function toRow(staff: StaffModel, readerId: string | null): PersonRow {
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
  };
}

/** Everybody who works or worked in the clinic, by kana, those who left last; and the invitations of the last month. */
export async function listPeople(uow: UnitOfWork): Promise<z.output<typeof peopleListSchema>> {
  const staff = await uow.tables.staff.findMany({
    orderBy: [{ active: 'desc' }, { familyKana: 'asc' }, { givenKana: 'asc' }, { id: 'asc' }],
  });
  uow.audit({ action: 'people.list', detail: { count: staff.length } });
  return {
    people: staff.map((each) => toRow(each, uow.actor.staffId)),
    invitations: await listInvitations(uow),
    review: await accountReviewState(uow),
  };
}

/** One member of staff with everything that ever changed, newest first. @throws DomainError not_found */
export async function getPerson(uow: UnitOfWork, input: { staffId: string }): Promise<Person> {
  const staff = await findStaff(uow, input.staffId);
  const [changes, boundBy] = await Promise.all([
    uow.tables.staffChange.findMany({
      where: { staffId: staff.id },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
    }),
    staff.hpkiBoundById === null ? null : findStaff(uow, staff.hpkiBoundById),
  ]);
  uow.audit({ action: 'people.view', entityType: 'staff', entityId: staff.id });
  const bound =
    staff.hpkiCertificateSubject !== null &&
    staff.hpkiCertificateSha256 !== null &&
    staff.hpkiCertificateValidTo !== null &&
    staff.hpkiBoundAt !== null;
  return {
    ...toRow(staff, uow.actor.staffId),
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
