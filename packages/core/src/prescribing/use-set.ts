import { randomUUID } from 'node:crypto';
import type { UnitOfWork } from '@shirube/db';
import { displayDrugName, todayInTokyo } from '@shirube/terminology';
import { z } from 'zod';
import { type DrugChoice, drugsByYj, drugsLike } from '../masters/index.ts';
import { notFound } from '../shared/errors.ts';
import { toDateColumn } from '../shared/rows.ts';
import { type DraftMedication, type DraftRp, draftRpSchema } from './rules/draft.ts';
import type { setProblemSchema, usedOrderSetSchema } from './sets.ts';

type Problem = z.output<typeof setProblemSchema>;

/**
 * A set as it can be taken over today: every drug and usage looked up again. A drug that is no longer in the master is left out and named, with what
 * can take its place; a unit or a usage that has become another is left open. The lines get ids of their own.
 * @throws DomainError not_found
 */
export async function useOrderSet(
  uow: UnitOfWork,
  input: { id: string },
): Promise<z.output<typeof usedOrderSetSchema>> {
  const staffId = uow.actor.staffId;
  const set = await uow.tables.orderSet.findFirst({
    where: { id: input.id, OR: [...(staffId === null ? [] : [{ staffId }]), { staffId: null }] },
  });
  if (!set) throw notFound('セット');
  const stored = z.array(draftRpSchema).parse(set.content);
  const lines = stored.flatMap((rp) => rp.medications);
  const drugs = new Map(
    (
      await drugsByYj(
        uow,
        lines.map((line) => line.yjCode).filter((code) => code !== ''),
      )
    ).map((drug) => [drug.yjCode, drug]),
  );
  const usages = await uow.tables.usageCode.findMany({
    where: {
      code: { in: stored.flatMap((rp) => rp.usage?.code ?? []) },
      OR: [{ validTo: null }, { validTo: { gte: toDateColumn(todayInTokyo(uow.now)) } }],
    },
    select: { code: true },
  });
  const problems: Problem[] = [];
  const rps: DraftRp[] = [];
  for (const rp of stored) {
    const rpClientId = randomUUID();
    const usage = rp.usage && usages.some((each) => each.code === rp.usage?.code) ? rp.usage : null;
    if (rp.usage && !usage)
      problems.push({
        kind: 'usage',
        message: `用法「${rp.usage.text}」は、いまの用法マスターにありません。用法を選び直してください。`,
        rpClientId,
        line: null,
        replacements: [],
      });
    const medications: DraftMedication[] = [];
    for (const line of rp.medications) {
      const drug = drugs.get(line.yjCode);
      const own = { ...line, clientId: randomUUID() };
      // materials have no drug code to look up
      if (line.kind !== 'drug') medications.push(own);
      else if (drug) {
        problems.push(...changesOf(line, drug).map((change) => ({ ...change, rpClientId })));
        medications.push(asInMaster(own, drug));
      } else
        problems.push({
          kind: 'ended',
          message: `${displayDrugName(line.name)} は、いまの医薬品マスターにありません（販売中止など）。入れずにおきました。`,
          rpClientId,
          line: own,
          replacements: await drugsLike(uow, line.yjCode),
        });
    }
    rps.push({ ...rp, clientId: rpClientId, usage, medications });
  }
  return { name: set.name, rps, problems };
}

function asInMaster(line: DraftMedication, drug: DrugChoice): DraftMedication {
  const sameUnit = line.unit === drug.unit || line.conversion !== null;
  return {
    ...line,
    receiptCode: drug.receiptCode,
    name: displayDrugName(drug.name),
    ingredientName: drug.ingredientName,
    ...(sameUnit ? {} : { unit: drug.unit, unitCode: drug.unitCode, dose: null, unevenDoses: null }),
    generic: line.generic === null ? null : drug.generic,
  };
}

function changesOf(
  line: DraftMedication,
  drug: DrugChoice,
): Pick<Problem, 'kind' | 'message' | 'line' | 'replacements'>[] {
  const none = { line: null, replacements: [] as DrugChoice[] };
  const name = displayDrugName(drug.name);
  return [
    ...(displayDrugName(line.name) === name
      ? []
      : [
          {
            kind: 'renamed' as const,
            message: `${displayDrugName(line.name)} は、いまの名前が ${name} です。`,
            ...none,
          },
        ]),
    ...(line.unit === drug.unit || line.conversion !== null
      ? []
      : [
          {
            kind: 'unit' as const,
            message: `${name} の単位が ${line.unit} から ${drug.unit} に変わりました。量を入れ直してください。`,
            ...none,
          },
        ]),
    ...(line.generic !== null && drug.generic === null
      ? [
          {
            kind: 'renamed' as const,
            message: `${name} には、いま一般名の登録がありません。商品名にしました。`,
            ...none,
          },
        ]
      : []),
  ];
}
