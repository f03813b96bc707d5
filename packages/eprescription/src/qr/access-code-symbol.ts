import type { PrescriptionRecord } from '@shirube/core/records';
import { compactDate, digits, text } from '../csv/fields.ts';
import { linkedSymbols } from './paper-symbols.ts';
import type { SymbolMatrix } from './symbol.ts';

/**
 * The small QR symbol beside the 引換番号 on a 控え or a paper prescription: 保険者番号,記号,番号,枝番,生年月日,引換番号. assumed: UTF-8, and
 * without insurance the first four are empty.
 *
 * @throws Sj1Error when the prescription has no 引換番号 yet or a field does not fit
 */
export function accessCodeSymbol({ patient, accessCode }: PrescriptionRecord): SymbolMatrix {
  const { coverage } = patient;
  const fields = [
    text(22, '保険者番号', coverage?.insurerNumber ?? null, 14),
    text(23, '記号', coverage?.symbol ?? null, 20),
    text(23, '番号', coverage?.number ?? null, 20),
    text(23, '枝番', coverage?.branchNumber ?? null, 2),
    compactDate(patient.birthDate),
    digits(82, '引換番号', accessCode ?? '', 16),
  ];
  const [symbol] = linkedSymbols([...Buffer.from(fields.join(','), 'utf8')].map((byte) => [byte]));
  return symbol as SymbolMatrix;
}
