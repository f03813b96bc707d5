import type { PaperSymbols, PrescriptionFilePort } from '@shirube/core/ports';
import { PortError } from '@shirube/core/ports';
import type { PrintContent, PrintForm } from '@shirube/core/prescribing';
import type { PrescriptionRecord } from '@shirube/core/records';
import { printCopy } from './copy.ts';
import { printLabels } from './label.ts';
import { printLeaflet } from './leaflet.ts';
import { printPrescription } from './prescription.ts';

/** The PDF of a form. @throws PdfError when it cannot be printed as it should be */
export function printForm(
  form: PrintForm,
  { record, therapeuticClasses }: Extract<PrintContent, { kind: 'made' }>,
  files: Pick<PrescriptionFilePort, 'writePaperSymbols'>,
): Promise<Uint8Array> {
  if (form === 'leaflet') return printLeaflet(record, therapeuticClasses);
  if (form === 'label') return printLabels(record);
  const symbols = symbolsOf(record, files);
  if (form === 'copy') return printCopy(record, symbols?.accessCodeSymbol ?? null);
  return printPrescription({ record, symbols, paper: form === 'prescription' ? 'a5' : 'a4' });
}

/**
 * null when the data do not fit the format of the symbols: the paper is the original and must not wait for them. What it lacks, it says.
 */
function symbolsOf(
  record: PrescriptionRecord,
  files: Pick<PrescriptionFilePort, 'writePaperSymbols'>,
): PaperSymbols | null {
  try {
    return files.writePaperSymbols(record);
  } catch (error) {
    if (error instanceof PortError && error.kind === 'user_fixable') return null;
    throw error;
  }
}
