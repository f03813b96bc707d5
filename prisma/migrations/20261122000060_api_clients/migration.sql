-- CreateEnum
CREATE TYPE "api_client_state" AS ENUM ('active', 'suspended', 'retired');

-- CreateEnum
CREATE TYPE "identity"."api_credential_kind" AS ENUM ('secret', 'private_key_jwt');

-- CreateTable
CREATE TABLE "api_client" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "contact" TEXT NOT NULL,
    "scopes" TEXT[],
    "ip_ranges" INET[],
    "state" "api_client_state" NOT NULL DEFAULT 'active',
    "require_dpop" BOOLEAN NOT NULL DEFAULT false,
    "quota_per_minute" INTEGER NOT NULL DEFAULT 300,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_by_id" UUID NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "row_version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "api_client_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "identity"."api_client_credential" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "kind" "identity"."api_credential_kind" NOT NULL,
    "secret_sha256" BYTEA,
    "jwks" JSONB,
    "valid_from" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "valid_until" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "created_by_id" UUID NOT NULL,

    CONSTRAINT "api_client_credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity"."api_access_token" (
    "token_sha256" BYTEA NOT NULL,
    "tenant_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "credential_id" UUID NOT NULL,
    "scopes" TEXT[],
    "issued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "key_thumbprint" TEXT,

    CONSTRAINT "api_access_token_pkey" PRIMARY KEY ("token_sha256")
);

-- CreateTable
CREATE TABLE "identity"."api_assertion_seen" (
    "fingerprint" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "api_assertion_seen_pkey" PRIMARY KEY ("fingerprint")
);

-- CreateTable
CREATE TABLE "identity"."api_rate_window" (
    "bucket" TEXT NOT NULL,
    "ends_at" TIMESTAMPTZ(6) NOT NULL,
    "used" INTEGER NOT NULL,
    "refused" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "api_rate_window_pkey" PRIMARY KEY ("bucket")
);

-- CreateIndex
CREATE INDEX "api_client_id_idx" ON "api_client"("id");

-- CreateIndex
CREATE INDEX "api_client_credential_client_id_idx" ON "identity"."api_client_credential"("client_id");

-- CreateIndex
CREATE INDEX "api_access_token_client_id_idx" ON "identity"."api_access_token"("client_id");

-- CreateIndex
CREATE INDEX "api_access_token_expires_at_idx" ON "identity"."api_access_token"("expires_at");

-- CreateIndex
CREATE INDEX "api_assertion_seen_expires_at_idx" ON "identity"."api_assertion_seen"("expires_at");

-- CreateIndex
CREATE INDEX "api_rate_window_ends_at_idx" ON "identity"."api_rate_window"("ends_at");

-- ---------------------------------------------------------------------------------------------------------
-- API clients are a clinic's own rows. Credentials, tokens and counters are needed before a clinic is known, so they stand outside
-- of the clinics, where the app role has no right: it asks the functions below (docs/decisions/0010-api-clients.md).
-- ---------------------------------------------------------------------------------------------------------
ALTER TABLE api_client ALTER COLUMN scopes SET NOT NULL, ALTER COLUMN ip_ranges SET NOT NULL, ALTER COLUMN ip_ranges SET DEFAULT '{}';
ALTER TABLE api_client ADD CONSTRAINT api_client_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id);
ALTER TABLE api_client ADD CONSTRAINT api_client_created_by_staff
  FOREIGN KEY (tenant_id, created_by_id) REFERENCES staff (tenant_id, id);
ALTER TABLE api_client ADD CONSTRAINT api_client_changed_by_staff
  FOREIGN KEY (tenant_id, changed_by_id) REFERENCES staff (tenant_id, id);
ALTER TABLE api_client ADD CONSTRAINT api_client_filled CHECK (btrim(name) <> '' AND btrim(purpose) <> '' AND cardinality(scopes) > 0);
ALTER TABLE api_client ADD CONSTRAINT api_client_quota CHECK (quota_per_minute BETWEEN 10 AND 6000);
-- a name may come back after its client is retired
CREATE UNIQUE INDEX api_client_name_in_use ON api_client (tenant_id, name) WHERE state <> 'retired';

