import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encounterDraftSchema, plainLine, plainRp } from '../prescribing/rules/draft.ts';
import { authorshipOf } from './authorship.ts';
import { entryChanges, isEmptyEntry, mergeEntry } from './merge.ts';
import { type EntryContent, entryContentSchema } from './schema.ts';

const empty = encounterDraftSchema.parse({});
const soap = (subjective: string, objective = '') => ({ subjective, objective, assessment: '', plan: '' });
const entry = (content: object): EntryContent => entryContentSchema.parse(content);
const disease = (managementNo: string, isMain = false) => ({
  clientId: randomUUID(),
  conditionId: null,
  managementNo,
  displayName: managementNo,
  modifierCodes: [],
  isMain,
  isSuspected: false,
  onsetDate: '2026-11-20',
  endDate: null,
  outcome: 'active' as const,
});
const rp = (yjCode: string, dose = '3') => ({
  clientId: randomUUID(),
  formClass: '1' as const,
  ...plainRp,
  quantity: 7,
  usage: { code: '1013044400000000', text: '毎食後', timesPerDay: 3 },
  medications: [
    {
      clientId: randomUUID(),
      yjCode,
      receiptCode: '1',
      name: yjCode,
      ingredientName: '',
      dose,
      unit: '錠',
      unitCode: null,
      ...plainLine,
    },
  ],
});
const nurse = (content: EntryContent, enteredById = 'nurse') => ({
  proposalId: randomUUID(),
  enteredById,
  onBehalfOfId: 'doctor',
  content,
});

describe('an approved entry in the draft of a visit', () => {
  it('stands below what the doctor wrote, and is not doubled', () => {
    const draft = { ...empty, soap: soap('頭痛。\n') };
    const once = mergeEntry(draft, entry({ soap: soap(' 37.2度。 ', 'BP 128/76') }));
    expect(once.soap).toMatchObject({ subjective: '頭痛。\n37.2度。', objective: 'BP 128/76' });
    expect(mergeEntry(once, entry({ soap: soap('37.2度。') }))).toEqual(once);
  });

  it('never takes anything of the doctor away, whatever is entered', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.boolean(), (ours, theirs, isMain) => {
        const draft = { ...empty, soap: soap(ours), conditions: [disease('11111111', true)], rps: [rp('A')] };
        const merged = mergeEntry(
          draft,
          entry({ soap: soap(theirs), conditions: [disease('22222222', isMain)], rps: [rp('B')] }),
        );
        expect(merged.soap.subjective).toContain(ours.trimEnd());
        expect(merged.soap.subjective).toContain(theirs.trim());
        expect(merged.rps[0]).toEqual(draft.rps[0]);
        expect(merged.conditions.filter((each) => each.isMain)).toEqual(draft.conditions);
        expect([merged.decisions, merged.oralConsent, merged.issueType]).toEqual([[], false, 'electronic']);
      }),
    );
  });

  it.each([
    ['発赤なし', '発赤', false],
    ['咽頭\n発赤 \n白苔', '発赤', true],
    ['咽頭\r\n発赤', '咽頭\n発赤', true],
    ['発赤', '発赤\n白苔', false],
  ])('%j has %j as whole lines: %s', (ours, theirs, already) => {
    const draft = { ...empty, soap: soap(ours) };
    const merged = mergeEntry(draft, entry({ soap: soap(theirs) }));
    expect(merged.soap.subjective).toBe(already ? ours : `${ours}\n${theirs}`);
    const [kept] = authorshipOf(draft, [nurse(entry({ soap: soap(theirs) }))]).parts;
    expect(kept?.kept).toBe(already ? 'part' : 'edited');
  });

  it('adds a diagnosis once, also when the doctor has it already', () => {
    const draft = { ...empty, conditions: [disease('11111111')] };
    const content = entry({ conditions: [disease('11111111'), disease('22222222')] });
    expect(mergeEntry(draft, content).conditions.map((each) => each.managementNo)).toEqual([
      '11111111',
      '22222222',
    ]);
    expect(entryChanges(draft, content)).toMatchObject([{ already: true }, { already: false }]);
  });

  it('is shown before it is approved, with what stands there now', () => {
    const draft = { ...empty, soap: soap('頭痛。') };
    const changes = entryChanges(draft, entry({ soap: soap('嘔気なし。'), rps: [rp('A')] }));
    expect(changes).toEqual([
      { kind: 'text', part: 'S', before: '頭痛。', added: '嘔気なし。', already: false },
      { kind: 'rp', lines: ['A 3錠　毎食後　7日分'] },
    ]);
  });

  // @proves V8.2.3
  it('carries no decision, no consent and no existing diagnosis of the doctor, whatever is sent', () => {
    const sent = entryContentSchema.parse({
      soap: soap('x'),
      decisions: [{ findingKey: 'k', decision: 'override', reasonCode: 'x', reasonText: null }],
      oralConsent: true,
      issueType: 'paper',
      enteredById: randomUUID(),
    });
    expect(Object.keys(sent).sort()).toEqual(['conditions', 'rps', 'soap']);
    const existing = { ...disease('11111111'), conditionId: randomUUID() };
    expect(entryContentSchema.safeParse({ conditions: [existing] }).success).toBe(false);
  });

  it('with nothing in it can not be handed over', () => {
    expect(isEmptyEntry(entry({ soap: soap(' \n') }))).toBe(true);
    expect(isEmptyEntry(entry({ rps: [{ ...rp('A'), medications: [] }] }))).toBe(true);
    expect(isEmptyEntry(entry({ soap: soap('', 'BP') }))).toBe(false);
  });
});

