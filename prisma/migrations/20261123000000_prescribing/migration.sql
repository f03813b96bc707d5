-- Prescribing: paper and in-house prescriptions, changes, dispensing results, sets, recent drugs, facts a dose depends on, rules of drugs.
-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "prescription_status" ADD VALUE 'paper_only';
ALTER TYPE "prescription_status" ADD VALUE 'cancel_unknown';

-- AlterTable
ALTER TABLE "prescription_item" ADD COLUMN     "line_kind" TEXT NOT NULL DEFAULT 'drug',
ALTER COLUMN "yj_code" DROP NOT NULL;

-- AlterTable
ALTER TABLE "prescription_state" ADD COLUMN     "asked_at" TIMESTAMPTZ(3),
ADD COLUMN     "dispensed_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "has_message" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "pharmacy_code" TEXT,
ADD COLUMN     "pharmacy_name" TEXT;

-- AlterTable
ALTER TABLE "signed_document" ADD COLUMN     "provider" TEXT NOT NULL DEFAULT 'csc-v2',
ADD COLUMN     "report" JSONB;

-- AlterTable
ALTER TABLE "external_medication" ADD COLUMN     "entered_by_id" UUID;

-- AlterTable
ALTER TABLE "drug_favourite" ALTER COLUMN "staff_id" DROP NOT NULL;

-- CreateTable
CREATE TABLE "master"."drug_rule" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "prefixes" TEXT[],
    "severity" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "message" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "edition" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "drug_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."prescription_code" (
    "codeset" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "is_common" BOOLEAN NOT NULL DEFAULT false,
    "edition" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "prescription_code_pkey" PRIMARY KEY ("codeset","code")
);

-- CreateTable
CREATE TABLE "dispensing" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "prescription_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "pharmacy_code" TEXT,
    "pharmacy_name" TEXT NOT NULL,
    "dispensed_on" DATE NOT NULL,
    "xml" BYTEA NOT NULL,
    "content" JSONB NOT NULL,
    "report" JSONB,
    "has_message" BOOLEAN NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dispensing_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "dispensing_reading" (
    "tenant_id" UUID NOT NULL,
    "dispensing_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dispensing_reading_pkey" PRIMARY KEY ("tenant_id","dispensing_id","staff_id")
);

-- CreateTable
CREATE TABLE "prescription_change" (
    "tenant_id" UUID NOT NULL,
    "prescription_id" UUID NOT NULL,
    "encounter_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "content" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_by_id" UUID NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "prescription_change_pkey" PRIMARY KEY ("tenant_id","prescription_id")
);

-- CreateTable
CREATE TABLE "order_set" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "staff_id" UUID,
    "name" TEXT NOT NULL,
    "kana" TEXT NOT NULL DEFAULT '',
    "content" JSONB NOT NULL,
    "position" INTEGER NOT NULL,
    "row_version" INTEGER NOT NULL DEFAULT 1,
    "updated_by_id" UUID NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_set_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "drug_use" (
    "tenant_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "yj_code" CHAR(12) NOT NULL,
    "use_count" INTEGER NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "dose" DECIMAL(11,5) NOT NULL,
    "usage_code" CHAR(16) NOT NULL,
    "quantity" INTEGER NOT NULL,
    "form_class" TEXT NOT NULL,

    CONSTRAINT "drug_use_pkey" PRIMARY KEY ("tenant_id","staff_id","yj_code")
);

-- CreateTable
CREATE TABLE "patient_fact" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "value" DECIMAL(8,2),
    "state" TEXT,
    "on_date" DATE NOT NULL,
    "recorded_by_id" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "patient_fact_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "dispensing_tenant_id_patient_id_dispensed_on_idx" ON "dispensing"("tenant_id", "patient_id", "dispensed_on");

-- CreateIndex
CREATE UNIQUE INDEX "dispensing_tenant_id_prescription_id_external_id_key" ON "dispensing"("tenant_id", "prescription_id", "external_id");

-- CreateIndex
CREATE INDEX "order_set_tenant_id_staff_id_position_idx" ON "order_set"("tenant_id", "staff_id", "position");

-- CreateIndex
CREATE INDEX "patient_fact_tenant_id_patient_id_kind_on_date_idx" ON "patient_fact"("tenant_id", "patient_id", "kind", "on_date");

