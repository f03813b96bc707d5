-- Several roles a person, and six of them. A licence is a property of the person and stays a column of its own.
-- A change of type reaches every row, whatever row-level security shows the owner.
ALTER TABLE staff ALTER COLUMN role TYPE text[] USING ARRAY[role::text];
ALTER TABLE staff RENAME COLUMN role TO roles;
ALTER TABLE staff ALTER COLUMN roles SET NOT NULL;
DROP TYPE staff_role;
-- somebody without a role could do nothing and would not know why
ALTER TABLE staff ADD CONSTRAINT staff_roles_known CHECK (
  cardinality(roles) > 0 AND roles <@ ARRAY['doctor', 'nurse', 'technologist', 'pharmacist', 'clerk', 'admin']);
-- the professions of the national registers; the words are the ministry's
ALTER TABLE staff ADD CONSTRAINT staff_licence_known CHECK (licence IS NULL OR licence IN (
  '医師', '歯科医師', '薬剤師', '保健師', '助産師', '看護師', '准看護師', '臨床検査技師', '診療放射線技師', '管理栄養士',
  '理学療法士', '作業療法士', '言語聴覚士', '臨床工学技士'));

DROP FUNCTION identity.resolve_session(bytea, interval);
CREATE FUNCTION identity.resolve_session(token_sha256 bytea, idle interval)
  RETURNS TABLE (session_id uuid, account_id uuid, display_name text, expires_at timestamptz,
                 tenant_id uuid, tenant_slug text, tenant_name text, staff_id uuid, roles text[], staff_name text,
                 licence text)
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH live AS (
    UPDATE identity.auth_session s SET last_seen_at = now()
     WHERE s.token_hash = token_sha256 AND s.revoked_at IS NULL AND s.expires_at > now()
       AND s.last_seen_at > now() - idle
    RETURNING s.id, s.account_id, s.expires_at)
  SELECT live.id, a.id, a.display_name, live.expires_at, t.id, t.slug, t.name, st.id, st.roles,
         st.family_name || ' ' || st.given_name, st.licence
    FROM live JOIN identity.account a ON a.id = live.account_id AND a.disabled_at IS NULL
    JOIN public.staff st ON st.account_id = a.id AND st.active
    JOIN public.tenant t ON t.id = st.tenant_id
   ORDER BY t.slug $$;

GRANT CREATE ON SCHEMA identity TO shirube_lookup;
ALTER FUNCTION identity.resolve_session(bytea, interval) OWNER TO shirube_lookup;
REVOKE ALL ON FUNCTION identity.resolve_session(bytea, interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.resolve_session(bytea, interval) TO shirube_app;
REVOKE CREATE ON SCHEMA identity FROM shirube_lookup;