ALTER TABLE api_client ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_client FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_is_current ON api_client
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
CREATE POLICY lookup_api_client ON api_client FOR SELECT TO shirube_lookup USING (true);
GRANT SELECT, INSERT, UPDATE ON api_client TO shirube_app;
GRANT SELECT ON api_client TO shirube_lookup;

-- the clinic's page shows what a client did lately
CREATE INDEX audit_event_api_client ON audit_event (tenant_id, api_client_id, at) WHERE api_client_id IS NOT NULL;

ALTER TABLE identity.api_client_credential ADD CONSTRAINT api_client_credential_client
  FOREIGN KEY (tenant_id, client_id) REFERENCES public.api_client (tenant_id, id) ON DELETE CASCADE;
ALTER TABLE identity.api_client_credential ADD CONSTRAINT api_client_credential_one_kind CHECK (
  (kind = 'secret' AND octet_length(secret_sha256) = 32 AND jwks IS NULL) OR
  (kind = 'private_key_jwt' AND secret_sha256 IS NULL AND jsonb_typeof(jwks -> 'keys') = 'array'));
ALTER TABLE identity.api_access_token ADD CONSTRAINT api_access_token_credential
  FOREIGN KEY (credential_id) REFERENCES identity.api_client_credential (id) ON DELETE CASCADE;
ALTER TABLE identity.api_access_token ALTER COLUMN scopes SET NOT NULL;
-- ASVS and the guideline want short lives; no program can ask for a longer one
ALTER TABLE identity.api_access_token ADD CONSTRAINT api_access_token_short
  CHECK (expires_at > issued_at AND expires_at <= issued_at + interval '15 minutes');
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.api_client_credential, identity.api_access_token, identity.api_assertion_seen,
  identity.api_rate_window TO shirube_lookup;

