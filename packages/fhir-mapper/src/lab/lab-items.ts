import type { ClinsVersion } from '../specification.ts';
import { SYSTEMS } from '../systems.ts';
import { CORE_LAB_ITEMS } from './core-items.ts';
import { INFECTION_LAB_ITEMS } from './infection-items.ts';

/** Which list of the service an item stands in: 救急・生活習慣病 43 項目, or 感染症 5 項目. */
export type LabGroup = 'core' | 'infection';

/** What the service calls a JLAC10 code of its lists. */
export interface ListedLabItem {
  group: LabGroup;
  /** Coding.system of the standard code */
  system: string;
  /** the display the slice fixes: one character off and the item is not recognised */
  display: string;
}

const SYSTEM_OF: Record<LabGroup, string> = {
  core: SYSTEMS.coreLabJlac10,
  infection: SYSTEMS.infectionLabJlac10,
};

function parse(group: LabGroup, table: string): [code: string, item: ListedLabItem][] {
  return table
    .trim()
    .split('\n')
    .flatMap((row) => {
      const [display = '', codes = ''] = row.split('|');
      return codes
        .split(' ')
        .map((code): [string, ListedLabItem] => [code, { group, system: SYSTEM_OF[group], display }]);
    });
}

const ITEMS: Record<ClinsVersion, ReadonlyMap<string, ListedLabItem>> = {
  '1.10.0': new Map([...parse('core', CORE_LAB_ITEMS), ...parse('infection', INFECTION_LAB_ITEMS)]),
  '1.11.0': new Map([
    ...parse('core', CORE_LAB_ITEMS),
    ...parse('infection', INFECTION_LAB_ITEMS).flatMap(afterErrata),
  ]),
};

/**
 * The errata of 1.11.0: the items HIV-1+2抗体・p24抗原 are gone (their codes become ordinary JLAC10 codes), and コントロール比 is
 * part of 陽性コントロール比.
 * assumed: the merger concerns HIV-1+2抗体, of which the change log speaks, and no other item that has both.
 */
function afterErrata([code, item]: [string, ListedLabItem]): [string, ListedLabItem][] {
  if (item.display.startsWith('HIV-1+2抗体・p24抗原')) return [];
  if (item.display !== 'HIV-1+2抗体(コントロール比)') return [[code, item]];
  return [[code, { ...item, display: 'HIV-1+2抗体(陽性コントロール比)' }]];
}

/** The item of the service's lists that a JLAC10 code belongs to; null for every other examination. */
export function listedLabItem(jlac10: string, version: ClinsVersion): ListedLabItem | null {
  return ITEMS[version].get(jlac10) ?? null;
}

/** True for the fixed display of a 感染症 item, which JLAC10 and JLAC11 share. */
export function isInfectionDisplay(display: string, version: ClinsVersion): boolean {
  return [...ITEMS[version].values()].some((item) => item.group === 'infection' && item.display === display);
}
