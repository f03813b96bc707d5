-- Sign-in: password, a second factor always, sessions with an assurance, lockout, history (docs/decisions/0001-sign-in.md).
-- The app role has no right on any table of the schema identity: only the functions below, each of which has one job.

-- AlterTable
ALTER TABLE "identity"."account" ADD COLUMN     "enrolment_needs_code" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "password_changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- AlterTable
ALTER TABLE "identity"."auth_session" ADD COLUMN     "assured_at" TIMESTAMPTZ(3),
ADD COLUMN     "factors" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "ip" TEXT,
ADD COLUMN     "last_active_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "locked_at" TIMESTAMPTZ(3),
ADD COLUMN     "revoked_reason" TEXT,
ADD COLUMN     "stage" TEXT NOT NULL DEFAULT 'pending';

-- CreateTable
CREATE TABLE "identity"."former_password" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "password_hash" TEXT NOT NULL,
    "replaced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "former_password_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity"."passkey" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "credential_id" BYTEA NOT NULL,
    "public_key" BYTEA NOT NULL,
    "counter" BIGINT NOT NULL DEFAULT 0,
    "transports" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "name" TEXT NOT NULL,
    "backed_up" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "passkey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity"."totp_factor" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "secret_encrypted" BYTEA NOT NULL,
    "last_step" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "confirmed_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "totp_factor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity"."recovery_code" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "recovery_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity"."auth_challenge" (
    "challenge_hash" BYTEA NOT NULL,
    "purpose" TEXT NOT NULL,
    "session_id" UUID,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "auth_challenge_pkey" PRIMARY KEY ("challenge_hash")
);

-- CreateTable
CREATE TABLE "identity"."attempt_counter" (
    "kind" TEXT NOT NULL,
    "subject_hash" BYTEA NOT NULL,
    "failures" INTEGER NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "locked_until" TIMESTAMPTZ(3),

    CONSTRAINT "attempt_counter_pkey" PRIMARY KEY ("kind","subject_hash")
);

