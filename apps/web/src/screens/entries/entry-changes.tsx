import { type EntryChange, entryChanges } from '@shirube/core/entries/merge';
import type { EntryContent } from '@shirube/core/entries/schema';
import { type EncounterDraft, encounterDraftSchema } from '@shirube/core/prescribing/draft';
import { StatusBadge } from '@shirube/ui';

const nothingWritten = encounterDraftSchema.parse({});

/** What approving would change in the visit's record: what stands there now, and what comes to it. */
export function EntryChanges({ draft, content }: { draft: EncounterDraft | null; content: EntryContent }) {
  return (
    <ul className="grid gap-3">
      {entryChanges(draft ?? nothingWritten, content).map((change) => (
        <li key={keyOf(change)} className="grid grid-cols-[4.5rem_minmax(0,1fr)] gap-x-3">
          <Change change={change} />
        </li>
      ))}
    </ul>
  );
}

const keyOf = (change: EntryChange): string =>
  change.kind === 'text'
    ? change.part
    : change.kind === 'condition'
      ? `condition ${change.name}`
      : change.lines.join();

function Change({ change }: { change: EntryChange }) {
  switch (change.kind) {
    case 'text':
      return (
        <>
          <span className="text-title font-bold text-key">{change.part}</span>
          <div>
            {change.before.trim() !== '' ? (
              <p className="whitespace-pre-wrap text-sub text-ink-2">
                <span className="sr-only">いまの記載：</span>
                {change.before}
              </p>
            ) : null}
            {change.already ? (
              <p>
                <ins className="whitespace-pre-wrap no-underline">{change.added}</ins>
                <Already />
              </p>
            ) : (
              <Added>{change.added}</Added>
            )}
          </div>
        </>
      );
    case 'condition':
      return (
        <>
          <span className="font-bold">病名</span>
          <div>
            {change.already ? (
              <p>
                {change.name}
                <Already />
              </p>
            ) : (
              <Added>{change.name}</Added>
            )}
          </div>
        </>
      );
    case 'rp':
      return (
        <>
          <span className="font-bold">処方</span>
          <div>
            {change.lines.map((line) => (
              <Added key={line}>{line}</Added>
            ))}
          </div>
        </>
      );
  }
}

/** New text: a mark at the side and a word for it, not a colour alone. */
function Added({ children }: { children: string }) {
  return (
    <ins className="block border-success border-l-4 bg-success-tint px-2 py-0.5 whitespace-pre-wrap no-underline">
      <span className="sr-only">加わる内容：</span>
      {children}
    </ins>
  );
}

const Already = () => (
  <span className="ml-2">
    <StatusBadge size="sm">すでにあります</StatusBadge>
  </span>
);
