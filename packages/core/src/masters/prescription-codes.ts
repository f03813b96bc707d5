import type { UnitOfWork } from '@shirube/db';
import { z } from 'zod';
import { toDateColumn } from '../shared/rows.ts';
import { createEditionCache } from './edition-cache.ts';

const codeSchema = z.object({
  code: z.string(),
  name: z.string(),
  isCommon: z.boolean(),
});
export type PrescriptionCode = z.output<typeof codeSchema>;

/** The small code tables behind what is added to a usage, each in its published order, everyday ones marked. */
export const prescriptionCodesSchema = z.object({
  /** JAMI 補足用法コード (8): 隔日, weekdays, dates */
  usageSupplements: z.array(codeSchema),
  /** JAMI 補足用法コード of 不均等 (8): the amount of one time of the day */
  unevenDoses: z.array(codeSchema),
  /** JAMI 部位コード (3) */
  sites: z.array(codeSchema),
  /** MERIT-9 units */
  units: z.array(codeSchema),
});

const codes = createEditionCache('prescription_code', (uow, today) =>
  uow.tables.prescriptionCode.findMany({
    where: { OR: [{ validTo: null }, { validTo: { gte: toDateColumn(today) } }] },
    orderBy: [{ codeset: 'asc' }, { position: 'asc' }, { code: 'asc' }],
    select: { codeset: true, code: true, name: true, isCommon: true },
  }),
);

/** 補足用法, 不均等, 部位 and 単位 in force. */
export async function listPrescriptionCodes(
  uow: UnitOfWork,
): Promise<z.output<typeof prescriptionCodesSchema>> {
  const { rows } = await codes.load(uow);
  const of = (codeset: string): PrescriptionCode[] =>
    rows
      .filter((row) => row.codeset === codeset)
      .map(({ code, name, isCommon }) => ({ code, name, isCommon }));
  return {
    usageSupplements: of('usage_supplement'),
    unevenDoses: of('uneven_dose'),
    sites: of('site'),
    units: of('unit'),
  };
}
