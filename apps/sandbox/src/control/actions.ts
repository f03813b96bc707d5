/** What a person does at the sandbox's screens or a test does through /control: one place for both. */
import { z } from 'zod';
import { sendLetter } from '../elsewhere/lay-in.ts';
import { LETTER_KINDS } from '../elsewhere/letters.ts';
import { VENDORS } from '../elsewhere/vendors.ts';
import { tapCard } from '../gateway/eligibility.ts';
import { pharmacyDocument } from '../gateway/pharmacy-document.ts';
import { instant } from '../jst.ts';
import type { SandboxServices } from '../services.ts';
import {
  CONSENT_SCOPES,
  FAULT_MODES,
  FAULT_SERVICES,
  SHARING_OPERATIONS,
  type StoredPrescription,
} from '../state/state.ts';

/** The action does not fit the state of things, or names something that does not exist. */
export class ActionRefused extends Error {
  readonly status: 404 | 409;
  constructor(status: 404 | 409, text: string) {
    super(text);
    this.name = 'ActionRefused';
    this.status = status;
  }
}

/** The one pharmacy of the sandbox; fictional. */
export const PHARMACY = { code: '1349900017', name: '厚労薬局' } as const;

const consents = Object.fromEntries(
  CONSENT_SCOPES.map((scope) => [scope, z.boolean().default(false)]),
) as Record<(typeof CONSENT_SCOPES)[number], z.ZodDefault<z.ZodBoolean>>;

export const cardTapInput = z.object({
  institutionCode: z.string().regex(/^\d{10}$/),
  personId: z.string(),
  consents: z.object(consents),
  issueSelect: z.enum(['electronic', 'paper']).nullable().default(null),
  referenceNumber: z.string().max(20).default(''),
});

const fault = z.object({
  mode: z.enum(FAULT_MODES),
  delayMs: z.number().int().min(0).max(600_000).nullable().default(null),
  operation: z.enum(SHARING_OPERATIONS).optional(),
});
export const faultsInput = z.partialRecord(z.enum(FAULT_SERVICES), fault);

/** A card at the reader: leaves the face file and records the consents. */
export function tap(services: SandboxServices, input: z.infer<typeof cardTapInput>): { fileName: string } {
  const person = services.people.byId(input.personId);
  if (person === undefined) throw new ActionRefused(404, 'その人は模擬の名簿にいません');
  const { referenceNumber, ...card } = input;
  const fileName = tapCard(services, person, card, referenceNumber);
  services.store.save();
  return { fileName };
}

export function setFaults(services: SandboxServices, input: z.infer<typeof faultsInput>): void {
  Object.assign(services.store.state.faults, input);
  services.store.save();
}

export const letterInput = z.object({
  kind: z.enum(LETTER_KINDS).default('plain'),
  personId: z.string(),
  /** one of the institutions whose systems the sandbox plays */
  from: z.string(),
  to: z.string().regex(/^\d{10}$/),
  readable: z.boolean().default(true),
});

/** Another institution sends a letter to a clinic. */
export function letAnotherWrite(
  services: SandboxServices,
  { from, ...letter }: z.infer<typeof letterInput>,
): { identifier: string } {
  const vendor = VENDORS.find(({ institutionCode }) => institutionCode === from);
  if (vendor === undefined || services.people.byId(letter.personId) === undefined)
    throw new ActionRefused(404, '紹介元か、患者が模擬の名簿にありません');
  const { identifier, issues } = sendLetter(services, { ...letter, vendor });
  if (issues.length > 0) throw new ActionRefused(409, issues.map(({ text }) => text).join('／'));
  services.store.save();
  return { identifier };
}

/** 受付: 未受付 to 調剤中. */
export function receive(services: SandboxServices, prescriptionId: string): StoredPrescription {
  const held = inState(
    services,
    prescriptionId,
    ['registered'],
    'この処方箋は受け付けられる状態ではありません',
  );
  if (held.issueType === '3') throw new ActionRefused(409, '院内処方は薬局では受け付けられません');
  held.status = 'dispensing';
  held.receivedAt = instant(services.now());
  held.pharmacy = { ...PHARMACY };
  services.store.save();
  return held;
}

/** 受付の取消: 調剤中 back to 未受付, so that the doctor may change or cancel. */
export function giveBack(services: SandboxServices, prescriptionId: string): StoredPrescription {
  const held = inState(services, prescriptionId, ['dispensing'], '調剤中の処方箋ではありません');
  held.status = 'registered';
  held.receivedAt = null;
  held.pharmacy = null;
  services.store.save();
  return held;
}

/** What the pharmacy reports with a dispensing. Empty texts are none. */
export const reportInput = z.object({
  message: z.string().max(200).default(''),
  inquiry: z.string().max(200).default(''),
  substitute: z.boolean().default(false),
  /** a mistake of the pharmacy, for tests: the document names this person instead of the patient */
  mixedUpWith: z.string().nullable().default(null),
});

/**
 * 調剤: receives first when that has not happened, and hands in the signed document. A リフィル that is not used up goes back to 未受付
 * for the next time.
 */
export function dispense(
  services: SandboxServices,
  prescriptionId: string,
  report: z.infer<typeof reportInput>,
): StoredPrescription {
  const held = inState(
    services,
    prescriptionId,
    ['registered', 'dispensing'],
    'この処方箋は調剤できる状態ではありません',
  );
  if (held.issueType === '3') throw new ActionRefused(409, '院内処方は薬局では調剤できません');
  const person = services.people.byId(report.mixedUpWith ?? held.personId);
  if (person === undefined) throw new ActionRefused(404, 'その人は模擬の名簿にいません');
  const now = instant(services.now());
  const { dispensingId, xml } = pharmacyDocument(services, held, PHARMACY, { ...report, person });
  held.dispensings.push({
    dispensingId,
    registeredAt: now,
    pharmacy: { ...PHARMACY },
    contentBase64: Buffer.from(xml).toString('base64'),
  });
  const isLast = held.dispensings.length >= (held.refillTotal ?? 1);
  held.status = isLast ? 'dispensed' : 'registered';
  held.receivedAt ??= now;
  held.dispensedAt = now;
  held.pharmacy = { ...PHARMACY };
  held.pharmacyMessage = report.message === '' ? null : report.message;
  services.store.save();
  return held;
}

function inState(
  services: SandboxServices,
  prescriptionId: string,
  allowed: StoredPrescription['status'][],
  conflict: string,
): StoredPrescription {
  const held = services.store.state.prescriptions.find((stored) => stored.prescriptionId === prescriptionId);
  if (held === undefined) throw new ActionRefused(404, '該当する処方箋がありません');
  if (!allowed.includes(held.status)) throw new ActionRefused(409, conflict);
  return held;
}
