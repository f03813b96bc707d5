import {
  getReceptionForClient,
  listReceptionsForClient,
  receptionForClientSchema,
} from '@shirube/core/reception';
import { calendarDate } from '@shirube/core/shared';
import { z } from 'zod';
import { defineRoute } from '../declaration.ts';

export const receptionsRoute = defineRoute({
  name: 'receptions.list',
  method: 'GET',
  path: '/receptions',
  summary: '一日の受付の一覧と状態を読む（date を省くと今日）',
  scope: 'reception.read',
  params: z.strictObject({}),
  query: z.strictObject({ date: calendarDate.optional() }),
  body: null,
  answer: z.object({ date: calendarDate, receptions: z.array(receptionForClientSchema) }),
  audit: 'reception.list',
  weight: 5,
  run: (uow, { query }) => listReceptionsForClient(uow, { date: query.date ?? null }),
});

export const receptionRoute = defineRoute({
  name: 'receptions.read',
  method: 'GET',
  path: '/receptions/{receptionId}',
  summary: '受付1件の状態を読む',
  scope: 'reception.read',
  params: z.strictObject({ receptionId: z.uuid() }),
  query: z.strictObject({}),
  body: null,
  answer: receptionForClientSchema,
  audit: 'reception.view',
  weight: 1,
  run: (uow, { params }) => getReceptionForClient(uow, params),
});
