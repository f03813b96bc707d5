import type { CodeableConcept, Coding, Dosage, DosageDoseAndRate, Timing } from '@medplum/fhirtypes';
import type { MedicationOrderRecord, MedicationRecord, RpRecord } from '@shirube/core/records';
import { DUMMY_USAGE_CODE, UsageCode } from '@shirube/terminology';
import { dividedBy } from '../decimal.ts';
import { EXTENSIONS, SYSTEMS } from '../systems.ts';
import { present, presentList, textOf } from '../text.ts';
import { isAlternateDays, isOral, isPerUse } from './form-class.ts';
import { amountOf } from './units.ts';

export const UNCODED_USAGE_NAME = 'ダミー用法コード';
const DAY = { unit: '日', system: SYSTEMS.ucum, code: 'd' } as const;

/** JP_MedicationDosage_eCS: how this drug is taken. */
export function toDosage(order: MedicationOrderRecord, rp: RpRecord, medication: MedicationRecord): Dosage {
  const words = instructionsInWords(rp, medication);
  return present({
    extension: [
      { url: EXTENSIONS.periodOfUse, valuePeriod: { start: order.startsOn } },
      // assumed: the quantity of an RP taken on alternate days counts the days on which it is taken.
      ...(isAlternateDays(rp)
        ? [{ url: EXTENSIONS.usageDuration, valueDuration: { value: rp.quantity, ...DAY } }]
        : []),
    ],
    text: presentList([textOf(rp.usage.text), doseInWords(rp, medication), ...words])?.join('、'),
    additionalInstruction: presentList(codedInstructions(rp, medication)),
    patientInstruction: presentList(words)?.join('\n'),
    timing: timing(rp),
    asNeededBoolean: isPerUse(rp) ? true : undefined,
    site: site(rp),
    method: method(rp),
    doseAndRate: presentList([doseAndRate(rp, medication)]),
  });
}

/** １日３錠 ７日分; １回１錠 １０回分; 全量１０ｇ. */
export function doseInWords(rp: RpRecord, { dose, unit }: MedicationRecord): string {
  if (isOral(rp)) return `1日${dose}${unit} ${rp.quantity}日分`;
  if (isPerUse(rp)) return `1回${dose}${unit} ${rp.quantity}回分`;
  return rp.quantity === 1 ? `全量${dose}${unit}` : `${dose}${unit}×${rp.quantity}`;
}

/** R5020: the code of the electronic prescription's usage master, or the dummy that says there is none; never both. */
function timing(rp: RpRecord): Timing {
  const { code, text, timesPerDay } = rp.usage;
  const name = textOf(text);
  const isCoded = UsageCode.is(code) && code !== DUMMY_USAGE_CODE;
  const coding: Coding = isCoded
    ? present({ system: SYSTEMS.prescriptionUsage, code, display: name })
    : { system: SYSTEMS.uncodedUsage, code: DUMMY_USAGE_CODE, display: UNCODED_USAGE_NAME };
  const everyOtherDay = isAlternateDays(rp);
  const repeat = present({
    boundsDuration: isOral(rp) && !everyOtherDay ? { value: rp.quantity, ...DAY } : undefined,
    frequency: timesPerDay ?? undefined,
    period: timesPerDay === null ? undefined : everyOtherDay ? 2 : 1,
    periodUnit: timesPerDay === null ? undefined : ('d' as const),
  });
  return present({
    repeat: Object.keys(repeat).length === 0 ? undefined : repeat,
    code: present({ coding: [coding], text: name }),
  });
}

/** What one use is, and what a day is; a total amount is no dose. */
function doseAndRate(rp: RpRecord, medication: MedicationRecord): DosageDoseAndRate | undefined {
  const { dose, unit, unitCode, isTitre } = medication;
  const perUse = isPerUse(rp) ? dose : evenDose(rp, medication);
  const doseQuantity = perUse === null ? undefined : amountOf(perUse, unit, unitCode);
  const numerator = isOral(rp) ? amountOf(dose, unit, unitCode) : undefined;
  if (doseQuantity === undefined && numerator === undefined) return undefined;
  return present({
    type: {
      coding: [
        isTitre
          ? { system: SYSTEMS.strengthType, code: '2', display: '原薬量' }
          : { system: SYSTEMS.strengthType, code: '1', display: '製剤量' },
      ],
    },
    doseQuantity,
    rateRatio: numerator === undefined ? undefined : { numerator, denominator: { value: 1, ...DAY } },
  });
}

