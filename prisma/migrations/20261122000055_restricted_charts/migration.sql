-- Restricted charts and emergency access to them (docs/decisions/0012-restricted-charts.md).

-- CreateTable
CREATE TABLE "patient_restriction" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "set_by_id" UUID NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "patient_restriction_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "patient_restriction_allowed" (
    "tenant_id" UUID NOT NULL,
    "restriction_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,

    CONSTRAINT "patient_restriction_allowed_pkey" PRIMARY KEY ("tenant_id","restriction_id","staff_id")
);

-- CreateTable
CREATE TABLE "patient_restriction_lift" (
    "tenant_id" UUID NOT NULL,
    "restriction_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "lifted_by_id" UUID NOT NULL,
    "lifted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "patient_restriction_lift_pkey" PRIMARY KEY ("tenant_id","restriction_id")
);

-- CreateTable
CREATE TABLE "emergency_access" (
    "tenant_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "patient_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "reason_code" TEXT NOT NULL,
    "reason_text" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "emergency_access_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "emergency_access_end" (
    "tenant_id" UUID NOT NULL,
    "access_id" UUID NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "emergency_access_end_pkey" PRIMARY KEY ("tenant_id","access_id")
);

-- CreateTable
CREATE TABLE "emergency_review" (
    "tenant_id" UUID NOT NULL,
    "access_id" UUID NOT NULL,
    "judgement" TEXT NOT NULL,
    "comment" TEXT NOT NULL,
    "reviewed_by_id" UUID NOT NULL,
    "reviewed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "emergency_review_pkey" PRIMARY KEY ("tenant_id","access_id")
);

-- CreateIndex
CREATE INDEX "patient_restriction_tenant_id_patient_id_idx" ON "patient_restriction"("tenant_id", "patient_id");

-- CreateIndex
CREATE INDEX "emergency_access_tenant_id_patient_id_staff_id_expires_at_idx" ON "emergency_access"("tenant_id", "patient_id", "staff_id", "expires_at");

-- CreateIndex
CREATE INDEX "emergency_access_tenant_id_opened_at_idx" ON "emergency_access"("tenant_id", "opened_at");

