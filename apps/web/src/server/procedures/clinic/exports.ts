import { clinicExportsSchema, listClinicExports } from '@shirube/core/clinics/export';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';

export const clinicExportsProcedure = defineQuery({
  name: 'clinic.exports',
  permission: 'clinic.export',
  input: z.object({}),
  output: clinicExportsSchema,
  // that there are files, and not what is in them
  audit: null,
  run: (context) => context.run(listClinicExports),
});
