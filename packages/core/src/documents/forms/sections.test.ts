import { expect, it } from 'vitest';
import type { ChartForDocument } from '../chart.ts';
import { referralSections } from '../sections.ts';
import { startSection } from './sections.ts';

const order = (prescriptionId: string) =>
  ({ prescriptionId, rps: [] }) as unknown as ChartForDocument['medications'][number];

it('begins 現在の処方 with what is being taken, and leaves what has ended to be ticked by hand', () => {
  const form = referralSections.find(({ code }) => code === '430');
  if (!form) throw new Error('no section');
  const chart = {
    medications: [order('now'), order('ended')],
    currentMedications: new Set(['now']),
  } as unknown as ChartForDocument;
  expect(startSection(form, chart)).toMatchObject({
    include: true,
    entries: [{ type: 'medication', id: 'now' }],
  });
  expect(startSection(form, { ...chart, currentMedications: new Set() })).toMatchObject({ include: false });
});