/** The amount of each time of a day, where all are the same and it comes out even. */
function evenDose(rp: RpRecord, { dose, unevenDoses, singleDose }: MedicationRecord): string | null {
  const { timesPerDay } = rp.usage;
  if (!isOral(rp) || unevenDoses !== null || singleDose !== null || timesPerDay === null) return null;
  return dividedBy(dose, String(timesPerDay));
}

/** 補足用法 with a JAMI code (8): of the RP, of the drug, and the uneven doses (V…). */
function codedInstructions(rp: RpRecord, medication: MedicationRecord): CodeableConcept[] {
  const supplements = [...rp.supplements, ...medication.supplements]
    .filter(({ kind }) => kind === 'jami')
    .map(({ code, text }) => ({ code, text }));
  return [...supplements, ...uneven(medication)].flatMap(({ code, text }) => {
    const display = textOf(text);
    return code === null || display === undefined
      ? []
      : [{ coding: [{ system: SYSTEMS.jamiUsageAdditional, code, display }], text: display }];
  });
}

/** What has no code of its own: the profile allows no instruction without one, so it is told in words. */
function instructionsInWords(rp: RpRecord, medication: MedicationRecord): (string | undefined)[] {
  const ofRp = rp.supplements.filter(
    ({ kind, code }) =>
      ['tapering', 'alternate_days', 'continued', 'single_dose'].includes(kind) ||
      (kind === 'jami' && code === null),
  );
  const ofDrug = medication.supplements.filter(({ kind, code }) => kind === 'jami' && code === null);
  const { singleDose } = medication;
  return [
    ...[...ofRp, ...ofDrug, ...uneven(medication).filter(({ code }) => code === null)].map(({ text }) =>
      textOf(text.replace(/\s+/g, ' ')),
    ),
    singleDose === null ? undefined : `1回${singleDose.text}`,
    ...extraSites(rp),
  ];
}

function uneven({ unevenDoses, unit }: MedicationRecord): { code: string | null; text: string }[] {
  return (unevenDoses ?? []).map(({ dose, code }, index) => ({
    code,
    text: `${index + 1}回目 ${dose}${unit}`,
  }));
}

function sites(rp: RpRecord): { siteCode: string | null; text: string }[] {
  return rp.supplements.filter(({ kind }) => kind === 'site' || kind === 'jami_site');
}

/** One place of the body; further ones are told in words. */
function site(rp: RpRecord): CodeableConcept | undefined {
  const first = sites(rp)[0];
  if (first === undefined) return undefined;
  const text = textOf(first.text);
  const coding =
    first.siteCode === null
      ? undefined
      : [present({ system: SYSTEMS.externalBodySite, code: first.siteCode, display: text })];
  return present({ coding, text });
}

function extraSites(rp: RpRecord): (string | undefined)[] {
  return sites(rp)
    .slice(1)
    .map(({ text }) => textOf(text.replace(/\s+/g, ' ')));
}

/** 基本用法区分 of the form: 内服 (with 頓服 and 滴剤), 外用, 注射. */
function method({ formClass }: RpRecord): CodeableConcept | undefined {
  const names: Partial<Record<RpRecord['formClass'], [code: string, display: string]>> = {
    '1': ['1', '内服'],
    '2': ['1', '内服'],
    '3': ['2', '外用'],
    '4': ['1', '内服'],
    '5': ['3', '注射'],
  };
  const found = names[formClass];
  if (found === undefined) return undefined;
  return { coding: [{ system: SYSTEMS.basicUsage, code: found[0], display: found[1] }] };
}
