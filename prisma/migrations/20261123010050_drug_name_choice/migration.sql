-- Whether drugs are written by product or by 一般名: a doctor's choice, or the clinic's.
-- CreateTable
CREATE TABLE "drug_name_choice" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "staff_id" UUID,
    "choice" TEXT NOT NULL,

    CONSTRAINT "drug_name_choice_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "drug_name_choice_tenant_id_staff_id_key" ON "drug_name_choice"("tenant_id", "staff_id");

CREATE UNIQUE INDEX drug_name_choice_of_clinic ON drug_name_choice (tenant_id) WHERE staff_id IS NULL;
ALTER TABLE drug_name_choice ADD CONSTRAINT drug_name_choice_choice CHECK (choice IN ('brand', 'generic'));
ALTER TABLE drug_name_choice ADD CONSTRAINT drug_name_choice_staff_id_staff
  FOREIGN KEY (tenant_id, staff_id) REFERENCES staff (tenant_id, id);
ALTER TABLE public.drug_name_choice ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.drug_name_choice FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_is_current ON public.drug_name_choice
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON public.drug_name_choice TO shirube_app;
