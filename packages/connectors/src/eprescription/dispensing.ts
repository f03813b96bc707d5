import type { DispensedListing, DispensingResult } from '@shirube/core/ports';
import { fromWireTime, type GatewayMessage } from '../gateway/index.ts';
import { decodeBase64, MalformedAnswer } from '../http/index.ts';
import { child, childrenNamed, requiredText, textOrNull } from '../xml/index.ts';
import { readPrescriptionId } from './mapper.ts';

/**
 * 調剤結果. assumed: every element name here; that a list is asked for by dates and a document by PrescriptionId is public. A list that
 * is missing, or a row that cannot be read, is an error as a whole: nothing a pharmacy reported may be lost unnoticed.
 */
export function readDispensedList({ body }: GatewayMessage): DispensedListing[] {
  const list = child(body, 'DispensingResultList');
  if (list === undefined) throw new MalformedAnswer('DispensingResultList');
  return childrenNamed(list, 'DispensingResultInfo').map((row) => ({
    prescriptionId: readPrescriptionId(row),
    dispensingId: requiredText(row, 'DispensingId'),
    registeredAt: fromWireTime(requiredText(row, 'RegisterDateTime'), 'RegisterDateTime'),
  }));
}

/** Oldest first; the document is the bytes as they are, never read here. */
export function readDispensingResults({ body }: GatewayMessage): DispensingResult[] {
  const list = child(body, 'DispensingResultList');
  if (list === undefined) throw new MalformedAnswer('DispensingResultList');
  return childrenNamed(list, 'DispensingResultInfo')
    .map((row) => ({
      dispensingId: requiredText(row, 'DispensingId'),
      registeredAt: fromWireTime(requiredText(row, 'RegisterDateTime'), 'RegisterDateTime'),
      pharmacyCode: textOrNull(row, 'PharmacyCode'),
      pharmacyName: requiredText(row, 'PharmacyName'),
      xml: decodeBase64(requiredText(row, 'DispensingInfo'), 'DispensingInfo'),
    }))
    .sort((a, b) => (a.registeredAt < b.registeredAt ? -1 : a.registeredAt > b.registeredAt ? 1 : 0));
}
