-- People of a clinic: licence and certificate, leaving and coming back, invitations, and the inventory of accounts.

-- AlterTable
ALTER TABLE "staff" ADD COLUMN     "hpki_bound_at" TIMESTAMPTZ(3),
ADD COLUMN     "hpki_bound_by_id" UUID,
ADD COLUMN     "hpki_certificate_sha256" TEXT,
ADD COLUMN     "hpki_certificate_subject" TEXT,
ADD COLUMN     "hpki_certificate_valid_to" TIMESTAMPTZ(3),
ADD COLUMN     "joined_on" DATE,
ADD COLUMN     "left_on" DATE,
ADD COLUMN     "licence_number" TEXT,
ADD COLUMN     "licence_registered_on" DATE,
ADD COLUMN     "narcotics_licence_number" TEXT;

-- CreateTable
CREATE TABLE "staff_change" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "reason" TEXT,

    CONSTRAINT "staff_change_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "staff_invitation" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "code_sha256" BYTEA NOT NULL,
    "family_name" TEXT NOT NULL,
    "given_name" TEXT NOT NULL,
    "family_kana" TEXT NOT NULL,
    "given_kana" TEXT NOT NULL,
    "roles" TEXT[],
    "licence" TEXT,
    "licence_number" TEXT,
    "login_id" TEXT,
    "created_by_id" UUID,
    "created_by_name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "staff_id" UUID,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by_id" UUID,

    CONSTRAINT "staff_invitation_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "account_review" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "reviewed_on" DATE NOT NULL,
    "reviewed_by_id" UUID NOT NULL,
    "reviewed_by_name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "active_count" INTEGER NOT NULL,
    "left_count" INTEGER NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "account_review_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "staff_change_tenant_id_staff_id_at_idx" ON "staff_change"("tenant_id", "staff_id", "at");

-- CreateIndex
CREATE INDEX "staff_invitation_code_sha256_idx" ON "staff_invitation"("code_sha256");

-- CreateIndex
CREATE UNIQUE INDEX "staff_invitation_tenant_id_code_sha256_key" ON "staff_invitation"("tenant_id", "code_sha256");

-- CreateIndex
CREATE INDEX "account_review_tenant_id_reviewed_on_idx" ON "account_review"("tenant_id", "reviewed_on");

-- AddForeignKey
ALTER TABLE "staff_change" ADD CONSTRAINT "staff_change_tenant_id_staff_id_fkey" FOREIGN KEY ("tenant_id", "staff_id") REFERENCES "staff"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- ---------------------------------------------------------------------------------------------------------
-- What the rows must keep, whoever writes them.
-- ---------------------------------------------------------------------------------------------------------
-- Whoever left before this column existed left on a day that nobody wrote down. Row-level security binds the owner too.
ALTER TABLE staff NO FORCE ROW LEVEL SECURITY;
UPDATE staff SET left_on = (now() AT TIME ZONE 'Asia/Tokyo')::date WHERE NOT active;
ALTER TABLE staff FORCE ROW LEVEL SECURITY;
ALTER TABLE staff ADD CONSTRAINT staff_active_or_left CHECK (active = (left_on IS NULL));
ALTER TABLE staff ADD CONSTRAINT staff_left_after_joined CHECK (left_on >= joined_on);
ALTER TABLE staff ADD CONSTRAINT staff_certificate_whole CHECK (num_nonnulls(
  hpki_certificate_subject, hpki_certificate_sha256, hpki_certificate_valid_to, hpki_bound_by_id, hpki_bound_at) IN (0, 5));
ALTER TABLE staff ADD CONSTRAINT staff_certificate_sha256_form CHECK (hpki_certificate_sha256 ~ '^[0-9a-f]{64}$');
-- a number without a licence says nothing
ALTER TABLE staff ADD CONSTRAINT staff_licence_number_of_licence CHECK (
  licence IS NOT NULL OR (licence_number IS NULL AND licence_registered_on IS NULL AND narcotics_licence_number IS NULL));

ALTER TABLE staff_change ADD CONSTRAINT staff_change_kind_known CHECK (kind IN (
  'joined', 'profile', 'roles', 'licence', 'certificate', 'left', 'returned', 'sessions_ended'));

