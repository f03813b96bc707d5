import { Prisma } from '@shirube/db';
import type { PatientFacts } from '../safety/index.ts';

/** What patientFactsObject gives: JSON, numbers as numbers. */
export interface StoredFacts {
  birthDate: string;
  sex: PatientFacts['sex'];
  facts: { kind: string; value: number | null; state: 'yes' | 'no' | 'unknown' | null; on: string }[];
  conditions: PatientFacts['conditions'];
}

/**
 * One SQL expression for everything a rule may ask about a patient: birth date, sex, the newest of each kind of fact, and the active
 * diagnoses. Those of the visit's draft count as they stand in it: what was just added counts, what was just ended does not. `former`: charts that were
 * merged into this one.
 */
export const patientFactsObject = (
  patientId: string,
  encounterId: string,
  former: readonly string[] = [],
): Prisma.Sql => Prisma.sql`
  (SELECT jsonb_build_object('birthDate', p.birth_date, 'sex', p.sex,
     'facts', (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', f.kind, 'value', f.value, 'state', f.state, 'on', f.on_date)), '[]'::jsonb)
                 FROM (SELECT DISTINCT ON (kind) * FROM patient_fact WHERE patient_id = ANY(${[patientId, ...former]}::uuid[])
                        ORDER BY kind, on_date DESC, recorded_at DESC, id DESC) f),
     'conditions', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', c.name, 'icd10', c.icd10, 'isSuspected', c.is_suspected)), '[]'::jsonb)
        FROM (SELECT k.display_name AS name, k.icd10, k.is_suspected
                FROM (SELECT DISTINCT ON (condition_id) * FROM condition WHERE patient_id = ANY(${[patientId, ...former]}::uuid[])
                       ORDER BY condition_id, version_no DESC) k
               WHERE k.kind <> 'entered_in_error' AND k.outcome = 'active'
                 AND NOT EXISTS (SELECT 1 FROM encounter_draft dr, jsonb_array_elements(dr.content -> 'conditions') dc
                                  WHERE dr.encounter_id = ${encounterId}::uuid AND dc ->> 'conditionId' = k.condition_id::text)
              UNION ALL
              SELECT dc ->> 'displayName', d.icd10, (dc ->> 'isSuspected')::boolean
                FROM encounter_draft dr
                JOIN encounter e ON e.tenant_id = dr.tenant_id AND e.id = dr.encounter_id AND e.patient_id = p.id,
                     jsonb_array_elements(dr.content -> 'conditions') dc
                LEFT JOIN master.disease d ON d.management_no = dc ->> 'managementNo'
               WHERE dr.encounter_id = ${encounterId}::uuid AND dc ->> 'outcome' = 'active') c))
     FROM patient p WHERE p.id = ${patientId}::uuid)`;

/** The stored facts as the engine asks for them. A measure that was withdrawn (no value) is not recorded. */
export function readPatientFacts(stored: StoredFacts): PatientFacts {
  const of = (kind: string) => stored.facts.find((fact) => fact.kind === kind);
  const measured = (kind: string) => {
    const fact = of(kind);
    return fact === undefined || fact.value === null ? null : { value: fact.value, on: fact.on };
  };
  const told = (kind: string) => {
    const fact = of(kind);
    return fact === undefined || fact.state === null ? null : { state: fact.state, on: fact.on };
  };
  return {
    birthDate: stored.birthDate,
    sex: stored.sex,
    weightKg: measured('weight_kg'),
    egfr: measured('egfr'),
    pregnancy: told('pregnancy'),
    lactation: told('lactation'),
    conditions: stored.conditions,
  };
}
