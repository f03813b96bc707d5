import fs from 'node:fs';
import path from 'node:path';
import { loadReportUnit } from '../../packages/core/src/delivery/index.ts';
import type { UnitOfWork } from '../../packages/db/src/index.ts';
import {
  allergiesToBundle,
  conditionsToBundle,
  reportUnitLocalId,
  selectForReport,
} from '../../packages/fhir-mapper/src/index.ts';
import { systemScope, withDemoDatabase } from './demo-database.ts';

/** The demo's today. Fixed, so that every run makes the same artifacts. */
const AS_OF = '2026-11-20';
const TIMESTAMP = `${AS_OF}T09:30:00.000Z`;

/** One Bundle as it would be sent. */
interface Artifact {
  /** folder it is written to: what is counted together */
  type: string;
  /** unique among its type for one patient */
  part: string;
  bundle: unknown;
}

type Source = (uow: UnitOfWork, patientId: string) => Promise<Artifact[]>;

/** 傷病名 and アレルギー等: the two units that every patient has. */
const reportUnits: Source = async (uow, patientId) => {
  const unit = await loadReportUnit(uow, patientId);
  const base = (kind: 'Condition' | 'AllergyIntolerance') => ({
    facility: unit.facility,
    patient: unit.patient,
    bundleLocalId: reportUnitLocalId(kind, patientId),
    issueYear: Number(AS_OF.slice(0, 4)),
    timestamp: TIMESTAMP,
  });
  const conditions = selectForReport(unit.conditions, AS_OF);
  const allergies = selectForReport(unit.allergies, AS_OF);
  const artifacts: Artifact[] = [];
  // an empty set is sent as a cancellation, not as a Bundle (bundle-types §3)
  if (conditions.length > 0)
    artifacts.push({
      type: 'conditions',
      part: 'all',
      bundle: conditionsToBundle({ ...base('Condition'), conditions }),
    });
  if (allergies.length > 0)
    artifacts.push({
      type: 'allergies',
      part: 'all',
      bundle: allergiesToBundle({ ...base('AllergyIntolerance'), allergies }),
    });
  return artifacts;
};

const sources: readonly Source[] = [reportUnits];

/** Makes every artifact of every patient of the demo clinics below `directory`, TYPE/CLINIC-PATIENT-PART.json. */
export async function writeDemoArtifacts(directory: string): Promise<void> {
  fs.rmSync(directory, { recursive: true, force: true });
  await withDemoDatabase(AS_OF, async (database) => {
    for (const clinic of await database.operations.everyClinic())
      await database.run(systemScope(clinic.tenantId), async (uow) => {
        const patients = await uow.tables.patient.findMany({ orderBy: { patientNumber: 'asc' } });
        for (const patient of patients)
          for (const source of sources)
            for (const { type, part, bundle } of await source(uow, patient.id)) {
              const folder = path.join(directory, type);
              fs.mkdirSync(folder, { recursive: true });
              const name = `${clinic.slug}-${patient.patientNumber}-${part}.json`;
              fs.writeFileSync(path.join(folder, name), JSON.stringify(bundle, null, 1));
            }
      });
  });
}
