import { acceptInbound, acceptInboundInput } from '@shirube/core/reception';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const acceptInboundProcedure = defineMutation({
  name: 'reception.acceptInbound',
  permission: 'reception.manage',
  input: acceptInboundInput,
  output: z.object({ receptionId: z.uuid(), number: z.number().int(), patientId: z.uuid() }),
  audit: 'inbound.accept',
  run: (context, input) => context.run((uow) => acceptInbound(uow, input)),
});
