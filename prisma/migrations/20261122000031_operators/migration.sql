-- Operators: people of the service and of no clinic. Their requests arrive over a connection of their own, as shirube_operator, who
-- may use the schema `console` and nothing else: no table, no other schema. The functions there belong to shirube_console, which
-- reads of a clinic its own row, who belongs to it and how many rows of a kind there are, and of no patient anything but that they
-- are counted (docs/decisions/0013-operators.md).

-- CreateTable
CREATE TABLE "identity"."operator" (
    "id" UUID NOT NULL,
    "login_id" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "roles" TEXT[],
    "password_hash" TEXT,
    "totp_encrypted" BYTEA,
    "totp_last_step" BIGINT NOT NULL DEFAULT 0,
    "enrolment_code_sha256" BYTEA,
    "enrolment_expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "operator_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity"."operator_session" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "operator_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "ip" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "operator_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ops"."operator_event" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "operator_id" UUID,
    "operator_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "tenant_id" UUID,
    "tenant_name" TEXT,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "detail" JSONB,
    "request_id" TEXT,
    "session_id" UUID,
    "client" TEXT NOT NULL,
    "ip" TEXT,

    CONSTRAINT "operator_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "operator_login_id_key" ON "identity"."operator"("login_id");

-- CreateIndex
CREATE UNIQUE INDEX "operator_session_token_hash_key" ON "identity"."operator_session"("token_hash");

-- CreateIndex
CREATE INDEX "operator_session_operator_id_idx" ON "identity"."operator_session"("operator_id");

-- CreateIndex
CREATE INDEX "operator_event_at_idx" ON "ops"."operator_event"("at");

-- CreateIndex
CREATE INDEX "operator_event_tenant_id_at_idx" ON "ops"."operator_event"("tenant_id", "at");

-- AddForeignKey
ALTER TABLE "identity"."operator_session" ADD CONSTRAINT "operator_session_operator_id_fkey" FOREIGN KEY ("operator_id") REFERENCES "identity"."operator"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- 1. What the rows must keep, whoever writes them.
-- ---------------------------------------------------------------------------------------------------------
ALTER TABLE identity.operator ADD CONSTRAINT operator_roles_known CHECK (
  cardinality(roles) > 0 AND roles <@ ARRAY['manager', 'support']);
-- both factors or none: there is no operator with a password alone
ALTER TABLE identity.operator ADD CONSTRAINT operator_two_factors CHECK (num_nonnulls(password_hash, totp_encrypted) IN (0, 2));
ALTER TABLE identity.operator ADD CONSTRAINT operator_enrolment_ends CHECK (
  num_nonnulls(enrolment_code_sha256, enrolment_expires_at) IN (0, 2) AND octet_length(enrolment_code_sha256) = 32);
ALTER TABLE identity.operator_session ADD CONSTRAINT operator_session_lifetime CHECK (expires_at <= created_at + interval '8 hours 1 minute');
ALTER TABLE ops.operator_event ADD CONSTRAINT operator_event_outcome_known CHECK (outcome IN ('success', 'refused', 'failed'));
ALTER TABLE ops.operator_event ADD CONSTRAINT operator_event_client_known CHECK (client IN ('browser', 'command'));

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON ops.operator_event
  FOR EACH ROW EXECUTE FUNCTION ops.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON ops.operator_event
  FOR EACH STATEMENT EXECUTE FUNCTION ops.refuse_change();

-- ---------------------------------------------------------------------------------------------------------
-- 2. What the owner of the functions may see and write. Columns by name: a column of a patient is not among them.
-- ---------------------------------------------------------------------------------------------------------
GRANT SELECT, INSERT ON ops.operator_event TO shirube_console;
GRANT SELECT, UPDATE (password_hash, totp_encrypted, totp_last_step, enrolment_code_sha256, enrolment_expires_at)
  ON identity.operator TO shirube_console;
GRANT SELECT, INSERT, UPDATE ON identity.operator_session TO shirube_console;
GRANT INSERT, UPDATE (name, institution_code, state, state_reason, state_since, closed_on, retention_until, row_version)
  ON tenant TO shirube_console;
GRANT INSERT ON department TO shirube_console;
GRANT INSERT ON audit_event TO shirube_console;
GRANT SELECT (tenant_id, at) ON audit_event TO shirube_console;
GRANT SELECT (tenant_id, service_date) ON encounter TO shirube_console;
GRANT SELECT (tenant_id) ON patient, prescription, clinical_note TO shirube_console;
GRANT SELECT (tenant_id, state) ON outbox_message TO shirube_console;
GRANT EXECUTE ON FUNCTION identity.begin_attempt(text, text, integer, integer), identity.end_attempt(text, text, boolean)
  TO shirube_console;

CREATE SCHEMA console;
REVOKE ALL ON SCHEMA console FROM PUBLIC;
GRANT USAGE ON SCHEMA console TO shirube_operator;
GRANT USAGE, CREATE ON SCHEMA console TO shirube_console;
SET ROLE shirube_console;

-- ---------------------------------------------------------------------------------------------------------
-- 3. Signing in. Guesses are counted before anything is looked at; whoever can not count must not look.
-- ---------------------------------------------------------------------------------------------------------
-- wait_seconds: 0 go on; else how long to wait; null: until the command line unlocks.
CREATE FUNCTION console.begin_attempt(login text, address text, OUT wait_seconds integer, OUT locks boolean)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF address IS NOT NULL THEN
    SELECT a.wait_seconds, a.locks INTO wait_seconds, locks FROM identity.begin_attempt('operator_address', address, 20, 2000000000) a;
    IF wait_seconds IS DISTINCT FROM 0 THEN RETURN; END IF;
  END IF;
  SELECT a.wait_seconds, a.locks INTO wait_seconds, locks FROM identity.begin_attempt('operator', login, 5, 20) a;
END $$;

CREATE FUNCTION console.end_attempt(login text, address text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM identity.end_attempt('operator', login, true);
  IF address IS NOT NULL THEN PERFORM identity.end_attempt('operator_address', address, false); END IF;
END $$;

CREATE FUNCTION console.operator_for_sign_in(login text)
  RETURNS TABLE (operator_id uuid, display_name text, password_hash text, totp_encrypted bytea, totp_last_step bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT id, display_name, password_hash, totp_encrypted, totp_last_step FROM identity.operator
   WHERE login_id = login AND disabled_at IS NULL AND password_hash IS NOT NULL $$;

-- Who may enrol with this code. The code is 100 random bits: its SHA-256 is enough.
CREATE FUNCTION console.operator_for_enrolment(login text, code_sha256 bytea) RETURNS TABLE (operator_id uuid, display_name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT id, display_name FROM identity.operator
   WHERE login_id = login AND disabled_at IS NULL AND enrolment_code_sha256 = code_sha256 AND enrolment_expires_at > now() $$;

CREATE FUNCTION console.record(who uuid, named text, in_session uuid, what text, clinic uuid, result text, why text,
                               more jsonb, request text, address text)
  RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO ops.operator_event (id, operator_id, operator_name, action, tenant_id, tenant_name, outcome, reason, detail,
                                  request_id, session_id, client, ip)
  VALUES (uuidv7(), who, named, what, clinic, (SELECT t.name FROM public.tenant t WHERE t.id = clinic), result, why, more,
          request, in_session, 'browser', left(address, 60)) $$;

-- Sets both factors at once and uses the code up; every session ends. False when the code is not (any more) theirs.
CREATE FUNCTION console.enrol(login text, code_sha256 bytea, new_hash text, totp bytea, step bigint, request text, address text)
  RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o identity.operator;
BEGIN
  UPDATE identity.operator SET password_hash = new_hash, totp_encrypted = totp, totp_last_step = step,
         enrolment_code_sha256 = NULL, enrolment_expires_at = NULL
   WHERE login_id = login AND disabled_at IS NULL AND enrolment_code_sha256 = code_sha256 AND enrolment_expires_at > now()
  RETURNING * INTO o;
  IF o.id IS NULL THEN RETURN false; END IF;
  UPDATE identity.operator_session SET revoked_at = now() WHERE operator_id = o.id AND revoked_at IS NULL;
  PERFORM console.record(o.id, o.display_name, NULL, 'operator.enrol', NULL, 'success', NULL, NULL, request, address);
  RETURN true;
END $$;

-- A code is used once: false for one that is not newer than the last.
CREATE FUNCTION console.use_totp(who uuid, step bigint) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE identity.operator SET totp_last_step = step WHERE id = who AND totp_last_step < step AND disabled_at IS NULL
  RETURNING true $$;

CREATE FUNCTION console.open_session(who uuid, token_sha256 bytea, agent text, request text, address text)
  RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE session uuid;
BEGIN
  INSERT INTO identity.operator_session (id, token_hash, operator_id, expires_at, ip, user_agent)
  VALUES (uuidv7(), token_sha256, who, now() + interval '8 hours', left(address, 60), left(agent, 300)) RETURNING id INTO session;
  PERFORM console.record(o.id, o.display_name, session, 'operator.sign_in', NULL, 'success', NULL, NULL, request, address)
     FROM identity.operator o WHERE o.id = who;
  RETURN session;
END $$;

-- What was tried and did not succeed. The name that was given is kept only where it is an operator's.
CREATE FUNCTION console.record_failure(login text, why text, request text, address text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE o identity.operator;
BEGIN
  SELECT * INTO o FROM identity.operator WHERE login_id = login;
  PERFORM console.record(o.id, coalesce(o.display_name, '不明'), NULL, 'operator.sign_in', NULL, 'failed', why, NULL, request, address);
END $$;

-- A quarter of an hour without a request ends a session; so does its end, the operator's, or signing out.
CREATE FUNCTION console.resolve_session(token_sha256 bytea)
  RETURNS TABLE (session_id uuid, operator_id uuid, login_id text, display_name text, roles text[], expires_at timestamptz)
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE identity.operator_session s SET last_seen_at = now() FROM identity.operator o
   WHERE s.token_hash = token_sha256 AND s.revoked_at IS NULL AND s.expires_at > now()
     AND s.last_seen_at > now() - interval '15 minutes' AND o.id = s.operator_id AND o.disabled_at IS NULL
  RETURNING s.id, o.id, o.login_id, o.display_name, o.roles, s.expires_at $$;

CREATE FUNCTION console.close_session(token_sha256 bytea, request text, address text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE s identity.operator_session;
BEGIN
  UPDATE identity.operator_session SET revoked_at = now() WHERE token_hash = token_sha256 AND revoked_at IS NULL RETURNING * INTO s;
  IF s.id IS NULL THEN RETURN; END IF;
  PERFORM console.record(o.id, o.display_name, s.id, 'operator.sign_out', NULL, 'success', NULL, NULL, request, address)
     FROM identity.operator o WHERE o.id = s.operator_id;
END $$;

-- ---------------------------------------------------------------------------------------------------------
-- 4. Everything below asks for a living session itself: the connection alone opens nothing.
-- ---------------------------------------------------------------------------------------------------------
CREATE TYPE console.caller AS (session_id uuid, operator_id uuid, name text, roles text[]);

CREATE FUNCTION console.acting(token_sha256 bytea) RETURNS console.caller
  LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE c console.caller;
BEGIN
  SELECT s.session_id, s.operator_id, s.display_name, s.roles INTO c FROM console.resolve_session(token_sha256) s;
  IF c.session_id IS NULL THEN RAISE EXCEPTION 'no living session of an operator' USING ERRCODE = 'SH031'; END IF;
  RETURN c;
END $$;

-- In the operators' book, and in the clinic's own trail, where its administrator reads it.
CREATE FUNCTION console.note(c console.caller, what text, clinic uuid, why text, more jsonb, request text, address text) RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE before text := coalesce(current_setting('app.tenant_id', true), '');
BEGIN
  PERFORM console.record(c.operator_id, c.name, c.session_id, what, clinic, 'success', why, more, request, address);
  PERFORM set_config('app.tenant_id', clinic::text, true);
  INSERT INTO public.audit_event (tenant_id, id, at, actor_name, actor_role, action, entity_type, entity_id, outcome, reason, detail,
                                  request_id, client, ip, session_id, authentication)
  VALUES (clinic, uuidv7(), now(), c.name, 'operator', what, 'tenant', clinic, 'success', why, more, request, 'browser',
          left(address, 60), c.session_id::text, 'password+totp');
  PERFORM set_config('app.tenant_id', before, true);
END $$;

-- What the operator was not allowed to do.
CREATE FUNCTION console.record_refusal(token_sha256 bytea, what text, clinic uuid, request text, address text) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE c console.caller := console.acting(token_sha256);
BEGIN
  PERFORM console.record(c.operator_id, c.name, c.session_id, what, (SELECT t.id FROM public.tenant t WHERE t.id = clinic),
                         'refused', 'permission', NULL, request, address);
END $$;

-- ---------------------------------------------------------------------------------------------------------
-- 5. Looking.
-- ---------------------------------------------------------------------------------------------------------
CREATE FUNCTION console.clinics(token_sha256 bytea)
  RETURNS TABLE (tenant_id uuid, slug text, name text, institution_code text, state text, state_reason text, state_since timestamptz,
                 is_demo boolean, created_at timestamptz, setup_finished_at timestamptz, closed_on date, retention_until date,
                 people integer, last_activity timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE t public.tenant;
BEGIN
  PERFORM console.acting(token_sha256);
  FOR t IN SELECT * FROM public.tenant ORDER BY slug LOOP
    PERFORM set_config('app.tenant_id', t.id::text, true);
    RETURN QUERY SELECT t.id, t.slug, t.name, t.institution_code::text, t.state, t.state_reason, t.state_since, t.is_demo, t.created_at,
      t.setup_finished_at, t.closed_on, t.retention_until,
      (SELECT count(*)::integer FROM public.staff s WHERE s.tenant_id = t.id AND s.active),
      (SELECT max(e.at) FROM public.audit_event e WHERE e.tenant_id = t.id);
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;

-- How many rows a clinic has, by kind: numbers and nothing else.
CREATE FUNCTION console.clinic_counts(token_sha256 bytea, clinic uuid)
  RETURNS TABLE (people integer, patients integer, encounters integer, notes integer, prescriptions integer, audit_events bigint,
                 waiting integer, last_activity timestamptz)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM console.acting(token_sha256);
  PERFORM set_config('app.tenant_id', clinic::text, true);
  RETURN QUERY SELECT
    (SELECT count(*)::integer FROM public.staff s WHERE s.tenant_id = clinic AND s.active),
    (SELECT count(*)::integer FROM public.patient p WHERE p.tenant_id = clinic),
    (SELECT count(*)::integer FROM public.encounter v WHERE v.tenant_id = clinic),
    (SELECT count(*)::integer FROM public.clinical_note n WHERE n.tenant_id = clinic),
    (SELECT count(*)::integer FROM public.prescription r WHERE r.tenant_id = clinic),
    (SELECT count(*) FROM public.audit_event e WHERE e.tenant_id = clinic),
    (SELECT count(*)::integer FROM public.outbox_message m WHERE m.tenant_id = clinic AND m.state = 'pending'),
    (SELECT max(e.at) FROM public.audit_event e WHERE e.tenant_id = clinic);
  PERFORM set_config('app.tenant_id', '', true);
END $$;

CREATE FUNCTION console.events(token_sha256 bytea, clinic uuid, before_id uuid, at_most integer)
  RETURNS TABLE (id uuid, at timestamptz, operator_name text, action text, tenant_id uuid, tenant_name text, outcome text,
                 reason text, client text, ip text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
  PERFORM console.acting(token_sha256);
  RETURN QUERY SELECT e.id, e.at::timestamptz, e.operator_name, e.action, e.tenant_id, e.tenant_name, e.outcome, e.reason, e.client, e.ip
    FROM ops.operator_event e
   WHERE (clinic IS NULL OR e.tenant_id = clinic) AND (before_id IS NULL OR e.id < before_id)
   ORDER BY e.id DESC LIMIT least(at_most, 200);
END $$;

-- ---------------------------------------------------------------------------------------------------------
-- 6. Doing. A refusal is SH032 with a word for the reason.
-- ---------------------------------------------------------------------------------------------------------
CREATE FUNCTION console.create_clinic(token_sha256 bytea, new_slug text, new_name text, code text, department text,
                                      department_called text, request text, address text)
  RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  c console.caller := console.acting(token_sha256);
  clinic uuid := uuidv7();
BEGIN
  IF EXISTS (SELECT 1 FROM public.tenant t WHERE t.slug = new_slug) THEN RAISE EXCEPTION 'slug_taken' USING ERRCODE = 'SH032'; END IF;
  IF EXISTS (SELECT 1 FROM public.tenant t WHERE t.institution_code = code) THEN
    RAISE EXCEPTION 'code_taken' USING ERRCODE = 'SH032';
  END IF;
  PERFORM set_config('app.tenant_id', clinic::text, true);
  INSERT INTO public.tenant (id, slug, name, institution_code, postal_code, address, phone, department_code, department_name)
  VALUES (clinic, new_slug, new_name, code, '', '', '', department, department_called);
  PERFORM console.note(c, 'clinic.create', clinic, NULL, jsonb_build_object('slug', new_slug, 'institutionCode', code), request, address);
  PERFORM set_config('app.tenant_id', '', true);
  RETURN clinic;
END $$;

-- Name and 医療機関コード: what a clinic is, which it can not change itself.
CREATE FUNCTION console.change_clinic(token_sha256 bytea, clinic uuid, new_name text, code text, why text, request text, address text)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  c console.caller := console.acting(token_sha256);
  t public.tenant;
BEGIN
  SELECT * INTO t FROM public.tenant WHERE id = clinic;
  IF t.id IS NULL THEN RAISE EXCEPTION 'no_clinic' USING ERRCODE = 'SH032'; END IF;
  IF EXISTS (SELECT 1 FROM public.tenant o WHERE o.institution_code = code AND o.id <> clinic) THEN
    RAISE EXCEPTION 'code_taken' USING ERRCODE = 'SH032';
  END IF;
  PERFORM set_config('app.tenant_id', clinic::text, true);
  UPDATE public.tenant SET name = new_name, institution_code = code, row_version = row_version + 1 WHERE id = clinic;
  PERFORM console.note(c, 'clinic.change', clinic, why,
    jsonb_build_object('institutionCodeBefore', t.institution_code, 'institutionCode', code), request, address);
  PERFORM set_config('app.tenant_id', '', true);
END $$;

CREATE FUNCTION console.suspend_clinic(token_sha256 bytea, clinic uuid, why text, request text, address text)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE c console.caller := console.acting(token_sha256);
BEGIN
  PERFORM set_config('app.tenant_id', clinic::text, true);
  UPDATE public.tenant SET state = 'suspended', state_reason = why, state_since = now() WHERE id = clinic AND state = 'active';
  IF NOT FOUND THEN RAISE EXCEPTION 'not_active' USING ERRCODE = 'SH032'; END IF;
  PERFORM console.note(c, 'clinic.suspend', clinic, why, NULL, request, address);
  PERFORM set_config('app.tenant_id', '', true);
END $$;

-- From a suspension, or from a closure that was a mistake or must be undone to hand records out.
CREATE FUNCTION console.resume_clinic(token_sha256 bytea, clinic uuid, why text, request text, address text)
  RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  c console.caller := console.acting(token_sha256);
  was public.tenant;
BEGIN
  SELECT * INTO was FROM public.tenant WHERE id = clinic AND state <> 'active';
  IF was.id IS NULL THEN RAISE EXCEPTION 'not_stopped' USING ERRCODE = 'SH032'; END IF;
  PERFORM set_config('app.tenant_id', clinic::text, true);
  UPDATE public.tenant SET state = 'active', state_reason = NULL, state_since = now(), closed_on = NULL, retention_until = NULL
   WHERE id = clinic;
  PERFORM console.note(c, 'clinic.resume', clinic, why,
    jsonb_build_object('from', was.state, 'closedOn', was.closed_on), request, address);
  PERFORM ops.wake_outbox(clinic);
  PERFORM set_config('app.tenant_id', '', true);
END $$;

-- 廃止. Records are kept five years from the end of the last care (医師法24条2項), and at least five years from here.
-- `keep_until` may lengthen that and never shorten it.
CREATE FUNCTION console.close_clinic(token_sha256 bytea, clinic uuid, on_day date, keep_until date, why text, request text, address text)
  RETURNS date LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  c console.caller := console.acting(token_sha256);
  today date := (now() AT TIME ZONE 'Asia/Tokyo')::date;
  last_care date;
  until date;
BEGIN
  PERFORM set_config('app.tenant_id', clinic::text, true);
  IF on_day > today THEN RAISE EXCEPTION 'future_day' USING ERRCODE = 'SH032'; END IF;
  SELECT max(v.service_date) INTO last_care FROM public.encounter v WHERE v.tenant_id = clinic;
  IF last_care > on_day THEN RAISE EXCEPTION 'care_after_day' USING ERRCODE = 'SH032'; END IF;
  IF EXISTS (SELECT 1 FROM public.outbox_message m WHERE m.tenant_id = clinic AND m.state = 'pending') THEN
    RAISE EXCEPTION 'messages_waiting' USING ERRCODE = 'SH032';
  END IF;
  until := greatest((greatest(on_day, last_care) + interval '5 years')::date, keep_until);
  UPDATE public.tenant SET state = 'closed', state_reason = why, state_since = now(), closed_on = on_day, retention_until = until
   WHERE id = clinic AND state <> 'closed';
  IF NOT FOUND THEN RAISE EXCEPTION 'already_closed' USING ERRCODE = 'SH032'; END IF;
  PERFORM console.note(c, 'clinic.close', clinic, why, jsonb_build_object('closedOn', on_day, 'retentionUntil', until), request, address);
  PERFORM set_config('app.tenant_id', '', true);
  RETURN until;
END $$;

RESET ROLE;
DO $$
DECLARE signature text;
BEGIN
  FOR signature IN SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'console'::regnamespace LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', signature);
  END LOOP;
  FOREACH signature IN ARRAY ARRAY[
    'begin_attempt(text, text)', 'end_attempt(text, text)', 'operator_for_sign_in(text)', 'operator_for_enrolment(text, bytea)',
    'enrol(text, bytea, text, bytea, bigint, text, text)', 'use_totp(uuid, bigint)', 'open_session(uuid, bytea, text, text, text)',
    'record_failure(text, text, text, text)', 'resolve_session(bytea)', 'close_session(bytea, text, text)',
    'record_refusal(bytea, text, uuid, text, text)', 'clinics(bytea)', 'clinic_counts(bytea, uuid)',
    'events(bytea, uuid, uuid, integer)', 'create_clinic(bytea, text, text, text, text, text, text, text)',
    'change_clinic(bytea, uuid, text, text, text, text, text)', 'suspend_clinic(bytea, uuid, text, text, text)',
    'resume_clinic(bytea, uuid, text, text, text)', 'close_clinic(bytea, uuid, date, date, text, text, text)']
  LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION console.%s TO shirube_operator', signature);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA console FROM shirube_console;

-- ---------------------------------------------------------------------------------------------------------
-- 7. What waited while a clinic was suspended is on its way again.
-- ---------------------------------------------------------------------------------------------------------
CREATE FUNCTION ops.wake_outbox(clinic uuid) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  before text := coalesce(current_setting('app.tenant_id', true), '');
  m record;
BEGIN
  PERFORM set_config('app.tenant_id', clinic::text, true);
  FOR m IN SELECT id, kind FROM public.outbox_message WHERE tenant_id = clinic AND state = 'pending' ORDER BY created_at, id LOOP
    PERFORM graphile_worker.add_job('deliver_outbox', json_build_object('tenantId', clinic, 'messageId', m.id),
      queue_name := 'outbox:' || clinic || ':' || m.kind, max_attempts := 25, job_key := 'outbox:' || m.id, job_key_mode := 'replace');
  END LOOP;
  PERFORM set_config('app.tenant_id', before, true);
END $$;
REVOKE ALL ON FUNCTION ops.wake_outbox(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ops.wake_outbox(uuid) TO shirube_console;

-- Every clinic, in use or not: for the command line, which verifies the trail of closed clinics too.
CREATE FUNCTION ops.every_clinic() RETURNS TABLE (tenant_id uuid, slug text, institution_code text, name text, state text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT id, slug, institution_code::text, name, state FROM public.tenant ORDER BY slug $$;
GRANT CREATE ON SCHEMA ops TO shirube_console;
ALTER FUNCTION ops.every_clinic() OWNER TO shirube_console;
REVOKE ALL ON FUNCTION ops.every_clinic() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ops.every_clinic() TO shirube_app;
REVOKE CREATE ON SCHEMA ops FROM shirube_console;
