import { letterOfPatientInput, openLetter } from '@shirube/core/received';
import { z } from 'zod';
import { fhirReader } from '../../fhir-reader.ts';
import { defineMutation } from '../../procedure.ts';

export const openLetterProcedure = defineMutation({
  name: 'letters.open',
  permission: 'document.receive',
  input: letterOfPatientInput,
  output: z.object({ opened: z.literal(true) }),
  audit: 'letter.open',
  run: async (context, input) => {
    await openLetter(context, fhirReader, input);
    return { opened: true as const };
  },
});
