import type { UnitOfWork } from '@shirube/db';
import { z } from 'zod';
import { DomainError } from '../shared/errors.ts';
import { nullable, toInstant } from '../shared/rows.ts';

/** The steps in which an administrator sets a new clinic up, in order. The last one looks at the others. */
export const setupSteps = ['identity', 'schedule', 'people', 'security'] as const;
export type SetupStep = (typeof setupSteps)[number];

export const setupStateSchema = z.object({
  steps: z.array(
    z.object({
      step: z.enum(setupSteps),
      done: z.boolean(),
      /** 「あとで」 was chosen, and it is still not done */
      putOff: z.boolean(),
      /** what is missing, in words for the person; empty when done */
      missing: z.array(z.string()),
    }),
  ),
  finishedAt: z.string().nullable(),
});
export type SetupState = z.output<typeof setupStateSchema>;

/** What is there and what is missing. Each step is judged by what is stored, so that nothing depends on the tab that was open. */
export async function readSetup(uow: UnitOfWork): Promise<SetupState> {
  const tenant = await uow.tables.tenant.findFirstOrThrow();
  const settings = await uow.tables.clinicSettings.findFirst({ select: { rowVersion: true } });
  const doctors = await uow.tables.staff.count({ where: { active: true, roles: { has: 'doctor' } } });
  const missing: Record<SetupStep, string[]> = {
    identity: lacking([
      [tenant.address, '所在地'],
      [tenant.postalCode, '郵便番号'],
      [tenant.phone, '電話番号'],
      [tenant.founderName, '開設者'],
      [tenant.managingDoctorName, '管理医師'],
    ]),
    schedule: tenant.openingHours === null ? ['診療時間が決まっていません。'] : [],
    people: doctors === 0 ? ['医師がまだ参加していません。医師が参加すると、診察と処方ができます。'] : [],
    security: settings ? [] : ['安全の設定をまだ確かめていません。いまは最も厳しい設定で動いています。'],
  };
  return {
    steps: setupSteps.map((step) => ({
      step,
      done: missing[step].length === 0,
      putOff: missing[step].length > 0 && tenant.setupPutOff.includes(step),
      missing: missing[step],
    })),
    finishedAt: nullable(tenant.setupFinishedAt, toInstant),
  };
}

const lacking = (fields: readonly (readonly [value: string, label: string])[]): string[] =>
  fields.filter(([value]) => value === '').map(([, label]) => `${label}が入っていません。`);

export const putOffInput = z.object({ step: z.enum(setupSteps) });

/** 「あとで」: remembered, so that the wizard goes on where it was. */
export async function putOffSetupStep(
  uow: UnitOfWork,
  input: z.output<typeof putOffInput>,
): Promise<SetupState> {
  const tenant = await uow.tables.tenant.findFirstOrThrow({ select: { setupPutOff: true } });
  if (!tenant.setupPutOff.includes(input.step))
    await uow.tables.tenant.updateMany({
      where: { id: uow.tenantId },
      data: { setupPutOff: [...tenant.setupPutOff, input.step] },
    });
  uow.audit({ action: 'clinic.setup_put_off', entityType: 'tenant', detail: { step: input.step } });
  return readSetup(uow);
}

/**
 * The administrator says that the clinic is ready. What was put off may still be missing; who the clinic is may not, because
 * prescriptions carry it.
 * @throws DomainError conflict while name, address or the like is missing
 */
export async function finishSetup(uow: UnitOfWork): Promise<SetupState> {
  const state = await readSetup(uow);
  if (state.steps.some(({ step, done }) => step === 'identity' && !done))
    throw new DomainError(
      'conflict',
      '医療機関の情報がそろっていません。処方箋に印字されるため、先に入力してください。',
      'identity',
    );
  await uow.tables.tenant.updateMany({
    where: { id: uow.tenantId, setupFinishedAt: null },
    data: { setupFinishedAt: uow.now },
  });
  uow.audit({
    action: 'clinic.setup_finish',
    entityType: 'tenant',
    detail: { open: state.steps.filter(({ done }) => !done).map(({ step }) => step) },
  });
  return readSetup(uow);
}
