import type { MedicationRequest } from '@medplum/fhirtypes';
import type { MedicationOrderRecord, MedicationRecord, RpRecord } from '@shirube/core/records';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMedicationRequest } from '../reading/medication-request.ts';
import { openReading } from '../reading/reading.ts';
import { AMLODIPINE, medicationOrder, ORAL, ORDER } from '../testing/medications.ts';
import { textOf } from '../text.ts';
import { Findings } from '../validation/issue.ts';
import { objectOf } from '../validation/json.ts';
import { checkMedicationRequest } from '../validation/medication-rules.ts';
import { isAlternateDays } from './form-class.ts';
import { medicationLines, toMedicationRequest } from './medication-request.ts';
import { unitCodeOf } from './units.ts';

const CONTEXT = {
  id: 'a3a1f7f8-0000-5000-8000-000000000001',
  institutionCode: '1312345670',
  patientReference: 'urn:uuid:11111111-0000-5000-8000-000000000001',
};

function requestsOf(order: MedicationOrderRecord): MedicationRequest[] {
  return medicationLines(order).map((line) => toMedicationRequest(order, line, CONTEXT));
}
function requestOf(
  rp: Partial<RpRecord> = {},
  medication: Partial<MedicationRecord> = {},
  order: Partial<MedicationOrderRecord> = {},
): MedicationRequest {
  const rps = [{ ...ORAL, ...rp, medications: [{ ...AMLODIPINE, ...medication }] }];
  const [request] = requestsOf({ ...ORDER, ...order, rps });
  if (request === undefined) throw new Error('no line');
  return request;
}
const dosageOf = (request: MedicationRequest) => request.dosageInstruction?.[0];

