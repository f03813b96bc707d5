import { letterOfPatientInput, letterViewSchema, viewLetter } from '@shirube/core/received';
import { fhirReader } from '../../fhir-reader.ts';
import { defineQuery } from '../../procedure.ts';

export const viewLetterProcedure = defineQuery({
  name: 'letters.view',
  permission: 'document.view',
  input: letterOfPatientInput,
  output: letterViewSchema,
  audit: 'letter.view',
  run: (context, input) => context.run((uow) => viewLetter(uow, fhirReader, input)),
});
