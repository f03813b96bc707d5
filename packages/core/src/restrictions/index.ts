export { requireChartAccess, restricted, touchesChart, withheldAddresses } from './access.ts';
export {
  endEmergency,
  listEmergencies,
  liveEmergencies,
  openEmergency,
  reviewEmergency,
} from './emergency.ts';
export { liftRestriction, listAllowable, listRestrictions, setRestriction } from './restrictions.ts';
export * from './schema.ts';