ALTER TABLE staff_invitation ADD CONSTRAINT staff_invitation_roles_known CHECK (
  cardinality(roles) > 0 AND roles <@ ARRAY['doctor', 'nurse', 'technologist', 'pharmacist', 'clerk', 'admin']);
ALTER TABLE staff_invitation ADD CONSTRAINT staff_invitation_code_form CHECK (octet_length(code_sha256) = 32);
ALTER TABLE staff_invitation ADD CONSTRAINT staff_invitation_short CHECK (
  expires_at > created_at AND expires_at <= created_at + interval '7 days');
ALTER TABLE staff_invitation ADD CONSTRAINT staff_invitation_one_end CHECK (accepted_at IS NULL OR revoked_at IS NULL);

-- who did it is a member of the same clinic
ALTER TABLE staff ADD CONSTRAINT staff_hpki_bound_by_id_staff
  FOREIGN KEY (tenant_id, hpki_bound_by_id) REFERENCES staff (tenant_id, id);
ALTER TABLE staff_change ADD CONSTRAINT staff_change_actor_id_staff
  FOREIGN KEY (tenant_id, actor_id) REFERENCES staff (tenant_id, id);
ALTER TABLE staff_invitation ADD CONSTRAINT staff_invitation_created_by_id_staff
  FOREIGN KEY (tenant_id, created_by_id) REFERENCES staff (tenant_id, id);
ALTER TABLE staff_invitation ADD CONSTRAINT staff_invitation_revoked_by_id_staff
  FOREIGN KEY (tenant_id, revoked_by_id) REFERENCES staff (tenant_id, id);
ALTER TABLE staff_invitation ADD CONSTRAINT staff_invitation_staff_id_staff
  FOREIGN KEY (tenant_id, staff_id) REFERENCES staff (tenant_id, id);
ALTER TABLE account_review ADD CONSTRAINT account_review_reviewed_by_id_staff
  FOREIGN KEY (tenant_id, reviewed_by_id) REFERENCES staff (tenant_id, id);

-- What somebody did stays theirs: a place in a clinic never changes hands.
CREATE FUNCTION ops.keep_account_of_staff() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the account of a member of staff can not be changed' USING ERRCODE = 'SH041';
END $$;
CREATE TRIGGER keep_account_of_staff BEFORE UPDATE OF account_id ON staff FOR EACH ROW
  WHEN (OLD.account_id IS NOT NULL AND NEW.account_id IS DISTINCT FROM OLD.account_id)
  EXECUTE FUNCTION ops.keep_account_of_staff();

-- A clinic keeps one administrator who can sign in. Checked when the transaction ends, so that two may change places in one;
-- the lock makes the second of two at once see the first. Deleting a whole clinic (a demo) is none of its business.
CREATE FUNCTION ops.keep_an_admin() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(OLD.tenant_id || ':admins', 0));
  IF NOT EXISTS (SELECT 1 FROM public.staff s JOIN identity.account a ON a.id = s.account_id AND a.disabled_at IS NULL
                  WHERE s.tenant_id = OLD.tenant_id AND s.active AND 'admin' = ANY (s.roles))
     AND (TG_OP = 'UPDATE' OR EXISTS (SELECT 1 FROM public.staff s WHERE s.tenant_id = OLD.tenant_id)) THEN
    RAISE EXCEPTION 'the last administrator of a clinic can not go' USING ERRCODE = 'SH040';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER keep_an_admin AFTER UPDATE ON staff DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.active AND 'admin' = ANY (OLD.roles) AND NOT (NEW.active AND 'admin' = ANY (NEW.roles)))
  EXECUTE FUNCTION ops.keep_an_admin();
CREATE CONSTRAINT TRIGGER keep_an_admin_deleted AFTER DELETE ON staff DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.active AND 'admin' = ANY (OLD.roles))
  EXECUTE FUNCTION ops.keep_an_admin();

