import { confirmEncounter, confirmInput, confirmOutput } from '@shirube/core/charting';
import { defineMutation } from '../../procedure.ts';

export const confirmProcedure = defineMutation({
  name: 'charting.confirm',
  permission: 'chart.confirm',
  input: confirmInput,
  output: confirmOutput,
  audit: 'note.confirm',
  run: (context, input) => context.run((uow) => confirmEncounter(uow, input)),
});
