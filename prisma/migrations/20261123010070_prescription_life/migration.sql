-- The life of a prescription: a change that a pharmacy was quicker than ends, and the prescription may be changed again.
DROP INDEX prescription_superseded_once;
CREATE INDEX prescription_supersedes ON prescription (tenant_id, supersedes_id) WHERE supersedes_id IS NOT NULL;
-- One version at a time takes another's place. The state of the replaced one is the lock.
CREATE FUNCTION ops.keep_one_successor() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  PERFORM 1 FROM public.prescription_state WHERE tenant_id = NEW.tenant_id AND prescription_id = NEW.supersedes_id FOR UPDATE;
  IF EXISTS (SELECT 1 FROM public.prescription rx
               JOIN public.prescription_state st ON st.tenant_id = rx.tenant_id AND st.prescription_id = rx.id
              WHERE rx.tenant_id = NEW.tenant_id AND rx.supersedes_id = NEW.supersedes_id AND st.status NOT IN ('cancelled', 'superseded'))
  THEN RAISE EXCEPTION 'prescription % is being replaced already', NEW.supersedes_id USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION ops.keep_one_successor() FROM PUBLIC;
CREATE TRIGGER keep_one_successor BEFORE INSERT ON prescription FOR EACH ROW
  WHEN (NEW.supersedes_id IS NOT NULL) EXECUTE FUNCTION ops.keep_one_successor();

-- What a pharmacy reported and nobody can be sure whose it is: kept apart from every patient until a person has looked at it.
CREATE TABLE "dispensing_quarantine" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "prescription_external_id" TEXT NOT NULL,
    "pharmacy_name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "xml" BYTEA NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_by_id" UUID,
    "closed_at" TIMESTAMPTZ(3),
    "note" TEXT,

    CONSTRAINT "dispensing_quarantine_pkey" PRIMARY KEY ("tenant_id","id")
);
CREATE UNIQUE INDEX "dispensing_quarantine_tenant_id_prescription_external_id_ex_key" ON "dispensing_quarantine"("tenant_id", "prescription_external_id", "external_id");
ALTER TABLE dispensing_quarantine ENABLE ROW LEVEL SECURITY;
ALTER TABLE dispensing_quarantine FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_is_current ON dispensing_quarantine
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE (closed_by_id, closed_at, note) ON dispensing_quarantine TO shirube_app;
ALTER TABLE dispensing_quarantine ADD CONSTRAINT dispensing_quarantine_closed_by_id_staff
  FOREIGN KEY (tenant_id, closed_by_id) REFERENCES staff (tenant_id, id);
ALTER TABLE dispensing_quarantine ADD CONSTRAINT dispensing_quarantine_closed
  CHECK (num_nonnulls(closed_by_id, closed_at, note) IN (0, 3));
