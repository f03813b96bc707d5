import { fetchSharedInformation, scopeAnswerSchema } from '@shirube/core/received';
import { z } from 'zod';
import { fhirReader } from '../../fhir-reader.ts';
import { defineMutation } from '../../procedure.ts';

export const fetchSharedProcedure = defineMutation({
  name: 'sharedInformation.fetch',
  permission: 'external.view',
  input: z.object({ patientId: z.uuid() }),
  output: z.array(scopeAnswerSchema),
  audit: 'shared_information.fetch',
  run: (context, input) => fetchSharedInformation(context, fhirReader, input),
});
