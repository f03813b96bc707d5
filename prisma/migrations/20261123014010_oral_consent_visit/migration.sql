-- 口頭等の同意 is part of the record of the visit it was given in.
-- AlterTable
ALTER TABLE "consent" ADD COLUMN     "encounter_id" UUID;

-- The visit is the patient's.
ALTER TABLE consent ADD CONSTRAINT consent_encounter_patient
  FOREIGN KEY (tenant_id, encounter_id, patient_id) REFERENCES encounter (tenant_id, id, patient_id);
