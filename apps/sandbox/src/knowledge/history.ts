/** What others prescribed and dispensed for a person: the ground of 薬剤情報 and of the check. */
import type { CalendarDate } from '@shirube/core/records';
import { addDays, calendarDate } from '../jst.ts';
import type { SandboxServices } from '../services.ts';
import type { StoredLine, StoredPrescription } from '../state/state.ts';
import type { DemoPerson, ExternalDispensing } from './people.ts';

/** Drugs whose days cannot be counted (外用, 頓服 …) are taken to be in use for 14 days (WIC12918). */
const UNCOUNTABLE_DAYS = 14;

export interface HistoryLine {
  /** 'prescription' until a pharmacy has dispensed it */
  stage: 'prescription' | 'dispensing';
  prescriberCode: string;
  prescriberName: string;
  /** the dispensing facility; null before dispensing */
  dispenserCode: string | null;
  dispenserName: string | null;
  prescribedOn: CalendarDate;
  /** 調剤日, or 処方日 when not dispensed */
  givenOn: CalendarDate;
  periodTo: CalendarDate;
  receiptCode: string | null;
  name: string;
  /** YJ or 一般名 code; the first 7 characters are the ingredient with its route */
  ingredientPath: string;
  ingredientName: string;
  dose: string;
  unit: string;
  usageText: string;
  formClass: string;
  /** 内服 = days, 頓服 = times, others 1 */
  quantity: number;
}

/** Everything on record for a person except what the asking institution prescribed itself. Oldest first. */
export function historyOf(services: SandboxServices, person: DemoPerson, askedBy: string): HistoryLine[] {
  const today = calendarDate(services.now());
  const elsewhere = person.externalDispensing.map((entry) => externalLine(entry, today));
  const registered = services.store.state.prescriptions
    .filter((prescription) => prescription.personId === person.id && prescription.status !== 'cancelled')
    .flatMap((prescription) =>
      prescription.lines.map((line) => registeredLine(services, prescription, line)),
    );
  return [...elsewhere, ...registered]
    .filter((line) => line.prescriberCode !== askedBy)
    .sort((a, b) => a.givenOn.localeCompare(b.givenOn));
}

/** The last day a drug is taken to be in use, counting the first. 内服: its days; others 14. */
export function periodEnd(start: CalendarDate, formClass: string, quantity: number): CalendarDate {
  return addDays(start, (formClass === '1' ? quantity : UNCOUNTABLE_DAYS) - 1);
}

function externalLine(entry: ExternalDispensing, today: CalendarDate): HistoryLine {
  const givenOn = addDays(today, -entry.daysAgo);
  return {
    stage: 'dispensing',
    prescriberCode: entry.prescriberCode,
    prescriberName: entry.prescriberName,
    dispenserCode: entry.facilityCode,
    dispenserName: entry.facilityName,
    prescribedOn: givenOn,
    givenOn,
    periodTo: periodEnd(givenOn, entry.formClass, entry.days),
    receiptCode: entry.receiptCode,
    name: entry.name,
    ingredientPath: entry.yjCode,
    ingredientName: entry.ingredientName,
    dose: entry.dose,
    unit: entry.unit,
    usageText: entry.usageText,
    formClass: entry.formClass,
    quantity: entry.formClass === '1' ? entry.days : 1,
  };
}

function registeredLine(
  services: SandboxServices,
  prescription: StoredPrescription,
  line: StoredLine,
): HistoryLine {
  const dispensedOn =
    prescription.dispensedAt === null ? null : calendarDate(new Date(prescription.dispensedAt));
  const givenOn = dispensedOn ?? prescription.issuedOn;
  return {
    stage: dispensedOn === null ? 'prescription' : 'dispensing',
    prescriberCode: prescription.institutionCode,
    prescriberName: prescription.facilityName,
    dispenserCode: dispensedOn === null ? null : (prescription.pharmacy?.code ?? null),
    dispenserName: dispensedOn === null ? null : (prescription.pharmacy?.name ?? null),
    prescribedOn: prescription.issuedOn,
    givenOn,
    periodTo: periodEnd(givenOn, line.formClass, line.quantity),
    receiptCode: line.receiptCode,
    name: line.name,
    ingredientPath: line.ingredientPath,
    ingredientName: services.drugs.byIngredient(line.ingredientPath.slice(0, 7))?.ingredientName ?? '',
    dose: line.dose,
    unit: line.unit,
    usageText: line.usageText,
    formClass: line.formClass,
    quantity: line.quantity,
  };
}
