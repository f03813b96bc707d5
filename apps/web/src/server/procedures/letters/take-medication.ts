import { takeMedication, takeOverInput } from '@shirube/core/received';
import { z } from 'zod';
import { fhirReader } from '../../fhir-reader.ts';
import { defineMutation } from '../../procedure.ts';

export const takeMedicationProcedure = defineMutation({
  name: 'letters.takeMedication',
  permission: 'external.enter',
  input: takeOverInput,
  output: z.object({ medicationId: z.uuid() }),
  audit: 'letter.take_over',
  run: (context, input) => context.run((uow) => takeMedication(uow, fhirReader, input)),
});
