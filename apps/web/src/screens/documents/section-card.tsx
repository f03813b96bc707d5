'use client';

import type { Candidate, ChartChoices, EntryContent, SectionContent } from '@shirube/core/documents/schema';
import type { SectionForm } from '@shirube/core/documents/sections';
import { emptyReasonLabels } from '@shirube/core/documents/words';
import { Button, Card, Checkbox, Dialog, ListButton, Notice, SegmentedControl, TextArea } from '@shirube/ui';
import { useState } from 'react';
import { eraDate } from '../format.ts';
import { EntryRows } from './entry-rows.tsx';
import { placeId } from './place.ts';

interface SectionCardProps {
  form: SectionForm;
  section: SectionContent;
  choices: ChartChoices;
  change: (update: (section: SectionContent) => SectionContent) => void;
}

type ChartEntry = 'condition' | 'allergy' | 'lab_report' | 'medication';
/** as the server takes it (longText) */
const mostCharacters = 20_000;
const tooLongText =
  '1つの欄に書けるのは20,000文字までです。長すぎるため写していません。書いた内容はそのままです。短くしてから、もう一度写してください。';
const reasonSegments = [
  { value: 'none', label: '書く' },
  ...Object.entries(emptyReasonLabels).map(([value, label]) => ({ value, label })),
];

/** What of the chart can be ticked in a section. */
function candidatesOf(
  form: SectionForm,
  choices: ChartChoices,
): { type: ChartEntry; list: Candidate[] } | null {
  if (form.entries.includes('condition'))
    return {
      type: 'condition',
      list:
        form.code === '370'
          ? [...choices.pastConditions, ...choices.conditions]
          : [...choices.conditions, ...choices.pastConditions],
    };
  if (form.entries.includes('allergy')) return { type: 'allergy', list: choices.allergies };
  if (form.entries.includes('medication')) return { type: 'medication', list: choices.medications };
  if (form.entries.includes('lab_report'))
    return {
      type: 'lab_report',
      list: form.code === '520' ? choices.infectionReports : choices.labReports,
    };
  return null;
}

/** One section of the form: whether it goes along, what of the chart it holds, and its words. */
export function SectionCard({ form, section, choices, change }: SectionCardProps) {
  const candidates = candidatesOf(form, choices);
  const rows = form.entries.find((type) => ['procedure', 'immunization', 'family_history'].includes(type));
  const [tooLong, setTooLong] = useState(false);
  const set = (part: Partial<SectionContent>) => change((before) => ({ ...before, ...part }));
  /** at the end of what is written; more than a section holds could not be saved, and is refused */
  const append = (text: string) => {
    const joined = [section.text.trimEnd(), text].filter((each) => each !== '').join('\n');
    setTooLong(joined.length > mostCharacters);
    if (joined.length <= mostCharacters) set({ text: joined, include: true, emptyReason: null });
  };
  const toggle = (entry: EntryContent, on: boolean) =>
    change((before) => ({
      ...before,
      include: true,
      entries: [
        ...before.entries.filter((each) => each.type !== entry.type || each.id !== entry.id),
        ...(on ? [entry] : []),
      ],
    }));
  return (
    <Card
      title={form.title}
      note={form.obligatory ? '必ず載せます' : undefined}
      actions={
        form.obligatory ? null : (
          <Checkbox
            label="載せる"
            aria-label={`${form.title}を載せる`}
            checked={section.include}
            onChange={(event) => set({ include: event.target.checked })}
          />
        )
      }
    >
      <div id={placeId(`section-${form.code}`)} tabIndex={-1} className="grid gap-4">
        {section.include ? (
          <>
            <p className="text-sub text-ink-2">{form.hint}</p>
            {candidates ? (
              <Ticks title={form.title} {...candidates} chosen={section.entries} onToggle={toggle} />
            ) : null}
            {rows ? (
              <EntryRows
                type={rows as 'procedure' | 'immunization' | 'family_history'}
                entries={section.entries}
                onChange={(entries) => set({ entries, include: true })}
              />
            ) : null}
            {section.entries.length === 0 && section.text === '' && form.code !== '950' ? (
              <SegmentedControl
                label={`${form.title}の書き方`}
                segments={reasonSegments}
                value={section.emptyReason ?? 'none'}
                onChange={(value) =>
                  set({ emptyReason: value === 'none' ? null : (value as SectionContent['emptyReason']) })
                }
              />
            ) : null}
            {section.emptyReason === null || section.text !== '' || section.entries.length > 0 ? (
              <TextArea
                label={candidates || rows ? `${form.title}について（文章）` : form.title}
                labelHidden={!candidates && !rows}
                rows={form.obligatory && !candidates ? 4 : 2}
                maxLength={mostCharacters}
                value={section.text}
                onChange={(event) => {
                  setTooLong(false);
                  set({ text: event.target.value });
                }}
              />
            ) : null}
            {form.phrases ? (
              <div className="flex flex-wrap gap-2">
                {form.phrases.map((phrase) => (
                  <Button key={phrase} onClick={() => append(phrase)}>
                    {phrase}
                  </Button>
                ))}
              </div>
            ) : null}
            {tooLong ? <Notice tone="warning" title={tooLongText} live /> : null}
            {candidates || rows || form.phrases ? null : (
              <NotePicker title={form.title} notes={choices.notes} onPick={append} />
            )}
          </>
        ) : (
          <p className="text-sub text-ink-2">この文書には載せません。</p>
        )}
      </div>
    </Card>
  );
}

