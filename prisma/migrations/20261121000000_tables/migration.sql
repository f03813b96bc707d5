-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "identity";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "master";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "ops";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "version_kind" AS ENUM ('initial', 'amendment', 'entered_in_error');

-- CreateEnum
CREATE TYPE "staff_role" AS ENUM ('doctor', 'clerk', 'admin');

-- CreateEnum
CREATE TYPE "sex" AS ENUM ('male', 'female', 'other', 'unknown');

-- CreateEnum
CREATE TYPE "prescription_status" AS ENUM ('confirmed', 'signed', 'registered', 'dispensing', 'dispensed', 'collected', 'cancelled', 'superseded', 'sign_failed', 'register_failed', 'register_unknown');

-- CreateEnum
CREATE TYPE "safety_outcome" AS ENUM ('clear', 'alert', 'could_not_check');

-- CreateEnum
CREATE TYPE "audit_outcome" AS ENUM ('success', 'refused', 'failed');

-- CreateEnum
CREATE TYPE "outbox_state" AS ENUM ('pending', 'delivered', 'refused', 'dead');

-- CreateEnum
CREATE TYPE "inbound_status" AS ENUM ('received', 'matched', 'candidate', 'quarantined', 'rejected');

-- CreateEnum
CREATE TYPE "reception_status" AS ENUM ('waiting', 'in_consultation', 'awaiting_payment', 'done', 'cancelled');

-- CreateTable
CREATE TABLE "encounter" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "reception_id" UUID,
    "doctor_id" UUID NOT NULL,
    "department_code" CHAR(2) NOT NULL,
    "department_name" TEXT NOT NULL,
    "visit_type" TEXT NOT NULL,
    "service_date" DATE NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "encounter_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "encounter_draft" (
    "tenant_id" UUID NOT NULL,
    "encounter_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "content" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_by_id" UUID NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "encounter_draft_pkey" PRIMARY KEY ("tenant_id","encounter_id")
);