describe('one drug of one RP', () => {
  test('all three identifiers, the YJ code, the day it was written and the day it begins', () => {
    const request = requestOf();
    expect(request.identifier?.map(({ value }) => value)).toEqual([
      '1',
      '1',
      '01989f00-0000-7000-8000-0000000000c1-1-1',
    ]);
    expect(request.medicationCodeableConcept?.coding?.[0]).toEqual({
      system: 'http://capstandard.jp/iyaku.info/CodeSystem/YJ-code',
      code: '2171022F1037',
      display: 'ノルバスク錠２．５ｍｇ',
    });
    expect(request.authoredOn).toBe('2026-11-19');
    expect(dosageOf(request)?.extension?.[0]?.valuePeriod?.start).toBe('2026-11-20');
  });

  test('内服: the dose is of a day, shared out evenly over its times; days and whole amount follow', () => {
    const request = requestOf();
    expect(dosageOf(request)?.doseAndRate).toMatchObject([
      {
        type: { coding: [{ code: '1' }] },
        doseQuantity: { value: 1, unit: '錠', code: 'TAB' },
        rateRatio: { numerator: { value: 3 }, denominator: { value: 1, unit: '日' } },
      },
    ]);
    expect(request.dispenseRequest).toMatchObject({
      quantity: { value: 21, code: 'TAB' },
      expectedSupplyDuration: { value: 7, unit: '日', code: 'd' },
    });
    expect(dosageOf(request)?.text).toBe('１日３回朝昼夕食後　服用、1日3錠 7日分');
  });

  test('a dose that does not come out even is told of the day alone', () => {
    const request = requestOf({}, { dose: '2' });
    expect(dosageOf(request)?.doseAndRate?.[0]?.doseQuantity).toBeUndefined();
    expect(dosageOf(request)?.doseAndRate?.[0]?.rateRatio?.numerator?.value).toBe(2);
  });

  test('頓服: the dose is of a use, the quantity a number of uses, and it is taken when needed', () => {
    const request = requestOf({ formClass: '2', quantity: 10 }, { dose: '1' });
    expect(dosageOf(request)?.asNeededBoolean).toBe(true);
    expect(dosageOf(request)?.doseAndRate?.[0]?.doseQuantity?.value).toBe(1);
    expect(request.dispenseRequest?.quantity?.value).toBe(10);
    expect(request.dispenseRequest?.expectedSupplyDuration).toBeUndefined();
    expect(request.dispenseRequest?.extension?.[0]).toMatchObject({
      url: expect.stringContaining('ExpectedRepeatCount'),
      valueInteger: 10,
    });
  });

  test('外用: the dose is the whole', () => {
    const request = requestOf({ formClass: '3', quantity: 1 }, { dose: '50', unit: 'ｇ', unitCode: null });
    expect(request.dispenseRequest?.quantity).toMatchObject({ value: 50, unit: 'ｇ', code: 'G' });
    expect(dosageOf(request)?.doseAndRate).toBeUndefined();
  });

  test('力価 is 原薬量, and the whole amount is in the 薬価単位', () => {
    const request = requestOf(
      {},
      {
        dose: '300',
        unit: 'ｍｇ',
        unitCode: 'MG',
        isTitre: true,
        conversion: { factor: '0.01', priceUnit: 'ｇ' },
      },
    );
    expect(dosageOf(request)?.doseAndRate?.[0]?.type?.coding?.[0]?.display).toBe('原薬量');
    expect(request.dispenseRequest?.quantity).toMatchObject({ value: 21, unit: 'ｇ', code: 'G' });
  });

  test('隔日: the days it is really taken, every second day', () => {
    const supplements = [{ kind: 'alternate_days' as const, text: '隔日', code: null, siteCode: null }];
    const dosage = dosageOf(requestOf({ supplements }));
    expect(dosage?.extension?.[1]?.valueDuration).toMatchObject({ value: 7, unit: '日' });
    expect(dosage?.timing?.repeat).toEqual({ frequency: 3, period: 2, periodUnit: 'd' });
    expect(dosage?.text).toContain('隔日');
  });

  test('a usage without code carries the dummy and only that (R5020)', () => {
    const usage = { code: '0X0XXXXXXXXX0000', text: '医師の指示通り', timesPerDay: null };
    expect(dosageOf(requestOf({ usage }))?.timing?.code?.coding).toEqual([
      {
        system: 'http://jpfhir.jp/fhir/clins/CodeSystem/JP_CLINS_MedicationUsage_Uncoded_CS',
        code: '0X0XXXXXXXXX0000',
        display: 'ダミー用法コード',
      },
    ]);
  });

  test('不均等: each time of the day, coded where it has a code and in words where not', () => {
    const unevenDoses = [
      { dose: '2', code: 'V12NNNNN' },
      { dose: '1', code: null },
    ];
    const dosage = dosageOf(requestOf({}, { unevenDoses }));
    expect(dosage?.additionalInstruction).toEqual([
      {
        coding: [
          {
            system: 'http://jami.jp/CodeSystem/MedicationUsageAdditional',
            code: 'V12NNNNN',
            display: '1回目 2錠',
          },
        ],
        text: '1回目 2錠',
      },
    ]);
    expect(dosage?.patientInstruction).toBe('2回目 1錠');
    expect(dosage?.doseAndRate?.[0]?.doseQuantity).toBeUndefined();
  });

  test('written by generic name: both codes, and the text is what the prescription prints', () => {
    const generic = { code: '2171022F1ZZZ', name: '【般】アムロジピン錠２．５ｍｇ' };
    const drug = requestOf({}, { generic }).medicationCodeableConcept;
    expect(drug?.text).toBe(generic.name);
    expect(drug?.coding?.map(({ code }) => code)).toEqual(['2171022F1037', '2171022F1ZZZ', '612170709']);
  });

  test('dispensed inside is OHP and OHI, outside OHP and OHO', () => {
    const codes = (request: MedicationRequest) => request.category?.[0]?.coding?.map(({ code }) => code);
    expect(codes(requestOf({}, {}, { issueType: 'in_house' }))).toEqual(['OHP', 'OHI']);
    expect(codes(requestOf({}, {}, { issueType: 'paper' }))).toEqual(['OHP', 'OHO']);
  });

  test('a unit that MERIT-9 does not have is told in words and not as a number without code', () => {
    const request = requestOf({ formClass: '5', quantity: 1 }, { dose: '2', unit: '噴霧', unitCode: null });
    expect(request.dispenseRequest).toBeUndefined();
    expect(dosageOf(request)?.text).toContain('全量2噴霧');
  });

  test('a 医療材料 has no YJ code and says so', () => {
    expect(requestOf({}, { kind: 'material', yjCode: '' }).medicationCodeableConcept?.coding?.[0]?.code).toBe(
      'NOCODED',
    );
  });
});

