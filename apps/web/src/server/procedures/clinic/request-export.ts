import { requestClinicExport, requestClinicExportInput } from '@shirube/core/clinics/export';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const requestClinicExportProcedure = defineMutation({
  name: 'clinic.requestExport',
  permission: 'clinic.export',
  input: requestClinicExportInput,
  output: z.object({ exportId: z.uuid() }),
  audit: 'clinic.export_start',
  stepUp: true,
  run: (context, input) => context.run((uow) => requestClinicExport(uow, input)),
});