-- CreateTable
CREATE TABLE "clinical_note" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "encounter_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "version_no" INTEGER NOT NULL,
    "kind" "version_kind" NOT NULL,
    "subjective" TEXT NOT NULL,
    "objective" TEXT NOT NULL,
    "assessment" TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    "reason" TEXT,
    "entered_by_id" UUID NOT NULL,
    "on_behalf_of_id" UUID,
    "confirmed_by_id" UUID NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL,
    "content_sha256" BYTEA NOT NULL,

    CONSTRAINT "clinical_note_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "condition" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "condition_id" UUID NOT NULL,
    "version_no" INTEGER NOT NULL,
    "kind" "version_kind" NOT NULL,
    "patient_id" UUID NOT NULL,
    "encounter_id" UUID,
    "management_no" CHAR(8) NOT NULL,
    "modifier_codes" TEXT[],
    "display_name" TEXT NOT NULL,
    "icd10" TEXT,
    "is_main" BOOLEAN NOT NULL,
    "is_suspected" BOOLEAN NOT NULL,
    "onset_date" DATE NOT NULL,
    "end_date" DATE,
    "outcome" TEXT NOT NULL,
    "department_code" CHAR(2) NOT NULL,
    "uninformed" BOOLEAN NOT NULL DEFAULT false,
    "undelivered" BOOLEAN NOT NULL DEFAULT false,
    "long_term" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "entered_by_id" UUID NOT NULL,
    "on_behalf_of_id" UUID,
    "confirmed_by_id" UUID NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "condition_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "allergy_intolerance" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "allergy_id" UUID NOT NULL,
    "version_no" INTEGER NOT NULL,
    "kind" "version_kind" NOT NULL,
    "patient_id" UUID NOT NULL,
    "encounter_id" UUID,
    "category" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "reaction" TEXT,
    "criticality" TEXT NOT NULL,
    "onset_date" DATE,
    "end_date" DATE,
    "department_code" CHAR(2) NOT NULL,
    "reason" TEXT,
    "entered_by_id" UUID NOT NULL,
    "on_behalf_of_id" UUID,
    "confirmed_by_id" UUID NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "allergy_intolerance_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "observation" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "encounter_id" UUID,
    "jlac10" CHAR(17) NOT NULL,
    "name" TEXT NOT NULL,
    "value_number" DECIMAL(14,5),
    "value_text" TEXT,
    "unit" TEXT,
    "ref_low" DECIMAL(12,4),
    "ref_high" DECIMAL(12,4),
    "interpretation" TEXT,
    "effective_on" DATE NOT NULL,
    "replaces_id" UUID,
    "reported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "observation_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "tenant" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "institution_code" CHAR(10) NOT NULL,
    "postal_code" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "department_code" CHAR(2) NOT NULL,
    "department_name" TEXT NOT NULL,
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "account_id" UUID,
    "role" "staff_role" NOT NULL,
    "family_name" TEXT NOT NULL,
    "given_name" TEXT NOT NULL,
    "family_kana" TEXT NOT NULL,
    "given_kana" TEXT NOT NULL,
    "licence" TEXT,
    "doctor_code" TEXT,
    "hpki_credential_id" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "staff_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "patient" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_number" TEXT NOT NULL,
    "family_name" TEXT NOT NULL,
    "given_name" TEXT NOT NULL,
    "family_kana" TEXT NOT NULL,
    "given_kana" TEXT NOT NULL,
    "kana_key" TEXT NOT NULL,
    "birth_date" DATE NOT NULL,
    "sex" "sex" NOT NULL,
    "postal_code" TEXT,
    "address" TEXT,
    "phone" TEXT,
    "row_version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "patient_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "coverage" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "insurer_number" TEXT NOT NULL,
    "insurer_name" TEXT,
    "symbol" TEXT,
    "number" TEXT NOT NULL,
    "branch_number" TEXT,
    "is_dependent" BOOLEAN NOT NULL,
    "copay_percent" INTEGER NOT NULL,
    "valid_from" DATE,
    "valid_to" DATE,
    "source" TEXT NOT NULL,
    "verified_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "coverage_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "public_subsidy" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "payer_number" CHAR(8) NOT NULL,
    "recipient_number" TEXT,
    "priority" INTEGER NOT NULL,
    "valid_from" DATE,
    "valid_to" DATE,

    CONSTRAINT "public_subsidy_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "identity"."account" (
    "id" UUID NOT NULL,
    "login_id" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity"."auth_session" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "account_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "user_agent" TEXT,

    CONSTRAINT "auth_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."master_edition" (
    "id" UUID NOT NULL,
    "table_name" TEXT NOT NULL,
    "edition" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "row_count" INTEGER NOT NULL,
    "loaded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "master_edition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."master_revision" (
    "id" BIGSERIAL NOT NULL,
    "table_name" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "edition" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "replaced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "master_revision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."drug" (
    "yj_code" CHAR(12) NOT NULL,
    "receipt_code" CHAR(9) NOT NULL,
    "hot9" TEXT,
    "name" TEXT NOT NULL,
    "kana" TEXT NOT NULL,
    "search_key" TEXT NOT NULL,
    "ingredient_name" TEXT NOT NULL,
    "ingredient_code" CHAR(7) NOT NULL,
    "generic_code" TEXT,
    "generic_name" TEXT,
    "route_class" TEXT NOT NULL,
    "dosage_form" TEXT NOT NULL,
    "strength" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "unit_code" TEXT,
    "therapeutic_class" TEXT NOT NULL,
    "is_generic" BOOLEAN NOT NULL,
    "controlled_kind" TEXT,
    "is_common" BOOLEAN NOT NULL DEFAULT false,
    "manufacturer" TEXT,
    "edition" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "drug_pkey" PRIMARY KEY ("yj_code")
);

-- CreateTable
CREATE TABLE "master"."drug_default" (
    "yj_code" CHAR(12) NOT NULL,
    "dose" DECIMAL(11,5) NOT NULL,
    "usage_code" CHAR(16) NOT NULL,
    "quantity" INTEGER NOT NULL,
    "edition" TEXT NOT NULL,

    CONSTRAINT "drug_default_pkey" PRIMARY KEY ("yj_code")
);

-- CreateTable
CREATE TABLE "master"."disease" (
    "management_no" CHAR(8) NOT NULL,
    "receipt_code" CHAR(7) NOT NULL,
    "exchange_code" CHAR(4) NOT NULL,
    "name" TEXT NOT NULL,
    "kana" TEXT NOT NULL,
    "search_key" TEXT NOT NULL,
    "icd10" TEXT,
    "single_use_prohibited" BOOLEAN NOT NULL DEFAULT false,
    "not_billable" BOOLEAN NOT NULL DEFAULT false,
    "is_common" BOOLEAN NOT NULL DEFAULT false,
    "edition" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "disease_pkey" PRIMARY KEY ("management_no")
);

-- CreateTable
CREATE TABLE "master"."disease_modifier" (
    "code" CHAR(4) NOT NULL,
    "management_no" CHAR(8) NOT NULL,
    "exchange_code" CHAR(4) NOT NULL,
    "name" TEXT NOT NULL,
    "kana" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "is_common" BOOLEAN NOT NULL DEFAULT false,
    "edition" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "disease_modifier_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "master"."usage_code" (
    "code" CHAR(16) NOT NULL,
    "text" TEXT NOT NULL,
    "short_text" TEXT NOT NULL,
    "basic_usage" TEXT NOT NULL,
    "times_per_day" INTEGER,
    "as_needed" BOOLEAN NOT NULL DEFAULT false,
    "as_needed_condition" TEXT,
    "is_common" BOOLEAN NOT NULL DEFAULT false,
    "edition" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "usage_code_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "master"."allergen" (
    "code" CHAR(12) NOT NULL,
    "category" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kana" TEXT NOT NULL,
    "search_key" TEXT NOT NULL,
    "is_common" BOOLEAN NOT NULL DEFAULT false,
    "edition" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "allergen_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "master"."interaction" (
    "id" TEXT NOT NULL,
    "ingredient_a" TEXT NOT NULL,
    "prefixes_a" TEXT[],
    "ingredient_b" TEXT NOT NULL,
    "prefixes_b" TEXT[],
    "severity" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "mechanism" TEXT,
    "basis" TEXT NOT NULL,
    "condition" TEXT,
    "edition" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "interaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."lab_item" (
    "jlac10" CHAR(17) NOT NULL,
    "jlac11" CHAR(17),
    "fhir_code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "abbreviation" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "unit" TEXT,
    "ucum" TEXT,
    "ref_low_male" DECIMAL(12,4),
    "ref_high_male" DECIMAL(12,4),
    "ref_low_female" DECIMAL(12,4),
    "ref_high_female" DECIMAL(12,4),
    "sort_no" INTEGER NOT NULL,
    "edition" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "lab_item_pkey" PRIMARY KEY ("jlac10")
);

-- CreateTable
CREATE TABLE "ops"."worker_heartbeat" (
    "worker_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "beat_at" TIMESTAMPTZ(3) NOT NULL,
    "version" TEXT NOT NULL,

    CONSTRAINT "worker_heartbeat_pkey" PRIMARY KEY ("worker_id")
);

-- CreateTable
CREATE TABLE "prescription" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "encounter_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "version_no" INTEGER NOT NULL,
    "supersedes_id" UUID,
    "issue_type" TEXT NOT NULL,
    "issued_on" DATE NOT NULL,
    "valid_until" DATE NOT NULL,
    "doctor_id" UUID NOT NULL,
    "record" JSONB NOT NULL,
    "entered_by_id" UUID NOT NULL,
    "confirmed_by_id" UUID NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "prescription_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "prescription_item" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "prescription_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "rp_number" INTEGER NOT NULL,
    "item_number" INTEGER NOT NULL,
    "yj_code" CHAR(12) NOT NULL,
    "name" TEXT NOT NULL,
    "dose" DECIMAL(11,5) NOT NULL,
    "unit" TEXT NOT NULL,
    "usage_code" CHAR(16) NOT NULL,
    "usage_text" TEXT NOT NULL,
    "form_class" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "period_from" DATE NOT NULL,
    "period_to" DATE NOT NULL,

    CONSTRAINT "prescription_item_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "prescription_state" (
    "tenant_id" UUID NOT NULL,
    "prescription_id" UUID NOT NULL,
    "status" "prescription_status" NOT NULL,
    "external_id" TEXT,
    "access_code" TEXT,
    "attention" TEXT,
    "row_version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "prescription_state_pkey" PRIMARY KEY ("tenant_id","prescription_id")
);

