-- Delegated entry (代行入力): what somebody enters on a doctor's behalf waits for that doctor (docs/decisions/0011-delegated-entry.md).

-- AlterTable
ALTER TABLE "prescription" ADD COLUMN     "on_behalf_of_id" UUID;

-- CreateTable
CREATE TABLE "entry_draft" (
    "tenant_id" UUID NOT NULL,
    "reception_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "on_behalf_of_id" UUID,
    "entry_id" UUID,
    "content" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "entry_draft_pkey" PRIMARY KEY ("tenant_id","reception_id","staff_id")
);

-- CreateTable
CREATE TABLE "entry_proposal" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "entry_id" UUID NOT NULL,
    "version_no" INTEGER NOT NULL,
    "reception_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "entered_by_id" UUID NOT NULL,
    "on_behalf_of_id" UUID NOT NULL,
    "content" JSONB NOT NULL,
    "submitted_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "entry_proposal_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "entry_decision" (
    "tenant_id" UUID NOT NULL,
    "proposal_id" UUID NOT NULL,
    "entered_by_id" UUID NOT NULL,
    "on_behalf_of_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "comment" TEXT,
    "decided_by_id" UUID NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "entry_decision_pkey" PRIMARY KEY ("tenant_id","proposal_id")
);

-- CreateTable
CREATE TABLE "entry_authorship" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "proposal_id" UUID NOT NULL,
    "encounter_id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "entered_by_id" UUID NOT NULL,
    "on_behalf_of_id" UUID NOT NULL,
    "target" TEXT NOT NULL,
    "target_id" UUID,
    "part" TEXT NOT NULL,
    "kept" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "entry_authorship_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "entry_proposal_tenant_id_on_behalf_of_id_submitted_at_idx" ON "entry_proposal"("tenant_id", "on_behalf_of_id", "submitted_at");

-- CreateIndex
CREATE INDEX "entry_proposal_tenant_id_entered_by_id_submitted_at_idx" ON "entry_proposal"("tenant_id", "entered_by_id", "submitted_at");

-- CreateIndex
CREATE INDEX "entry_proposal_tenant_id_reception_id_idx" ON "entry_proposal"("tenant_id", "reception_id");

-- CreateIndex
CREATE INDEX "entry_proposal_tenant_id_patient_id_idx" ON "entry_proposal"("tenant_id", "patient_id");

-- CreateIndex
CREATE UNIQUE INDEX "entry_proposal_tenant_id_entry_id_version_no_key" ON "entry_proposal"("tenant_id", "entry_id", "version_no");

-- CreateIndex
CREATE INDEX "entry_authorship_tenant_id_encounter_id_idx" ON "entry_authorship"("tenant_id", "encounter_id");

