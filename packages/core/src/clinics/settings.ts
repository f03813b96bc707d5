import type { UnitOfWork } from '@shirube/db';
import { z } from 'zod';
import { requireStaff } from '../shared/actor.ts';
import { DomainError } from '../shared/errors.ts';
import { rowVersion } from '../shared/schema.ts';

/**
 * What a clinic may choose. The bounds are those of the 安全管理ガイドライン (the database holds the same); a clinic that chose nothing
 * has the strictest value of each. The second factor is no setting: it is always asked for.
 */
export const clinicSettingsSchema = z.object({
  /** minutes without a touch until the screen is covered (クリアスクリーン) */
  idleLockMinutes: z.number().int().min(5).max(15).default(5),
  /** hours within which a doctor should approve what was entered for them (代行入力) */
  entryDeadlineHours: z.number().int().min(1).max(72).default(24),
  /** whether the clinic takes part in the 電子カルテ情報共有サービス: false, and nothing more is sent */
  sharesInformation: z.boolean().default(true),
});
export type ClinicSettings = z.output<typeof clinicSettingsSchema>;

export const strictestSettings: ClinicSettings = clinicSettingsSchema.parse({});

/** The settings of the clinic of this unit of work. */
export async function clinicSettings(uow: UnitOfWork): Promise<ClinicSettings> {
  const row = await uow.tables.clinicSettings.findFirst();
  return row
    ? {
        idleLockMinutes: row.idleLockMinutes,
        entryDeadlineHours: row.entryDeadlineHours,
        sharesInformation: row.sharesInformation,
      }
    : strictestSettings;
}

export const clinicSettingsViewSchema = clinicSettingsSchema.required().extend({
  /** 0 where nothing was chosen yet */
  rowVersion,
});

/** The settings with their version, for the page that changes them. */
export async function readClinicSettings(
  uow: UnitOfWork,
): Promise<z.output<typeof clinicSettingsViewSchema>> {
  const row = await uow.tables.clinicSettings.findFirst({ select: { rowVersion: true } });
  return { ...(await clinicSettings(uow)), rowVersion: row?.rowVersion ?? 0 };
}

export const saveClinicSettingsInput = clinicSettingsSchema.required().extend({ rowVersion });

/**
 * @throws DomainError stale when somebody else changed the settings meanwhile
 */
export async function saveClinicSettings(
  uow: UnitOfWork,
  input: z.output<typeof saveClinicSettingsInput>,
): Promise<{ rowVersion: number }> {
  const { rowVersion, ...chosen } = input;
  const before = await clinicSettings(uow);
  const row = { ...chosen, updatedAt: uow.now, updatedById: requireStaff(uow) };
  if (rowVersion === 0) {
    const created = await uow.tables.clinicSettings.createMany({
      data: { tenantId: uow.tenantId, ...row },
      skipDuplicates: true,
    });
    if (created.count !== 1) throw changedMeanwhile();
  } else {
    const changed = await uow.tables.clinicSettings.updateMany({
      where: { tenantId: uow.tenantId, rowVersion },
      data: { ...row, rowVersion: { increment: 1 } },
    });
    if (changed.count !== 1) throw changedMeanwhile();
  }
  uow.audit({ action: 'clinic.settings', entityType: 'clinic_settings', detail: { before, after: chosen } });
  return { rowVersion: rowVersion + 1 };
}

export const changedMeanwhile = (): DomainError =>
  new DomainError(
    'stale',
    'ほかの人が先に変更しました。画面を開き直して、新しい内容を確かめてから変更してください。',
  );