-- CreateTable
CREATE TABLE "prescription_event" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "prescription_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "detail" JSONB,
    "actor_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "prescription_event_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "signed_document" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "prescription_id" UUID NOT NULL,
    "csv" BYTEA NOT NULL,
    "xml" BYTEA NOT NULL,
    "xml_sha256" BYTEA NOT NULL,
    "signer_name" TEXT NOT NULL,
    "certificate_serial" TEXT NOT NULL,
    "hc_roles" TEXT[],
    "signed_by_id" UUID NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signed_document_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "prescription_copy" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "prescription_id" UUID NOT NULL,
    "pdf" BYTEA NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "prescription_copy_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "safety_check" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "encounter_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "stage" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "outcome" "safety_outcome" NOT NULL,
    "reason" TEXT,
    "order_sha256" BYTEA NOT NULL,
    "performed_by_id" UUID NOT NULL,
    "performed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "safety_check_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "safety_alert" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "check_id" UUID NOT NULL,
    "finding_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_name" TEXT NOT NULL,
    "other_name" TEXT NOT NULL,
    "facility_name" TEXT NOT NULL,
    "period_from" DATE,
    "period_to" DATE,
    "message" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "safety_alert_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "safety_decision" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "encounter_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "finding_key" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "reason_code" TEXT NOT NULL,
    "reason_text" TEXT,
    "decided_by_id" UUID NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "safety_decision_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "external_medication" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "yj_code" CHAR(12),
    "receipt_code" CHAR(9),
    "name" TEXT NOT NULL,
    "dose_text" TEXT,
    "usage_text" TEXT,
    "facility_name" TEXT NOT NULL,
    "dispensed_on" DATE NOT NULL,
    "days" INTEGER NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "external_medication_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "drug_favourite" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "yj_code" CHAR(12) NOT NULL,
    "dose" DECIMAL(11,5) NOT NULL,
    "usage_code" CHAR(16) NOT NULL,
    "quantity" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "drug_favourite_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "signing_session" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "credential_id" TEXT,
    "state" TEXT NOT NULL,
    "oauth_state" TEXT,
    "code_verifier" TEXT,
    "token_encrypted" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "authorized_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_session_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "actor_role" TEXT NOT NULL,
    "on_behalf_of_id" UUID,
    "action" TEXT NOT NULL,
    "patient_id" UUID,
    "entity_type" TEXT,
    "entity_id" UUID,
    "outcome" "audit_outcome" NOT NULL,
    "reason" TEXT,
    "detail" JSONB,
    "request_id" TEXT,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "outbox_message" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "patient_id" UUID,
    "aggregate_id" UUID NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" "outbox_state" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "delivered_at" TIMESTAMPTZ(3),
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "outbox_message_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "outbox_attempt" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,
    "result" TEXT NOT NULL,
    "error" TEXT,

    CONSTRAINT "outbox_attempt_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "exchange" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "service" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "patient_id" UUID,
    "actor_id" UUID,
    "request_encrypted" BYTEA NOT NULL,
    "response_encrypted" BYTEA,
    "outcome" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "duration_ms" INTEGER NOT NULL,

    CONSTRAINT "exchange_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "inbound_message" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "external_key" TEXT NOT NULL,
    "raw" BYTEA NOT NULL,
    "summary" JSONB,
    "status" "inbound_status" NOT NULL,
    "reason" TEXT,
    "patient_id" UUID,
    "reception_id" UUID,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handled_by_id" UUID,
    "handled_at" TIMESTAMPTZ(3),
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "inbound_message_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "eligibility_check" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "inbound_message_id" UUID,
    "method" TEXT NOT NULL,
    "validity" TEXT NOT NULL,
    "prescription_issue_select" TEXT,
    "result" JSONB NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "checked_by_id" UUID,

    CONSTRAINT "eligibility_check_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "consent" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "eligibility_check_id" UUID,
    "scope" TEXT NOT NULL,
    "given" BOOLEAN NOT NULL,
    "source" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by_id" UUID,

    CONSTRAINT "consent_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "reception" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "service_date" DATE NOT NULL,
    "number" INTEGER NOT NULL,
    "status" "reception_status" NOT NULL DEFAULT 'waiting',
    "purpose" TEXT NOT NULL,
    "verification_method" TEXT NOT NULL,
    "eligibility_check_id" UUID,
    "prescription_preference" TEXT NOT NULL DEFAULT 'unspecified',
    "arrived_at" TIMESTAMPTZ(3) NOT NULL,
    "called_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "received_by_id" UUID,
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "reception_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "encounter_tenant_id_patient_id_started_at_idx" ON "encounter"("tenant_id", "patient_id", "started_at");

