-- What other facilities wrote: what is read of it is kept beside it, and nothing of a service outlives the patient's consent.

-- 6情報 as they were read, so that a check of an order sees them in the one statement that it makes.
ALTER TABLE "shared_information" ADD COLUMN "reading" JSONB NOT NULL;
-- Allergies and medicines of a letter that was opened, and what could not be read of it; null until then.
ALTER TABLE "received_document" ADD COLUMN "safety_facts" JSONB;
GRANT UPDATE (kind, safety_facts) ON received_document TO shirube_app;

-- The patient's newest answer at the card reader counts: a later "no" ends an earlier "yes" at once. No answer at all is left to the
-- deadline of the row.
CREATE FUNCTION ops.taken_back(tenant uuid, patient uuid, of_scope text) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT coalesce((SELECT NOT k.given FROM public.consent k
                    WHERE k.tenant_id = tenant AND k.patient_id = patient AND k.scope = of_scope
                    ORDER BY k.given_at DESC, k.id DESC LIMIT 1), false)
$$;
REVOKE ALL ON FUNCTION ops.taken_back(uuid, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ops.taken_back(uuid, uuid, text) TO shirube_app;

DROP POLICY consent_lasts ON shared_information;
DROP POLICY removed_when_expired ON shared_information;
CREATE POLICY consent_lasts ON shared_information AS RESTRICTIVE FOR SELECT
  USING (expires_at > clock_timestamp() AND NOT ops.taken_back(tenant_id, patient_id, scope));
CREATE POLICY removed_when_expired ON shared_information AS RESTRICTIVE FOR DELETE
  USING ((expires_at > clock_timestamp() AND NOT ops.taken_back(tenant_id, patient_id, scope))
         <> (coalesce(current_setting('app.removing_expired', true), '') = 'on'));

-- The same for medicines that a service told; what a person entered by hand is the clinic's own and stays.
CREATE POLICY consent_lasts ON external_medication AS RESTRICTIVE FOR SELECT
  USING (entered_by_id IS NOT NULL OR (expires_at > clock_timestamp() AND NOT ops.taken_back(tenant_id, patient_id, 'medication')));
CREATE POLICY removed_when_expired ON external_medication AS RESTRICTIVE FOR DELETE
  USING ((entered_by_id IS NOT NULL OR (expires_at > clock_timestamp() AND NOT ops.taken_back(tenant_id, patient_id, 'medication')))
         <> (coalesce(current_setting('app.removing_expired', true), '') = 'on'));

-- A letter of which a newer edition came, or that was withdrawn, keeps its bytes for the record of what was read, and is shown no more
-- unless it had been accepted.
CREATE INDEX "received_document_tenant_id_identifier_idx" ON "received_document"("tenant_id", "identifier");
