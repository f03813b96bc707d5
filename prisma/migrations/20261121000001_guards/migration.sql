-- What must never fail is enforced here and not in the application: tenancy, immutability of what is confirmed,
-- and that a row about one patient can not hang under another (docs/decisions/0006-tenancy.md).
-- Roles are created before the migrations run: shirube_owner runs this file, shirube_app serves requests,
-- shirube_queue sees the job queue, shirube_lookup owns the functions that look across clinics.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

REVOKE ALL ON SCHEMA public, identity, master, ops FROM PUBLIC;
GRANT USAGE ON SCHEMA public, identity, master, ops TO shirube_app, shirube_lookup;
GRANT USAGE ON SCHEMA ops TO shirube_queue;

-- ---------------------------------------------------------------------------------------------------------
-- 1. Who is asking. SET LOCAL in the unit of work; '' after a transaction that set it, hence nullif.
-- ---------------------------------------------------------------------------------------------------------
CREATE FUNCTION ops.current_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.tenant_id', true), '')::uuid $$;
GRANT EXECUTE ON FUNCTION ops.current_tenant() TO shirube_app, shirube_lookup;

-- ---------------------------------------------------------------------------------------------------------
-- 2. Row-level security on every clinical table, one equality each.
-- ---------------------------------------------------------------------------------------------------------
ALTER TABLE tenant ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_is_current ON tenant
  USING (id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (id = nullif(current_setting('app.tenant_id', true), '')::uuid);

DO $$
DECLARE name text;
BEGIN
  FOR name IN
    SELECT c.relname FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
       AND c.relname NOT IN ('tenant', '_prisma_migrations')
  LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_is_current ON public.%I
         USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
         WITH CHECK (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
  END LOOP;
END $$;

-- ---------------------------------------------------------------------------------------------------------
-- 3. Grants. Confirmed versions and proof can be added, never changed.
-- ---------------------------------------------------------------------------------------------------------
CREATE FUNCTION ops.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are confirmed and can not be changed or deleted', TG_TABLE_NAME
    USING ERRCODE = 'SH001';
END $$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'clinical_note', 'condition', 'allergy_intolerance', 'observation', 'prescription', 'prescription_item',
    'prescription_event', 'signed_document', 'prescription_copy', 'safety_check', 'safety_alert',
    'safety_decision', 'audit_event', 'outbox_attempt', 'exchange', 'eligibility_check', 'consent']
  LOOP
    EXECUTE format('GRANT SELECT, INSERT ON public.%I TO shirube_app', name);
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON public.%I
                      FOR EACH ROW EXECUTE FUNCTION ops.refuse_change()', name);
    EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON public.%I
                      FOR EACH STATEMENT EXECUTE FUNCTION ops.refuse_change()', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['tenant', 'staff', 'patient', 'coverage', 'public_subsidy', 'reception', 'encounter',
    'prescription_state', 'signing_session']
  LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON public.%I TO shirube_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['encounter_draft', 'drug_favourite', 'external_medication']
  LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO shirube_app', name);
  END LOOP;
END $$;

-- What arrived and what must leave keep their content; only how far they have come may change.
GRANT SELECT, INSERT, UPDATE (status, reason, patient_id, reception_id, handled_by_id, handled_at, row_version)
  ON inbound_message TO shirube_app;
GRANT SELECT, INSERT, UPDATE (state, attempts, last_error, delivered_at, row_version)
  ON outbox_message TO shirube_app;

GRANT SELECT ON ALL TABLES IN SCHEMA master TO shirube_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ops.worker_heartbeat TO shirube_app, shirube_queue;

-- ---------------------------------------------------------------------------------------------------------
-- 4. Reference keys that carry tenant AND patient: a row of one patient can not point into another's chart.
-- ---------------------------------------------------------------------------------------------------------
ALTER TABLE reception ADD CONSTRAINT reception_of_patient UNIQUE (tenant_id, id, patient_id);
ALTER TABLE encounter ADD CONSTRAINT encounter_of_patient UNIQUE (tenant_id, id, patient_id);
ALTER TABLE prescription ADD CONSTRAINT prescription_of_patient UNIQUE (tenant_id, id, patient_id);
ALTER TABLE safety_check ADD CONSTRAINT safety_check_of_patient UNIQUE (tenant_id, id, patient_id);

ALTER TABLE encounter ADD CONSTRAINT encounter_reception_patient
  FOREIGN KEY (tenant_id, reception_id, patient_id) REFERENCES reception (tenant_id, id, patient_id);
ALTER TABLE prescription_item ADD CONSTRAINT prescription_item_prescription_patient
  FOREIGN KEY (tenant_id, prescription_id, patient_id) REFERENCES prescription (tenant_id, id, patient_id);

