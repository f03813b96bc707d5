import { describe, expect, it } from 'vitest';
import { type PrintForm, printFormSchema, printRefusal } from './print-forms.ts';

const statuses = [
  'confirmed',
  'signed',
  'registered',
  'dispensing',
  'dispensed',
  'collected',
  'cancelled',
  'superseded',
  'sign_failed',
  'register_failed',
  'register_unknown',
  'paper_only',
  'cancel_unknown',
];
const allowed = (form: PrintForm, issueType: 'electronic' | 'paper' | 'in_house') =>
  statuses.filter((status) => printRefusal(form, issueType, status) === null);

describe('which form may be printed', () => {
  it('no form of what counts no more, or may count no more', () => {
    for (const form of printFormSchema.options)
      for (const issueType of ['electronic', 'paper', 'in_house'] as const)
        for (const status of ['cancelled', 'superseded', 'cancel_unknown'])
          expect(printRefusal(form, issueType, status)).not.toBeNull();
  });

  it('a paper prescription while it is the original and no pharmacy has it, with or without 引換番号', () => {
    expect(allowed('prescription', 'paper')).toEqual(['registered', 'register_failed', 'paper_only']);
    expect(allowed('prescription-a4', 'paper')).toEqual(allowed('prescription', 'paper'));
  });

  it('never a paper original beside an electronic one', () => {
    expect(allowed('prescription', 'electronic')).toEqual([]);
    expect(allowed('prescription', 'in_house')).toEqual([]);
  });

  it('a 控え once the service has given the number', () => {
    expect(allowed('copy', 'electronic')).toEqual(['registered', 'dispensing', 'dispensed', 'collected']);
  });

  it('leaflet and 薬袋 only of what the clinic dispenses', () => {
    expect(allowed('leaflet', 'in_house')).toContain('confirmed');
    expect([...allowed('leaflet', 'electronic'), ...allowed('label', 'paper')]).toEqual([]);
  });
});
