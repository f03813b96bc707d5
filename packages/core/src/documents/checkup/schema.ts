import { z } from 'zod';
import { calendarDate } from '../../shared/schema.ts';

const itemCode = z.string().regex(/^[0-9A-Z]{17}$/);
const decimal = z.string().regex(/^-?\d{1,12}(\.\d{1,12})?$/);
const named = z.object({ code: z.string(), name: z.string() });

export const checkupProgramSchema = z.enum(['special', 'late_elderly', 'occupational', 'school', 'other']);
export type CheckupProgram = z.output<typeof checkupProgramSchema>;

/** One line of the form: an item with its choices, and the methods it can have been examined by. */
export const checkupRowSchema = z.object({
  /** the item code of the first method: names the line */
  key: itemCode,
  codeSystem: z.enum(['jlac10', 'checkup']),
  name: z.string(),
  kind: z.enum(['quantity', 'coded', 'text', 'date']),
  isQuestion: z.boolean(),
  unit: z.string().nullable(),
  ucum: z.string().nullable(),
  choiceTable: z.string().nullable(),
  choices: z.array(z.object({ code: z.string(), name: z.string(), ordinal: z.number().nullable() })),
  /** each with the item code it is reported by */
  methods: z.array(z.object({ itemCode, method: named.nullable() })),
  /** 一連検査 */
  group: named.nullable(),
  /** the item its words have */
  finding: named.nullable(),
});
export type CheckupRow = z.output<typeof checkupRowSchema>;

/** What was entered in a line. */
export const checkupEntrySchema = z.object({
  /** names the line, and the method of it */
  itemCode,
  /** value; below and above: `value` is the bound of what can be measured (LX, HX); not_done and unmeasurable: `reason` says why */
  state: z.enum(['value', 'below', 'above', 'not_done', 'unmeasurable']),
  /** a decimal number, the code of a choice, words, or a calendar date */
  value: z.string().max(2_000),
  /** why there is no value; kept apart, so that a slip of the hand loses neither */
  reason: z.string().max(200),
  /** 所見 */
  finding: z.string().max(2_000),
  /** where a value comes from that nobody entered here, with its interval; null: entered, or changed, by hand */
  source: z
    .object({
      kind: z.enum(['lab', 'measure']),
      on: calendarDate,
      referenceLow: decimal.nullable(),
      referenceHigh: decimal.nullable(),
    })
    .nullable(),
});
export type CheckupEntry = z.output<typeof checkupEntrySchema>;

export const checkupContentSchema = z.object({
  kind: z.literal('checkup'),
  program: checkupProgramSchema,
  /** 報告区分 */
  reportCategory: z.enum(['10', '41', '42', '43', '44', '60', '70', '80', '99']),
  /** 健診プログラムサービスコード */
  programCode: z.enum(['000', '010', '020', '030', '040', '060', '070', '080', '090', '990']),
  /** 受診日 */
  examinedOn: calendarDate.nullable(),
  setting: z.enum(['individual', 'group']),
  /** 受診券整理番号; '' where there is none */
  ticketNumber: z.string().regex(/^\d{0,11}$/),
  entries: z.array(checkupEntrySchema).max(400),
  /** lines that were added to those of the program, by key */
  addedRows: z.array(itemCode).max(400),
  /** 医師の診断(判定) */
  judgement: z.string().max(2_000),
});
export type CheckupContent = z.output<typeof checkupContentSchema>;

/** What the form needs beside the draft. */
export const checkupViewSchema = z.object({
  rows: z.array(checkupRowSchema),
  /** the last check-up before this one, by line */
  previous: z
    .object({ on: calendarDate, values: z.array(z.object({ row: itemCode, text: z.string() })) })
    .nullable(),
});
export type CheckupView = z.output<typeof checkupViewSchema>;
