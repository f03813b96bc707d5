-- Documents that a clinic writes and receives, and what the national sharing service knows of it.
-- AlterTable
ALTER TABLE "observation" ADD COLUMN     "absent_reason" TEXT,
ADD COLUMN     "comparator" TEXT,
ADD COLUMN     "local_code" TEXT,
ADD COLUMN     "long_term" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "report_id" UUID,
ADD COLUMN     "specimen" TEXT,
ADD COLUMN     "status" TEXT NOT NULL DEFAULT 'final',
ADD COLUMN     "value_code" TEXT;

-- AlterTable
ALTER TABLE "clinic_settings" ADD COLUMN     "bed_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "shares_information" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "document_draft" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "encounter_id" UUID,
    "kind" TEXT NOT NULL,
    "reply_to_id" UUID,
    "content" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by_id" UUID NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_draft_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "document_attachment" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "document_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "sha256" BYTEA NOT NULL,
    "added_by_id" UUID NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_attachment_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "clinical_document" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "document_id" UUID NOT NULL,
    "version_no" INTEGER NOT NULL,
    "patient_id" UUID NOT NULL,
    "encounter_id" UUID,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "issued_on" DATE NOT NULL,
    "doctor_id" UUID NOT NULL,
    "receiver_code" TEXT,
    "receiver_name" TEXT,
    "reply_to_id" UUID,
    "record" JSONB NOT NULL,
    "reason" TEXT,
    "entered_in_error" BOOLEAN NOT NULL DEFAULT false,
    "confirmed_by_id" UUID NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "clinical_document_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "document_signature" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "xml" BYTEA NOT NULL,
    "xml_sha256" BYTEA NOT NULL,
    "signer_name" TEXT NOT NULL,
    "certificate_serial" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "report" JSONB,
    "signed_by_id" UUID NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "document_signature_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "lab_report" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "encounter_id" UUID,
    "doctor_id" UUID NOT NULL,
    "order_number" TEXT,
    "collected_on" DATE NOT NULL,
    "collected_at" TIMESTAMPTZ(3),
    "department_code" CHAR(2) NOT NULL,
    "reported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lab_report_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "master"."facility" (
    "institution_code" CHAR(10) NOT NULL,
    "name" TEXT NOT NULL,
    "name_kana" TEXT,
    "postal_code" TEXT,
    "address" TEXT,
    "phone" TEXT,
    "departments" TEXT[],
    "edition" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,

    CONSTRAINT "facility_pkey" PRIMARY KEY ("institution_code")
);

-- CreateTable
CREATE TABLE "master"."checkup_item" (
    "code" CHAR(17) NOT NULL,
    "code_system" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "is_question" BOOLEAN NOT NULL,
    "value_type" TEXT NOT NULL,
    "unit" TEXT,
    "ucum" TEXT,
    "choice_table" TEXT,
    "group_code" TEXT,
    "sort_no" INTEGER NOT NULL,
    "edition" TEXT NOT NULL,

    CONSTRAINT "checkup_item_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "master"."checkup_choice" (
    "table_no" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "ordinal" INTEGER,

    CONSTRAINT "checkup_choice_pkey" PRIMARY KEY ("table_no","code")
);

-- CreateTable
CREATE TABLE "report_unit" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "source_id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "standing" TEXT NOT NULL DEFAULT 'none',
    "insured_id" TEXT,
    "birth_date" DATE,
    "content_sha256" BYTEA,
    "acknowledgement_id" TEXT,
    "registered_at" TIMESTAMPTZ(3),
    "wanted_revision" INTEGER NOT NULL DEFAULT 1,
    "sent_revision" INTEGER NOT NULL DEFAULT 0,
    "wanted_since" TIMESTAMPTZ(3),
    "wanted" BOOLEAN NOT NULL DEFAULT true,
    "referral_state" TEXT,
    "referral_asked_at" TIMESTAMPTZ(3),
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "report_unit_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "report_unit_send" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "unit_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "outbox_message_id" UUID,
    "operation" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "content" BYTEA,
    "outcome" TEXT NOT NULL,
    "issues" JSONB,
    "entries" JSONB,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "report_unit_send_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "sharing_preference" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "shares" BOOLEAN NOT NULL,
    "reason" TEXT NOT NULL,
    "recorded_by_id" UUID NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sharing_preference_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "patient_merge" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "from_id" UUID NOT NULL,
    "into_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "merged_by_id" UUID NOT NULL,
    "merged_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "patient_merge_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "received_document" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "sender_code" TEXT NOT NULL,
    "sender_name" TEXT NOT NULL,
    "person" JSONB NOT NULL,
    "insured_id" TEXT NOT NULL,
    "issued_on" DATE NOT NULL,
    "noticed_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "patient_id" UUID,
    "content" BYTEA,
    "content_sha256" BYTEA,
    "fetched_at" TIMESTAMPTZ(3),
    "opened_by_id" UUID,
    "opened_at" TIMESTAMPTZ(3),
    "accepted_by_id" UUID,
    "accepted_at" TIMESTAMPTZ(3),
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "received_document_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "shared_information" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "consent_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "facility_code" TEXT NOT NULL,
    "facility_name" TEXT NOT NULL,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "content" BYTEA NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shared_information_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "import_provenance" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "encounter_id" UUID,
    "target_kind" TEXT NOT NULL,
    "target_id" UUID NOT NULL,
    "received_document_id" UUID,
    "identifier" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "facility_name" TEXT NOT NULL,
    "imported_by_id" UUID NOT NULL,
    "imported_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "import_provenance_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "document_draft_tenant_id_patient_id_updated_at_idx" ON "document_draft"("tenant_id", "patient_id", "updated_at");

