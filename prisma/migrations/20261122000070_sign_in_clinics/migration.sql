-- The idle time is the clinics' own setting; somebody who works at several has the shortest.
CREATE POLICY lookup_idle_time ON clinic_settings FOR SELECT TO shirube_lookup USING (true);
GRANT SELECT (tenant_id, idle_lock_minutes) ON clinic_settings TO shirube_lookup;

-- One row a clinic the person works at when the session is active and unlocked; one row without a clinic when it is pending or
-- locked; none when it is unknown, ended, or its person is disabled. `quiet` is how long ago the person last touched the screen.
-- `idle_minutes`: the shortest idle time that a clinic of the person has chosen (5 where one has chosen nothing), and `at_most` what
-- the installation allows; the session is locked `margin` after it, when the browser has not done so before.
-- `place`: why the clinic may not be used from here (address, certificate), or null.
DROP FUNCTION identity.resolve_session(bytea, interval, interval, text, boolean);
CREATE FUNCTION identity.resolve_session(token_sha256 bytea, at_most integer, margin interval, quiet interval, address text,
                                         certificate boolean)
  RETURNS TABLE (session_id uuid, account_id uuid, display_name text, stage text, locked boolean, factors text[],
                 created_at timestamptz, assured_at timestamptz, expires_at timestamptz, idle_minutes integer,
                 tenant_id uuid, tenant_slug text, tenant_name text, staff_id uuid, roles text[], staff_name text,
                 licence text, place text)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
DECLARE
  s identity.auth_session;
  minutes integer;
  idle interval;
BEGIN
  SELECT least(at_most, min(coalesce(cs.idle_lock_minutes, 5))) INTO minutes
    FROM identity.auth_session t
    LEFT JOIN public.staff st ON st.account_id = t.account_id AND st.active
    LEFT JOIN public.clinic_settings cs ON cs.tenant_id = st.tenant_id
   WHERE t.token_hash = token_sha256;
  idle := make_interval(mins => minutes) + margin;
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
           s.assured_at::timestamptz, s.expires_at::timestamptz, minutes,
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

-- After a reset that two people have decided, a code for the first new factor may be handed over again.
CREATE FUNCTION identity.colleague_needs_enrolment(colleague uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.enrolment_needs_code AND identity.factor_count(a.id) = 0 FROM identity.account a
   WHERE a.id = identity.account_of_colleague(colleague) AND a.disabled_at IS NULL $$;

GRANT CREATE ON SCHEMA identity TO shirube_lookup;
ALTER FUNCTION identity.colleague_needs_enrolment(uuid) OWNER TO shirube_lookup;
REVOKE ALL ON FUNCTION identity.colleague_needs_enrolment(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.colleague_needs_enrolment(uuid) TO shirube_app;
ALTER FUNCTION identity.resolve_session(bytea, integer, interval, interval, text, boolean) OWNER TO shirube_lookup;
REVOKE ALL ON FUNCTION identity.resolve_session(bytea, integer, interval, interval, text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.resolve_session(bytea, integer, interval, interval, text, boolean) TO shirube_app;
REVOKE CREATE ON SCHEMA identity FROM shirube_lookup;
