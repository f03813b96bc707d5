import { handOutEnrolmentCode } from '@shirube/core/identity/sign-in';
import { z } from 'zod';
import { defineMutation } from '../../procedure.ts';

export const handOutEnrolmentCodeProcedure = defineMutation({
  name: 'signInHelp.enrolmentCode',
  permission: 'people.reset_credentials',
  stepUp: true,
  input: z.object({ staffId: z.uuid() }),
  output: z.object({ code: z.string(), minutes: z.number().int() }),
  audit: 'credential.enrolment_code',
  run: (context, input) => context.run((uow) => handOutEnrolmentCode(uow, input)),
});
