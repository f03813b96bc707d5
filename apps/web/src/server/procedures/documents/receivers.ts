import { findReceiverInput, findReceivers, receiverHitsSchema } from '@shirube/core/documents';
import { defineQuery } from '../../procedure.ts';

export const findReceiversProcedure = defineQuery({
  name: 'documents.receivers',
  permission: 'document.write',
  input: findReceiverInput,
  output: receiverHitsSchema,
  // the directory of facilities, and how often this clinic has written to each: nothing about a patient
  audit: null,
  run: (context, input) => context.run((uow) => findReceivers(uow, input)),
});
