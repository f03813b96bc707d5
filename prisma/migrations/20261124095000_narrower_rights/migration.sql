-- What may change of the rows of sharing, and nothing besides: whose a row is, what it is made from and under which number it is known stays.
REVOKE UPDATE ON report_unit FROM shirube_app;
GRANT UPDATE (standing, insured_id, birth_date, content_sha256, acknowledgement_id, registered_at, wanted_revision, sent_revision, wanted_at,
              wanted_since, wanted, withdrawn_by_id, withdrawn_at, withdrawn_reason, responsible_id, sending_token, sending_message_id,
              sending_until, referral_state, referral_asked_at, row_version) ON report_unit TO shirube_app;
REVOKE UPDATE ON document_draft FROM shirube_app;
GRANT UPDATE (content, revision, updated_by_id, updated_at) ON document_draft TO shirube_app;
-- what a service told is fetched anew and never changed; of what was entered by hand its days may be (facts/external.ts)
REVOKE UPDATE ON external_medication FROM shirube_app;
GRANT UPDATE (days, expires_at) ON external_medication TO shirube_app;
CREATE FUNCTION ops.keep_external() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION 'what a service told ends with the consent' USING ERRCODE = 'restrict_violation';
END $$;
REVOKE ALL ON FUNCTION ops.keep_external() FROM PUBLIC;
CREATE TRIGGER keep_external BEFORE UPDATE ON external_medication
  FOR EACH ROW WHEN (OLD.entered_by_id IS NULL) EXECUTE FUNCTION ops.keep_external();

-- A letter keeps the bytes it arrived with; once accepted it stays accepted, and with the patient it was accepted for.
CREATE FUNCTION ops.keep_letter() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION 'a letter keeps its bytes, and its patient once it was accepted' USING ERRCODE = 'restrict_violation';
END $$;
REVOKE ALL ON FUNCTION ops.keep_letter() FROM PUBLIC;
CREATE TRIGGER keep_letter BEFORE UPDATE ON received_document FOR EACH ROW
  WHEN ((OLD.content IS NOT NULL AND NEW.content IS DISTINCT FROM OLD.content)
        OR (OLD.state = 'accepted' AND (NEW.state, NEW.patient_id) IS DISTINCT FROM (OLD.state, OLD.patient_id)))
  EXECUTE FUNCTION ops.keep_letter();