-- ---------------------------------------------------------------------------------------------------------
-- The clinic is the boundary; history can be added, never changed.
-- ---------------------------------------------------------------------------------------------------------
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['staff_change', 'staff_invitation', 'account_review']
  LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_is_current ON public.%I
         USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
         WITH CHECK (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['staff_change', 'account_review']
  LOOP
    EXECUTE format('GRANT SELECT, INSERT ON public.%I TO shirube_app', name);
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON public.%I
                      FOR EACH ROW EXECUTE FUNCTION ops.refuse_change()', name);
    EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON public.%I
                      FOR EACH STATEMENT EXECUTE FUNCTION ops.refuse_change()', name);
  END LOOP;
END $$;
-- what was offered stays as it was; only how it ended may be written
GRANT SELECT, INSERT, UPDATE (staff_id, revoked_at, revoked_by_id) ON staff_invitation TO shirube_app;

-- ---------------------------------------------------------------------------------------------------------
-- Accepting an invitation, and what follows from leaving.
-- ---------------------------------------------------------------------------------------------------------
GRANT INSERT ON identity.account TO shirube_lookup;
GRANT SELECT, UPDATE (accepted_at) ON staff_invitation TO shirube_lookup;
-- whoever holds a code does not know the clinic yet: for the function below only
CREATE POLICY lookup_invitation ON staff_invitation FOR SELECT TO shirube_lookup USING (true);

-- The open invitation behind a code, with the clinic it leads to; no row when it is unknown, used, revoked or too old.
CREATE FUNCTION identity.invitation_by_code(code bytea)
  RETURNS TABLE (invitation_id uuid, tenant_id uuid, tenant_name text, family_name text, given_name text, roles text[],
                 for_existing boolean, expires_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT i.id, t.id, t.name, i.family_name, i.given_name, i.roles, i.login_id IS NOT NULL, i.expires_at
    FROM public.staff_invitation i JOIN public.tenant t ON t.id = i.tenant_id
   WHERE i.code_sha256 = code AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now() $$;

-- Uses the code up and makes the sign-in, inside the clinic's unit of work. Null when the invitation is not open (any more) or
-- waits for a sign-in that exists. A login that exists is a unique violation, and the code stays unused.
CREATE FUNCTION identity.accept_invitation(code bytea, login text, hash text) RETURNS uuid
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE account uuid;
BEGIN
  UPDATE public.staff_invitation i SET accepted_at = now()
   WHERE i.tenant_id = ops.current_tenant() AND i.code_sha256 = code AND i.login_id IS NULL
     AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now();
  IF NOT FOUND THEN RETURN NULL; END IF;
  INSERT INTO identity.account (id, login_id, password_hash, display_name, created_at)
  SELECT gen_random_uuid(), login, hash, i.family_name || ' ' || i.given_name, now()
    FROM public.staff_invitation i WHERE i.tenant_id = ops.current_tenant() AND i.code_sha256 = code
  RETURNING id INTO account;
  RETURN account;
END $$;

-- The same by somebody who is signed in: true when the code was theirs to use.
CREATE FUNCTION identity.accept_invitation_as(code bytea, account uuid) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  UPDATE public.staff_invitation i SET accepted_at = now()
    FROM identity.account a
   WHERE a.id = account AND a.disabled_at IS NULL AND (i.login_id IS NULL OR i.login_id = a.login_id)
     AND i.tenant_id = ops.current_tenant() AND i.code_sha256 = code
     AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > now()
  RETURNING true $$;

-- Ends every session of somebody of this clinic who works nowhere any more; returns how many.
CREATE FUNCTION identity.end_sessions_without_clinic(staff uuid) RETURNS integer
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH ended AS (
    UPDATE identity.auth_session s SET revoked_at = now(), revoked_reason = 'left'
      FROM public.staff st
     WHERE st.tenant_id = ops.current_tenant() AND st.id = staff AND s.account_id = st.account_id AND s.revoked_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM public.staff o WHERE o.account_id = st.account_id AND o.active)
    RETURNING 1)
  SELECT count(*)::integer FROM ended $$;

GRANT CREATE ON SCHEMA identity, ops TO shirube_lookup;
DO $$
DECLARE signature text;
BEGIN
  FOREACH signature IN ARRAY ARRAY[
    'identity.invitation_by_code(bytea)', 'identity.accept_invitation(bytea, text, text)',
    'identity.accept_invitation_as(bytea, uuid)', 'identity.end_sessions_without_clinic(uuid)', 'ops.keep_an_admin()']
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO shirube_lookup', signature);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', signature);
    IF signature LIKE 'identity.%' THEN EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO shirube_app', signature); END IF;
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA identity, ops FROM shirube_lookup;