-- AddForeignKey
ALTER TABLE "entry_decision" ADD CONSTRAINT "entry_decision_tenant_id_proposal_id_fkey" FOREIGN KEY ("tenant_id", "proposal_id") REFERENCES "entry_proposal"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- Of one clinic; what was handed over, decided and confirmed is added and never changed.
-- ---------------------------------------------------------------------------------------------------------
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['entry_draft', 'entry_proposal', 'entry_decision', 'entry_authorship']
  LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_is_current ON public.%I
         USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
         WITH CHECK (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
  END LOOP;
  GRANT SELECT, INSERT, UPDATE, DELETE ON entry_draft TO shirube_app;
  FOREACH name IN ARRAY ARRAY['entry_proposal', 'entry_decision', 'entry_authorship']
  LOOP
    EXECUTE format('GRANT SELECT, INSERT ON public.%I TO shirube_app', name);
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON public.%I
                      FOR EACH ROW EXECUTE FUNCTION ops.refuse_change()', name);
    EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON public.%I
                      FOR EACH STATEMENT EXECUTE FUNCTION ops.refuse_change()', name);
  END LOOP;
END $$;

-- The patient is the reception's and the visit's; whoever is named works in this clinic.
ALTER TABLE entry_draft ADD CONSTRAINT entry_draft_reception_patient
  FOREIGN KEY (tenant_id, reception_id, patient_id) REFERENCES reception (tenant_id, id, patient_id);
ALTER TABLE entry_proposal ADD CONSTRAINT entry_proposal_reception_patient
  FOREIGN KEY (tenant_id, reception_id, patient_id) REFERENCES reception (tenant_id, id, patient_id);
ALTER TABLE entry_proposal ADD CONSTRAINT entry_proposal_of_people UNIQUE (tenant_id, id, entered_by_id, on_behalf_of_id);
ALTER TABLE entry_proposal ADD CONSTRAINT entry_proposal_of_patient UNIQUE (tenant_id, id, patient_id);
ALTER TABLE entry_decision ADD CONSTRAINT entry_decision_people
  FOREIGN KEY (tenant_id, proposal_id, entered_by_id, on_behalf_of_id)
  REFERENCES entry_proposal (tenant_id, id, entered_by_id, on_behalf_of_id);
ALTER TABLE entry_authorship ADD CONSTRAINT entry_authorship_people
  FOREIGN KEY (tenant_id, proposal_id, entered_by_id, on_behalf_of_id)
  REFERENCES entry_proposal (tenant_id, id, entered_by_id, on_behalf_of_id);
ALTER TABLE entry_authorship ADD CONSTRAINT entry_authorship_proposal_patient
  FOREIGN KEY (tenant_id, proposal_id, patient_id) REFERENCES entry_proposal (tenant_id, id, patient_id);
ALTER TABLE entry_authorship ADD CONSTRAINT entry_authorship_encounter_patient
  FOREIGN KEY (tenant_id, encounter_id, patient_id) REFERENCES encounter (tenant_id, id, patient_id);
DO $$
DECLARE spec text; parts text[];
BEGIN
  FOREACH spec IN ARRAY ARRAY['entry_draft.staff_id', 'entry_draft.on_behalf_of_id', 'entry_proposal.entered_by_id',
    'entry_proposal.on_behalf_of_id', 'entry_decision.entered_by_id', 'entry_decision.on_behalf_of_id',
    'entry_decision.decided_by_id', 'entry_authorship.entered_by_id', 'entry_authorship.on_behalf_of_id',
    'prescription.on_behalf_of_id']
  LOOP
    parts := string_to_array(spec, '.');
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (tenant_id, %I) REFERENCES staff (tenant_id, id)',
      parts[1], parts[1] || '_' || parts[2] || '_staff', parts[2]);
  END LOOP;
END $$;

-- ---------------------------------------------------------------------------------------------------------
-- Rules that hold whoever writes: nobody enters for themselves, nobody approves for another doctor, a return says why.
-- ---------------------------------------------------------------------------------------------------------
ALTER TABLE entry_proposal ADD CONSTRAINT entry_proposal_for_somebody_else CHECK (entered_by_id <> on_behalf_of_id);
ALTER TABLE entry_proposal ADD CONSTRAINT entry_proposal_due CHECK (due_at > submitted_at);
ALTER TABLE entry_decision ADD CONSTRAINT entry_decision_by_whom CHECK (
  (kind = 'approved' AND decided_by_id = on_behalf_of_id) OR
  (kind = 'withdrawn' AND decided_by_id = entered_by_id) OR
  (kind = 'returned' AND decided_by_id <> entered_by_id AND coalesce(btrim(comment), '') <> ''));
ALTER TABLE entry_authorship ADD CONSTRAINT entry_authorship_known CHECK (
  target IN ('note', 'condition', 'prescription') AND kept IN ('whole', 'part', 'edited', 'dropped')
  AND (kept = 'dropped') = (target_id IS NULL));
-- a confirmed row that names somebody else as its writer was confirmed by the doctor it was written for
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['clinical_note', 'condition', 'prescription']
  LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (on_behalf_of_id IS NULL
      OR (on_behalf_of_id = confirmed_by_id AND entered_by_id <> on_behalf_of_id))', name, name || '_on_behalf_of');
  END LOOP;
END $$;
