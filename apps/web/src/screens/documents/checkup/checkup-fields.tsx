'use client';

import {
  type CheckupContent,
  type CheckupEntry,
  type CheckupRow,
  type CheckupView,
  entryIn,
  shownLines,
} from '@shirube/core/documents/checkup-lines';
import type { DocumentContent, DocumentView } from '@shirube/core/documents/schema';
import { Button, Card, Notice, TextArea } from '@shirube/ui';
import { eraDate } from '../../format.ts';
import type { ContentFieldsProps } from '../content-fields.tsx';
import { placeId } from '../place.ts';
import { AddRow } from './add-row.tsx';
import { CheckupHead } from './checkup-head.tsx';
import { CheckupLine } from './checkup-line.tsx';
import { linesOfCheckup } from './focus-next.ts';

/** What the screen needs beside the draft; view: null for a document that is no check-up. */
export interface CheckupOfView {
  view: CheckupView | null;
  person: Pick<DocumentView['patient'], 'birthDate' | 'sex'>;
}

const judgements = [
  '異常はありません。',
  '経過を観察してください。',
  '精密検査を受けてください。',
  '治療を続けてください。',
];

/** 健診結果: which check-up, its lines under their headings with the last values beside them, and the doctor's judgement. */
export function CheckupFields({ content, checkup, change }: ContentFieldsProps<CheckupContent>) {
  const { view, person } = checkup;
  if (view === null)
    return <Notice tone="error" title="健診の項目を読み込めませんでした。開き直してください。" />;
  const update = (next: (before: CheckupContent) => CheckupContent) =>
    change((before: DocumentContent) => (before.kind === 'checkup' ? next(before) : before));
  const parts = shownLines(view.rows, content, person);
  const setEntry = (row: CheckupRow, entry: CheckupEntry | null) =>
    update((before) => {
      const current = entryIn(row, before.entries);
      const others = before.entries.filter((each) => each !== current);
      return { ...before, entries: entry === null ? others : [...others, entry] };
    });
  return (
    <div className="grid gap-4">
      <CheckupHead content={content} rows={view.rows} update={update} />
      <div id={placeId('items')} tabIndex={-1} className="grid gap-4" {...linesOfCheckup}>
        {parts.map(({ title, lines }) => (
          <Card
            key={title}
            title={title}
            note={view.previous ? `前回 ${eraDate(view.previous.on)}` : undefined}
            padding="none"
          >
            <ul className="@container divide-y divide-line-2">
              {lines.map((line) => (
                <CheckupLine
                  key={line.row.key}
                  line={line}
                  entered={entryIn(line.row, content.entries)}
                  previous={view.previous?.values.find(({ row }) => row === line.row.key)?.text ?? null}
                  sex={person.sex}
                  onChange={(entry) => setEntry(line.row, entry)}
                />
              ))}
            </ul>
          </Card>
        ))}
      </div>
      <AddRow content={content} rows={view.rows} update={update} />
      <Card title="医師の診断（判定）" note="必ず書きます">
        <div id={placeId('judgement')} tabIndex={-1} className="grid gap-3">
          <div className="flex flex-wrap gap-2">
            {judgements.map((words) => (
              <Button
                key={words}
                onClick={() =>
                  update((before) => ({ ...before, judgement: withWords(before.judgement, words) }))
                }
              >
                {words}
              </Button>
            ))}
          </div>
          <TextArea
            label="医師の診断（判定）"
            labelHidden
            hint="本人が読みます。上のボタンで入れて、書き足すこともできます"
            rows={4}
            maxLength={2_000}
            value={content.judgement}
            onChange={(event) => {
              const judgement = event.target.value;
              update((before) => ({ ...before, judgement }));
            }}
          />
        </div>
      </Card>
    </div>
  );
}

const withWords = (text: string, words: string): string =>
  text.includes(words) ? text : [text.trimEnd(), words].filter((part) => part !== '').join('\n');