-- CreateIndex
CREATE UNIQUE INDEX "encounter_tenant_id_reception_id_key" ON "encounter"("tenant_id", "reception_id");

-- CreateIndex
CREATE INDEX "clinical_note_tenant_id_patient_id_confirmed_at_idx" ON "clinical_note"("tenant_id", "patient_id", "confirmed_at");

-- CreateIndex
CREATE UNIQUE INDEX "clinical_note_tenant_id_encounter_id_version_no_key" ON "clinical_note"("tenant_id", "encounter_id", "version_no");

-- CreateIndex
CREATE INDEX "condition_tenant_id_patient_id_idx" ON "condition"("tenant_id", "patient_id");

-- CreateIndex
CREATE UNIQUE INDEX "condition_tenant_id_condition_id_version_no_key" ON "condition"("tenant_id", "condition_id", "version_no");

-- CreateIndex
CREATE INDEX "allergy_intolerance_tenant_id_patient_id_idx" ON "allergy_intolerance"("tenant_id", "patient_id");

-- CreateIndex
CREATE UNIQUE INDEX "allergy_intolerance_tenant_id_allergy_id_version_no_key" ON "allergy_intolerance"("tenant_id", "allergy_id", "version_no");

-- CreateIndex
CREATE INDEX "observation_tenant_id_patient_id_effective_on_idx" ON "observation"("tenant_id", "patient_id", "effective_on");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_slug_key" ON "tenant"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_institution_code_key" ON "tenant"("institution_code");

