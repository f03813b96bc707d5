/** What the screen needs to write an order: pure, without anything of the server. */
export * from './burden.ts';
export { orderOfToday, type PastChange, repeatedOptions, rpsToDraft } from './past-order.ts';
export * from './quantities.ts';
export * from './strength.ts';
export * from './taper.ts';
export * from './uneven.ts';
