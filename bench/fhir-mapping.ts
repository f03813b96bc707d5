import {
  conditionsToBundle,
  observationsToBundle,
  referralToBundle,
  validateBundle,
} from '../packages/fhir-mapper/src/index.ts';
import { documentInput, FULL_REFERRAL } from '../packages/fhir-mapper/src/testing/documents.ts';
import { CONDITION, LAB_REPORT, POTASSIUM, UNIT } from '../packages/fhir-mapper/src/testing/records.ts';

/** Bundles a second on one core, by processor time: what else the machine does is not counted. */
interface Throughput {
  mapped: number;
  mappedAndValidated: number;
  stringified: number;
  /** how many times as long as JSON.stringify of the same Bundle */
  mappedToStringify: number;
  mappedAndValidatedToStringify: number;
}

const SECONDS = 1.5;

/** How fast records become FHIR, and are checked, beside JSON.stringify of the same Bundle in the same run. */
export function benchFhirMapping(): Record<string, Throughput & { target?: string }> {
  const five = <T>(make: (number: number) => T): T[] => [1, 2, 3, 4, 5].map(make);
  const id = (number: number) => `01989f00-0000-7000-8000-${String(number).padStart(12, '0')}`;
  const conditions = five((number) => ({ ...CONDITION, conditionId: id(number) }));
  const results = five((number) => ({ ...POTASSIUM, observationId: id(number), localCode: `K${number}` }));
  const report = { ...LAB_REPORT, results };
  const referral = documentInput(FULL_REFERRAL);
  return {
    conditionsOfFive: {
      ...throughput(() => conditionsToBundle({ ...UNIT, conditions })),
      target: 'mapped >= 1000/s, mapped and validated >= 200/s',
    },
    resultsOfFive: throughput(() => observationsToBundle({ ...UNIT, report })),
    referralWithEverything: throughput(() => referralToBundle(referral)),
  };
}

function throughput(map: () => ReturnType<typeof conditionsToBundle | typeof referralToBundle>): Throughput {
  const bundle = map();
  if (validateBundle(bundle).some(({ severity }) => severity === 'error'))
    throw new Error('the Bundle that is measured is not valid');
  const mapped = perSecond(map);
  const mappedAndValidated = perSecond(() => validateBundle(map()));
  const stringified = perSecond(() => JSON.stringify(bundle));
  const ratio = (rate: number) => Number((stringified / rate).toFixed(1));
  return {
    mapped,
    mappedAndValidated,
    stringified,
    mappedToStringify: ratio(mapped),
    mappedAndValidatedToStringify: ratio(mappedAndValidated),
  };
}

function perSecond(work: () => unknown): number {
  const until = (seconds: number): number => {
    const started = process.cpuUsage();
    let done = 0;
    for (;;) {
      for (let round = 0; round < 10; round += 1) work();
      done += 10;
      const { user, system } = process.cpuUsage(started);
      const spent = (user + system) / 1e6;
      if (spent >= seconds) return done / spent;
    }
  };
  until(SECONDS / 3);
  return Math.round(until(SECONDS));
}
