import type { Chart, PastOrder } from '@shirube/core/charting/schema';

/** What the order editor may know of the chart around it. An editor elsewhere goes without. */
export interface OrderSurroundings {
  /** the visit for whose patient doses are advised; null: nobody's */
  visit: { patientId: string; encounterId: string } | null;
  /** earlier prescriptions, newest first: what changed since */
  pastOrders: readonly PastOrder[];
  /** results to pick 検査値 from */
  labs: Chart['labs'];
  /** 公費 of the patient, in the order in which they are applied */
  publicSubsidies: readonly { payerNumber: string }[];
  /** 麻薬施用者免許番号 of the doctor; null: not registered */
  narcoticLicence: string | null;
  /** calendar date in Asia/Tokyo; null: the day of this computer */
  today: string | null;
}

/** The surroundings that a chart gives. */
export function surroundingsOf(chart: Chart, today: string): OrderSurroundings {
  return {
    visit: chart.encounter ? { patientId: chart.patient.id, encounterId: chart.encounter.id } : null,
    pastOrders: chart.pastVisits.flatMap((visit) => visit.order ?? []),
    labs: chart.labs,
    publicSubsidies: chart.patient.publicSubsidies,
    narcoticLicence: chart.encounter?.orderChoices.narcoticLicence ?? null,
    today,
  };
}

/** An order without a chart beside it. */
export const elsewhere: OrderSurroundings = {
  visit: null,
  pastOrders: [],
  labs: [],
  publicSubsidies: [],
  narcoticLicence: null,
  today: null,
};
