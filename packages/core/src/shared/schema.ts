import { z } from 'zod';

export const uuid = z.uuid();

/** Within what a patient's life and a record can have; the database refuses the year 0, which ISO 8601 allows. */
const plausibleYear = (text: string) => text >= '1850' && text < '2200';
const implausible = '日付の年を確かめてください。';

/** 'YYYY-MM-DD', a calendar date in Asia/Tokyo */
export const calendarDate = z.iso.date().refine(plausibleYear, implausible);
/** ISO 8601 with offset */
export const instant = z.iso.datetime({ offset: true }).refine(plausibleYear, implausible);
export const shortText = z.string().trim().max(200);
export const longText = z.string().max(20_000);
/** Counts the changes of a row; what was on the screen is sent back with a change of it. An integer column holds no more. */
export const rowVersion = z.number().int().min(0).max(2_147_483_647);