describe('any prescription', () => {
  const each = (check: (order: MedicationOrderRecord, request: MedicationRequest, index: number) => void) =>
    fc.assert(
      fc.property(medicationOrder, (order) => {
        requestsOf(order).forEach((request, index) => {
          check(order, request, index);
        });
      }),
      { numRuns: 1000 },
    );

  test('validates without error under both editions', () => {
    each((_order, request) => {
      for (const version of ['1.10.0', '1.11.0'] as const) {
        const findings = new Findings();
        const resource = objectOf(request);
        checkMedicationRequest(
          { resource, path: 'MedicationRequest', name: '処方' },
          CONTEXT.patientReference,
          version,
          findings,
        );
        expect(findings.issues).toEqual([]);
      }
    });
  });

  test('is read back without a loss of what the profile can carry', () => {
    each((order, request, index) => {
      const line = medicationLines(order)[index];
      if (line === undefined) throw new Error('no line');
      const { rp, medication } = line;
      const reading = openReading({ entry: [{ fullUrl: 'urn:uuid:1', resource: request }] });
      const resource = reading.entries[0]?.resource ?? {};
      const read = readMedicationRequest(structuredClone(resource), reading);
      const isCoded = unitCodeOf(medication.unit) !== null;
      const per = rp.formClass === '1' ? 'day' : 'use';
      const hasDose = isCoded && (rp.formClass === '1' || rp.formClass === '2');
      const site = rp.supplements.find(({ kind }) => kind === 'jami_site');
      const supplements = [...rp.supplements, ...medication.supplements];
      expect(reading.unread).toEqual([]);
      expect(read).toMatchObject({
        prescriptionId: order.prescriptionId,
        rpNumber: rp.rpNumber,
        itemNumber: medication.itemNumber,
        authoredOn: order.authoredOn,
        startsOn: order.startsOn,
        yjCode: medication.yjCode,
        localCode: medication.receiptCode,
        generic: medication.generic,
        name: textOf(medication.name),
        dose: hasDose
          ? {
              value: medication.dose,
              unit: medication.unit,
              unitCode: unitCodeOf(medication.unit),
              per,
              isTitre: medication.isTitre,
            }
          : null,
        usageText: textOf(rp.usage.text),
        usageCode: rp.usage.code === '0X0XXXXXXXXX0000' ? null : rp.usage.code,
        timesPerDay: rp.usage.timesPerDay,
        asNeeded: rp.formClass === '2',
        days: rp.formClass === '1' ? rp.quantity : null,
        times: rp.formClass === '2' || (rp.formClass !== '1' && rp.quantity !== 1) ? rp.quantity : null,
        actualDays: isAlternateDays(rp) ? rp.quantity : null,
        site: site === undefined ? null : { code: site.siteCode, text: site.text },
        substitution: medication.substitution && {
          ...medication.substitution,
          reason: textOf(medication.substitution.reason) ?? '',
        },
        source: { identifier: line.lineId, doctor: order.prescriber },
      });
      const told = [...read.instructions, ...read.dispensing].map(({ text }) => text).concat(read.notes);
      for (const { kind, text } of supplements) {
        if (kind !== 'jami_site') expect(told).toContain(text);
      }
      for (const [place, { dose }] of (medication.unevenDoses ?? []).entries()) {
        expect(told).toContain(`${place + 1}回目 ${dose}${medication.unit}`);
      }
    });
  });
});
