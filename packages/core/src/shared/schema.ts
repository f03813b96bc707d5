import { z } from 'zod';

export const uuid = z.uuid();
/** 'YYYY-MM-DD', a calendar date in Asia/Tokyo */
export const calendarDate = z.iso.date();
/** ISO 8601 with offset */
export const instant = z.iso.datetime({ offset: true });
export const shortText = z.string().trim().max(200);
export const longText = z.string().max(20_000);
