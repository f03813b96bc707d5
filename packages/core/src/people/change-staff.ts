import { isLastAdminViolation, type StaffModel, type UnitOfWork } from '@shirube/db';
import { DomainError, notFound } from '../shared/errors.ts';
import { toCalendarDate } from '../shared/rows.ts';

/** The fields of a member of staff whose history is kept. */
type TrackedFields = Pick<
  StaffModel,
  | 'familyName'
  | 'givenName'
  | 'familyKana'
  | 'givenKana'
  | 'roles'
  | 'licence'
  | 'licenceNumber'
  | 'licenceRegisteredOn'
  | 'narcoticsLicenceNumber'
  | 'doctorCode'
  | 'hpkiCredentialId'
  | 'hpkiCertificateSubject'
  | 'hpkiCertificateSha256'
  | 'joinedOn'
  | 'leftOn'
>;
/** Written along with a tracked field, and said by it. */
type SilentFields = Pick<StaffModel, 'active' | 'hpkiCertificateValidTo' | 'hpkiBoundById' | 'hpkiBoundAt'>;

export type StaffChangeKind =
  | 'joined'
  | 'profile'
  | 'roles'
  | 'licence'
  | 'certificate'
  | 'left'
  | 'returned'
  | 'sessions_ended';

/** A field as the history keeps it: dates as calendar dates, roles as a list. */
export type KeptValue = string | string[] | null;
export type KeptValues = Record<string, KeptValue>;

const kept = (value: unknown): KeptValue =>
  value instanceof Date
    ? toCalendarDate(value)
    : Array.isArray(value)
      ? [...value].sort()
      : ((value ?? null) as KeptValue);

/** @throws DomainError not_found, also for somebody of another clinic */
export async function findStaff(uow: UnitOfWork, staffId: string): Promise<StaffModel> {
  const staff = await uow.tables.staff.findFirst({ where: { id: staffId } });
  if (!staff) throw notFound('職員');
  return staff;
}

const stale = () =>
  new DomainError('stale', '別の人が先に変えました。画面を開き直してから、もう一度お試しください。');

/**
 * The only way a member of staff is changed: the row, its history and the audit event in one transaction.
 * @throws DomainError stale when somebody was faster; invalid when nothing would change; conflict when the clinic would lose its
 *   last administrator
 */
export async function changeStaff(
  uow: UnitOfWork,
  staff: StaffModel,
  change: {
    rowVersion: number;
    kind: StaffChangeKind;
    action: string;
    data: Partial<TrackedFields & SilentFields>;
    tracked: readonly (keyof TrackedFields)[];
    /** what the history says besides the fields */
    also?: KeptValues;
    reason?: string;
  },
): Promise<{ rowVersion: number }> {
  if (staff.rowVersion !== change.rowVersion) throw stale();
  const before: KeptValues = {};
  const after: KeptValues = {};
  for (const field of change.tracked) {
    const [from, to] = [kept(staff[field]), kept(change.data[field])];
    if (JSON.stringify(from) === JSON.stringify(to)) continue;
    before[field] = from;
    after[field] = to;
  }
  const fields = Object.keys(after);
  if (fields.length === 0) throw new DomainError('invalid', '変わったところがありません。');
  const changed = await uow.tables.staff.updateMany({
    where: { id: staff.id, rowVersion: change.rowVersion },
    data: { ...change.data, rowVersion: change.rowVersion + 1 },
  });
  if (changed.count !== 1) throw stale();
  if (staff.active && staff.roles.includes('admin')) await keepAnAdmin(uow);
  await writeStaffChange(uow, {
    staffId: staff.id,
    kind: change.kind,
    before,
    after: { ...after, ...change.also },
    reason: change.reason,
  });
  uow.audit({
    action: change.action,
    entityType: 'staff',
    entityId: staff.id,
    detail: {
      fields,
      ...(change.kind === 'roles' ? { from: before.roles ?? [], to: after.roles ?? [] } : {}),
    },
  });
  return { rowVersion: change.rowVersion + 1 };
}

/** The rule is the database's (keep_an_admin); asked for here and not at the commit, so that the refusal is a sentence. */
async function keepAnAdmin(uow: UnitOfWork): Promise<void> {
  try {
    await uow.tables.$executeRaw`SET CONSTRAINTS keep_an_admin IMMEDIATE`;
  } catch (error) {
    if (isLastAdminViolation(error))
      throw new DomainError(
        'conflict',
        'この医療機関の最後の管理者です。先に、ほかの人を管理者にしてください。',
        'roles',
      );
    throw error;
  }
}

export async function writeStaffChange(
  uow: UnitOfWork,
  change: {
    staffId: string;
    kind: StaffChangeKind;
    before: KeptValues | null;
    after: KeptValues | null;
    reason?: string | undefined;
  },
): Promise<void> {
  await uow.tables.staffChange.create({
    data: {
      tenantId: uow.tenantId,
      staffId: change.staffId,
      at: uow.now,
      actorId: uow.actor.staffId,
      actorName: uow.actor.name,
      kind: change.kind,
      ...(change.before === null ? {} : { before: change.before }),
      ...(change.after === null ? {} : { after: change.after }),
      reason: change.reason ?? null,
    },
  });
}

/** Nobody gives themselves rights: two people are needed for that. @throws DomainError forbidden */
export function refuseForSelf(uow: UnitOfWork, staffId: string, what: string): void {
  if (uow.actor.staffId === staffId)
    throw new DomainError('forbidden', `自分の${what}は変えられません。ほかの管理者に頼んでください。`);
}
