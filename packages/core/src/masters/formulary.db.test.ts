import { join } from 'node:path';
import { DUMMY_USAGE_CODE } from '@shirube/terminology';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importMasters, readDemoMasters } from '../../../../prisma/seed/masters-import/index.ts';
import { openTwoClinics, type TwoClinics } from '../patients/testing/clinics.ts';
import { listPrescriptionCodes, listUsages, prescriptionCodesSchema } from './index.ts';

/** The pickers over the whole formulary of the demo clinics. */
let clinics: TwoClinics;
const masters = readDemoMasters(join(import.meta.dirname, '../../../../prisma/seed/masters'));
beforeAll(async () => {
  clinics = await openTwoClinics();
  const owner = await clinics.test.connect('owner');
  await importMasters(owner, masters.tables, { editions: masters.editions });
});
afterAll(() => clinics?.close());

describe('用法 to pick', () => {
  const table = new Set(masters.tables.usage_code.map((usage) => usage.code));

  it.each(['1', '2', '3', '4', '9'] as const)(
    'offers codes of the table for 剤形区分 %s',
    async (formClass) => {
      const usages = await clinics.run(clinics.a, (uow) => listUsages(uow, { formClass }));
      expect(usages.length).toBeGreaterThan(20);
      expect(usages.filter((usage) => !table.has(usage.code))).toEqual([]);
    },
  );

  it('has the dummy code in the table for what the table lacks, and never offers it as a usage', async () => {
    expect(table.has(DUMMY_USAGE_CODE)).toBe(true);
    for (const formClass of ['5', '6', null] as const) {
      const usages = await clinics.run(clinics.a, (uow) => listUsages(uow, { formClass }));
      expect(usages.map((usage) => usage.code)).not.toContain(DUMMY_USAGE_CODE);
      if (formClass !== null) expect(usages).toEqual([]);
    }
  });

  it('reaches every usage of the table through the grouping of its form', async () => {
    const usages = await clinics.run(clinics.a, (uow) => listUsages(uow));
    expect(usages).toHaveLength(masters.tables.usage_code.length - 1);
    for (const usage of usages) {
      if (usage.formClass === '2') expect(usage.condition, usage.text).not.toBeNull();
      if (usage.formClass === '3') expect(usage.method, usage.text).not.toBe('');
    }
  });

  it.each([
    ['就寝前 食後', 8],
    ['点眼', 8],
    ["'; DROP TABLE drug; --", 0],
    // nothing that can be looked for: the whole list
    ['%', masters.tables.usage_code.length - 1],
  ])('finds by words: %s', async (text, count) => {
    expect(await clinics.run(clinics.a, (uow) => listUsages(uow, { text }))).toHaveLength(count);
  });
});

describe('the small code tables', () => {
  it('lists supplements, uneven doses, sites and units, everyday ones marked', async () => {
    const codes = prescriptionCodesSchema.parse(
      await clinics.run(clinics.a, (uow) => listPrescriptionCodes(uow)),
    );
    expect(codes.usageSupplements[0]).toEqual({ code: 'I1100000', name: '隔日投与', isCommon: true });
    expect(codes.sites).toContainEqual({ code: '42L', name: '左耳', isCommon: true });
    expect(codes.units).toContainEqual({ code: 'TAB', name: '錠', isCommon: true });
    expect(codes.unevenDoses.map((each) => each.code)).toContain('V32NNNNN');
    expect(codes.sites.filter((site) => site.isCommon).length).toBeGreaterThan(20);
  });
});
