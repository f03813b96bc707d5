-- 患者の統合: a chart that was merged into another is received and written no more, whoever asks and however. What pharmacies and services
-- report about what was written there before still arrives.
CREATE FUNCTION ops.refuse_merged_chart() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.patient_merge m WHERE m.tenant_id = NEW.tenant_id AND m.from_id = NEW.patient_id)
  THEN RAISE EXCEPTION 'the chart was merged into another' USING ERRCODE = 'SH050';
  END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION ops.refuse_merged_chart() FROM PUBLIC;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['reception', 'encounter', 'encounter_draft', 'clinical_note', 'prescription', 'patient_fact', 'document_draft',
    'clinical_document', 'coverage', 'sharing_preference']
  LOOP
    EXECUTE format('CREATE TRIGGER refuse_merged_chart BEFORE INSERT ON public.%I
                      FOR EACH ROW EXECUTE FUNCTION ops.refuse_merged_chart()', name);
  END LOOP;
  -- what stands there may still be corrected or withdrawn, from the chart that remains
  FOREACH name IN ARRAY ARRAY['condition', 'allergy_intolerance']
  LOOP
    EXECUTE format('CREATE TRIGGER refuse_merged_chart BEFORE INSERT ON public.%I
                      FOR EACH ROW WHEN (NEW.version_no = 1) EXECUTE FUNCTION ops.refuse_merged_chart()', name);
  END LOOP;
END $$;
