-- The one person whom an operator may invite: a clinic's first administrator, while there is none. An operator who could invite
-- another later would have a way to patients' records through a friend.
GRANT SELECT (roles) ON staff TO shirube_console;
GRANT INSERT ON staff_invitation TO shirube_console;
GRANT SELECT (tenant_id, created_by_id, accepted_at, revoked_at), UPDATE (revoked_at) ON staff_invitation TO shirube_console;
GRANT CREATE ON SCHEMA console TO shirube_console;
SET ROLE shirube_console;

-- An invitation that was not used ends with the next one. The code is kept as its SHA-256 only.
CREATE FUNCTION console.invite_first_admin(token_sha256 bytea, clinic uuid, family text, given text, family_in_kana text,
                                           given_in_kana text, code bytea, lifetime interval, request text, address text)
  RETURNS timestamptz LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  c console.caller := console.acting(token_sha256);
  until timestamptz := now() + lifetime;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.tenant t WHERE t.id = clinic AND t.state = 'active') THEN
    RAISE EXCEPTION 'not_active' USING ERRCODE = 'SH032';
  END IF;
  PERFORM set_config('app.tenant_id', clinic::text, true);
  IF EXISTS (SELECT 1 FROM public.staff s WHERE s.tenant_id = clinic AND 'admin' = ANY (s.roles)) THEN
    RAISE EXCEPTION 'has_admin' USING ERRCODE = 'SH032';
  END IF;
  UPDATE public.staff_invitation SET revoked_at = now()
   WHERE tenant_id = clinic AND created_by_id IS NULL AND accepted_at IS NULL AND revoked_at IS NULL;
  INSERT INTO public.staff_invitation (tenant_id, id, code_sha256, family_name, given_name, family_kana, given_kana, roles,
                                       created_by_name, created_at, expires_at)
  VALUES (clinic, uuidv7(), code, family, given, family_in_kana, given_in_kana, '{admin}', c.name, now(), until);
  PERFORM console.note(c, 'clinic.invite_admin', clinic, NULL, NULL, request, address);
  PERFORM set_config('app.tenant_id', '', true);
  RETURN until;
END $$;

RESET ROLE;
REVOKE ALL ON FUNCTION console.invite_first_admin(bytea, uuid, text, text, text, text, bytea, interval, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION console.invite_first_admin(bytea, uuid, text, text, text, text, bytea, interval, text, text) TO shirube_operator;
REVOKE CREATE ON SCHEMA console FROM shirube_console;