-- AddForeignKey
ALTER TABLE "patient_restriction_allowed" ADD CONSTRAINT "patient_restriction_allowed_tenant_id_restriction_id_fkey" FOREIGN KEY ("tenant_id", "restriction_id") REFERENCES "patient_restriction"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "patient_restriction_lift" ADD CONSTRAINT "patient_restriction_lift_tenant_id_restriction_id_fkey" FOREIGN KEY ("tenant_id", "restriction_id") REFERENCES "patient_restriction"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "emergency_access_end" ADD CONSTRAINT "emergency_access_end_tenant_id_access_id_fkey" FOREIGN KEY ("tenant_id", "access_id") REFERENCES "emergency_access"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "emergency_review" ADD CONSTRAINT "emergency_review_tenant_id_access_id_fkey" FOREIGN KEY ("tenant_id", "access_id") REFERENCES "emergency_access"("tenant_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- Proof: added, never changed; of one clinic; about its patients and its people.
-- ---------------------------------------------------------------------------------------------------------
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['patient_restriction', 'patient_restriction_allowed', 'patient_restriction_lift',
    'emergency_access', 'emergency_access_end', 'emergency_review']
  LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_is_current ON public.%I
         USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
         WITH CHECK (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
    EXECUTE format('GRANT SELECT, INSERT ON public.%I TO shirube_app', name);
    EXECUTE format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON public.%I
                      FOR EACH ROW EXECUTE FUNCTION ops.refuse_change()', name);
    EXECUTE format('CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON public.%I
                      FOR EACH STATEMENT EXECUTE FUNCTION ops.refuse_change()', name);
  END LOOP;
END $$;
ALTER TABLE patient_restriction ADD CONSTRAINT patient_restriction_patient
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient (tenant_id, id);
ALTER TABLE patient_restriction ADD CONSTRAINT patient_restriction_set_by_id_staff
  FOREIGN KEY (tenant_id, set_by_id) REFERENCES staff (tenant_id, id);
ALTER TABLE patient_restriction ADD CONSTRAINT patient_restriction_kind_known
  CHECK (kind IN ('staff_member', 'dv_non_disclosure', 'vip', 'other'));
ALTER TABLE patient_restriction_allowed ADD CONSTRAINT patient_restriction_allowed_staff
  FOREIGN KEY (tenant_id, staff_id) REFERENCES staff (tenant_id, id);
ALTER TABLE patient_restriction_lift ADD CONSTRAINT patient_restriction_lift_lifted_by_id_staff
  FOREIGN KEY (tenant_id, lifted_by_id) REFERENCES staff (tenant_id, id);
ALTER TABLE emergency_access ADD CONSTRAINT emergency_access_patient
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patient (tenant_id, id);
ALTER TABLE emergency_access ADD CONSTRAINT emergency_access_staff
  FOREIGN KEY (tenant_id, staff_id) REFERENCES staff (tenant_id, id);
-- whoever asks: a reason, and never longer than an hour
ALTER TABLE emergency_access ADD CONSTRAINT emergency_access_box
  CHECK (expires_at > opened_at AND expires_at <= opened_at + interval '1 hour' AND btrim(reason_text) <> '');
ALTER TABLE emergency_review ADD CONSTRAINT emergency_review_reviewed_by_id_staff
  FOREIGN KEY (tenant_id, reviewed_by_id) REFERENCES staff (tenant_id, id);
ALTER TABLE emergency_review ADD CONSTRAINT emergency_review_judgement_known
  CHECK (judgement IN ('justified', 'unjustified', 'follow_up'));

CREATE FUNCTION ops.refuse_own_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.emergency_access a
              WHERE a.tenant_id = NEW.tenant_id AND a.id = NEW.access_id AND a.staff_id = NEW.reviewed_by_id) THEN
    RAISE EXCEPTION 'nobody reviews their own emergency access' USING ERRCODE = 'SH004';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refuse_own_review BEFORE INSERT ON emergency_review
  FOR EACH ROW EXECUTE FUNCTION ops.refuse_own_review();

-- ---------------------------------------------------------------------------------------------------------
-- Who may open a restricted chart at an instant: those whom every live restriction names, and who opened it for an emergency.
-- ---------------------------------------------------------------------------------------------------------
CREATE FUNCTION ops.chart_access(patient uuid, staff uuid, moment timestamptz, OUT refused boolean, OUT emergency uuid)
  LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
DECLARE clinic uuid := ops.current_tenant();
BEGIN
  refused := EXISTS (
    SELECT 1 FROM public.patient_restriction r
     WHERE r.tenant_id = clinic AND r.patient_id = patient
       AND NOT EXISTS (SELECT 1 FROM public.patient_restriction_lift l WHERE l.tenant_id = clinic AND l.restriction_id = r.id)
       AND NOT EXISTS (SELECT 1 FROM public.patient_restriction_allowed a
                        WHERE a.tenant_id = clinic AND a.restriction_id = r.id AND a.staff_id = staff));
  IF refused THEN
    SELECT e.id INTO emergency FROM public.emergency_access e
     WHERE e.tenant_id = clinic AND e.patient_id = patient AND e.staff_id = staff
       AND e.opened_at <= moment AND e.expires_at > moment
       AND NOT EXISTS (SELECT 1 FROM public.emergency_access_end d WHERE d.tenant_id = clinic AND d.access_id = e.id)
     ORDER BY e.expires_at DESC LIMIT 1;
    refused := emergency IS NULL;
  END IF;
END $$;
GRANT EXECUTE ON FUNCTION ops.chart_access(uuid, uuid, timestamptz) TO shirube_app;

-- The one place that can not be gone around: what is done to a patient's record is audited in the transaction that does it, and
-- the audit row of somebody who may not open this chart is refused, with everything else in the transaction. New actions
-- are guarded unless they are named here: reception works for a restricted patient, and so do restriction and review.
CREATE FUNCTION ops.admit_to_restricted_chart() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE access record;
BEGIN
  IF NEW.patient_id IS NULL OR NEW.actor_id IS NULL OR NEW.outcome <> 'success'
     OR split_part(NEW.action, '.', 1) IN ('reception', 'inbound', 'patient', 'restriction', 'emergency', 'audit') THEN
    RETURN NEW;
  END IF;
  SELECT * INTO access FROM ops.chart_access(NEW.patient_id, NEW.actor_id, NEW.at);
  IF access.refused THEN
    RAISE EXCEPTION 'the chart is restricted' USING ERRCODE = 'SH003';
  END IF;
  IF access.emergency IS NOT NULL THEN
    NEW.detail := coalesce(NEW.detail, '{}'::jsonb) || jsonb_build_object('emergencyAccessId', access.emergency);
  END IF;
  RETURN NEW;
END $$;
-- triggers run in the order of their names: before the chain takes its lock and hashes the row
CREATE TRIGGER admit_to_restricted_chart BEFORE INSERT ON audit_event
  FOR EACH ROW EXECUTE FUNCTION ops.admit_to_restricted_chart();
