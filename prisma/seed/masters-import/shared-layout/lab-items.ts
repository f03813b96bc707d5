import { Jlac10, jlac10Parts } from '@shirube/terminology';
import type { LocatedRow } from '../check.ts';
import { type CsvLine, hasFile, readCsv } from '../csv.ts';
import { invalidRows } from '../errors.ts';
import type { LabItemRow } from '../rows.ts';

interface ReferenceInterval {
  /** material of the item's default code: an interval holds for that material only */
  specimen: string;
  ucum: string;
  lowMale: number | null;
  highMale: number | null;
  lowFemale: number | null;
  highFemale: number | null;
  sortNo: number;
}

/** Infection items follow the 43 items, all other tests follow those. */
const INFECTION_SORT_BASE = 1_000;
const OTHER_SORT_BASE = 2_000;

/** Every JLAC10 of the 43 items, of the five infection items and of the other common tests. */
export function readLabItems(directory: string): LocatedRow<LabItemRow>[] {
  const intervals = readIntervals(directory);
  const partners = readPartners(directory);
  return [
    ...readCore(directory, intervals, partners),
    ...(hasFile(directory, 'lab-infection5.csv') ? readInfection(directory) : []),
    ...(hasFile(directory, 'lab-other.csv') ? readOther(directory) : []),
  ];
}

function readIntervals(directory: string): Map<string, ReferenceInterval> {
  const lines = readCsv(directory, 'lab-items43.csv', {
    columns: [
      'fhir_parent_code',
      'default_jlac10_code',
      'ref_unit_ucum',
      'ref_low_male',
      'ref_high_male',
      'ref_low_female',
      'ref_high_female',
    ],
    exact: false,
  });
  return new Map(
    lines.map((line, i) => [
      line.cell('fhir_parent_code'),
      {
        specimen: jlac10Parts(Jlac10.parse(line.cell('default_jlac10_code'))).specimen,
        ucum: line.cell('ref_unit_ucum'),
        lowMale: numberOrNull(line, 'ref_low_male'),
        highMale: numberOrNull(line, 'ref_high_male'),
        lowFemale: numberOrNull(line, 'ref_low_female'),
        highFemale: numberOrNull(line, 'ref_high_female'),
        sortNo: (i + 1) * 10,
      },
    ]),
  );
}

/** JLAC11 partners by JLAC10, in file order. One JLAC10 usually has many: JLAC11 also names the reagent. */
function readPartners(directory: string): Map<string, string[]> {
  const partners = new Map<string, string[]>();
  for (const line of readCsv(directory, 'lab-core43-jlac11.csv', {
    columns: ['jlac11_code', 'jlac10_codes'],
    exact: false,
  })) {
    for (const jlac10 of line.cell('jlac10_codes').split(' ')) {
      partners.set(jlac10, [...(partners.get(jlac10) ?? []), line.cell('jlac11_code')]);
    }
  }
  return partners;
}

function readCore(
  directory: string,
  intervals: Map<string, ReferenceInterval>,
  partners: Map<string, string[]>,
): LocatedRow<LabItemRow>[] {
  return readCsv(directory, 'lab-core43.csv', {
    columns: [
      'category',
      'fhir_parent_code',
      'test_name_ja',
      'abbreviation',
      'jlac10_code',
      'specimen3',
      'unit_ja',
      'unit_ucum',
    ],
    exact: false,
  }).map((line) => {
    const jlac10 = line.cell('jlac10_code');
    const fhirCode = line.cell('fhir_parent_code');
    const ucum = line.cell('unit_ucum');
    const interval = intervals.get(fhirCode);
    const factor = interval?.specimen === line.cell('specimen3') ? unitFactor(interval.ucum, ucum) : null;
    const inUnit = (value: number | null | undefined): number | null =>
      factor === null || value === null || value === undefined
        ? null
        : Math.round(value * factor * 1e4) / 1e4;
    // Which of several reagents a laboratory uses is not known here: a JLAC11 is taken over only when there is one.
    const [jlac11 = null, ...otherPartners] = partners.get(jlac10) ?? [];
    return locate(line, {
      jlac10,
      jlac11: otherPartners.length === 0 ? jlac11 : null,
      fhirCode,
      name: line.cell('test_name_ja'),
      abbreviation: line.cell('abbreviation'),
      category: line.cell('category'),
      unit: line.cell('unit_ja') || null,
      ucum: ucum || null,
      refLowMale: inUnit(interval?.lowMale),
      refHighMale: inUnit(interval?.highMale),
      refLowFemale: inUnit(interval?.lowFemale),
      refHighFemale: inUnit(interval?.highFemale),
      sortNo: interval?.sortNo ?? INFECTION_SORT_BASE - 1,
    });
  });
}

/**
 * What a value in one unit is multiplied by to be in the other: counts per µL may be in 10², 10³, 10⁴ or 10⁶.
 * null when the units cannot be compared: then there is no interval.
 */
export function unitFactor(from: string, to: string): number | null {
  if (from === '' || to === '') return null;
  if (from === to) return 1;
  const count = /^10\*(\d+)\/uL$/;
  const fromPower = count.exec(from)?.[1];
  const toPower = count.exec(to)?.[1];
  return fromPower === undefined || toPower === undefined
    ? null
    : 10 ** (Number(fromPower) - Number(toPower));
}

function readInfection(directory: string): LocatedRow<LabItemRow>[] {
  return readCsv(directory, 'lab-infection5.csv', {
    columns: ['item_no', 'fhir_parent_code', 'test_name_ja', 'code_kind', 'code', 'unit_ja', 'unit_ucum'],
    exact: false,
  })
    .filter((line) => line.cell('code_kind') === 'JLAC10')
    .map((line) =>
      locate(line, {
        ...withoutInterval,
        jlac10: line.cell('code'),
        fhirCode: line.cell('fhir_parent_code'),
        name: line.cell('test_name_ja'),
        abbreviation: line.cell('fhir_parent_code'),
        category: '感染症検査',
        unit: line.cell('unit_ja') || null,
        ucum: line.cell('unit_ucum') || null,
        sortNo: INFECTION_SORT_BASE + Number(line.cell('item_no')) * 10,
      }),
    );
}

function readOther(directory: string): LocatedRow<LabItemRow>[] {
  return readCsv(directory, 'lab-other.csv', {
    columns: ['jlac10_code', 'category', 'short_name', 'analyte_ja', 'usual_unit_ucum'],
    exact: false,
  }).map((line, i) =>
    locate(line, {
      ...withoutInterval,
      jlac10: line.cell('jlac10_code'),
      fhirCode: line.cell('short_name') || line.cell('analyte_ja'),
      name: line.cell('analyte_ja'),
      abbreviation: line.cell('short_name') || line.cell('analyte_ja'),
      category: line.cell('category'),
      unit: line.cell('usual_unit_ucum') || null,
      ucum: line.cell('usual_unit_ucum') || null,
      sortNo: OTHER_SORT_BASE + i,
    }),
  );
}

const withoutInterval = {
  jlac11: null,
  refLowMale: null,
  refHighMale: null,
  refLowFemale: null,
  refHighFemale: null,
};

function locate(line: CsvLine, row: LabItemRow): LocatedRow<LabItemRow> {
  return { row, file: line.file, line: line.line };
}

function numberOrNull(line: CsvLine, column: string): number | null {
  const cell = line.cell(column);
  if (cell === '') return null;
  const value = Number(cell);
  if (!Number.isFinite(value)) {
    throw invalidRows([{ file: line.file, line: line.line, column, problem: '数値ではありません。' }]);
  }
  return value;
}
