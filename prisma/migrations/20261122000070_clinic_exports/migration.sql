-- All records of a clinic as a file for the clinic, and a demo clinic as it was on its first day (docs/decisions/0013-operators.md).

-- CreateTable
CREATE TABLE "clinic_export" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "requested_by_id" UUID,
    "requested_by_name" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "byte_length" BIGINT,
    "sha256" TEXT,
    "row_count" BIGINT,
    "fetched_at" TIMESTAMPTZ(3),
    "fetched_by_id" UUID,

    CONSTRAINT "clinic_export_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "clinic_export_part" (
    "tenant_id" UUID NOT NULL,
    "export_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "clinic_export_part_pkey" PRIMARY KEY ("tenant_id","export_id","number")
);

-- CreateTable
CREATE TABLE "ops"."demo_reset" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "failed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "demo_reset_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "clinic_export_tenant_id_requested_at_idx" ON "clinic_export"("tenant_id", "requested_at");

-- CreateIndex
CREATE INDEX "demo_reset_tenant_id_requested_at_idx" ON "ops"."demo_reset"("tenant_id", "requested_at");

-- AddForeignKey
ALTER TABLE "clinic_export" ADD CONSTRAINT "clinic_export_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- 1. The export. An operator can ask for one and see how far it is; the pieces are the clinic's own and sealed.
-- ---------------------------------------------------------------------------------------------------------
ALTER TABLE clinic_export ADD CONSTRAINT clinic_export_state_known CHECK (state IN ('waiting', 'running', 'ready', 'failed', 'removed'));
ALTER TABLE clinic_export ADD CONSTRAINT clinic_export_ready_whole CHECK (
  state <> 'ready' OR num_nonnulls(finished_at, expires_at, byte_length, sha256, row_count) = 5);
ALTER TABLE clinic_export ADD CONSTRAINT clinic_export_requested_by_id_staff
  FOREIGN KEY (tenant_id, requested_by_id) REFERENCES staff (tenant_id, id);
ALTER TABLE clinic_export ADD CONSTRAINT clinic_export_fetched_by_id_staff
  FOREIGN KEY (tenant_id, fetched_by_id) REFERENCES staff (tenant_id, id);
ALTER TABLE clinic_export_part ADD CONSTRAINT clinic_export_part_export
  FOREIGN KEY (tenant_id, export_id) REFERENCES clinic_export (tenant_id, id);
