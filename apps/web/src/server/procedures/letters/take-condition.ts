import { takeCondition, takeConditionInput } from '@shirube/core/received';
import { z } from 'zod';
import { fhirReader } from '../../fhir-reader.ts';
import { defineMutation } from '../../procedure.ts';

export const takeConditionProcedure = defineMutation({
  name: 'letters.takeCondition',
  permission: 'chart.write',
  input: takeConditionInput,
  output: z.object({ encounterId: z.uuid() }),
  audit: 'letter.take_over_draft',
  run: (context, input) => context.run((uow) => takeCondition(uow, fhirReader, input)),
});
