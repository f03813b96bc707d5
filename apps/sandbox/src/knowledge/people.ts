import { readFileSync } from 'node:fs';
import type { CalendarDate } from '@shirube/core/records';
import { z } from 'zod';

const insurance = z.object({
  insurerNumber: z.string().regex(/^\d{6}(\d{2})?$/),
  insurerName: z.string(),
  symbol: z.string().nullable(),
  number: z.string(),
  branchNumber: z
    .string()
    .regex(/^\d{2}$/)
    .nullable(),
  isDependent: z.boolean(),
  copayPercent: z.number().int(),
  validFrom: z.string(),
  validTo: z.string().nullable(),
});

const externalDispensing = z.object({
  facilityName: z.string(),
  facilityCode: z.string().regex(/^\d{10}$/),
  prescriberName: z.string(),
  prescriberCode: z.string().regex(/^\d{10}$/),
  yjCode: z.string().length(12),
  receiptCode: z.string().regex(/^\d{9}$/),
  name: z.string(),
  ingredientName: z.string(),
  /** 内服: per day; others: total, in price-list units */
  dose: z.string(),
  unit: z.string(),
  formClass: z.enum(['1', '2', '3', '4', '5', '6', '9']),
  usageCode: z.string().length(16),
  usageText: z.string(),
  daysAgo: z.number().int().min(0),
  days: z.number().int().min(1),
});

const person = z.object({
  id: z.string(),
  patientNumber: z.string(),
  familyName: z.string(),
  givenName: z.string(),
  familyKana: z.string(),
  givenKana: z.string(),
  sex: z.enum(['male', 'female']),
  birthDate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  postalCode: z.string(),
  address: z.string(),
  phone: z.string(),
  /** what the insurer says today; null for 医療扶助 alone */
  insurance: insurance.nullable(),
  publicSubsidies: z.array(
    z.object({ payerNumber: z.string(), recipientNumber: z.string(), name: z.string() }),
  ),
  validity: z.enum(['1', '2', '3']),
  /** the insurance the patient's old papers still show */
  expiredInsurance: insurance.nullable(),
  encoding: z.enum(['Shift_JIS', 'UTF-8']),
  externalDispensing: z.array(externalDispensing),
  note: z.string(),
});

export type DemoPerson = z.infer<typeof person>;
export type DemoInsurance = z.infer<typeof insurance>;
export type ExternalDispensing = z.infer<typeof externalDispensing>;

/** 保険者番号, 記号, 番号, 枝番 as a message or a record carries them. */
export interface InsuredKey {
  insurerNumber: string;
  symbol: string;
  number: string;
  branchNumber: string;
  birthDate: CalendarDate | null;
}

export interface PersonMatch {
  person: DemoPerson;
  /** the key belongs to an insurance that has ended */
  expired: boolean;
}

export class PeopleRegistry {
  readonly people: readonly DemoPerson[];

  constructor(people: readonly DemoPerson[]) {
    this.people = people;
  }

  static fromFile(path: string | URL): PeopleRegistry {
    return new PeopleRegistry(z.array(person).parse(JSON.parse(readFileSync(path, 'utf8'))));
  }

  byId(id: string): DemoPerson | undefined {
    return this.people.find((candidate) => candidate.id === id);
  }

  /**
   * Everyone the key fits. Compared after NFKC, without spaces and without leading zeros of the insurer number;
   * an empty 枝番 and a null birth date fit anyone. 医療扶助: payer number as insurer, recipient number as number.
   */
  find(key: InsuredKey): PersonMatch[] {
    const matches: PersonMatch[] = [];
    for (const candidate of this.people) {
      if (key.birthDate !== null && key.birthDate !== candidate.birthDate) continue;
      if (candidate.insurance !== null && fits(key, candidate.insurance)) {
        matches.push({ person: candidate, expired: candidate.validity === '2' });
      } else if (candidate.expiredInsurance !== null && fits(key, candidate.expiredInsurance)) {
        matches.push({ person: candidate, expired: true });
      } else if (candidate.insurance === null && fitsSubsidy(key, candidate)) {
        matches.push({ person: candidate, expired: false });
      }
    }
    return matches;
  }
}

function fits(key: InsuredKey, held: DemoInsurance): boolean {
  return (
    insurer(key.insurerNumber) === insurer(held.insurerNumber) &&
    folded(key.symbol) === folded(held.symbol ?? '') &&
    folded(key.number) === folded(held.number) &&
    (folded(key.branchNumber) === '' || folded(key.branchNumber) === (held.branchNumber ?? ''))
  );
}

function fitsSubsidy(key: InsuredKey, candidate: DemoPerson): boolean {
  return candidate.publicSubsidies.some(
    (subsidy) =>
      insurer(key.insurerNumber) === insurer(subsidy.payerNumber) &&
      folded(key.number) === subsidy.recipientNumber,
  );
}

function folded(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '');
}

function insurer(text: string): string {
  return folded(text).replace(/^0+/, '');
}