/** What of the chart is quoted; an empty place is said in words. */
function Ticks({
  title,
  type,
  list,
  chosen,
  onToggle,
}: {
  title: string;
  type: ChartEntry;
  list: readonly Candidate[];
  chosen: readonly EntryContent[];
  onToggle: (entry: EntryContent, on: boolean) => void;
}) {
  const gone = chosen.filter((entry) => entry.type === type && !list.some((each) => each.id === entry.id));
  if (list.length === 0 && gone.length === 0)
    return <p className="rounded-control bg-surface-2 px-4 py-3">カルテに記録がありません。</p>;
  return (
    <fieldset className="grid gap-1">
      <legend className="sr-only">{`${title}に載せるもの`}</legend>
      {list.map((each) => (
        <Checkbox
          key={each.id}
          label={each.label}
          description={
            <>
              {each.detail}
              {each.note ? <strong className="block text-ink">{each.note}</strong> : null}
            </>
          }
          checked={chosen.some((entry) => entry.type === type && entry.id === each.id)}
          onChange={(event) => onToggle({ type, id: each.id }, event.target.checked)}
        />
      ))}
      {gone.map((entry) => (
        <Checkbox
          key={entry.id}
          label="カルテにもうない記録"
          description="押すと外れます"
          checked
          onChange={() => onToggle(entry, false)}
        />
      ))}
    </fieldset>
  );
}

/** 診察の記録から写す: the confirmed note of a chosen visit is put at the end of what is written. */
function NotePicker({
  title,
  notes,
  onPick,
}: {
  title: string;
  notes: ChartChoices['notes'];
  onPick: (text: string) => void;
}) {
  const [open, setOpen] = useState(false);
  if (notes.length === 0) return null;
  return (
    <>
      <p>
        <Button onClick={() => setOpen(true)} aria-label={`${title}に診察の記録から写す`}>
          診察の記録から写す
        </Button>
      </p>
      <Dialog open={open} onClose={() => setOpen(false)} title={`${title}に写す診察を選んでください`} wide>
        <ul className="grid gap-2">
          {notes.map((note) => (
            <li key={note.encounterId}>
              <ListButton
                detail={<span className="whitespace-pre-wrap">{note.text}</span>}
                onClick={() => {
                  onPick(`【${eraDate(note.on)}】${note.text}`);
                  setOpen(false);
                }}
              >
                <strong>{`${eraDate(note.on)}　${note.doctorName}`}</strong>
              </ListButton>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  );
}