-- CreateIndex
CREATE INDEX "document_attachment_tenant_id_document_id_idx" ON "document_attachment"("tenant_id", "document_id");

-- CreateIndex
CREATE INDEX "clinical_document_tenant_id_patient_id_issued_on_idx" ON "clinical_document"("tenant_id", "patient_id", "issued_on");

-- CreateIndex
CREATE INDEX "clinical_document_tenant_id_confirmed_at_idx" ON "clinical_document"("tenant_id", "confirmed_at");

-- CreateIndex
CREATE UNIQUE INDEX "clinical_document_tenant_id_document_id_version_no_key" ON "clinical_document"("tenant_id", "document_id", "version_no");

-- CreateIndex
CREATE INDEX "document_signature_tenant_id_version_id_idx" ON "document_signature"("tenant_id", "version_id");

-- CreateIndex
CREATE INDEX "lab_report_tenant_id_patient_id_collected_on_idx" ON "lab_report"("tenant_id", "patient_id", "collected_on");

-- CreateIndex
CREATE INDEX "facility_name_idx" ON "master"."facility"("name");

-- CreateIndex
CREATE INDEX "report_unit_tenant_id_patient_id_idx" ON "report_unit"("tenant_id", "patient_id");

-- CreateIndex
CREATE UNIQUE INDEX "report_unit_tenant_id_kind_source_id_key" ON "report_unit"("tenant_id", "kind", "source_id");

-- CreateIndex
CREATE UNIQUE INDEX "report_unit_tenant_id_identifier_key" ON "report_unit"("tenant_id", "identifier");

-- CreateIndex
CREATE INDEX "report_unit_send_tenant_id_unit_id_sent_at_idx" ON "report_unit_send"("tenant_id", "unit_id", "sent_at");

-- CreateIndex
CREATE INDEX "report_unit_send_tenant_id_sent_at_idx" ON "report_unit_send"("tenant_id", "sent_at");

-- CreateIndex
CREATE INDEX "sharing_preference_tenant_id_patient_id_recorded_at_idx" ON "sharing_preference"("tenant_id", "patient_id", "recorded_at");

-- CreateIndex
CREATE INDEX "patient_merge_tenant_id_into_id_idx" ON "patient_merge"("tenant_id", "into_id");

-- CreateIndex
CREATE UNIQUE INDEX "patient_merge_tenant_id_from_id_key" ON "patient_merge"("tenant_id", "from_id");

-- CreateIndex
CREATE INDEX "received_document_tenant_id_state_noticed_at_idx" ON "received_document"("tenant_id", "state", "noticed_at");

-- CreateIndex
CREATE INDEX "received_document_tenant_id_patient_id_idx" ON "received_document"("tenant_id", "patient_id");

-- CreateIndex
CREATE UNIQUE INDEX "received_document_tenant_id_identifier_revision_key" ON "received_document"("tenant_id", "identifier", "revision");

-- CreateIndex
CREATE INDEX "shared_information_tenant_id_patient_id_expires_at_idx" ON "shared_information"("tenant_id", "patient_id", "expires_at");

-- CreateIndex
CREATE INDEX "import_provenance_tenant_id_patient_id_idx" ON "import_provenance"("tenant_id", "patient_id");

-- CreateIndex
CREATE UNIQUE INDEX "import_provenance_tenant_id_patient_id_target_kind_identifi_key" ON "import_provenance"("tenant_id", "patient_id", "target_kind", "identifier", "reference");