DO $$
DECLARE spec text; parts text[];
BEGIN
  -- rows of a visit belong to the visit's patient
  FOREACH spec IN ARRAY ARRAY['encounter_draft', 'clinical_note', 'condition', 'allergy_intolerance',
    'prescription', 'safety_check', 'safety_decision', 'observation']
  LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (tenant_id, encounter_id, patient_id)
                      REFERENCES encounter (tenant_id, id, patient_id)', spec, spec || '_encounter_patient');
  END LOOP;
  -- rows about a patient name a patient of the same clinic
  FOREACH spec IN ARRAY ARRAY['condition', 'allergy_intolerance', 'observation', 'external_medication',
    'eligibility_check', 'consent', 'inbound_message', 'audit_event', 'outbox_message', 'exchange', 'prescription',
    'clinical_note']
  LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (tenant_id, patient_id)
                      REFERENCES patient (tenant_id, id)', spec, spec || '_patient');
  END LOOP;
  -- who did it is a member of the same clinic
  FOREACH spec IN ARRAY ARRAY[
    'clinical_note.entered_by_id', 'clinical_note.on_behalf_of_id', 'clinical_note.confirmed_by_id',
    'condition.entered_by_id', 'condition.on_behalf_of_id', 'condition.confirmed_by_id',
    'allergy_intolerance.entered_by_id', 'allergy_intolerance.on_behalf_of_id', 'allergy_intolerance.confirmed_by_id',
    'prescription.entered_by_id', 'prescription.confirmed_by_id', 'prescription.doctor_id',
    'encounter.doctor_id', 'encounter_draft.updated_by_id', 'reception.received_by_id',
    'prescription_event.actor_id', 'signed_document.signed_by_id', 'safety_check.performed_by_id',
    'safety_decision.decided_by_id', 'audit_event.actor_id', 'audit_event.on_behalf_of_id',
    'outbox_message.created_by_id', 'exchange.actor_id', 'inbound_message.handled_by_id',
    'eligibility_check.checked_by_id', 'consent.recorded_by_id']
  LOOP
    parts := string_to_array(spec, '.');
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (tenant_id, %I) REFERENCES staff (tenant_id, id)',
      parts[1], parts[1] || '_' || parts[2] || '_staff', parts[2]);
  END LOOP;
END $$;

ALTER TABLE prescription_copy ADD CONSTRAINT prescription_copy_prescription
  FOREIGN KEY (tenant_id, prescription_id) REFERENCES prescription (tenant_id, id);
ALTER TABLE prescription ADD CONSTRAINT prescription_supersedes
  FOREIGN KEY (tenant_id, supersedes_id, patient_id) REFERENCES prescription (tenant_id, id, patient_id);
ALTER TABLE eligibility_check ADD CONSTRAINT eligibility_check_inbound
  FOREIGN KEY (tenant_id, inbound_message_id) REFERENCES inbound_message (tenant_id, id);
ALTER TABLE consent ADD CONSTRAINT consent_eligibility_check
  FOREIGN KEY (tenant_id, eligibility_check_id) REFERENCES eligibility_check (tenant_id, id);
ALTER TABLE reception ADD CONSTRAINT reception_eligibility_check
  FOREIGN KEY (tenant_id, eligibility_check_id) REFERENCES eligibility_check (tenant_id, id);
ALTER TABLE inbound_message ADD CONSTRAINT inbound_message_reception
  FOREIGN KEY (tenant_id, reception_id) REFERENCES reception (tenant_id, id);
ALTER TABLE observation ADD CONSTRAINT observation_replaces
  FOREIGN KEY (tenant_id, replaces_id) REFERENCES observation (tenant_id, id);

