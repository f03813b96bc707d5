-- The audit trail proves itself: partitioned by month, hash-chained per clinic by the database, stamped daily, reviewed weekly
-- (docs/decisions/0009-audit-chain.md).

-- ---------------------------------------------------------------------------------------------------------
-- 1. The tables.
-- ---------------------------------------------------------------------------------------------------------
ALTER TABLE audit_event RENAME TO audit_event_before;
ALTER TABLE audit_event_before RENAME CONSTRAINT audit_event_pkey TO audit_event_before_pkey;
DROP INDEX audit_event_tenant_id_at_idx, audit_event_tenant_id_patient_id_at_idx;

CREATE TABLE "audit_event" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seq" BIGINT NOT NULL DEFAULT 0,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "actor_role" TEXT NOT NULL,
    "on_behalf_of_id" UUID,
    "action" TEXT NOT NULL,
    "patient_id" UUID,
    "entity_type" TEXT,
    "entity_id" UUID,
    "outcome" "audit_outcome" NOT NULL,
    "reason" TEXT,
    "detail" JSONB,
    "request_id" TEXT,
    "client" TEXT,
    "ip" TEXT,
    "session_id" TEXT,
    "authentication" TEXT,
    "api_client_id" UUID,
    "prev_hash" BYTEA NOT NULL DEFAULT '\x',
    "hash" BYTEA NOT NULL DEFAULT '\x',

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("tenant_id", "at", "id"),
    CONSTRAINT "audit_event_patient" FOREIGN KEY (tenant_id, patient_id) REFERENCES patient (tenant_id, id),
    CONSTRAINT "audit_event_actor_id_staff" FOREIGN KEY (tenant_id, actor_id) REFERENCES staff (tenant_id, id),
    CONSTRAINT "audit_event_on_behalf_of_id_staff" FOREIGN KEY (tenant_id, on_behalf_of_id) REFERENCES staff (tenant_id, id)
) PARTITION BY RANGE ("at");
CREATE INDEX "audit_event_tenant_id_seq_idx" ON "audit_event"("tenant_id", "seq");
CREATE INDEX "audit_event_tenant_id_patient_id_at_idx" ON "audit_event"("tenant_id", "patient_id", "at");
CREATE INDEX "audit_event_tenant_id_actor_id_at_idx" ON "audit_event"("tenant_id", "actor_id", "at");

CREATE TABLE "audit_checkpoint" (
    "tenant_id" UUID NOT NULL,
    "date" DATE NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "token" BYTEA NOT NULL,
    "stamped_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_checkpoint_pkey" PRIMARY KEY ("tenant_id","date"),
    CONSTRAINT "audit_checkpoint_tenant" FOREIGN KEY (tenant_id) REFERENCES tenant (id)
);

CREATE TABLE "audit_retirement" (
    "tenant_id" UUID NOT NULL,
    "month" DATE NOT NULL,
    "events" BIGINT NOT NULL,
    "last_seq" BIGINT NOT NULL,
    "last_hash" BYTEA NOT NULL,
    "stragglers" JSONB NOT NULL,
    "retired_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_retirement_pkey" PRIMARY KEY ("tenant_id","month"),
    CONSTRAINT "audit_retirement_tenant" FOREIGN KEY (tenant_id) REFERENCES tenant (id)
);

CREATE TABLE "audit_review" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "week_start" DATE NOT NULL,
    "version_no" INTEGER NOT NULL,
    "reviewed_by_id" UUID NOT NULL,
    "reviewed_at" TIMESTAMPTZ(3) NOT NULL,
    "findings" JSONB NOT NULL,
    "comment" TEXT NOT NULL,
    "through_seq" BIGINT NOT NULL,

    CONSTRAINT "audit_review_pkey" PRIMARY KEY ("tenant_id","id"),
    CONSTRAINT "audit_review_reviewed_by_id_staff" FOREIGN KEY (tenant_id, reviewed_by_id) REFERENCES staff (tenant_id, id),
    CONSTRAINT "audit_review_monday" CHECK (extract(isodow FROM week_start) = 1)
);
CREATE UNIQUE INDEX "audit_review_tenant_id_week_start_version_no_key" ON "audit_review"("tenant_id", "week_start", "version_no");

