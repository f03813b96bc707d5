-- A restriction is of the person: charts that were merged are restricted together, whichever of them it was set on and whichever is opened.
CREATE OR REPLACE FUNCTION ops.chart_access(patient uuid, staff uuid, moment timestamptz, OUT refused boolean, OUT emergency uuid)
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
DECLARE
  clinic uuid := ops.current_tenant();
  charts uuid[];
BEGIN
  WITH RECURSIVE same (id) AS (
    SELECT patient
    UNION
    SELECT CASE WHEN m.from_id = s.id THEN m.into_id ELSE m.from_id END
      FROM public.patient_merge m JOIN same s ON s.id IN (m.from_id, m.into_id)
     WHERE m.tenant_id = clinic)
  SELECT array_agg(s.id) INTO charts FROM same s;
  refused := EXISTS (
    SELECT 1 FROM public.patient_restriction r
     WHERE r.tenant_id = clinic AND r.patient_id = ANY (charts)
       AND NOT EXISTS (SELECT 1 FROM public.patient_restriction_lift l WHERE l.tenant_id = clinic AND l.restriction_id = r.id)
       AND NOT EXISTS (SELECT 1 FROM public.patient_restriction_allowed a
                        WHERE a.tenant_id = clinic AND a.restriction_id = r.id AND a.staff_id = staff));
  IF refused THEN
    SELECT e.id INTO emergency FROM public.emergency_access e
     WHERE e.tenant_id = clinic AND e.patient_id = ANY (charts) AND e.staff_id = staff
       AND e.opened_at <= moment AND e.expires_at > moment
       AND NOT EXISTS (SELECT 1 FROM public.emergency_access_end d WHERE d.tenant_id = clinic AND d.access_id = e.id)
     ORDER BY e.expires_at DESC LIMIT 1;
    refused := emergency IS NULL;
  END IF;
END $$;
