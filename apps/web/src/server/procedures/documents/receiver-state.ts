import { askReceiver, askReceiverInput, receiverStateSchema } from '@shirube/core/documents';
import { defineQuery } from '../../procedure.ts';

export const receiverStateProcedure = defineQuery({
  name: 'documents.receiverState',
  permission: 'document.write',
  input: askReceiverInput,
  output: receiverStateSchema,
  // asks the service about an institution; nothing about a patient
  audit: null,
  run: (context, input) => askReceiver(context, input),
});
