import { receivePatient, receivePatientInput } from '@shirube/core/reception';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const receiveProcedure = defineMutation({
  name: 'reception.receive',
  permission: 'reception.manage',
  input: receivePatientInput,
  output: z.object({ receptionId: z.uuid(), number: z.number().int() }),
  audit: 'reception.receive',
  run: (context, input) => context.run((uow) => receivePatient(uow, input)),
});