-- Who the client_id is, and the public keys its assertions may be signed with. Nothing secret leaves. A clinic that is not in use is not
-- seen (lookup_clinic), and with it its clients are not.
CREATE FUNCTION identity.api_client_for_token(client uuid)
  RETURNS TABLE (tenant_id uuid, client_name text, require_dpop boolean, credentials jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT c.tenant_id, c.name, c.require_dpop, coalesce(
           (SELECT jsonb_agg(jsonb_build_object('id', k.id, 'keys', k.jwks -> 'keys') ORDER BY k.valid_from)
              FROM identity.api_client_credential k
             WHERE k.tenant_id = c.tenant_id AND k.client_id = c.id AND k.kind = 'private_key_jwt'
               AND k.revoked_at IS NULL AND k.valid_from <= now() AND k.valid_until > now()), '[]'::jsonb)
    FROM public.api_client c JOIN public.tenant t ON t.id = c.tenant_id WHERE c.id = client $$;

CREATE FUNCTION identity.api_address_allowed(ranges inet[], address inet) RETURNS boolean
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
  SELECT cardinality(ranges) = 0
      OR (address IS NOT NULL AND EXISTS (SELECT 1 FROM unnest(ranges) AS r(range) WHERE address <<= r.range)) $$;

-- Opens or continues the window of a bucket and holds its row until the transaction ends: counters can not be raced.
CREATE FUNCTION identity.api_window(name text, length interval) RETURNS identity.api_rate_window
  LANGUAGE sql SET search_path = pg_catalog AS $$
  INSERT INTO identity.api_rate_window AS w (bucket, ends_at, used, refused) VALUES (name, clock_timestamp() + length, 0, 0)
  ON CONFLICT (bucket) DO UPDATE SET
    ends_at = CASE WHEN w.ends_at <= clock_timestamp() THEN clock_timestamp() + length ELSE w.ends_at END,
    used = CASE WHEN w.ends_at <= clock_timestamp() THEN 0 ELSE w.used END,
    refused = CASE WHEN w.ends_at <= clock_timestamp() THEN 0 ELSE w.refused END
  RETURNING w.* $$;

-- Proves the client of the current clinic. Either the SHA-256 of the secret it sent, or the credential whose key verified its
-- assertion together with the fingerprint of that assertion, which is used up here.
-- Ten failures of one client from one address within 15 minutes: even the right secret is refused until they are over.
CREATE FUNCTION identity.api_authenticate(client uuid, secret bytea, verified uuid, assertion bytea,
                                          assertion_expires timestamptz, address inet)
  RETURNS TABLE (outcome text, credential_id uuid, retry_after integer)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  attempts identity.api_rate_window := identity.api_window('failed:' || client || ':' || coalesce(host(address), '-'), '15 minutes');
  known public.api_client;
  proven uuid;
BEGIN
  IF attempts.used >= 10 THEN
    RETURN QUERY SELECT 'locked', NULL::uuid, greatest(1, ceil(extract(epoch FROM attempts.ends_at - clock_timestamp())))::integer;
    RETURN;
  END IF;
  SELECT * INTO known FROM public.api_client c WHERE c.tenant_id = ops.current_tenant() AND c.id = client;
  SELECT k.id INTO proven FROM identity.api_client_credential k
   WHERE k.tenant_id = known.tenant_id AND k.client_id = known.id
     AND k.revoked_at IS NULL AND k.valid_from <= now() AND k.valid_until > now()
     AND ((k.kind = 'secret' AND k.secret_sha256 = secret) OR (k.kind = 'private_key_jwt' AND k.id = verified));
  IF proven IS NOT NULL AND assertion IS NOT NULL AND NOT identity.api_use_once(assertion, assertion_expires) THEN
    UPDATE identity.api_rate_window w SET used = w.used + 1 WHERE w.bucket = attempts.bucket;
    RETURN QUERY SELECT 'replayed', NULL::uuid, 0;
  ELSIF proven IS NULL THEN
    UPDATE identity.api_rate_window w SET used = w.used + 1 WHERE w.bucket = attempts.bucket;
    RETURN QUERY SELECT CASE WHEN attempts.used = 9 THEN 'locking' ELSE 'denied' END, NULL::uuid, 0;
  ELSIF known.state <> 'active' THEN
    RETURN QUERY SELECT 'suspended', NULL::uuid, 0;
  ELSIF NOT identity.api_address_allowed(known.ip_ranges, address) THEN
    RETURN QUERY SELECT 'address', NULL::uuid, 0;
  ELSE
    DELETE FROM identity.api_rate_window w WHERE w.bucket = attempts.bucket;
    UPDATE identity.api_client_credential k SET last_used_at = now() WHERE k.id = proven;
    RETURN QUERY SELECT 'proven', proven, 0;
  END IF;
END $$;

-- The same counting for a client_id that does not exist, in a bounded number of buckets: from outside it looks the same.
CREATE FUNCTION identity.api_unknown_client(client text, address inet) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  attempts identity.api_rate_window := identity.api_window(
    'unknown:' || left(encode(sha256(convert_to(client || ' ' || coalesce(host(address), '-'), 'UTF8')), 'hex'), 4), '15 minutes');
BEGIN
  IF attempts.used >= 10 THEN
    RETURN greatest(1, ceil(extract(epoch FROM attempts.ends_at - clock_timestamp())))::integer;
  END IF;
  UPDATE identity.api_rate_window w SET used = w.used + 1 WHERE w.bucket = attempts.bucket;
  RETURN 0;
END $$;

CREATE FUNCTION identity.api_use_once(print bytea, until timestamptz) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO identity.api_assertion_seen (fingerprint, expires_at) VALUES (print, until) ON CONFLICT DO NOTHING;
  RETURN FOUND;
END $$;

-- A token for a client of the current clinic that was proven in this transaction. No row: it asks for a scope it was not given.
CREATE FUNCTION identity.api_issue_token(client uuid, credential uuid, token bytea, requested text[], lifetime interval, thumbprint text)
  RETURNS TABLE (scopes text[], expires_at timestamptz)
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  INSERT INTO identity.api_access_token AS a
    (token_sha256, tenant_id, client_id, credential_id, scopes, issued_at, expires_at, key_thumbprint)
  SELECT token, c.tenant_id, c.id, k.id, coalesce(requested, c.scopes), now(), least(now() + lifetime, k.valid_until), thumbprint
    FROM public.api_client c
    JOIN identity.api_client_credential k ON k.tenant_id = c.tenant_id AND k.client_id = c.id AND k.id = credential
   WHERE c.tenant_id = ops.current_tenant() AND c.id = client AND c.state = 'active' AND coalesce(requested, c.scopes) <@ c.scopes
     AND (thumbprint IS NOT NULL OR NOT c.require_dpop)
  RETURNING a.scopes, a.expires_at $$;

-- What a token opens now. Scopes are those it was given that its client still has. No row: nobody knows it.
CREATE FUNCTION identity.api_resolve_token(token bytea, caller inet)
  RETURNS TABLE (state text, tenant_id uuid, tenant_slug text, tenant_name text, client_id uuid, client_name text,
                 kind text, scopes text[], expires_at timestamptz, key_thumbprint text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT CASE WHEN a.revoked_at IS NOT NULL OR k.revoked_at IS NOT NULL THEN 'revoked'
              WHEN a.expires_at <= now() OR k.valid_until <= now() THEN 'expired'
              WHEN c.state <> 'active' THEN 'suspended'
              WHEN c.require_dpop AND a.key_thumbprint IS NULL THEN 'revoked'
              WHEN NOT identity.api_address_allowed(c.ip_ranges, caller) THEN 'address'
              ELSE 'live' END,
         t.id, t.slug, t.name, c.id, c.name, k.kind::text,
         ARRAY(SELECT s FROM unnest(a.scopes) AS s WHERE s = ANY (c.scopes)), a.expires_at, a.key_thumbprint
    FROM identity.api_access_token a
    JOIN identity.api_client_credential k ON k.id = a.credential_id
    JOIN public.api_client c ON c.tenant_id = a.tenant_id AND c.id = a.client_id
    JOIN public.tenant t ON t.id = a.tenant_id
   WHERE a.token_sha256 = token $$;

-- Takes `weight` units from the client's minute, or turns it away. One row a client: no clinic waits for another.
CREATE FUNCTION identity.api_spend(tenant uuid, client uuid, weight integer)
  RETURNS TABLE (allowed boolean, quota integer, remaining integer, reset_seconds integer, first_refusal boolean)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  minute identity.api_rate_window;
  most integer;
  reset integer;
BEGIN
  SELECT c.quota_per_minute INTO STRICT most FROM public.api_client c WHERE c.tenant_id = tenant AND c.id = client;
  minute := identity.api_window('client:' || tenant || ':' || client, '1 minute');
  reset := greatest(1, ceil(extract(epoch FROM minute.ends_at - clock_timestamp())))::integer;
  IF minute.used + weight <= most THEN
    UPDATE identity.api_rate_window w SET used = w.used + weight WHERE w.bucket = minute.bucket;
    RETURN QUERY SELECT true, most, most - minute.used - weight, reset, false;
  ELSE
    UPDATE identity.api_rate_window w SET refused = w.refused + 1 WHERE w.bucket = minute.bucket;
    RETURN QUERY SELECT false, most, greatest(0, most - minute.used), reset, minute.refused = 0;
  END IF;
END $$;

-- RFC 7009: a client ends a token of its own.
CREATE FUNCTION identity.api_revoke_token(client uuid, token bytea) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE identity.api_access_token a SET revoked_at = now()
   WHERE a.tenant_id = ops.current_tenant() AND a.client_id = client AND a.token_sha256 = token AND a.revoked_at IS NULL;
  RETURN FOUND;
END $$;

-- The clinic's administrator ends every token of a client.
CREATE FUNCTION identity.api_revoke_client_tokens(client uuid) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE ended integer;
BEGIN
  UPDATE identity.api_access_token a SET revoked_at = now()
   WHERE a.tenant_id = ops.current_tenant() AND a.client_id = client AND a.revoked_at IS NULL AND a.expires_at > now();
  GET DIAGNOSTICS ended = ROW_COUNT;
  RETURN ended;
END $$;

-- Null when two credentials live already: one has to end first.
CREATE FUNCTION identity.api_add_credential(client uuid, kind text, secret bytea, keys jsonb, until timestamptz, by_staff uuid)
  RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE made uuid;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('api_client_credential:' || client, 0));
  INSERT INTO identity.api_client_credential AS k (id, tenant_id, client_id, kind, secret_sha256, jwks, valid_until, created_by_id)
  SELECT gen_random_uuid(), c.tenant_id, c.id, kind::identity.api_credential_kind, secret, keys, until, by_staff
    FROM public.api_client c
   WHERE c.tenant_id = ops.current_tenant() AND c.id = client AND c.state <> 'retired'
     AND (SELECT count(*) FROM identity.api_client_credential o
           WHERE o.tenant_id = c.tenant_id AND o.client_id = c.id AND o.revoked_at IS NULL AND o.valid_until > now()) < 2
  RETURNING k.id INTO made;
  RETURN made;
END $$;

-- Ends a credential after so long, at once for nothing; it can only end earlier, never later.
CREATE FUNCTION identity.api_end_credential(client uuid, credential uuid, after interval) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE identity.api_client_credential k
     SET valid_until = least(k.valid_until, now() + after), revoked_at = CASE WHEN after <= '0' THEN now() END
   WHERE k.tenant_id = ops.current_tenant() AND k.client_id = client AND k.id = credential
     AND k.revoked_at IS NULL AND k.valid_until > now();
  RETURN FOUND;
END $$;

-- For the clinic's own page: everything about its credentials but what proves anything.
CREATE FUNCTION identity.api_credentials()
  RETURNS TABLE (client_id uuid, credential_id uuid, kind text, keys jsonb, valid_from timestamptz, valid_until timestamptz,
                 revoked_at timestamptz, last_used_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT k.client_id, k.id, k.kind::text, k.jwks -> 'keys', k.valid_from, k.valid_until, k.revoked_at, k.last_used_at
    FROM identity.api_client_credential k WHERE k.tenant_id = ops.current_tenant() ORDER BY k.valid_from DESC $$;

-- Operational data, not records: what has run out is deleted. What was done with it stays in the audit trail.
CREATE FUNCTION identity.api_sweep() RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE gone integer; total integer := 0;
BEGIN
  DELETE FROM identity.api_access_token a WHERE a.expires_at < now() - interval '1 hour';
  GET DIAGNOSTICS gone = ROW_COUNT; total := total + gone;
  DELETE FROM identity.api_assertion_seen s WHERE s.expires_at < now();
  GET DIAGNOSTICS gone = ROW_COUNT; total := total + gone;
  DELETE FROM identity.api_rate_window w WHERE w.ends_at < now();
  GET DIAGNOSTICS gone = ROW_COUNT; total := total + gone;
  RETURN total;
END $$;

GRANT CREATE ON SCHEMA identity TO shirube_lookup;
DO $$
DECLARE signature text;
BEGIN
  FOREACH signature IN ARRAY ARRAY[
    'identity.api_client_for_token(uuid)', 'identity.api_authenticate(uuid, bytea, uuid, bytea, timestamptz, inet)',
    'identity.api_unknown_client(text, inet)', 'identity.api_use_once(bytea, timestamptz)',
    'identity.api_issue_token(uuid, uuid, bytea, text[], interval, text)', 'identity.api_resolve_token(bytea, inet)',
    'identity.api_spend(uuid, uuid, integer)', 'identity.api_revoke_token(uuid, bytea)',
    'identity.api_revoke_client_tokens(uuid)', 'identity.api_add_credential(uuid, text, bytea, jsonb, timestamptz, uuid)',
    'identity.api_end_credential(uuid, uuid, interval)', 'identity.api_credentials()', 'identity.api_sweep()']
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO shirube_lookup', signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', signature);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO shirube_app', signature);
  END LOOP;
  -- inner parts: for the functions above only
  FOREACH signature IN ARRAY ARRAY['identity.api_address_allowed(inet[], inet)', 'identity.api_window(text, interval)']
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO shirube_lookup', signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', signature);
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA identity FROM shirube_lookup;
