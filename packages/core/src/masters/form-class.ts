/** 内服 1, 頓服 2, 外用 3, 注射 5, その他 9. */
export type OfferedFormClass = '1' | '2' | '3' | '5' | '9';

/**
 * 剤形区分 of the electronic prescription, from the route of the price list (内用, 外用, 注射) or the 基本用法区分 of a usage (内服,
 * 外用, 注射), and whether the usage is 頓用. 内服滴剤 (4) and 医療材料 (6) follow from neither: the doctor chooses them.
 */
export function formClassOf(routeOrBasicUsage: string, asNeeded: boolean): OfferedFormClass {
  if (routeOrBasicUsage.startsWith('内')) return asNeeded ? '2' : '1';
  if (routeOrBasicUsage.startsWith('外')) return '3';
  if (routeOrBasicUsage.startsWith('注')) return '5';
  return '9';
}
