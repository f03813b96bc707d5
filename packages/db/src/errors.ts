import { Prisma } from './generated/client.ts';

function databaseCode(error: unknown): string | null {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return null;
  const meta = error.meta as { driverAdapterError?: { cause?: { originalCode?: string } } } | undefined;
  return meta?.driverAdapterError?.cause?.originalCode ?? null;
}

/** A row with this key exists already. */
export function isUniqueViolation(error: unknown): boolean {
  return (
    (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') ||
    databaseCode(error) === '23505'
  );
}

/** The database refused to change what is confirmed (SH001), or the app role lacks the right (42501). */
export function isImmutabilityViolation(error: unknown): boolean {
  const code = databaseCode(error);
  return code === 'SH001' || code === '42501';
}

/** The database refused somebody who may not open this patient's chart (SH003, ops.admit_to_restricted_chart). */
export const isRestrictedChart = (error: unknown): boolean => databaseCode(error) === 'SH003';

/** The clinic would be left without an administrator who can sign in (SH040). */
export const isLastAdminViolation = (error: unknown): boolean => databaseCode(error) === 'SH040';

/** The chart was merged into another and is written no more (SH050, ops.refuse_merged_chart). */
export const isMergedChart = (error: unknown): boolean => databaseCode(error) === 'SH050';