-- ---------------------------------------------------------------------------------------------------------
-- 5. Rules a row must keep whoever writes it.
-- ---------------------------------------------------------------------------------------------------------
-- A first version needs no reason; every later one does.
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['clinical_note', 'condition', 'allergy_intolerance']
  LOOP
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (
      (version_no = 1 AND kind = ''initial'') OR
      (version_no > 1 AND kind <> ''initial'' AND coalesce(btrim(reason), '''') <> ''''))', name, name || '_version_reason');
  END LOOP;
END $$;
ALTER TABLE patient ADD CONSTRAINT patient_kana_present CHECK (kana_key <> '');
ALTER TABLE prescription_item ADD CONSTRAINT prescription_item_positive CHECK (dose > 0 AND quantity > 0);
ALTER TABLE prescription_item ADD CONSTRAINT prescription_item_period CHECK (period_to >= period_from);
ALTER TABLE consent ADD CONSTRAINT consent_window CHECK (expires_at > given_at);
ALTER TABLE safety_check ADD CONSTRAINT safety_check_reason CHECK (outcome <> 'could_not_check' OR coalesce(reason, '') <> '');
ALTER TABLE inbound_message ADD CONSTRAINT inbound_message_one_place CHECK (
  (status IN ('matched', 'candidate') AND patient_id IS NOT NULL) OR
  (status IN ('quarantined', 'rejected') AND coalesce(reason, '') <> '') OR status = 'received');

-- ---------------------------------------------------------------------------------------------------------
-- 6. Search. LIKE is not leakproof and would not use an index below a policy; ranges are (docs/architecture.md).
-- ---------------------------------------------------------------------------------------------------------
CREATE INDEX patient_kana_range ON patient (tenant_id, kana_key text_pattern_ops);
CREATE INDEX drug_search_range ON master.drug (search_key text_pattern_ops);
CREATE INDEX drug_search_inside ON master.drug USING gin (search_key gin_trgm_ops);
CREATE INDEX disease_search_inside ON master.disease USING gin (search_key gin_trgm_ops);
CREATE INDEX allergen_search_inside ON master.allergen USING gin (search_key gin_trgm_ops);

-- ---------------------------------------------------------------------------------------------------------
-- 7. Sign-in. Accounts and sessions are reached through these functions only.
-- ---------------------------------------------------------------------------------------------------------
GRANT SELECT ON identity.account TO shirube_lookup;
GRANT SELECT, INSERT, UPDATE ON identity.auth_session TO shirube_lookup;
GRANT SELECT ON public.staff, public.tenant TO shirube_lookup;
-- The only policies that look across clinics: for a role that cannot sign in, behind the functions below.
CREATE POLICY lookup_membership ON staff FOR SELECT TO shirube_lookup USING (true);
CREATE POLICY lookup_clinic ON tenant FOR SELECT TO shirube_lookup USING (true);

CREATE FUNCTION identity.account_for_sign_in(login text)
  RETURNS TABLE (account_id uuid, password_hash text, display_name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT id, password_hash, display_name FROM identity.account
   WHERE login_id = login AND disabled_at IS NULL $$;

CREATE FUNCTION identity.open_session(account uuid, token_sha256 bytea, lifetime interval, agent text)
  RETURNS uuid LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO identity.auth_session (id, token_hash, account_id, created_at, last_seen_at, expires_at, user_agent)
  VALUES (gen_random_uuid(), token_sha256, account, now(), now(), now() + lifetime, left(agent, 300))
  RETURNING id $$;

-- One row a clinic the person works at; no row when the session is unknown, ended, idle too long or disabled.
CREATE FUNCTION identity.resolve_session(token_sha256 bytea, idle interval)
  RETURNS TABLE (session_id uuid, account_id uuid, display_name text, expires_at timestamptz,
                 tenant_id uuid, tenant_slug text, tenant_name text, staff_id uuid, role text, staff_name text,
                 licence text)
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH live AS (
    UPDATE identity.auth_session s SET last_seen_at = now()
     WHERE s.token_hash = token_sha256 AND s.revoked_at IS NULL AND s.expires_at > now()
       AND s.last_seen_at > now() - idle
    RETURNING s.id, s.account_id, s.expires_at)
  SELECT live.id, a.id, a.display_name, live.expires_at, t.id, t.slug, t.name, st.id, st.role::text,
         st.family_name || ' ' || st.given_name, st.licence
    FROM live JOIN identity.account a ON a.id = live.account_id AND a.disabled_at IS NULL
    JOIN public.staff st ON st.account_id = a.id AND st.active
    JOIN public.tenant t ON t.id = st.tenant_id
   ORDER BY t.slug $$;

CREATE FUNCTION identity.close_session(token_sha256 bytea) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE identity.auth_session SET revoked_at = now() WHERE token_hash = token_sha256 AND revoked_at IS NULL $$;

-- The worker serves every clinic, one at a time: it needs their list and nothing else of them.
CREATE FUNCTION ops.clinics() RETURNS TABLE (tenant_id uuid, institution_code text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT id, institution_code::text FROM public.tenant $$;

GRANT CREATE ON SCHEMA identity, ops TO shirube_lookup;
DO $$
DECLARE signature text;
BEGIN
  FOREACH signature IN ARRAY ARRAY[
    'identity.account_for_sign_in(text)', 'identity.open_session(uuid, bytea, interval, text)',
    'identity.resolve_session(bytea, interval)', 'identity.close_session(bytea)', 'ops.clinics()']
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO shirube_lookup', signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO shirube_app', signature);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA identity, ops FROM shirube_lookup;

-- ---------------------------------------------------------------------------------------------------------
-- 8. The outbox wakes the worker in the same transaction: what is written is on its way, what is rolled back is not.
--    One queue a clinic and kind, so that two versions of the same thing keep their order.
-- ---------------------------------------------------------------------------------------------------------
CREATE FUNCTION ops.enqueue_outbox() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM graphile_worker.add_job(
    'deliver_outbox',
    json_build_object('tenantId', NEW.tenant_id, 'messageId', NEW.id),
    queue_name := 'outbox:' || NEW.tenant_id || ':' || NEW.kind,
    max_attempts := 25,
    job_key := 'outbox:' || NEW.id,
    job_key_mode := 'replace');
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION ops.enqueue_outbox() FROM PUBLIC;
CREATE TRIGGER enqueue_outbox AFTER INSERT ON outbox_message FOR EACH ROW EXECUTE FUNCTION ops.enqueue_outbox();
-- A person drives a stuck message again: its state goes back to pending.
CREATE TRIGGER enqueue_outbox_again AFTER UPDATE OF state ON outbox_message FOR EACH ROW
  WHEN (NEW.state = 'pending' AND OLD.state <> 'pending') EXECUTE FUNCTION ops.enqueue_outbox();