-- ---------------------------------------------------------------------------------------------------------
-- 2. The head of each clinic's chain. Nobody who serves requests can write it: only the function below does.
-- ---------------------------------------------------------------------------------------------------------
CREATE TABLE ops.audit_head (
  tenant_id uuid PRIMARY KEY,
  seq bigint NOT NULL,
  hash bytea NOT NULL
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE ON ops.audit_head TO shirube_lookup;

-- One field of what is hashed: the number of bytes, ':', the bytes in UTF-8, ','. NULL is '-,'.
-- No value can imitate a border between two fields.
CREATE FUNCTION ops.audit_field(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT coalesce(octet_length(value)::text || ':' || value || ',', '-,') $$;

-- An instant as whole microseconds since 1970-01-01 UTC.
CREATE FUNCTION ops.audit_instant(value timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT (extract(epoch FROM value) * 1000000)::bigint::text $$;

-- Gives number, time, predecessor and hash. The lock on the head is held to the end of the transaction: audit rows are the last
-- thing a unit of work writes, so that another one of the clinic waits for the commit only.
-- The same serialization stands in packages/core/src/audit/chain.ts, which does not trust this function.
CREATE FUNCTION ops.chain_audit_event() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE head ops.audit_head;
BEGIN
  SELECT * INTO head FROM ops.audit_head WHERE tenant_id = NEW.tenant_id FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO ops.audit_head (tenant_id, seq, hash) VALUES (NEW.tenant_id, 0, decode(repeat('00', 32), 'hex'))
      ON CONFLICT (tenant_id) DO NOTHING;
    SELECT * INTO STRICT head FROM ops.audit_head WHERE tenant_id = NEW.tenant_id FOR UPDATE;
  END IF;
  NEW.seq := head.seq + 1;
  NEW.prev_hash := head.hash;
  NEW.recorded_at := clock_timestamp();
  NEW.hash := sha256(convert_to(
    'shirube-audit-1'
    || ops.audit_field(encode(NEW.prev_hash, 'hex'))
    || ops.audit_field(NEW.tenant_id::text)
    || ops.audit_field(NEW.seq::text)
    || ops.audit_field(NEW.id::text)
    || ops.audit_field(ops.audit_instant(NEW.at))
    || ops.audit_field(ops.audit_instant(NEW.recorded_at))
    || ops.audit_field(NEW.actor_id::text)
    || ops.audit_field(NEW.actor_name)
    || ops.audit_field(NEW.actor_role)
    || ops.audit_field(NEW.on_behalf_of_id::text)
    || ops.audit_field(NEW.action)
    || ops.audit_field(NEW.patient_id::text)
    || ops.audit_field(NEW.entity_type)
    || ops.audit_field(NEW.entity_id::text)
    || ops.audit_field(NEW.outcome::text)
    || ops.audit_field(NEW.reason)
    || ops.audit_field(NEW.detail::text)
    || ops.audit_field(NEW.request_id)
    || ops.audit_field(NEW.client)
    || ops.audit_field(NEW.ip)
    || ops.audit_field(NEW.session_id)
    || ops.audit_field(NEW.authentication)
    || ops.audit_field(NEW.api_client_id::text), 'UTF8'));
  UPDATE ops.audit_head SET seq = NEW.seq, hash = NEW.hash WHERE tenant_id = NEW.tenant_id;
  RETURN NEW;
END $$;

-- What the chain's head says, for the verifier, in one snapshot with the newest row there is.
CREATE FUNCTION ops.audit_head_of_clinic() RETURNS TABLE (seq bigint, hash bytea)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT h.seq, h.hash FROM ops.audit_head h WHERE h.tenant_id = ops.current_tenant() $$;

CREATE TRIGGER chain_audit_event BEFORE INSERT ON audit_event
  FOR EACH ROW EXECUTE FUNCTION ops.chain_audit_event();

-- ---------------------------------------------------------------------------------------------------------
-- 3. Months. A partition lies in a schema of its own that the app role can not enter: events are reached through
--    audit_event only. What no month takes lands in the DEFAULT partition, so that no event is ever refused.
-- ---------------------------------------------------------------------------------------------------------
CREATE SCHEMA audit;
REVOKE ALL ON SCHEMA audit FROM PUBLIC;

-- Policies and the refusal of TRUNCATE are not inherited by a partition that is reached directly.
CREATE FUNCTION ops.guard_audit_partition(name text) RETURNS void
  LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  EXECUTE format('REVOKE ALL ON audit.%I FROM PUBLIC', name);
  EXECUTE format('ALTER TABLE audit.%I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE audit.%I FORCE ROW LEVEL SECURITY', name);
  EXECUTE format(
    'CREATE POLICY tenant_is_current ON audit.%I
       USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
       WITH CHECK (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
  EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON audit.%I
                    FOR EACH STATEMENT EXECUTE FUNCTION ops.refuse_change()', name);
END $$;
REVOKE ALL ON FUNCTION ops.guard_audit_partition(text) FROM PUBLIC;

CREATE TABLE audit.events_default PARTITION OF public.audit_event DEFAULT;
SELECT ops.guard_audit_partition('events_default');

-- Makes the partition of the month of a day (Asia/Tokyo). False when events of that month already lie in DEFAULT: they stay there.
CREATE FUNCTION ops.make_audit_month(day date) RETURNS boolean
  LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  first_day date := date_trunc('month', day::timestamp)::date;
  name text := 'events_' || to_char(first_day, 'YYYY_MM');
BEGIN
  IF to_regclass('audit.' || name) IS NOT NULL THEN RETURN true; END IF;
  EXECUTE format('CREATE TABLE audit.%I PARTITION OF public.audit_event FOR VALUES FROM (%L) TO (%L)', name,
    first_day::timestamp AT TIME ZONE 'Asia/Tokyo', (first_day + interval '1 month') AT TIME ZONE 'Asia/Tokyo');
  PERFORM ops.guard_audit_partition(name);
  RETURN true;
EXCEPTION WHEN check_violation THEN
  RETURN false;
END $$;
REVOKE ALL ON FUNCTION ops.make_audit_month(date) FROM PUBLIC;

-- This month and the next three; the worker asks daily. Runs as the owner of the table, takes no argument, and rather gives up than
-- keeps a clinic waiting. Returns the months whose events stay in DEFAULT.
CREATE FUNCTION ops.ensure_audit_months() RETURNS text[]
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog SET lock_timeout = '2s' AS $$
DECLARE
  day date;
  left_in_default text[] := '{}';
BEGIN
  FOR ahead IN 0..3 LOOP
    day := (now() AT TIME ZONE 'Asia/Tokyo')::date + make_interval(months => ahead);
    IF NOT ops.make_audit_month(day) THEN
      left_in_default := left_in_default || to_char(day, 'YYYY-MM');
    END IF;
  END LOOP;
  RETURN left_in_default;
END $$;
REVOKE ALL ON FUNCTION ops.ensure_audit_months() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ops.ensure_audit_months() TO shirube_app;

-- ---------------------------------------------------------------------------------------------------------
-- 4. What was recorded before joins the chain, oldest first. The owner is bound by policies that are forced.
-- ---------------------------------------------------------------------------------------------------------
ALTER TABLE audit_event_before NO FORCE ROW LEVEL SECURITY;
DO $$
DECLARE day date;
BEGIN
  FOR day IN SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'Asia/Tokyo')::date FROM audit_event_before LOOP
    PERFORM ops.make_audit_month(day);
  END LOOP;
END $$;
SELECT ops.ensure_audit_months();
-- every partition has its policy, forced: the clinic must be named while its events are written
DO $$
DECLARE clinic uuid;
BEGIN
  FOR clinic IN SELECT DISTINCT tenant_id FROM audit_event_before LOOP
    PERFORM set_config('app.tenant_id', clinic::text, true);
    INSERT INTO audit_event (tenant_id, id, at, actor_id, actor_name, actor_role, on_behalf_of_id, action, patient_id, entity_type,
                             entity_id, outcome, reason, detail, request_id)
    SELECT tenant_id, id, at, actor_id, actor_name, actor_role, on_behalf_of_id, action, patient_id, entity_type, entity_id, outcome,
           reason, detail, request_id
      FROM audit_event_before WHERE tenant_id = clinic ORDER BY at, id;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
END $$;
DROP TABLE audit_event_before;

-- ---------------------------------------------------------------------------------------------------------
-- 5. Policies, grants and refusals, as on every other table of proof.
-- ---------------------------------------------------------------------------------------------------------
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['audit_event', 'audit_checkpoint', 'audit_retirement', 'audit_review']
  LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_is_current ON public.%I
         USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
         WITH CHECK (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON public.%I
                      FOR EACH ROW EXECUTE FUNCTION ops.refuse_change()', name);
    EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON public.%I
                      FOR EACH STATEMENT EXECUTE FUNCTION ops.refuse_change()', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT ON audit_event, audit_checkpoint, audit_review TO shirube_app;
-- only the function that detaches a month writes here
GRANT SELECT ON audit_retirement TO shirube_app;

GRANT CREATE ON SCHEMA ops TO shirube_lookup;
ALTER FUNCTION ops.chain_audit_event() OWNER TO shirube_lookup;
ALTER FUNCTION ops.audit_head_of_clinic() OWNER TO shirube_lookup;
REVOKE ALL ON FUNCTION ops.chain_audit_event(), ops.audit_head_of_clinic() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ops.audit_head_of_clinic() TO shirube_app;
REVOKE CREATE ON SCHEMA ops FROM shirube_lookup;

-- ---------------------------------------------------------------------------------------------------------
-- 6. Retention. A month may leave when five years have passed since its end and no patient named in it has been seen within
--    five years (医師法24条2項: 診療録 is kept for five years after the care has ended; the trail as long as the record). Oldest first, and
--    only what a stamped checkpoint covers. No option shortens this. The operator's command calls it as the owner; what is
--    detached stays a table of the schema audit until the operator has archived it.
-- ---------------------------------------------------------------------------------------------------------
CREATE FUNCTION ops.retire_audit_month(day date) RETURNS TABLE (clinic uuid, events bigint, last_seq bigint)
  LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  first_day date := date_trunc('month', day::timestamp)::date;
  name text := 'events_' || to_char(first_day, 'YYYY_MM');
  kept_from timestamptz := ((now() AT TIME ZONE 'Asia/Tokyo')::date - interval '5 years') AT TIME ZONE 'Asia/Tokyo';
  next_seq bigint;
  stragglers jsonb;
  last_hash bytea;
  kept boolean;
BEGIN
  IF (first_day + interval '1 month') AT TIME ZONE 'Asia/Tokyo' > kept_from THEN
    RAISE EXCEPTION '% is younger than five years and must be kept', to_char(first_day, 'YYYY-MM') USING ERRCODE = 'SH002';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                  WHERE i.inhparent = 'public.audit_event'::regclass AND c.relname = name) THEN
    RAISE EXCEPTION 'there is no month % in the audit trail', to_char(first_day, 'YYYY-MM') USING ERRCODE = 'SH002';
  END IF;
  IF EXISTS (SELECT 1 FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
              WHERE i.inhparent = 'public.audit_event'::regclass AND c.relname < name AND c.relname ~ '^events_\d{4}_\d\d$') THEN
    RAISE EXCEPTION 'an older month must leave before %', to_char(first_day, 'YYYY-MM') USING ERRCODE = 'SH002';
  END IF;
  EXECUTE format('ALTER TABLE audit.%I NO FORCE ROW LEVEL SECURITY', name);
  FOR clinic IN EXECUTE format('SELECT DISTINCT tenant_id FROM audit.%I ORDER BY 1', name) LOOP
    PERFORM set_config('app.tenant_id', clinic::text, true);
    SELECT min(e.seq) INTO next_seq FROM public.audit_event e
     WHERE e.tenant_id = clinic AND e.at >= (first_day + interval '1 month') AT TIME ZONE 'Asia/Tokyo';
    EXECUTE format(
      'SELECT count(*), max(seq) FILTER (WHERE seq < coalesce($2, seq + 1)),
              coalesce(jsonb_agg(jsonb_build_object(''seq'', seq, ''prevHash'', encode(prev_hash, ''hex''), ''hash'', encode(hash, ''hex'')) ORDER BY seq)
                       FILTER (WHERE seq > $2), ''[]'')
         FROM audit.%I WHERE tenant_id = $1', name) INTO events, last_seq, stragglers USING clinic, next_seq;
    EXECUTE format('SELECT hash FROM audit.%I WHERE tenant_id = $1 AND seq = $2', name) INTO last_hash USING clinic, last_seq;
    EXECUTE format(
      'SELECT EXISTS (SELECT 1 FROM audit.%I a JOIN public.encounter v ON v.tenant_id = a.tenant_id AND v.patient_id = a.patient_id
                       WHERE a.tenant_id = $1 AND v.service_date >= ($2 AT TIME ZONE ''Asia/Tokyo'')::date)', name)
      INTO kept USING clinic, kept_from;
    IF kept THEN
      RAISE EXCEPTION '% names patients whose records must still be kept', to_char(first_day, 'YYYY-MM') USING ERRCODE = 'SH002';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM public.audit_checkpoint c WHERE c.tenant_id = clinic AND c.seq >= last_seq) THEN
      RAISE EXCEPTION '% is not covered by a stamped checkpoint', to_char(first_day, 'YYYY-MM') USING ERRCODE = 'SH002';
    END IF;
    INSERT INTO public.audit_retirement (tenant_id, month, events, last_seq, last_hash, stragglers)
      VALUES (clinic, first_day, events, last_seq, last_hash, stragglers);
    INSERT INTO public.audit_event (tenant_id, id, actor_name, actor_role, action, outcome, client, detail)
      VALUES (clinic, gen_random_uuid(), '運用者', 'operator', 'audit.retire', 'success', 'command',
              jsonb_build_object('month', to_char(first_day, 'YYYY-MM'), 'events', events, 'lastSeq', last_seq,
                                 'lastHash', encode(last_hash, 'hex')));
    RETURN NEXT;
  END LOOP;
  PERFORM set_config('app.tenant_id', '', true);
  EXECUTE format('ALTER TABLE audit.%I FORCE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE public.audit_event DETACH PARTITION audit.%I', name);
END $$;
REVOKE ALL ON FUNCTION ops.retire_audit_month(date) FROM PUBLIC;