-- CreateTable
CREATE TABLE "identity"."sign_in_event" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "kind" TEXT NOT NULL,
    "factor" TEXT,
    "session_id" UUID,
    "ip" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "sign_in_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity"."handed_code" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "code_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "handed_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity"."factor_reset" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "requested_by" UUID NOT NULL,
    "requested_by_name" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_by" TEXT,
    "confirmed_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),

    CONSTRAINT "factor_reset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clinic_access_rule" (
    "tenant_id" UUID NOT NULL,
    "ip_ranges" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "client_certificate" BOOLEAN NOT NULL DEFAULT false,
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "clinic_access_rule_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateIndex
CREATE INDEX "former_password_account_id_replaced_at_idx" ON "identity"."former_password"("account_id", "replaced_at");

-- CreateIndex
CREATE UNIQUE INDEX "passkey_credential_id_key" ON "identity"."passkey"("credential_id");

-- CreateIndex
CREATE INDEX "passkey_account_id_idx" ON "identity"."passkey"("account_id");

-- CreateIndex
CREATE INDEX "totp_factor_account_id_idx" ON "identity"."totp_factor"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "recovery_code_account_id_label_key" ON "identity"."recovery_code"("account_id", "label");

-- CreateIndex
CREATE INDEX "auth_challenge_expires_at_idx" ON "identity"."auth_challenge"("expires_at");

-- CreateIndex
CREATE INDEX "attempt_counter_last_at_idx" ON "identity"."attempt_counter"("last_at");

-- CreateIndex
CREATE INDEX "sign_in_event_account_id_at_idx" ON "identity"."sign_in_event"("account_id", "at");

-- CreateIndex
CREATE INDEX "handed_code_account_id_idx" ON "identity"."handed_code"("account_id");

-- CreateIndex
CREATE INDEX "factor_reset_account_id_idx" ON "identity"."factor_reset"("account_id");

-- AddForeignKey
ALTER TABLE "identity"."former_password" ADD CONSTRAINT "former_password_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "identity"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity"."passkey" ADD CONSTRAINT "passkey_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "identity"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity"."totp_factor" ADD CONSTRAINT "totp_factor_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "identity"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity"."recovery_code" ADD CONSTRAINT "recovery_code_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "identity"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity"."sign_in_event" ADD CONSTRAINT "sign_in_event_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "identity"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity"."handed_code" ADD CONSTRAINT "handed_code_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "identity"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "identity"."factor_reset" ADD CONSTRAINT "factor_reset_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "identity"."account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clinic_access_rule" ADD CONSTRAINT "clinic_access_rule_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- What the rows must keep, whoever writes them.
-- ---------------------------------------------------------------------------------------------------------
ALTER TABLE identity.auth_session ADD CONSTRAINT auth_session_stage_known CHECK (stage IN ('pending', 'active'));
-- 医療情報システムの安全管理ガイドライン: no session outlives a working day
ALTER TABLE identity.auth_session ADD CONSTRAINT auth_session_lifetime CHECK (expires_at <= created_at + interval '12 hours 1 minute');
ALTER TABLE identity.handed_code ADD CONSTRAINT handed_code_purpose_known CHECK (purpose IN ('password', 'enrolment'));
ALTER TABLE identity.auth_challenge ADD CONSTRAINT auth_challenge_purpose_known CHECK (purpose IN ('sign_in', 'prove', 'enrol'));
ALTER TABLE identity.factor_reset ADD CONSTRAINT factor_reset_two_people
  CHECK (confirmed_by IS NULL OR confirmed_by <> requested_by::text);
-- one authenticator app a person
CREATE UNIQUE INDEX totp_factor_one_in_use ON identity.totp_factor (account_id)
  WHERE confirmed_at IS NOT NULL AND removed_at IS NULL;
ALTER TABLE clinic_access_rule ADD CONSTRAINT clinic_access_rule_ranges
  CHECK (ip_ranges::cidr[] IS NOT NULL AND cardinality(ip_ranges) <= 50);

-- Nobody was asked for a second factor before: sessions of that time end.
UPDATE identity.auth_session SET revoked_at = now(), revoked_reason = 'second_factor_introduced' WHERE revoked_at IS NULL;

ALTER TABLE clinic_access_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE clinic_access_rule FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_is_current ON clinic_access_rule
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY lookup_access_rule ON clinic_access_rule FOR SELECT TO shirube_lookup USING (true);
GRANT SELECT, INSERT, UPDATE ON clinic_access_rule TO shirube_app;
GRANT SELECT ON clinic_access_rule TO shirube_lookup;

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON identity.sign_in_event
  FOR EACH ROW EXECUTE FUNCTION ops.refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON identity.sign_in_event
  FOR EACH STATEMENT EXECUTE FUNCTION ops.refuse_change();

GRANT UPDATE (password_hash, password_changed_at, enrolment_needs_code) ON identity.account TO shirube_lookup;
GRANT SELECT, INSERT ON identity.sign_in_event, identity.former_password TO shirube_lookup;
GRANT SELECT, INSERT, UPDATE ON identity.passkey, identity.totp_factor, identity.handed_code, identity.factor_reset
  TO shirube_lookup;
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.recovery_code, identity.auth_challenge, identity.attempt_counter
  TO shirube_lookup;

-- ---------------------------------------------------------------------------------------------------------
-- Sessions
-- ---------------------------------------------------------------------------------------------------------
DROP FUNCTION identity.open_session(uuid, bytea, interval, text);
CREATE FUNCTION identity.open_session(person uuid, token_sha256 bytea, proved text[], lifetime interval, agent text, address text)
  RETURNS uuid LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO identity.auth_session (id, token_hash, account_id, stage, factors, created_at, last_seen_at, last_active_at,
                                     expires_at, user_agent, ip)
  VALUES (gen_random_uuid(), token_sha256, person, 'pending', proved, now(), now(), now(), now() + lifetime,
          left(agent, 300), left(address, 60))
  RETURNING id $$;

-- One row a clinic the person works at when the session is active and unlocked; one row without a clinic when it is pending or
-- locked; none when it is unknown, ended, or its person is disabled. `quiet` is how long ago the person last touched the screen.
-- `place`: why the clinic may not be used from here (address, certificate), or null.
DROP FUNCTION identity.resolve_session(bytea, interval);
CREATE FUNCTION identity.resolve_session(token_sha256 bytea, idle interval, quiet interval, address text, certificate boolean)
  RETURNS TABLE (session_id uuid, account_id uuid, display_name text, stage text, locked boolean, factors text[],
                 created_at timestamptz, assured_at timestamptz, expires_at timestamptz,
                 tenant_id uuid, tenant_slug text, tenant_name text, staff_id uuid, roles text[], staff_name text,
                 licence text, place text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE s identity.auth_session;
BEGIN
  UPDATE identity.auth_session t SET
         last_seen_at = now(),
         locked_at = CASE WHEN t.stage = 'active' AND t.locked_at IS NULL AND t.last_active_at <= now() - idle
                          THEN now() ELSE t.locked_at END,
         last_active_at = CASE WHEN t.last_active_at <= now() - idle THEN t.last_active_at
                               ELSE greatest(t.last_active_at, now() - quiet) END
   WHERE t.token_hash = token_sha256 AND t.revoked_at IS NULL AND t.expires_at > now()
  RETURNING t.* INTO s;
  IF s.id IS NULL THEN RETURN; END IF;
  RETURN QUERY
    SELECT s.id, a.id, a.display_name, s.stage, s.locked_at IS NOT NULL, s.factors, s.created_at::timestamptz,
           s.assured_at::timestamptz, s.expires_at::timestamptz,
           w.tenant_id, w.tenant_slug, w.tenant_name, w.staff_id, w.roles, w.staff_name, w.licence,
           CASE WHEN w.client_certificate AND NOT certificate THEN 'certificate'
                WHEN w.ip_ranges <> '{}' AND (address IS NULL OR NOT EXISTS (
                       SELECT 1 FROM unnest(w.ip_ranges) AS r(range) WHERE address::inet <<= r.range::inet)) THEN 'address' END
      FROM identity.account a
      LEFT JOIN LATERAL (
        SELECT t.id AS tenant_id, t.slug AS tenant_slug, t.name AS tenant_name, st.id AS staff_id, st.roles,
               st.family_name || ' ' || st.given_name AS staff_name, st.licence,
               coalesce(r.client_certificate, false) AS client_certificate, coalesce(r.ip_ranges, '{}') AS ip_ranges
          FROM public.staff st
          JOIN public.tenant t ON t.id = st.tenant_id
          LEFT JOIN public.clinic_access_rule r ON r.tenant_id = t.id
         WHERE st.account_id = a.id AND st.active AND s.stage = 'active' AND s.locked_at IS NULL) w ON true
     WHERE a.id = s.account_id AND a.disabled_at IS NULL
     ORDER BY w.tenant_slug;
END $$;

-- A factor was proved: the token is replaced (session fixation), a pending session becomes active, a locked one is unlocked.
-- `lifetime` counts from now for a session that becomes active; a later proof does not lengthen it.
CREATE FUNCTION identity.raise_session(old_sha256 bytea, new_sha256 bytea, proved text[], lifetime interval)
  RETURNS uuid LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE identity.auth_session s SET
         token_hash = new_sha256,
         factors = ARRAY(SELECT DISTINCT f FROM unnest(s.factors || proved) AS p(f) ORDER BY f),
         created_at = CASE WHEN s.stage = 'pending' THEN now() ELSE s.created_at END,
         expires_at = CASE WHEN s.stage = 'pending' THEN now() + lifetime ELSE s.expires_at END,
         stage = 'active', assured_at = now(), last_seen_at = now(), last_active_at = now(), locked_at = NULL
   WHERE s.token_hash = old_sha256 AND s.revoked_at IS NULL AND s.expires_at > now()
  RETURNING s.id $$;

CREATE FUNCTION identity.lock_session(token_sha256 bytea) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE identity.auth_session SET locked_at = coalesce(locked_at, now())
   WHERE token_hash = token_sha256 AND stage = 'active' AND revoked_at IS NULL RETURNING true $$;

DROP FUNCTION identity.close_session(bytea);
CREATE FUNCTION identity.close_session(token_sha256 bytea, why text)
  RETURNS TABLE (session_id uuid, account_id uuid, stage text)
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE identity.auth_session s SET revoked_at = now(), revoked_reason = why
   WHERE s.token_hash = token_sha256 AND s.revoked_at IS NULL
  RETURNING s.id, s.account_id, s.stage $$;

CREATE FUNCTION identity.sessions_of(person uuid)
  RETURNS TABLE (session_id uuid, created_at timestamptz, last_seen_at timestamptz, expires_at timestamptz, locked boolean,
                 factors text[], ip text, user_agent text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT id, created_at, last_seen_at, expires_at, locked_at IS NOT NULL, factors, ip, user_agent FROM identity.auth_session
   WHERE account_id = person AND stage = 'active' AND revoked_at IS NULL AND expires_at > now() ORDER BY last_seen_at DESC $$;

-- Ends one session of the person (`only`), or all but one (`except`), or all.
CREATE FUNCTION identity.revoke_sessions(person uuid, only_session uuid, except_session uuid, why text) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH ended AS (
    UPDATE identity.auth_session SET revoked_at = now(), revoked_reason = why
     WHERE account_id = person AND revoked_at IS NULL
       AND (only_session IS NULL OR id = only_session) AND (except_session IS NULL OR id <> except_session)
    RETURNING 1)
  SELECT count(*)::integer FROM ended $$;

-- ---------------------------------------------------------------------------------------------------------
-- Guessing. Counted before the answer is looked at, so that many guesses at once are counted too. Whoever can not count
-- must not look: the caller refuses when this fails.
-- ---------------------------------------------------------------------------------------------------------
-- wait_seconds: 0 go on; else how long to wait; null: until an administrator unlocks. locks: this attempt, if it fails, locks.
CREATE FUNCTION identity.begin_attempt(what text, subject text, free integer, final integer,
                                       OUT wait_seconds integer, OUT locks boolean)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  key bytea := sha256(convert_to(subject, 'UTF8'));
  c identity.attempt_counter;
BEGIN
  DELETE FROM identity.attempt_counter
   WHERE last_at < now() - interval '2 days' AND (locked_until IS NULL OR locked_until < now());
  INSERT INTO identity.attempt_counter (kind, subject_hash, failures, last_at) VALUES (what, key, 0, now())
    ON CONFLICT DO NOTHING;
  SELECT * INTO STRICT c FROM identity.attempt_counter t WHERE t.kind = what AND t.subject_hash = key FOR UPDATE;
  locks := false;
  IF c.locked_until > now() THEN
    wait_seconds := CASE WHEN c.locked_until = 'infinity' THEN NULL
                         ELSE ceil(extract(epoch FROM c.locked_until - now()))::integer END;
    RETURN;
  END IF;
  wait_seconds := 0;
  c.failures := CASE WHEN c.last_at < now() - interval '1 day' THEN 1 ELSE c.failures + 1 END;
  c.locked_until := NULL;
  IF c.failures >= final THEN
    c.locked_until := 'infinity';
  ELSIF c.failures >= free THEN
    -- 1, 2, 4, 8, 16 and then 30 minutes
    c.locked_until := now() + least(interval '30 minutes', interval '1 minute' * power(2, least(c.failures - free, 5)));
  END IF;
  locks := c.locked_until IS NOT NULL;
  UPDATE identity.attempt_counter t SET failures = c.failures, last_at = now(), locked_until = c.locked_until
   WHERE t.kind = what AND t.subject_hash = key;
END $$;

-- The answer was right: the person's own counter starts again; a place's counter loses this one attempt only.
CREATE FUNCTION identity.end_attempt(what text, subject text, everything boolean) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE identity.attempt_counter SET
         failures = CASE WHEN everything THEN 0 ELSE greatest(failures - 1, 0) END, locked_until = NULL
   WHERE kind = what AND subject_hash = sha256(convert_to(subject, 'UTF8')) $$;

-- ---------------------------------------------------------------------------------------------------------
-- History
-- ---------------------------------------------------------------------------------------------------------
CREATE FUNCTION identity.record_event(person uuid, what text, with_factor text, in_session uuid, address text, agent text)
  RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO identity.sign_in_event (id, account_id, at, kind, factor, session_id, ip, user_agent)
  VALUES (gen_random_uuid(), person, now(), what, with_factor, in_session, left(address, 60), left(agent, 300)) $$;

CREATE FUNCTION identity.history_of(person uuid, at_most integer)
  RETURNS TABLE (at timestamptz, kind text, factor text, ip text, user_agent text, session_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT at, kind, factor, ip, user_agent, session_id FROM identity.sign_in_event
   WHERE account_id = person ORDER BY at DESC, id LIMIT at_most $$;

-- Where the person works, to note there what happened to their sign-in.
CREATE FUNCTION identity.clinics_of(person uuid)
  RETURNS TABLE (tenant_id uuid, tenant_name text, staff_id uuid, staff_name text, roles text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT t.id, t.name, st.id, st.family_name || ' ' || st.given_name, st.roles
    FROM public.staff st JOIN public.tenant t ON t.id = st.tenant_id
   WHERE st.account_id = person AND st.active ORDER BY t.slug $$;

-- ---------------------------------------------------------------------------------------------------------
-- Passwords
-- ---------------------------------------------------------------------------------------------------------
CREATE FUNCTION identity.account_for_person(person uuid)
  RETURNS TABLE (login_id text, password_hash text, display_name text, password_changed_at timestamptz,
                 enrolment_needs_code boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT login_id, password_hash, display_name, password_changed_at, enrolment_needs_code FROM identity.account
   WHERE id = person AND disabled_at IS NULL $$;

-- The current and the former passwords' hashes, newest first.
CREATE FUNCTION identity.last_passwords(person uuid, at_most integer) RETURNS SETOF text
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT h FROM (
    SELECT a.password_hash AS h, 'infinity'::timestamptz AS at FROM identity.account a WHERE a.id = person
    UNION ALL SELECT f.password_hash, f.replaced_at FROM identity.former_password f WHERE f.account_id = person) AS p
   ORDER BY at DESC LIMIT at_most $$;

CREATE FUNCTION identity.set_password(person uuid, new_hash text) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO identity.former_password (id, account_id, password_hash, replaced_at)
  SELECT gen_random_uuid(), id, password_hash, now() FROM identity.account WHERE id = person AND disabled_at IS NULL;
  UPDATE identity.account SET password_hash = new_hash, password_changed_at = now()
   WHERE id = person AND disabled_at IS NULL RETURNING true $$;

-- The same password under stronger parameters.
CREATE FUNCTION identity.rehash_password(person uuid, old_hash text, new_hash text) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE identity.account SET password_hash = new_hash WHERE id = person AND password_hash = old_hash RETURNING true $$;

-- ---------------------------------------------------------------------------------------------------------
-- Factors
-- ---------------------------------------------------------------------------------------------------------
CREATE FUNCTION identity.put_challenge(challenge_sha256 bytea, what text, in_session uuid, lifetime interval) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DELETE FROM identity.auth_challenge WHERE expires_at < now();
  INSERT INTO identity.auth_challenge (challenge_hash, purpose, session_id, expires_at)
  VALUES (challenge_sha256, what, in_session, now() + lifetime) $$;

CREATE FUNCTION identity.take_challenge(challenge_sha256 bytea, what text, in_session uuid) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DELETE FROM identity.auth_challenge
   WHERE challenge_hash = challenge_sha256 AND purpose = what AND session_id IS NOT DISTINCT FROM in_session
     AND expires_at > now() RETURNING true $$;

CREATE FUNCTION identity.passkeys_of(person uuid)
  RETURNS TABLE (passkey_id uuid, credential_id bytea, transports text[], name text, backed_up boolean,
                 created_at timestamptz, last_used_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT id, credential_id, transports, name, backed_up, created_at, last_used_at FROM identity.passkey
   WHERE account_id = person AND removed_at IS NULL ORDER BY created_at $$;

CREATE FUNCTION identity.passkey_for_proof(credential bytea)
  RETURNS TABLE (passkey_id uuid, account_id uuid, public_key bytea, counter bigint, transports text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT p.id, p.account_id, p.public_key, p.counter, p.transports
    FROM identity.passkey p JOIN identity.account a ON a.id = p.account_id AND a.disabled_at IS NULL
   WHERE p.credential_id = credential AND p.removed_at IS NULL $$;

CREATE FUNCTION identity.add_passkey(person uuid, credential bytea, key bytea, start_counter bigint, ways text[], label text,
                                     backed boolean) RETURNS uuid
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE identity.account SET enrolment_needs_code = false WHERE id = person;
  INSERT INTO identity.passkey (id, account_id, credential_id, public_key, counter, transports, name, backed_up, created_at)
  VALUES (gen_random_uuid(), person, credential, key, start_counter, ways, left(label, 60), backed, now()) RETURNING id $$;

-- False when the authenticator's counter did not move on: a copy of it, or a replay. Authenticators without one stay at 0.
CREATE FUNCTION identity.use_passkey(used uuid, new_counter bigint) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE identity.passkey SET counter = new_counter, last_used_at = now()
   WHERE id = used AND removed_at IS NULL AND (new_counter > counter OR (new_counter = 0 AND counter = 0)) RETURNING true $$;

CREATE FUNCTION identity.rename_passkey(person uuid, used uuid, label text) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE identity.passkey SET name = left(label, 60) WHERE id = used AND account_id = person AND removed_at IS NULL
  RETURNING true $$;

-- How many factors can prove the person; recovery codes are not one of them.
CREATE FUNCTION identity.factor_count(person uuid) RETURNS integer
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT (SELECT count(*) FROM identity.passkey WHERE account_id = person AND removed_at IS NULL)::integer
       + (SELECT count(*) FROM identity.totp_factor
           WHERE account_id = person AND confirmed_at IS NOT NULL AND removed_at IS NULL)::integer $$;

-- False for the last factor: a person without one could not sign in again. A lock on the account serialises two removals.
CREATE FUNCTION identity.remove_factor(person uuid, factor uuid) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE gone integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(person::text, 20));
  IF identity.factor_count(person) <= 1 THEN RETURN false; END IF;
  UPDATE identity.passkey SET removed_at = now() WHERE id = factor AND account_id = person AND removed_at IS NULL;
  GET DIAGNOSTICS gone = ROW_COUNT;
  IF gone = 0 THEN
    UPDATE identity.totp_factor SET removed_at = now()
     WHERE id = factor AND account_id = person AND confirmed_at IS NOT NULL AND removed_at IS NULL;
    GET DIAGNOSTICS gone = ROW_COUNT;
  END IF;
  RETURN gone = 1;
END $$;

CREATE FUNCTION identity.put_totp(person uuid, sealed bytea) RETURNS uuid
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE identity.totp_factor SET removed_at = now()
   WHERE account_id = person AND confirmed_at IS NULL AND removed_at IS NULL;
  INSERT INTO identity.totp_factor (id, account_id, secret_encrypted, created_at)
  VALUES (gen_random_uuid(), person, sealed, now()) RETURNING id $$;

-- The one in use, or (`confirmed` false) the one being enrolled in the last quarter of an hour.
CREATE FUNCTION identity.totp_of(person uuid, confirmed boolean)
  RETURNS TABLE (totp_id uuid, sealed bytea, last_step bigint, created_at timestamptz, last_used_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT id, secret_encrypted, last_step, created_at, last_used_at FROM identity.totp_factor
   WHERE account_id = person AND removed_at IS NULL AND (confirmed_at IS NOT NULL) = confirmed
     AND (confirmed OR created_at > now() - interval '15 minutes') $$;

-- A code is used once: false when this time step, or a later one, was used already.
CREATE FUNCTION identity.use_totp(totp uuid, step bigint) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE identity.totp_factor SET last_step = step, last_used_at = now()
   WHERE id = totp AND removed_at IS NULL AND last_step < step RETURNING true $$;

-- The app that is enrolled replaces the one before it.
CREATE FUNCTION identity.confirm_totp(person uuid, totp uuid, step bigint) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(person::text, 20));
  UPDATE identity.totp_factor SET removed_at = now()
   WHERE account_id = person AND confirmed_at IS NOT NULL AND removed_at IS NULL;
  UPDATE identity.totp_factor SET confirmed_at = now(), last_step = step, last_used_at = now()
   WHERE id = totp AND account_id = person AND confirmed_at IS NULL AND removed_at IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'no authenticator app is being enrolled' USING ERRCODE = 'SH002'; END IF;
  UPDATE identity.account SET enrolment_needs_code = false WHERE id = person;
  RETURN true;
END $$;

CREATE FUNCTION identity.replace_recovery_codes(person uuid, labels text[], hashes text[]) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DELETE FROM identity.recovery_code WHERE account_id = person;
  INSERT INTO identity.recovery_code (id, account_id, label, code_hash, created_at)
  SELECT gen_random_uuid(), person, l, h, now() FROM unnest(labels, hashes) AS c(l, h) $$;

CREATE FUNCTION identity.recovery_code_of(person uuid, code_label text) RETURNS TABLE (code_id uuid, code_hash text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT id, code_hash FROM identity.recovery_code
   WHERE account_id = person AND label = code_label AND used_at IS NULL $$;

CREATE FUNCTION identity.use_recovery_code(code uuid) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE identity.recovery_code SET used_at = now() WHERE id = code AND used_at IS NULL RETURNING true $$;

CREATE FUNCTION identity.recovery_codes_left(person uuid)
  RETURNS TABLE (unused integer, issued_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT count(*) FILTER (WHERE used_at IS NULL)::integer, max(created_at) FROM identity.recovery_code
   WHERE account_id = person $$;

-- ---------------------------------------------------------------------------------------------------------
-- Help from an administrator, always inside one clinic: `staff` is a colleague in the clinic the unit of work is bound to.
-- None of these lets an administrator choose a password or sign in as somebody.
-- ---------------------------------------------------------------------------------------------------------
CREATE FUNCTION identity.account_of_colleague(colleague uuid) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT account_id FROM public.staff WHERE tenant_id = ops.current_tenant() AND id = colleague $$;

CREATE FUNCTION identity.colleagues()
  RETURNS TABLE (staff_id uuid, login_id text, last_sign_in_at timestamptz, open_sessions integer, factors integer,
                 locked_until timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT st.id, a.login_id,
         (SELECT max(e.at) FROM identity.sign_in_event e WHERE e.account_id = a.id AND e.kind = 'sign_in'),
         (SELECT count(*)::integer FROM identity.auth_session s
           WHERE s.account_id = a.id AND s.stage = 'active' AND s.revoked_at IS NULL AND s.expires_at > now()),
         identity.factor_count(a.id),
         (SELECT max(c.locked_until) FROM identity.attempt_counter c
           WHERE c.locked_until > now()
             AND ((c.kind IN ('password', 'reset') AND c.subject_hash = sha256(convert_to(a.login_id, 'UTF8')))
               OR (c.kind = 'second' AND c.subject_hash = sha256(convert_to(a.id::text, 'UTF8')))))
    FROM public.staff st JOIN identity.account a ON a.id = st.account_id
   WHERE st.tenant_id = ops.current_tenant() $$;

CREATE FUNCTION identity.unlock_colleague(colleague uuid) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  DELETE FROM identity.attempt_counter c USING identity.account a
   WHERE a.id = identity.account_of_colleague(colleague)
     AND ((c.kind IN ('password', 'reset') AND c.subject_hash = sha256(convert_to(a.login_id, 'UTF8')))
       OR (c.kind = 'second' AND c.subject_hash = sha256(convert_to(a.id::text, 'UTF8'))));
  SELECT identity.account_of_colleague(colleague) IS NOT NULL $$;

CREATE FUNCTION identity.end_colleague_sessions(colleague uuid, why text) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT identity.revoke_sessions(identity.account_of_colleague(colleague), NULL, NULL, why) $$;

-- A code to hand over in person; the one before it for the same purpose ends.
CREATE FUNCTION identity.hand_code(colleague uuid, what text, hash text, lifetime interval) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE identity.handed_code SET expires_at = now()
   WHERE account_id = identity.account_of_colleague(colleague) AND purpose = what AND used_at IS NULL AND expires_at > now();
  INSERT INTO identity.handed_code (id, account_id, purpose, code_hash, created_at, expires_at)
  SELECT gen_random_uuid(), a.id, what, hash, now(), now() + lifetime FROM identity.account a
   WHERE a.id = identity.account_of_colleague(colleague) AND a.disabled_at IS NULL
  RETURNING true $$;

CREATE FUNCTION identity.handed_code_of(person uuid, what text) RETURNS TABLE (code_id uuid, code_hash text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT id, code_hash FROM identity.handed_code
   WHERE account_id = person AND purpose = what AND used_at IS NULL AND expires_at > now() $$;

CREATE FUNCTION identity.use_handed_code(code uuid) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE identity.handed_code SET used_at = now() WHERE id = code AND used_at IS NULL AND expires_at > now() RETURNING true $$;

CREATE FUNCTION identity.request_factor_reset(colleague uuid, requester uuid, requester_name text, why text) RETURNS uuid
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE identity.factor_reset SET cancelled_at = now()
   WHERE account_id = identity.account_of_colleague(colleague) AND confirmed_at IS NULL AND cancelled_at IS NULL;
  INSERT INTO identity.factor_reset (id, account_id, tenant_id, requested_by, requested_by_name, reason, requested_at, expires_at)
  SELECT gen_random_uuid(), target, ops.current_tenant(), asking, requester_name, why, now(), now() + interval '1 day'
    FROM (SELECT identity.account_of_colleague(colleague) AS target, identity.account_of_colleague(requester) AS asking) AS p
   WHERE target IS NOT NULL AND asking IS NOT NULL AND target <> asking
  RETURNING id $$;

-- Requests about colleagues of this clinic, wherever they were made.
CREATE FUNCTION identity.open_factor_resets()
  RETURNS TABLE (reset_id uuid, staff_id uuid, requested_by_name text, requested_by_staff uuid, reason text,
                 requested_at timestamptz, expires_at timestamptz, requested_here boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT r.id, st.id, r.requested_by_name, asking.id, r.reason, r.requested_at, r.expires_at, r.tenant_id = st.tenant_id
    FROM identity.factor_reset r
    JOIN public.staff st ON st.account_id = r.account_id AND st.tenant_id = ops.current_tenant()
    LEFT JOIN public.staff asking ON asking.account_id = r.requested_by AND asking.tenant_id = st.tenant_id
   WHERE r.confirmed_at IS NULL AND r.cancelled_at IS NULL AND r.expires_at > now() ORDER BY r.requested_at $$;

-- What both ways of confirming do: every factor, recovery code and session of the person ends.
CREATE FUNCTION identity.carry_out_factor_reset(reset uuid, confirmer text) RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE target uuid;
BEGIN
  UPDATE identity.factor_reset SET confirmed_by = confirmer, confirmed_at = now()
   WHERE id = reset AND confirmed_at IS NULL AND cancelled_at IS NULL AND expires_at > now()
     AND requested_by::text <> confirmer AND account_id::text <> confirmer
  RETURNING account_id INTO target;
  IF target IS NULL THEN RETURN NULL; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(target::text, 20));
  UPDATE identity.passkey SET removed_at = now() WHERE account_id = target AND removed_at IS NULL;
  UPDATE identity.totp_factor SET removed_at = now() WHERE account_id = target AND removed_at IS NULL;
  DELETE FROM identity.recovery_code WHERE account_id = target;
  UPDATE identity.account SET enrolment_needs_code = true WHERE id = target;
  PERFORM identity.revoke_sessions(target, NULL, NULL, 'factors_reset');
  RETURN target;
END $$;

-- A second person of the clinic. Where the person works at several clinics it must be one of another clinic than the request's:
-- no clinic alone may reset what also opens the door of another.
CREATE FUNCTION identity.confirm_factor_reset(reset uuid, confirmer uuid) RETURNS uuid
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT identity.carry_out_factor_reset(r.id, identity.account_of_colleague(confirmer)::text)
    FROM identity.factor_reset r
    JOIN public.staff here ON here.account_id = r.account_id AND here.tenant_id = ops.current_tenant()
   WHERE r.id = reset AND identity.account_of_colleague(confirmer) IS NOT NULL
     AND (r.tenant_id <> here.tenant_id OR NOT EXISTS (
           SELECT 1 FROM public.staff elsewhere
            WHERE elsewhere.account_id = r.account_id AND elsewhere.active AND elsewhere.tenant_id <> here.tenant_id)) $$;

-- The operator is the second person of a clinic that has one administrator.
CREATE FUNCTION identity.confirm_factor_reset_as_operator(reset uuid, operator text) RETURNS uuid
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT identity.carry_out_factor_reset(reset, 'operator:' || operator) $$;

CREATE FUNCTION identity.cancel_factor_reset(reset uuid) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE identity.factor_reset r SET cancelled_at = now()
   WHERE r.id = reset AND r.confirmed_at IS NULL AND r.cancelled_at IS NULL
     AND EXISTS (SELECT 1 FROM public.staff st WHERE st.account_id = r.account_id AND st.tenant_id = ops.current_tenant())
  RETURNING true $$;

-- ---------------------------------------------------------------------------------------------------------
-- Owners and grants
-- ---------------------------------------------------------------------------------------------------------
GRANT CREATE ON SCHEMA identity TO shirube_lookup;
DO $$
DECLARE signature regprocedure;
BEGIN
  FOR signature IN
    SELECT p.oid::regprocedure FROM pg_proc p
     WHERE p.pronamespace = 'identity'::regnamespace AND p.proowner <> 'shirube_lookup'::regrole
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO shirube_lookup', signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO shirube_app', signature);
  END LOOP;
END $$;
-- only through the two ways of confirming
REVOKE EXECUTE ON FUNCTION identity.carry_out_factor_reset(uuid, text) FROM shirube_app;
REVOKE CREATE ON SCHEMA identity FROM shirube_lookup;