-- ---------------------------------------------------------------------------------------------------------
-- Of one clinic. What is confirmed, sent or taken over is added and never changed.
-- ---------------------------------------------------------------------------------------------------------
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['document_draft', 'document_attachment', 'clinical_document', 'document_signature', 'lab_report', 'report_unit',
    'report_unit_send', 'sharing_preference', 'patient_merge', 'received_document', 'shared_information', 'import_provenance']
  LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_is_current ON public.%I
         USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
         WITH CHECK (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['clinical_document', 'document_signature', 'lab_report', 'report_unit_send', 'sharing_preference',
    'patient_merge', 'import_provenance']
  LOOP
    EXECUTE format('GRANT SELECT, INSERT ON public.%I TO shirube_app', name);
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON public.%I
                      FOR EACH ROW EXECUTE FUNCTION ops.refuse_change()', name);
    EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON public.%I
                      FOR EACH STATEMENT EXECUTE FUNCTION ops.refuse_change()', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON document_draft TO shirube_app;
GRANT SELECT, INSERT, DELETE ON document_attachment TO shirube_app;
GRANT SELECT, INSERT, UPDATE ON report_unit TO shirube_app;
GRANT SELECT, INSERT, UPDATE (state, patient_id, content, content_sha256, fetched_at, opened_by_id, opened_at, accepted_by_id, accepted_at, row_version)
  ON received_document TO shirube_app;
GRANT SELECT, INSERT, DELETE ON shared_information TO shirube_app;
GRANT SELECT ON master.facility, master.checkup_item, master.checkup_choice TO shirube_app;

-- A file is changed by nobody, and taken away only while no version of its document has been confirmed.
CREATE FUNCTION ops.keep_attachment() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF TG_OP = 'UPDATE' OR EXISTS (SELECT 1 FROM public.clinical_document d WHERE d.tenant_id = OLD.tenant_id AND d.document_id = OLD.document_id)
  THEN RAISE EXCEPTION 'an attachment of a confirmed document stays' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
REVOKE ALL ON FUNCTION ops.keep_attachment() FROM PUBLIC;
CREATE TRIGGER keep_attachment BEFORE UPDATE OR DELETE ON document_attachment FOR EACH ROW EXECUTE FUNCTION ops.keep_attachment();

-- 6情報 of others: not readable after the consent has ended, whoever asks and however. Removing what has expired is the one thing that is
-- done to such rows, by a round that says so (app.removing_expired) and can then touch no other row.
CREATE POLICY consent_lasts ON shared_information AS RESTRICTIVE FOR SELECT USING (expires_at > clock_timestamp());
CREATE POLICY removed_when_expired ON shared_information AS RESTRICTIVE FOR DELETE
  USING ((expires_at > clock_timestamp()) <> (coalesce(current_setting('app.removing_expired', true), '') = 'on'));

-- The patient is the visit's, the version's and the document's; whoever is named works in this clinic.
ALTER TABLE lab_report ADD CONSTRAINT lab_report_patient_key UNIQUE (tenant_id, id, patient_id);
ALTER TABLE clinical_document ADD CONSTRAINT clinical_document_patient_key UNIQUE (tenant_id, id, patient_id);
ALTER TABLE report_unit ADD CONSTRAINT report_unit_patient_key UNIQUE (tenant_id, id, patient_id);
ALTER TABLE observation ADD CONSTRAINT observation_report_patient
  FOREIGN KEY (tenant_id, report_id, patient_id) REFERENCES lab_report (tenant_id, id, patient_id);
ALTER TABLE document_signature ADD CONSTRAINT document_signature_version_patient
  FOREIGN KEY (tenant_id, version_id, patient_id) REFERENCES clinical_document (tenant_id, id, patient_id);
ALTER TABLE report_unit_send ADD CONSTRAINT report_unit_send_unit_patient
  FOREIGN KEY (tenant_id, unit_id, patient_id) REFERENCES report_unit (tenant_id, id, patient_id);
ALTER TABLE import_provenance ADD CONSTRAINT import_provenance_document
  FOREIGN KEY (tenant_id, received_document_id) REFERENCES received_document (tenant_id, id);
ALTER TABLE clinical_document ADD CONSTRAINT clinical_document_reply_to
  FOREIGN KEY (tenant_id, reply_to_id) REFERENCES received_document (tenant_id, id);
ALTER TABLE document_draft ADD CONSTRAINT document_draft_reply_to
  FOREIGN KEY (tenant_id, reply_to_id) REFERENCES received_document (tenant_id, id);
ALTER TABLE shared_information ADD CONSTRAINT shared_information_consent
  FOREIGN KEY (tenant_id, consent_id) REFERENCES consent (tenant_id, id);
ALTER TABLE patient_merge ADD CONSTRAINT patient_merge_from FOREIGN KEY (tenant_id, from_id) REFERENCES patient (tenant_id, id);
ALTER TABLE patient_merge ADD CONSTRAINT patient_merge_into FOREIGN KEY (tenant_id, into_id) REFERENCES patient (tenant_id, id);
ALTER TABLE patient_merge ADD CONSTRAINT patient_merge_of_two CHECK (from_id <> into_id);
DO $$
DECLARE spec text; parts text[];
BEGIN
  FOREACH spec IN ARRAY ARRAY['document_draft', 'document_attachment', 'clinical_document', 'document_signature', 'lab_report', 'report_unit',
    'report_unit_send', 'sharing_preference', 'received_document', 'shared_information', 'import_provenance']
  LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (tenant_id, patient_id) REFERENCES patient (tenant_id, id)',
      spec, spec || '_patient');
  END LOOP;
  FOREACH spec IN ARRAY ARRAY['document_draft', 'clinical_document', 'lab_report', 'import_provenance']
  LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (tenant_id, encounter_id, patient_id) REFERENCES encounter (tenant_id, id, patient_id)',
      spec, spec || '_encounter_patient');
  END LOOP;
  FOREACH spec IN ARRAY ARRAY['document_draft.created_by_id', 'document_draft.updated_by_id', 'document_attachment.added_by_id',
    'clinical_document.doctor_id', 'clinical_document.confirmed_by_id', 'document_signature.signed_by_id', 'lab_report.doctor_id',
    'sharing_preference.recorded_by_id', 'patient_merge.merged_by_id', 'received_document.opened_by_id', 'received_document.accepted_by_id',
    'import_provenance.imported_by_id']
  LOOP
    parts := string_to_array(spec, '.');
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (tenant_id, %I) REFERENCES staff (tenant_id, id)',
      parts[1], parts[1] || '_' || parts[2] || '_staff', parts[2]);
  END LOOP;
