import { randomUUID } from 'node:crypto';

type Api = <T>(procedure: string, input: unknown) => Promise<T>;
interface Section {
  code: string;
  include: boolean;
  text: string;
  entries: unknown[];
}
/** 業務歴, in words, and 自覚症状, with its 所見 */
const occupation = '9N051000000000049';
const symptoms = '9N061000000000011';
/** 身長, which was not measured */
const height = '9N001000000000001';

interface Opened {
  draft: { revision: number; content: { sections?: Section[] } };
}

/**
 * Puts a script into every text of a patient's documents: a letter in two versions that is withdrawn in the end, and one that is still
 * being written, whose id is given back.
 */
export async function storeInLetters(
  api: Api,
  script: (most: number) => string,
  patientId: string,
): Promise<string> {
  const begin = async (kind: string) => {
    const { documentId } = await api<{ documentId: string }>('documents.start', {
      patientId,
      encounterId: null,
      kind,
    });
    return { patientId, documentId };
  };
  const rowsOf: Record<string, () => unknown> = {
    '720': () => ({ type: 'procedure', name: script(200), performedOn: null, note: script(200) }),
    '530': () => ({ type: 'immunization', vaccine: script(200), givenOn: null, note: script(200) }),
    '550': () => ({
      type: 'family_history',
      relationship: script(200),
      condition: script(200),
      note: script(200),
    }),
  };
  const write = async (target: { documentId: string }) => {
    const { draft } = await api<Opened>('documents.open', target);
    const sections = (draft.content.sections ?? []).map((section) => {
      const row = rowsOf[section.code];
      const wanted = row !== undefined || section.include;
      return {
        ...section,
        include: wanted,
        text: wanted ? script(20_000) : '',
        entries: row ? [{ id: randomUUID(), ...(row() as object) }] : section.entries,
      };
    });
    const { revision } = await api<{ revision: number }>('documents.save', {
      ...target,
      baseRevision: draft.revision,
      content: {
        ...draft.content,
        sections,
        to: {
          institutionCode: '1319999990',
          name: script(200),
          postalCode: script(200),
          address: script(200),
          phone: script(200),
          departmentCode: null,
          departmentName: script(200),
          doctorName: script(200),
        },
        remarks: script(20_000),
        consented: true,
        inReplyTo: { identifier: script(200), facilityName: script(200) },
      },
    });
    return { ...target, baseRevision: revision };
  };

  const plan = await begin('care_summary');
  const { draft } = await api<Opened>('documents.open', plan);
  await api('documents.save', {
    ...plan,
    baseRevision: 1,
    content: { ...draft.content, plan: script(20_000) },
  });

  const checkup = await begin('checkup');
  const begun = await api<Opened>('documents.open', checkup);
  const line = {
    state: 'value',
    value: script(2_000),
    reason: script(200),
    finding: script(2_000),
    source: null,
  };
  await api('documents.save', {
    ...checkup,
    baseRevision: 1,
    content: {
      ...begun.draft.content,
      entries: [
        { ...line, itemCode: occupation },
        { ...line, itemCode: symptoms, value: '1' },
        { ...line, itemCode: height, state: 'not_done' },
      ],
      addedRows: [occupation],
      judgement: script(2_000),
    },
  });

  const letter = await begin('referral');
  const file = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF\n').toString('base64');
  await api('documents.attach', { ...letter, title: script(200), content: file });
  await api('documents.confirm', { ...(await write(letter)), reason: null, send: false });
  await api('documents.revise', letter);
  await api('documents.confirm', { ...(await write(letter)), reason: script(200), send: false });
  await api('documents.withdraw', { ...letter, baseVersion: 2, reason: script(200) });

  const open = await begin('referral');
  await write(open);
  return open.documentId;
}
