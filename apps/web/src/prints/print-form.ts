import type { PrintContent, PrintForm } from '@shirube/core/prescribing';
import { printCopy } from './copy.ts';
import { printLabels } from './label.ts';
import { printLeaflet } from './leaflet.ts';
import { printPrescription } from './prescription.ts';

/** The PDF of a form. @throws PdfError when it cannot be printed as it should be */
export function printForm(
  form: PrintForm,
  { record, therapeuticClasses }: Extract<PrintContent, { kind: 'made' }>,
): Promise<Uint8Array> {
  if (form === 'leaflet') return printLeaflet(record, therapeuticClasses);
  if (form === 'label') return printLabels(record);
  if (form === 'copy') return printCopy(record, null);
  const paper = form === 'prescription' ? 'a5' : 'a4';
  return printPrescription({ record, symbols: [], accessSymbol: null, paper });
}