-- one at a time
CREATE UNIQUE INDEX clinic_export_one_on_its_way ON clinic_export (tenant_id) WHERE state IN ('waiting', 'running');

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['clinic_export', 'clinic_export_part']
  LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_is_current ON public.%I
         USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
         WITH CHECK (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE (state, started_at, finished_at, expires_at, byte_length, sha256, row_count, fetched_at, fetched_by_id)
  ON clinic_export TO shirube_app;
GRANT SELECT, INSERT, DELETE ON clinic_export_part TO shirube_app;
GRANT INSERT, SELECT (tenant_id, id, state, requested_at, requested_by_name, finished_at, expires_at, byte_length, fetched_at)
  ON clinic_export TO shirube_console;

CREATE FUNCTION ops.enqueue_export() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM graphile_worker.add_job('export_clinic', json_build_object('tenantId', NEW.tenant_id, 'exportId', NEW.id),
    queue_name := 'export', max_attempts := 3, job_key := 'export:' || NEW.id);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION ops.enqueue_export() FROM PUBLIC;
CREATE TRIGGER enqueue_export AFTER INSERT ON clinic_export FOR EACH ROW EXECUTE FUNCTION ops.enqueue_export();

-- ---------------------------------------------------------------------------------------------------------
-- 2. The demo. What is confirmed stays, whoever asks; the one exception is a demo clinic that is being emptied as a whole, by the
--    function below, while an operator's request for it is open. A clinic is a demo from its first moment or never (ops.keep_clinic).
-- ---------------------------------------------------------------------------------------------------------
CREATE OR REPLACE FUNCTION ops.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_LEVEL = 'ROW' AND current_user = 'shirube_owner'
     AND to_jsonb(OLD) ->> 'tenant_id' = current_setting('app.emptied_demo', true)
     AND EXISTS (SELECT 1 FROM public.tenant t WHERE t.id::text = current_setting('app.emptied_demo', true) AND t.is_demo) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'rows of % are confirmed and can not be changed or deleted', TG_TABLE_NAME USING ERRCODE = 'SH001';
END $$;

CREATE FUNCTION ops.enqueue_demo_reset() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM graphile_worker.add_job('reset_demo', json_build_object('tenantId', NEW.tenant_id, 'resetId', NEW.id),
    queue_name := 'reset', max_attempts := 3, job_key := 'reset:' || NEW.id);
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION ops.enqueue_demo_reset() FROM PUBLIC;
CREATE TRIGGER enqueue_demo_reset AFTER INSERT ON ops.demo_reset FOR EACH ROW EXECUTE FUNCTION ops.enqueue_demo_reset();

-- Empties the demo clinic of an open request, tables of every kind at once so that no order between them matters; the clinic itself
-- stays. Runs as the owner of the tables, for the worker, inside the transaction that fills the clinic again.
CREATE FUNCTION ops.empty_demo_clinic(request uuid) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  clinic uuid;
  deletions text;
  emptied integer;
BEGIN
  SELECT r.tenant_id INTO clinic FROM ops.demo_reset r WHERE r.id = request AND r.finished_at IS NULL;
  IF clinic IS NULL OR clinic IS DISTINCT FROM ops.current_tenant()
     OR NOT EXISTS (SELECT 1 FROM public.tenant t WHERE t.id = clinic AND t.is_demo) THEN
    RAISE EXCEPTION 'only a demo clinic is emptied, and only when an operator asked' USING ERRCODE = 'SH030';
  END IF;
  PERFORM set_config('app.emptied_demo', clinic::text, true);
  SELECT string_agg(format('%I AS (DELETE FROM public.%I WHERE tenant_id = %L RETURNING 1)', 'd_' || c.relname, c.relname, clinic), ', '),
         count(*)
    INTO deletions, emptied
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition;
  EXECUTE 'WITH ' || deletions || ' SELECT 1';
  DELETE FROM ops.audit_head WHERE tenant_id = clinic;
  PERFORM set_config('app.emptied_demo', '', true);
  RETURN emptied;
END $$;
REVOKE ALL ON FUNCTION ops.empty_demo_clinic(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ops.empty_demo_clinic(uuid) TO shirube_app;

CREATE FUNCTION ops.finish_demo_reset(request uuid, succeeded boolean) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE ops.demo_reset SET finished_at = now(), failed = NOT succeeded WHERE id = request AND finished_at IS NULL $$;
REVOKE ALL ON FUNCTION ops.finish_demo_reset(uuid, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ops.finish_demo_reset(uuid, boolean) TO shirube_app;

-- The sign-in of a demo person as it was: password, authenticator, no passkeys, no lock. Only for who works at demo clinics alone.
CREATE FUNCTION ops.restore_demo_account(request uuid, login text, hash text, named text, totp bytea) RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE person uuid;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM ops.demo_reset r WHERE r.id = request AND r.finished_at IS NULL AND r.tenant_id = ops.current_tenant()) THEN
    RAISE EXCEPTION 'only a demo clinic is filled again, and only when an operator asked' USING ERRCODE = 'SH030';
  END IF;
  SELECT id INTO person FROM identity.account WHERE login_id = login;
  IF person IS NULL THEN
    INSERT INTO identity.account (id, login_id, password_hash, display_name) VALUES (uuidv7(), login, hash, named) RETURNING id INTO person;
  ELSIF ops.works_at_demos_alone(person) THEN
    UPDATE identity.account SET password_hash = hash, display_name = named, disabled_at = NULL, enrolment_needs_code = false
     WHERE id = person;
    UPDATE identity.passkey SET removed_at = now() WHERE account_id = person AND removed_at IS NULL;
    UPDATE identity.totp_factor SET removed_at = now() WHERE account_id = person AND removed_at IS NULL;
    DELETE FROM identity.recovery_code WHERE account_id = person;
    UPDATE identity.auth_session SET revoked_at = now(), revoked_reason = 'demo_reset' WHERE account_id = person AND revoked_at IS NULL;
    DELETE FROM identity.attempt_counter WHERE subject_hash = sha256(convert_to(login, 'UTF8'));
  ELSE
    RAISE EXCEPTION 'somebody who works at a clinic in earnest is not reset' USING ERRCODE = 'SH030';
  END IF;
  INSERT INTO identity.totp_factor (id, account_id, secret_encrypted, confirmed_at) VALUES (uuidv7(), person, totp, now());
  RETURN person;
END $$;
REVOKE ALL ON FUNCTION ops.restore_demo_account(uuid, text, text, text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ops.restore_demo_account(uuid, text, text, text, bytea) TO shirube_app;

GRANT CREATE ON SCHEMA ops, console TO shirube_console;
GRANT INSERT, SELECT ON ops.demo_reset TO shirube_console;
SET ROLE shirube_console;

CREATE FUNCTION ops.works_at_demos_alone(account uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT NOT EXISTS (SELECT 1 FROM public.staff s JOIN public.tenant t ON t.id = s.tenant_id
                      WHERE s.account_id = account AND NOT t.is_demo) $$;

CREATE FUNCTION console.request_export(token_sha256 bytea, clinic uuid, why text, request text, address text) RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  c console.caller := console.acting(token_sha256);
  export uuid := uuidv7();
BEGIN
  PERFORM set_config('app.tenant_id', clinic::text, true);
  IF NOT EXISTS (SELECT 1 FROM public.tenant t WHERE t.id = clinic AND t.state <> 'closed') THEN
    RAISE EXCEPTION 'not_active' USING ERRCODE = 'SH032';
  END IF;
  IF EXISTS (SELECT 1 FROM public.clinic_export e WHERE e.tenant_id = clinic AND e.state IN ('waiting', 'running')) THEN
    RAISE EXCEPTION 'running' USING ERRCODE = 'SH032';
  END IF;
  INSERT INTO public.clinic_export (tenant_id, id, requested_by_name) VALUES (clinic, export, c.name);
  PERFORM console.note(c, 'clinic.export_start', clinic, why, jsonb_build_object('exportId', export), request, address);
  PERFORM set_config('app.tenant_id', '', true);
  RETURN export;
END $$;

CREATE FUNCTION console.exports(token_sha256 bytea, clinic uuid)
  RETURNS TABLE (export_id uuid, state text, requested_at timestamptz, requested_by_name text, finished_at timestamptz,
                 expires_at timestamptz, byte_length bigint, fetched_at timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
  PERFORM console.acting(token_sha256);
  PERFORM set_config('app.tenant_id', clinic::text, true);
  RETURN QUERY SELECT e.id, e.state, e.requested_at::timestamptz, e.requested_by_name, e.finished_at::timestamptz,
                      e.expires_at::timestamptz, e.byte_length, e.fetched_at::timestamptz
    FROM public.clinic_export e WHERE e.tenant_id = clinic ORDER BY e.requested_at DESC LIMIT 20;
  PERFORM set_config('app.tenant_id', '', true);
END $$;

CREATE FUNCTION console.request_demo_reset(token_sha256 bytea, clinic uuid, why text, request text, address text) RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  c console.caller := console.acting(token_sha256);
  reset uuid := uuidv7();
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.tenant t WHERE t.id = clinic AND t.is_demo) THEN RAISE EXCEPTION 'not_demo' USING ERRCODE = 'SH032'; END IF;
  IF EXISTS (SELECT 1 FROM ops.demo_reset r WHERE r.tenant_id = clinic AND r.finished_at IS NULL) THEN
    RAISE EXCEPTION 'running' USING ERRCODE = 'SH032';
  END IF;
  INSERT INTO ops.demo_reset (id, tenant_id) VALUES (reset, clinic);
  PERFORM console.record(c.operator_id, c.name, c.session_id, 'clinic.reset_demo', clinic, 'success', why, NULL, request, address);
  RETURN reset;
END $$;

CREATE FUNCTION console.demo_resets(token_sha256 bytea, clinic uuid)
  RETURNS TABLE (reset_id uuid, requested_at timestamptz, finished_at timestamptz, failed boolean)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
  PERFORM console.acting(token_sha256);
  RETURN QUERY SELECT r.id, r.requested_at::timestamptz, r.finished_at::timestamptz, r.failed
    FROM ops.demo_reset r WHERE r.tenant_id = clinic ORDER BY r.requested_at DESC LIMIT 5;
END $$;

RESET ROLE;
REVOKE ALL ON FUNCTION ops.works_at_demos_alone(uuid) FROM PUBLIC;
DO $$
DECLARE signature text;
BEGIN
  FOREACH signature IN ARRAY ARRAY['request_export(bytea, uuid, text, text, text)', 'exports(bytea, uuid)',
    'request_demo_reset(bytea, uuid, text, text, text)', 'demo_resets(bytea, uuid)']
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION console.%s FROM PUBLIC', signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION console.%s TO shirube_operator', signature);
  END LOOP;
END $$;
GRANT EXECUTE ON FUNCTION ops.works_at_demos_alone(uuid) TO shirube_owner;
REVOKE CREATE ON SCHEMA ops, console FROM shirube_console;
