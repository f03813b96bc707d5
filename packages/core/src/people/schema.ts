import { z } from 'zod';
import { licences, roles } from '../identity/roles.ts';
import { calendarDate, instant, rowVersion, shortText, uuid } from '../shared/schema.ts';

const name = (what: string) => z.string().trim().min(1, `${what}を入力してください。`).max(40);
const kana = (what: string) =>
  name(what).regex(/^[ァ-ヶー・\u3000 ]+$/u, `${what}はカタカナで入力してください。`);
/** A number as printed on a licence: digits, perhaps with a prefecture or a hyphen. */
const licenceNumber = z.string().trim().max(40).default('');
const reason = shortText.min(1, '理由を入力してください。');

export const rolesSchema = z
  .array(z.enum(roles))
  .min(1, '役割を1つ以上選んでください。')
  .max(roles.length)
  .refine((held) => new Set(held).size === held.length, '同じ役割が2つあります。');

const names = {
  familyName: name('姓'),
  givenName: name('名'),
  familyKana: kana('姓のカナ'),
  givenKana: kana('名のカナ'),
};

/** One row of 職員. */
export const personRowSchema = z.object({
  staffId: uuid,
  familyName: z.string(),
  givenName: z.string(),
  familyKana: z.string(),
  givenKana: z.string(),
  roles: z.array(z.enum(roles)),
  licence: z.string().nullable(),
  active: z.boolean(),
  joinedOn: calendarDate.nullable(),
  leftOn: calendarDate.nullable(),
  /** the reader of the list themself */
  self: z.boolean(),
  /** null for somebody without a sign-in */
  signIn: z
    .object({
      loginId: z.string(),
      lastSignInAt: instant.nullable(),
      openSessions: z.number().int(),
      /** passkeys and authenticator apps; 0: the first sign-in is still to come */
      factors: z.number().int(),
      /** held back after too many wrong tries */
      locked: z.boolean(),
    })
    .nullable(),
});
export type PersonRow = z.infer<typeof personRowSchema>;

export const invitationRowSchema = z.object({
  invitationId: uuid,
  familyName: z.string(),
  givenName: z.string(),
  roles: z.array(z.enum(roles)),
  licence: z.string().nullable(),
  createdByName: z.string(),
  createdAt: instant,
  expiresAt: instant,
  state: z.enum(['open', 'expired', 'revoked', 'accepted']),
});
export type InvitationRow = z.infer<typeof invitationRowSchema>;

export const accountReviewSchema = z.object({
  last: z
    .object({
      reviewedOn: calendarDate,
      reviewedByName: z.string(),
      activeCount: z.number().int(),
      leftCount: z.number().int(),
      note: z.string(),
    })
    .nullable(),
  /** the day until which the next review is to be done */
  dueOn: calendarDate,
  overdue: z.boolean(),
});
export type AccountReviewState = z.infer<typeof accountReviewSchema>;

export const peopleListSchema = z.object({
  people: z.array(personRowSchema),
  invitations: z.array(invitationRowSchema),
  review: accountReviewSchema,
});

/** One change in words: 役割 医師 → 医師・管理者. */
const changeLineSchema = z.object({ field: z.string(), from: z.string(), to: z.string() });
export const staffChangeSchema = z.object({
  id: uuid,
  at: instant,
  actorName: z.string(),
  what: z.string(),
  lines: z.array(changeLineSchema),
  reason: z.string().nullable(),
});

export const personSchema = personRowSchema.extend({
  licenceNumber: z.string().nullable(),
  licenceRegisteredOn: calendarDate.nullable(),
  narcoticsLicenceNumber: z.string().nullable(),
  doctorCode: z.string().nullable(),
  hpki: z.object({
    credentialId: z.string().nullable(),
    certificate: z
      .object({
        subject: z.string(),
        sha256: z.string(),
        validTo: instant,
        boundByName: z.string(),
        boundAt: instant,
      })
      .nullable(),
  }),
  rowVersion,
  changes: z.array(staffChangeSchema),
});
export type Person = z.infer<typeof personSchema>;

const target = { staffId: uuid, rowVersion };

export const changeProfileInput = z.object({
  ...target,
  ...names,
  joinedOn: calendarDate.nullable(),
  doctorCode: z.string().trim().max(20).default(''),
});

export const changeLicenceInput = z.object({
  ...target,
  licence: z.enum(licences).nullable(),
  licenceNumber,
  licenceRegisteredOn: calendarDate.nullable(),
  narcoticsLicenceNumber: licenceNumber,
  reason,
});

export const changeRolesInput = z.object({ ...target, roles: rolesSchema, reason });

export const bindCertificateInput = z.object({
  ...target,
  /** the credential at the signing service */
  credentialId: z.string().trim().min(1, '署名サービスの証明書IDを入力してください。').max(200),
  /** PEM, or the Base64 of its DER */
  certificate: z.string().trim().min(1, '電子証明書を選んでください。').max(20_000),
});
export const unbindCertificateInput = z.object({ ...target, reason });

export const leaveInput = z.object({ ...target, leftOn: calendarDate, reason });
export const returnInput = z.object({ ...target, returnedOn: calendarDate, reason });

export const createInvitationInput = z.object({
  ...names,
  roles: rolesSchema,
  licence: z.enum(licences).nullable(),
  licenceNumber,
  /** the sign-in of somebody who works at another clinic already; '' for somebody new */
  loginId: z
    .string()
    .trim()
    .max(60)
    .transform((text) => text.normalize('NFKC').toLowerCase())
    .default(''),
});

export const recordAccountReviewInput = z.object({ note: shortText.default('') });

export const endSessionsInput = z.object({ staffId: uuid, reason });

/** A sign-in name: what a keyboard has, no capitals (they are folded), nothing that looks like something else. */
const loginIdSchema = z
  .string()
  .trim()
  .transform((text) => text.normalize('NFKC').toLowerCase())
  .pipe(
    z
      .string()
      .regex(
        /^[a-z0-9][a-z0-9._-]{2,39}$/,
        'ID は、半角の英字・数字・ピリオド・ハイフンで 3〜40 文字にしてください。',
      ),
  );

const invitationCode = z.string().trim().min(1, '招待コードを入力してください。').max(60);
export const lookUpInvitationInput = z.object({ code: invitationCode });
export const acceptAsNewInput = z.object({
  code: invitationCode,
  loginId: loginIdSchema,
  password: z.string().min(1, 'パスワードを入力してください。').max(200),
});
export const openInvitationSchema = z.object({
  clinic: z.string(),
  familyName: z.string(),
  givenName: z.string(),
  roles: z.array(z.enum(roles)),
  /** it waits for a sign-in that exists: its person signs in and accepts */
  forExisting: z.boolean(),
  expiresAt: instant,
});

/** What every change of a person answers: the version to change it again with. */
export const changedSchema = z.object({ rowVersion });
