import { fetchClinicExportInput } from '@shirube/core/clinics/export';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

/** The address of a file that asks for a recent proof: asked for here first, where the page can show the question. */
export const openClinicExportProcedure = defineMutation({
  name: 'clinic.openExport',
  permission: 'clinic.export',
  input: fetchClinicExportInput,
  output: z.object({ address: z.string() }),
  // fetching the file is the event (downloads/clinic-export.ts)
  audit: null,
  stepUp: true,
  run: async ({ membership }, { exportId }) => ({
    address: `/c/${membership.tenantSlug}/settings/exports/${exportId}`,
  }),
});
