-- The proposals that wait, by doctor: a partial index can not look into the table of decisions.

-- CreateTable
CREATE TABLE "entry_waiting" (
    "tenant_id" UUID NOT NULL,
    "proposal_id" UUID NOT NULL,
    "on_behalf_of_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "entry_waiting_pkey" PRIMARY KEY ("tenant_id","proposal_id")
);

-- CreateIndex
CREATE INDEX "entry_waiting_tenant_id_on_behalf_of_id_due_at_idx" ON "entry_waiting"("tenant_id", "on_behalf_of_id", "due_at");

ALTER TABLE entry_waiting ENABLE ROW LEVEL SECURITY;
ALTER TABLE entry_waiting FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_is_current ON entry_waiting
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
ALTER TABLE entry_waiting ADD CONSTRAINT entry_waiting_proposal
  FOREIGN KEY (tenant_id, proposal_id) REFERENCES entry_proposal (tenant_id, id);
ALTER TABLE entry_waiting ADD CONSTRAINT entry_waiting_on_behalf_of_id_staff
  FOREIGN KEY (tenant_id, on_behalf_of_id) REFERENCES staff (tenant_id, id);
-- read by everybody, written by the triggers alone: it can not disagree with the decisions
GRANT SELECT ON entry_waiting TO shirube_app;

CREATE FUNCTION ops.keep_entry_waiting() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF TG_TABLE_NAME = 'entry_proposal' THEN
    INSERT INTO public.entry_waiting (tenant_id, proposal_id, on_behalf_of_id, due_at)
    VALUES (NEW.tenant_id, NEW.id, NEW.on_behalf_of_id, NEW.due_at);
  ELSE
    DELETE FROM public.entry_waiting WHERE tenant_id = NEW.tenant_id AND proposal_id = NEW.proposal_id;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION ops.keep_entry_waiting() FROM PUBLIC;
CREATE TRIGGER keep_entry_waiting AFTER INSERT ON entry_proposal FOR EACH ROW EXECUTE FUNCTION ops.keep_entry_waiting();
CREATE TRIGGER keep_entry_waiting AFTER INSERT ON entry_decision FOR EACH ROW EXECUTE FUNCTION ops.keep_entry_waiting();

-- what waits already; the owner is bound by row-level security, which would show it nothing
ALTER TABLE entry_proposal NO FORCE ROW LEVEL SECURITY;
ALTER TABLE entry_decision NO FORCE ROW LEVEL SECURITY;
ALTER TABLE entry_waiting NO FORCE ROW LEVEL SECURITY;
INSERT INTO entry_waiting (tenant_id, proposal_id, on_behalf_of_id, due_at)
SELECT p.tenant_id, p.id, p.on_behalf_of_id, p.due_at FROM entry_proposal p
 WHERE NOT EXISTS (SELECT 1 FROM entry_decision d WHERE d.tenant_id = p.tenant_id AND d.proposal_id = p.id);
ALTER TABLE entry_proposal FORCE ROW LEVEL SECURITY;
ALTER TABLE entry_decision FORCE ROW LEVEL SECURITY;
ALTER TABLE entry_waiting FORCE ROW LEVEL SECURITY;
