import type { DispensedDrugRecord, DispensedRpRecord, DispensingChange } from '@shirube/core/records';
import { ingredientCodeOf } from '@shirube/terminology';
import type { Sj1Prescription, Sj1Rp } from '../csv/read-sj1.ts';

interface Prescribed {
  rp: Sj1Rp;
  drug: Sj1Rp['medications'][number];
  yjCode: string | null;
}
interface Dispensed {
  rp: DispensedRpRecord;
  drug: DispensedDrugRecord;
}

/**
 * Where what was handed out is not what was prescribed. A drug is found by its code, then by its ingredient and route (YJ,
 * first 7), then by its name; a brand handed out for a 一般名 is no change. Amounts are compared in the same unit only.
 * `yjCodes` are the codes the national service added to the prescription, by `RP番号,RP内連番`.
 */
export function compareDispensing(
  prescription: Sj1Prescription,
  dispensedRps: readonly DispensedRpRecord[],
  yjCodes: ReadonlyMap<string, string>,
): DispensingChange[] {
  const waiting: Dispensed[] = dispensedRps.flatMap((rp) => rp.drugs.map((drug) => ({ rp, drug })));
  const take = (fits: (dispensed: Dispensed) => boolean): Dispensed | null => {
    const at = waiting.findIndex(fits);
    return at === -1 ? null : (waiting.splice(at, 1)[0] ?? null);
  };
  const prescribed = prescription.rps.flatMap((rp) =>
    rp.medications.map((drug): Prescribed => ({ rp, drug, yjCode: prescribedYj(rp, drug, yjCodes) })),
  );
  const pairs = new Map<Prescribed, Dispensed>();
  for (const fits of [sameCode, sameIngredient, sameName])
    for (const line of prescribed) {
      if (pairs.has(line)) continue;
      const found = take((dispensed) => fits(line, dispensed));
      if (found) pairs.set(line, found);
    }
  return [
    ...prescribed.flatMap((line) => {
      const found = pairs.get(line);
      return found
        ? changesOf(line, found)
        : [{ kind: 'left_out' as const, prescribed: line.drug.name, dispensed: null }];
    }),
    ...waiting.map(({ drug }) => ({ kind: 'added' as const, prescribed: null, dispensed: drug.name })),
  ];
}

function prescribedYj(
  rp: Sj1Rp,
  drug: Prescribed['drug'],
  yjCodes: ReadonlyMap<string, string>,
): string | null {
  if (drug.codeKind === '4' || drug.codeKind === '7') return drug.code;
  return yjCodes.get(`${rp.rpNumber},${drug.itemNumber}`) ?? null;
}

function sameCode({ drug, yjCode }: Prescribed, { drug: given }: Dispensed): boolean {
  if (drug.codeKind !== '1' && drug.codeKind === given.codeKind && drug.code === given.code) return true;
  return yjCode !== null && yjCode === given.yjCode;
}

function sameIngredient({ yjCode }: Prescribed, { drug }: Dispensed): boolean {
  return (
    yjCode !== null && drug.yjCode !== null && ingredientCodeOf(yjCode) === ingredientCodeOf(drug.yjCode)
  );
}

const quantityWords: Readonly<Record<string, string>> = { '1': '日分', '2': '回分', '4': '日分' };

const sameName = ({ drug }: Prescribed, { drug: given }: Dispensed): boolean => drug.name === given.name;

function changesOf(line: Prescribed, given: Dispensed): DispensingChange[] {
  const changes: DispensingChange[] = [];
  const isSame = sameCode(line, given) || line.drug.name === given.drug.name;
  if (!isSame && line.drug.codeKind !== '7')
    changes.push({ kind: 'other_drug', prescribed: line.drug.name, dispensed: given.drug.name });
  if (line.drug.unit === given.drug.unit && Number(line.drug.dose) !== Number(given.drug.amount))
    changes.push({
      kind: 'amount',
      prescribed: `${line.drug.name} ${line.drug.dose}${line.drug.unit}`,
      dispensed: `${given.drug.name} ${given.drug.amount}${given.drug.unit}`,
    });
  if (given.rp.quantity !== '' && line.rp.quantity !== Number(given.rp.quantity))
    changes.push({
      kind: 'days',
      prescribed: `${line.drug.name} ${line.rp.quantity}${quantityWords[line.rp.formClass] ?? ''}`,
      dispensed: `${given.drug.name} ${given.rp.quantity}${given.rp.quantityUnit}`,
    });
  return changes;
}
