import { randomUUID } from 'node:crypto';
import { draftRpSchema } from '@shirube/core/prescribing/draft';
import { expect, it } from 'vitest';
import { orderKey } from './use-order-checks.ts';

const rp = draftRpSchema.parse({
  clientId: randomUUID(),
  formClass: '1',
  quantity: 7,
  usage: { code: '1013044400000000', text: '', timesPerDay: 3 },
  medications: [
    {
      clientId: randomUUID(),
      yjCode: '1124007F2026',
      receiptCode: '',
      name: '薬',
      ingredientName: '',
      dose: '1',
      unit: '錠',
      unitCode: null,
    },
  ],
});
const [line] = rp.medications;

it.each([
  ['what the number counts', { medications: [{ ...line!, unit: '包' }] }],
  ['the factor', { medications: [{ ...line!, conversion: { factor: '10', priceUnit: '錠' } }] }],
  ['力価', { medications: [{ ...line!, isTitre: true }] }],
  ['how often a day', { usage: { ...rp.usage!, timesPerDay: 2 } }],
])('an order is checked anew when %s changes', (_, change) => {
  expect(orderKey([{ ...rp, ...change }], false)).not.toBe(orderKey([rp], false));
});
