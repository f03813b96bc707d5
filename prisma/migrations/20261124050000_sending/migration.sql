-- Sending of report units: who answers for one, the revision's moment, the attempt that is under way, and why it was withdrawn.
ALTER TABLE "report_unit" ADD COLUMN     "responsible_id" UUID,
ADD COLUMN     "sending_message_id" UUID,
ADD COLUMN     "sending_token" UUID,
ADD COLUMN     "sending_until" TIMESTAMPTZ(3),
ADD COLUMN     "wanted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "withdrawn_at" TIMESTAMPTZ(3),
ADD COLUMN     "withdrawn_by_id" UUID,
ADD COLUMN     "withdrawn_reason" TEXT;

-- CreateIndex
CREATE INDEX "report_unit_tenant_id_wanted_since_idx" ON "report_unit"("tenant_id", "wanted_since");

ALTER TABLE report_unit DROP CONSTRAINT report_unit_standing;
-- unknown: a first registration was begun and its end is not known; the service is asked before anything else is done
ALTER TABLE report_unit ADD CONSTRAINT report_unit_standing CHECK (standing IN ('none', 'unknown', 'registered', 'cancelled'));
-- whoever it was begun for is known as long as it may be registered: a cancellation needs it
ALTER TABLE report_unit ADD CONSTRAINT report_unit_person
  CHECK (standing NOT IN ('unknown', 'registered') OR num_nonnulls(insured_id, birth_date) = 2);
ALTER TABLE report_unit ADD CONSTRAINT report_unit_revisions CHECK (sent_revision BETWEEN 0 AND wanted_revision);
ALTER TABLE report_unit ADD CONSTRAINT report_unit_withdrawn
  CHECK (num_nonnulls(withdrawn_at, withdrawn_by_id, withdrawn_reason) = CASE WHEN wanted THEN 0 ELSE 3 END);
ALTER TABLE report_unit ADD CONSTRAINT report_unit_responsible_id_staff FOREIGN KEY (tenant_id, responsible_id) REFERENCES staff (tenant_id, id);
ALTER TABLE report_unit ADD CONSTRAINT report_unit_withdrawn_by_id_staff FOREIGN KEY (tenant_id, withdrawn_by_id) REFERENCES staff (tenant_id, id);