describe('who wrote what is confirmed', () => {
  const content = entry({ soap: soap('頭痛。', 'BP 128/76'), conditions: [disease('1')], rps: [rp('A')] });
  const approved = nurse(content);
  const merged = mergeEntry(empty, content);
  const keptOf = (draft: typeof merged) =>
    Object.fromEntries(authorshipOf(draft, [approved]).parts.map((each) => [each.part, each.kept]));
  const author = { enteredById: 'nurse', onBehalfOfId: 'doctor' };

  it('is who entered it, while the doctor changed nothing', () => {
    const authorship = authorshipOf(merged, [approved]);
    expect(keptOf(merged)).toEqual({ S: 'whole', O: 'whole', '1': 'whole', RP1: 'whole' });
    expect([authorship.note, authorship.prescription]).toEqual([author, author]);
    expect(authorship.condition(content.conditions[0]!.clientId)).toEqual(author);
  });

  // @proves A1
  it('is the doctor as soon as a word or a drug is theirs; the parts keep whose words the others are', () => {
    const changed = {
      ...merged,
      soap: { ...merged.soap, objective: 'BP 118/76', assessment: '片頭痛' },
      rps: [...merged.rps, rp('B')],
    };
    const authorship = authorshipOf(changed, [approved]);
    expect([authorship.note, authorship.prescription]).toEqual([null, null]);
    expect(keptOf(changed)).toEqual({ S: 'whole', O: 'edited', '1': 'whole', RP1: 'whole' });
  });

  it('tells apart what stands among other words, what was changed and what was left out', () => {
    const others = {
      ...merged,
      soap: { ...merged.soap, subjective: '昨夜から。\n頭痛。 ', objective: '' },
      conditions: merged.conditions.map((each) => ({ ...each, onsetDate: '2026-11-01' })),
      rps: [],
    };
    expect(keptOf(others)).toEqual({ S: 'part', O: 'dropped', '1': 'edited', RP1: 'dropped' });
    const dearer = { ...merged, rps: merged.rps.map((each) => ({ ...each, quantity: 14 })) };
    expect(keptOf(dearer)).toMatchObject({ RP1: 'edited' });
    // 3.0 and 3 are one dose, 主病 is no property of a diagnosis
    const same = {
      ...merged,
      conditions: merged.conditions.map((each) => ({ ...each, isMain: true })),
      rps: merged.rps.map((each) => ({ ...each, medications: [{ ...each.medications[0]!, dose: '3.0' }] })),
    };
    expect(keptOf(same)).toMatchObject({ '1': 'whole', RP1: 'whole' });
  });

  it('is nobody but the doctor when two people wrote it together, or when nothing was approved', () => {
    const second = nurse(entry({ soap: { ...soap(''), plan: '再診' } }), 'clerk');
    const both = mergeEntry(merged, second.content);
    expect(authorshipOf(both, [approved, second]).note).toBeNull();
    expect(authorshipOf(merged, []).note).toBeNull();
    expect(authorshipOf(merged, []).prescription).toBeNull();
  });
});
