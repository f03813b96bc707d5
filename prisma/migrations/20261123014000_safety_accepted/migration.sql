-- A decision about an alert is remembered under what it was about, so that the same question is not asked at every visit.
-- AlterTable
ALTER TABLE "safety_decision" ADD COLUMN     "accept_key" TEXT;

-- CreateIndex
CREATE INDEX "safety_decision_tenant_id_patient_id_decided_at_idx" ON "safety_decision"("tenant_id", "patient_id", "decided_at");
