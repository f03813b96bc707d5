import { chartSchema, openChart } from '@shirube/core/charting';
import { may } from '@shirube/core/identity';
import { z } from 'zod';
import { defineQuery } from '../../procedure.ts';
import { holderOf } from '../../scope.ts';

export const openChartProcedure = defineQuery({
  name: 'charting.open',
  permission: 'chart.view',
  input: z.object({ patientId: z.uuid(), encounterId: z.uuid().nullable() }),
  output: chartSchema,
  audit: 'chart.open',
  run: (context, input) =>
    context.run((uow) =>
      openChart(uow, { ...input, mayViewExternal: may(holderOf(context.membership), 'external.view') }),
    ),
});