END $$;

ALTER TABLE document_draft ADD CONSTRAINT document_draft_kind CHECK (kind IN ('referral', 'reply', 'discharge_summary', 'checkup', 'care_summary'));
ALTER TABLE clinical_document ADD CONSTRAINT clinical_document_kind CHECK (kind IN ('referral', 'reply', 'discharge_summary', 'checkup', 'care_summary'));
ALTER TABLE clinical_document ADD CONSTRAINT clinical_document_reason CHECK ((version_no = 1) = (reason IS NULL));
ALTER TABLE report_unit ADD CONSTRAINT report_unit_kind CHECK (kind IN ('Condition', 'AllergyIntolerance', 'Observation', 'referral', 'checkup', 'care_summary'));
ALTER TABLE report_unit ADD CONSTRAINT report_unit_identifier CHECK (identifier ~ '^[0-4][0-9][1-3][0-9]{7}\^20[2-3][0-9]\^[A-Za-z0-9-]{1,36}$');
ALTER TABLE report_unit ADD CONSTRAINT report_unit_standing CHECK (standing IN ('none', 'registered', 'cancelled'));
ALTER TABLE report_unit_send ADD CONSTRAINT report_unit_send_outcome
  CHECK (operation IN ('register', 'update', 'cancel') AND outcome IN ('accepted', 'refused', 'invalid', 'unknown', 'unreachable'));
ALTER TABLE received_document ADD CONSTRAINT received_document_state CHECK (state IN ('on_hold', 'readable', 'opened', 'accepted', 'withdrawn'));
-- accepted is accepted for somebody, and with its bytes
ALTER TABLE received_document ADD CONSTRAINT received_document_accepted
  CHECK (state <> 'accepted' OR num_nonnulls(patient_id, content, accepted_by_id, accepted_at) = 4);
ALTER TABLE shared_information ADD CONSTRAINT shared_information_scope CHECK (scope IN ('sharedDiagnoses', 'sharedClinical'));
ALTER TABLE observation ADD CONSTRAINT observation_status CHECK (status IN ('preliminary', 'final', 'corrected', 'registered', 'cancelled'));
ALTER TABLE clinic_settings ADD CONSTRAINT clinic_settings_beds CHECK (bed_count BETWEEN 0 AND 19);