-- AddForeignKey
ALTER TABLE "dispensing" ADD CONSTRAINT "dispensing_tenant_id_prescription_id_fkey" FOREIGN KEY ("tenant_id", "prescription_id") REFERENCES "prescription"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispensing_reading" ADD CONSTRAINT "dispensing_reading_tenant_id_dispensing_id_fkey" FOREIGN KEY ("tenant_id", "dispensing_id") REFERENCES "dispensing"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drug_use" ADD CONSTRAINT "drug_use_yj_code_fkey" FOREIGN KEY ("yj_code") REFERENCES "master"."drug"("yj_code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drug_use" ADD CONSTRAINT "drug_use_usage_code_fkey" FOREIGN KEY ("usage_code") REFERENCES "master"."usage_code"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- Of one clinic. What a pharmacy reported and what was measured is added and never changed.
-- ---------------------------------------------------------------------------------------------------------
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['dispensing', 'dispensing_reading', 'prescription_change', 'order_set', 'drug_use', 'patient_fact']
  LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_is_current ON public.%I
         USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
         WITH CHECK (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['prescription_change', 'order_set', 'drug_use']
  LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO shirube_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['dispensing', 'dispensing_reading', 'patient_fact']
  LOOP
    EXECUTE format('GRANT SELECT, INSERT ON public.%I TO shirube_app', name);
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON public.%I
                      FOR EACH ROW EXECUTE FUNCTION ops.refuse_change()', name);
    EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON public.%I
                      FOR EACH STATEMENT EXECUTE FUNCTION ops.refuse_change()', name);
  END LOOP;
END $$;
GRANT SELECT ON master.drug_rule, master.prescription_code TO shirube_app;

-- The patient is the prescription's and the visit's; whoever is named works in this clinic.
ALTER TABLE dispensing ADD CONSTRAINT dispensing_prescription_patient
  FOREIGN KEY (tenant_id, prescription_id, patient_id) REFERENCES prescription (tenant_id, id, patient_id);
ALTER TABLE prescription_change ADD CONSTRAINT prescription_change_prescription_patient
  FOREIGN KEY (tenant_id, prescription_id, patient_id) REFERENCES prescription (tenant_id, id, patient_id);
ALTER TABLE prescription_change ADD CONSTRAINT prescription_change_encounter_patient
  FOREIGN KEY (tenant_id, encounter_id, patient_id) REFERENCES encounter (tenant_id, id, patient_id);
ALTER TABLE patient_fact ADD CONSTRAINT patient_fact_patient
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient (tenant_id, id);
DO $$
DECLARE spec text; parts text[];
BEGIN
  FOREACH spec IN ARRAY ARRAY['dispensing_reading.staff_id', 'prescription_change.updated_by_id', 'order_set.staff_id',
    'order_set.updated_by_id', 'drug_use.staff_id', 'patient_fact.recorded_by_id', 'external_medication.entered_by_id']
  LOOP
    parts := string_to_array(spec, '.');
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (tenant_id, %I) REFERENCES staff (tenant_id, id)',
      parts[1], parts[1] || '_' || parts[2] || '_staff', parts[2]);
  END LOOP;
END $$;

-- A line is a drug with its code, or says what else it is.
ALTER TABLE prescription_item ADD CONSTRAINT prescription_item_kind
  CHECK (line_kind IN ('drug', 'material', 'uninsured') AND (line_kind <> 'drug' OR yj_code IS NOT NULL));
ALTER TABLE patient_fact ADD CONSTRAINT patient_fact_kind CHECK (
  CASE kind
    WHEN 'weight_kg' THEN state IS NULL AND (value IS NULL OR value BETWEEN 0.2 AND 400)
    WHEN 'height_cm' THEN state IS NULL AND (value IS NULL OR value BETWEEN 20 AND 260)
    WHEN 'egfr' THEN state IS NULL AND (value IS NULL OR value BETWEEN 0 AND 250)
    WHEN 'pregnancy' THEN value IS NULL AND state IN ('yes', 'no', 'unknown')
    WHEN 'lactation' THEN value IS NULL AND state IN ('yes', 'no', 'unknown')
    ELSE false
  END);
-- one favourite a drug for the clinic, as for a doctor
CREATE UNIQUE INDEX drug_favourite_of_clinic ON drug_favourite (tenant_id, yj_code) WHERE staff_id IS NULL;
-- a prescription is replaced by one other at most
CREATE UNIQUE INDEX prescription_superseded_once ON prescription (tenant_id, supersedes_id) WHERE supersedes_id IS NOT NULL;