-- CreateIndex
CREATE UNIQUE INDEX "staff_tenant_id_account_id_key" ON "staff"("tenant_id", "account_id");

-- CreateIndex
CREATE INDEX "patient_tenant_id_birth_date_idx" ON "patient"("tenant_id", "birth_date");

-- CreateIndex
CREATE UNIQUE INDEX "patient_tenant_id_patient_number_key" ON "patient"("tenant_id", "patient_number");

-- CreateIndex
CREATE INDEX "coverage_tenant_id_patient_id_idx" ON "coverage"("tenant_id", "patient_id");

-- CreateIndex
CREATE INDEX "coverage_tenant_id_insurer_number_number_idx" ON "coverage"("tenant_id", "insurer_number", "number");

-- CreateIndex
CREATE INDEX "public_subsidy_tenant_id_patient_id_idx" ON "public_subsidy"("tenant_id", "patient_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_login_id_key" ON "identity"."account"("login_id");

-- CreateIndex
CREATE UNIQUE INDEX "auth_session_token_hash_key" ON "identity"."auth_session"("token_hash");

-- CreateIndex
CREATE INDEX "auth_session_account_id_idx" ON "identity"."auth_session"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "master_edition_table_name_edition_key" ON "master"."master_edition"("table_name", "edition");

-- CreateIndex
CREATE INDEX "master_revision_table_name_code_idx" ON "master"."master_revision"("table_name", "code");

-- CreateIndex
CREATE INDEX "drug_ingredient_code_idx" ON "master"."drug"("ingredient_code");

-- CreateIndex
CREATE INDEX "drug_receipt_code_idx" ON "master"."drug"("receipt_code");

-- CreateIndex
CREATE INDEX "prescription_tenant_id_patient_id_issued_on_idx" ON "prescription"("tenant_id", "patient_id", "issued_on");

-- CreateIndex
CREATE UNIQUE INDEX "prescription_tenant_id_encounter_id_version_no_key" ON "prescription"("tenant_id", "encounter_id", "version_no");

-- CreateIndex
CREATE INDEX "prescription_item_tenant_id_patient_id_period_to_idx" ON "prescription_item"("tenant_id", "patient_id", "period_to");

-- CreateIndex
CREATE UNIQUE INDEX "prescription_item_tenant_id_prescription_id_rp_number_item__key" ON "prescription_item"("tenant_id", "prescription_id", "rp_number", "item_number");

-- CreateIndex
CREATE INDEX "prescription_event_tenant_id_prescription_id_at_idx" ON "prescription_event"("tenant_id", "prescription_id", "at");

-- CreateIndex
CREATE INDEX "signed_document_tenant_id_prescription_id_idx" ON "signed_document"("tenant_id", "prescription_id");

-- CreateIndex
CREATE INDEX "prescription_copy_tenant_id_prescription_id_idx" ON "prescription_copy"("tenant_id", "prescription_id");

-- CreateIndex
CREATE INDEX "safety_check_tenant_id_encounter_id_performed_at_idx" ON "safety_check"("tenant_id", "encounter_id", "performed_at");

-- CreateIndex
CREATE INDEX "safety_alert_tenant_id_check_id_idx" ON "safety_alert"("tenant_id", "check_id");

-- CreateIndex
CREATE INDEX "safety_decision_tenant_id_encounter_id_idx" ON "safety_decision"("tenant_id", "encounter_id");

-- CreateIndex
CREATE INDEX "external_medication_tenant_id_patient_id_expires_at_idx" ON "external_medication"("tenant_id", "patient_id", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "drug_favourite_tenant_id_staff_id_yj_code_key" ON "drug_favourite"("tenant_id", "staff_id", "yj_code");

-- CreateIndex
CREATE INDEX "signing_session_tenant_id_staff_id_state_idx" ON "signing_session"("tenant_id", "staff_id", "state");

-- CreateIndex
CREATE INDEX "audit_event_tenant_id_at_idx" ON "audit_event"("tenant_id", "at");

-- CreateIndex
CREATE INDEX "audit_event_tenant_id_patient_id_at_idx" ON "audit_event"("tenant_id", "patient_id", "at");

-- CreateIndex
CREATE INDEX "outbox_message_tenant_id_state_created_at_idx" ON "outbox_message"("tenant_id", "state", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_message_tenant_id_kind_idempotency_key_key" ON "outbox_message"("tenant_id", "kind", "idempotency_key");

-- CreateIndex
CREATE INDEX "outbox_attempt_tenant_id_message_id_idx" ON "outbox_attempt"("tenant_id", "message_id");

-- CreateIndex
CREATE INDEX "exchange_tenant_id_started_at_idx" ON "exchange"("tenant_id", "started_at");

-- CreateIndex
CREATE INDEX "inbound_message_tenant_id_status_received_at_idx" ON "inbound_message"("tenant_id", "status", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "inbound_message_tenant_id_kind_external_key_key" ON "inbound_message"("tenant_id", "kind", "external_key");

-- CreateIndex
CREATE INDEX "eligibility_check_tenant_id_patient_id_checked_at_idx" ON "eligibility_check"("tenant_id", "patient_id", "checked_at");

-- CreateIndex
CREATE INDEX "consent_tenant_id_patient_id_scope_expires_at_idx" ON "consent"("tenant_id", "patient_id", "scope", "expires_at");

-- CreateIndex
CREATE INDEX "reception_tenant_id_service_date_status_idx" ON "reception"("tenant_id", "service_date", "status");

-- CreateIndex
CREATE UNIQUE INDEX "reception_tenant_id_service_date_number_key" ON "reception"("tenant_id", "service_date", "number");

-- AddForeignKey
ALTER TABLE "encounter" ADD CONSTRAINT "encounter_tenant_id_patient_id_fkey" FOREIGN KEY ("tenant_id", "patient_id") REFERENCES "patient"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "encounter" ADD CONSTRAINT "encounter_tenant_id_reception_id_fkey" FOREIGN KEY ("tenant_id", "reception_id") REFERENCES "reception"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "encounter_draft" ADD CONSTRAINT "encounter_draft_tenant_id_encounter_id_fkey" FOREIGN KEY ("tenant_id", "encounter_id") REFERENCES "encounter"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clinical_note" ADD CONSTRAINT "clinical_note_tenant_id_encounter_id_fkey" FOREIGN KEY ("tenant_id", "encounter_id") REFERENCES "encounter"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "condition" ADD CONSTRAINT "condition_management_no_fkey" FOREIGN KEY ("management_no") REFERENCES "master"."disease"("management_no") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "observation" ADD CONSTRAINT "observation_jlac10_fkey" FOREIGN KEY ("jlac10") REFERENCES "master"."lab_item"("jlac10") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff" ADD CONSTRAINT "staff_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff" ADD CONSTRAINT "staff_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "identity"."account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patient" ADD CONSTRAINT "patient_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "coverage" ADD CONSTRAINT "coverage_tenant_id_patient_id_fkey" FOREIGN KEY ("tenant_id", "patient_id") REFERENCES "patient"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "public_subsidy" ADD CONSTRAINT "public_subsidy_tenant_id_patient_id_fkey" FOREIGN KEY ("tenant_id", "patient_id") REFERENCES "patient"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity"."auth_session" ADD CONSTRAINT "auth_session_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "identity"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."drug_default" ADD CONSTRAINT "drug_default_yj_code_fkey" FOREIGN KEY ("yj_code") REFERENCES "master"."drug"("yj_code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."drug_default" ADD CONSTRAINT "drug_default_usage_code_fkey" FOREIGN KEY ("usage_code") REFERENCES "master"."usage_code"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prescription" ADD CONSTRAINT "prescription_tenant_id_encounter_id_fkey" FOREIGN KEY ("tenant_id", "encounter_id") REFERENCES "encounter"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prescription_item" ADD CONSTRAINT "prescription_item_tenant_id_prescription_id_fkey" FOREIGN KEY ("tenant_id", "prescription_id") REFERENCES "prescription"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prescription_item" ADD CONSTRAINT "prescription_item_yj_code_fkey" FOREIGN KEY ("yj_code") REFERENCES "master"."drug"("yj_code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prescription_item" ADD CONSTRAINT "prescription_item_usage_code_fkey" FOREIGN KEY ("usage_code") REFERENCES "master"."usage_code"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prescription_state" ADD CONSTRAINT "prescription_state_tenant_id_prescription_id_fkey" FOREIGN KEY ("tenant_id", "prescription_id") REFERENCES "prescription"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prescription_event" ADD CONSTRAINT "prescription_event_tenant_id_prescription_id_fkey" FOREIGN KEY ("tenant_id", "prescription_id") REFERENCES "prescription"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signed_document" ADD CONSTRAINT "signed_document_tenant_id_prescription_id_fkey" FOREIGN KEY ("tenant_id", "prescription_id") REFERENCES "prescription"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "safety_alert" ADD CONSTRAINT "safety_alert_tenant_id_check_id_fkey" FOREIGN KEY ("tenant_id", "check_id") REFERENCES "safety_check"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drug_favourite" ADD CONSTRAINT "drug_favourite_tenant_id_staff_id_fkey" FOREIGN KEY ("tenant_id", "staff_id") REFERENCES "staff"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drug_favourite" ADD CONSTRAINT "drug_favourite_yj_code_fkey" FOREIGN KEY ("yj_code") REFERENCES "master"."drug"("yj_code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drug_favourite" ADD CONSTRAINT "drug_favourite_usage_code_fkey" FOREIGN KEY ("usage_code") REFERENCES "master"."usage_code"("code") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signing_session" ADD CONSTRAINT "signing_session_tenant_id_staff_id_fkey" FOREIGN KEY ("tenant_id", "staff_id") REFERENCES "staff"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outbox_attempt" ADD CONSTRAINT "outbox_attempt_tenant_id_message_id_fkey" FOREIGN KEY ("tenant_id", "message_id") REFERENCES "outbox_message"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reception" ADD CONSTRAINT "reception_tenant_id_patient_id_fkey" FOREIGN KEY ("tenant_id", "patient_id") REFERENCES "patient"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
