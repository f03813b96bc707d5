import { Prisma } from '@shirube/db';

/** A version with its names and what became of it, as the record and the lists show it; `entryJoins` stands beside it. */
export const entryObject = (now: Date) => Prisma.sql`
  jsonb_build_object('proposalId', ep.id, 'entryId', ep.entry_id, 'versionNo', ep.version_no, 'receptionId', ep.reception_id,
    'enteredById', ep.entered_by_id, 'enteredBy', by_.family_name || ' ' || by_.given_name,
    'onBehalfOfId', ep.on_behalf_of_id, 'onBehalfOf', for_.family_name || ' ' || for_.given_name,
    'submittedAt', ep.submitted_at, 'dueAt', ep.due_at, 'overdue', ed.kind IS NULL AND ep.due_at <= ${now},
    'state', coalesce(ed.kind, 'pending'), 'comment', ed.comment,
    'decidedBy', dec_.family_name || ' ' || dec_.given_name, 'decidedAt', ed.decided_at, 'content', ep.content)`;

export const entryJoins = Prisma.sql`
  JOIN staff by_ ON by_.tenant_id = ep.tenant_id AND by_.id = ep.entered_by_id
  JOIN staff for_ ON for_.tenant_id = ep.tenant_id AND for_.id = ep.on_behalf_of_id
  LEFT JOIN entry_decision ed ON ed.tenant_id = ep.tenant_id AND ed.proposal_id = ep.id
  LEFT JOIN staff dec_ ON dec_.tenant_id = ed.tenant_id AND dec_.id = ed.decided_by_id`;

export const patientObject = Prisma.sql`
  jsonb_build_object('id', p.id, 'patientNumber', p.patient_number, 'familyName', p.family_name, 'givenName', p.given_name,
    'familyKana', p.family_kana, 'givenKana', p.given_kana, 'birthDate', p.birth_date, 'sex', p.sex)`;
