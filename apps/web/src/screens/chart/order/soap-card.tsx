'use client';

import type { EncounterDraft } from '@shirube/core/prescribing/draft';
import { Button, Card, SoapEditor, SoapRow } from '@shirube/ui';

type Soap = EncounterDraft['soap'];
type Part = keyof Soap;

const parts = [
  ['S', 'subjective'],
  ['O', 'objective'],
  ['A', 'assessment'],
  ['P', 'plan'],
] as const;

/** 定型文 for a visit in which nothing has changed: a note is needed, typing is not. */
const phrases: Record<Part, readonly { label: string; text: string }[]> = {
  subjective: [
    { label: '変わりなし', text: '変わりありません。' },
    { label: '薬は飲めている', text: '薬は飲めています。' },
  ],
  objective: [{ label: '著変なし', text: '著変なし。' }],
  assessment: [
    { label: '安定している', text: '状態は安定しています。' },
    { label: '改善している', text: '改善傾向です。' },
  ],
  plan: [{ label: '同じ処方を続ける', text: '同じ処方を続けます。' }],
};

/** What is there stays; a phrase comes on a line of its own, and once. */
export function withPhrase(text: string, phrase: string): string {
  if (text.split('\n').includes(phrase)) return text;
  return text.trim() === '' ? phrase : `${text.replace(/\s+$/, '')}\n${phrase}`;
}

/** 今日の診察: the four parts of the note, with phrases to press under each. */
export function SoapCard(props: {
  note: string;
  soap: Soap;
  change: (update: (current: EncounterDraft) => EncounterDraft) => void;
}) {
  const set = (part: Part, value: (before: string) => string) =>
    props.change((current) => ({ ...current, soap: { ...current.soap, [part]: value(current.soap[part]) } }));
  return (
    <Card title="今日の診察" note={props.note} padding="none">
      <SoapEditor>
        {parts.map(([letter, part]) => (
          <SoapRow
            key={letter}
            letter={letter}
            value={props.soap[part]}
            onChange={(value) => set(part, () => value)}
            tools={phrases[part].map((phrase) => (
              <Button
                key={phrase.label}
                size="sm"
                variant="tertiary"
                aria-label={`${letter} に「${phrase.label}」と書く`}
                onClick={() => set(part, (before) => withPhrase(before, phrase.text))}
              >
                {phrase.label}
              </Button>
            ))}
          />
        ))}
      </SoapEditor>
    </Card>
  );
}
