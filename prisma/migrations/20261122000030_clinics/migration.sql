-- What a clinic says of itself, what it chooses, and whether it is in use.

-- AlterTable
ALTER TABLE "tenant" ADD COLUMN     "closed_on" DATE,
ADD COLUMN     "closed_on_national_holidays" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "fax" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "founder_name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "managing_doctor_name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "opening_hours" JSONB,
ADD COLUMN     "own_holidays" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "retention_until" DATE,
ADD COLUMN     "row_version" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "setup_finished_at" TIMESTAMPTZ(3),
ADD COLUMN     "setup_put_off" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "state" TEXT NOT NULL DEFAULT 'active',
ADD COLUMN     "state_reason" TEXT,
ADD COLUMN     "state_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "department" (
    "tenant_id" UUID NOT NULL,
    "code" CHAR(2) NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "department_pkey" PRIMARY KEY ("tenant_id","code")
);

-- CreateTable
CREATE TABLE "clinic_settings" (
    "tenant_id" UUID NOT NULL,
    "idle_lock_minutes" INTEGER NOT NULL,
    "entry_deadline_hours" INTEGER NOT NULL,
    "row_version" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by_id" UUID,

    CONSTRAINT "clinic_settings_pkey" PRIMARY KEY ("tenant_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "department_tenant_id_position_key" ON "department"("tenant_id", "position");

-- AddForeignKey
ALTER TABLE "department" ADD CONSTRAINT "department_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clinic_settings" ADD CONSTRAINT "clinic_settings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------
-- 1. What the rows must keep, whoever writes them.
-- ---------------------------------------------------------------------------------------------------------
ALTER TABLE tenant ADD CONSTRAINT tenant_state_known CHECK (state IN ('active', 'suspended', 'closed'));
ALTER TABLE tenant ADD CONSTRAINT tenant_state_explained CHECK (state = 'active' OR coalesce(btrim(state_reason), '') <> '');
-- 医師法24条2項: 診療録 is kept for five years; a closed clinic says until when
ALTER TABLE tenant ADD CONSTRAINT tenant_closed_keeps_records CHECK (
  CASE WHEN state = 'closed' THEN closed_on IS NOT NULL AND retention_until IS NOT NULL
                                  AND retention_until >= (closed_on + interval '5 years')::date
       ELSE closed_on IS NULL AND retention_until IS NULL END);
ALTER TABLE department ADD CONSTRAINT department_position_counts CHECK (position BETWEEN 1 AND 30);
ALTER TABLE clinic_settings ADD CONSTRAINT clinic_settings_bounds CHECK (
  idle_lock_minutes BETWEEN 5 AND 15 AND entry_deadline_hours BETWEEN 1 AND 72);
ALTER TABLE clinic_settings ADD CONSTRAINT clinic_settings_updated_by_id_staff
  FOREIGN KEY (tenant_id, updated_by_id) REFERENCES staff (tenant_id, id);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['department', 'clinic_settings']
  LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant_is_current ON public.%I
         USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
         WITH CHECK (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON department TO shirube_app;
GRANT SELECT, INSERT, UPDATE ON clinic_settings TO shirube_app;

-- A clinic has a main department from its first moment on; reports and visits take it from the clinic's own row.
CREATE FUNCTION ops.add_main_department() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO public.department (tenant_id, code, name, position) VALUES (NEW.id, NEW.department_code, NEW.department_name, 1);
  RETURN NULL;
END $$;
CREATE TRIGGER add_main_department AFTER INSERT ON tenant FOR EACH ROW EXECUTE FUNCTION ops.add_main_department();
ALTER TABLE tenant NO FORCE ROW LEVEL SECURITY;
ALTER TABLE department NO FORCE ROW LEVEL SECURITY;
INSERT INTO department (tenant_id, code, name, position) SELECT id, department_code, department_name, 1 FROM tenant;
-- who works already has nothing to set up
UPDATE tenant SET setup_finished_at = now();
ALTER TABLE tenant FORCE ROW LEVEL SECURITY;
ALTER TABLE department FORCE ROW LEVEL SECURITY;

-- ---------------------------------------------------------------------------------------------------------
-- 2. In use or not. A clinic that is not active does not exist for the role that looks across clinics: no sign-in finds it, no
--    open session keeps it, no invitation leads to it, and the worker's rounds pass it by. One condition, in one place.
-- ---------------------------------------------------------------------------------------------------------
ALTER POLICY lookup_clinic ON tenant USING (state = 'active');

-- The clinic changes what it says of itself; what it is and whether it is in use is not its own to say.
REVOKE UPDATE ON tenant FROM shirube_app;
GRANT UPDATE (name, postal_code, address, phone, fax, founder_name, managing_doctor_name, department_code, department_name,
              opening_hours, closed_on_national_holidays, own_holidays, setup_finished_at, setup_put_off, row_version)
  ON tenant TO shirube_app;

-- A demo is a demo from its first moment or never; a clinic's records outlive it.
CREATE FUNCTION ops.keep_clinic() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.is_demo OR (OLD.state = 'closed' AND OLD.retention_until < (now() AT TIME ZONE 'Asia/Tokyo')::date) THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'the records of this clinic must be kept' USING ERRCODE = 'SH030';
  END IF;
  IF NEW.is_demo IS DISTINCT FROM OLD.is_demo OR NEW.id IS DISTINCT FROM OLD.id THEN
    RAISE EXCEPTION 'a clinic does not become a demo, nor a demo a clinic' USING ERRCODE = 'SH030';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_clinic BEFORE UPDATE OF id, is_demo OR DELETE ON tenant FOR EACH ROW EXECUTE FUNCTION ops.keep_clinic();

-- ---------------------------------------------------------------------------------------------------------
-- 3. shirube_console owns the functions of the operators' console and this one: it sees clinics that are not in use, and of staff
--    no more than who belongs where.
-- ---------------------------------------------------------------------------------------------------------
GRANT USAGE ON SCHEMA public, identity, ops TO shirube_console;
GRANT SELECT ON tenant TO shirube_console;
GRANT SELECT (tenant_id, account_id, active) ON staff TO shirube_console;
CREATE POLICY console_clinic ON tenant FOR SELECT TO shirube_console USING (true);
CREATE POLICY console_membership ON staff FOR SELECT TO shirube_console USING (true);

-- The clinics of a person that are not in use, for the sentence that says so.
CREATE FUNCTION identity.places_out_of_use(account uuid)
  RETURNS TABLE (tenant_slug text, tenant_name text, state text, closed_on date)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT t.slug, t.name, t.state, t.closed_on FROM public.staff s JOIN public.tenant t ON t.id = s.tenant_id
   WHERE s.account_id = account AND s.active AND t.state <> 'active' ORDER BY t.slug $$;

GRANT CREATE ON SCHEMA identity TO shirube_console;
ALTER FUNCTION identity.places_out_of_use(uuid) OWNER TO shirube_console;
REVOKE ALL ON FUNCTION identity.places_out_of_use(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.places_out_of_use(uuid) TO shirube_app;
REVOKE CREATE ON SCHEMA identity FROM shirube_console;
