'use client';

import type { Authorship } from '@shirube/core/entries/schema';
import { Button, Card, Disclosure, Notice, SoapEditor, SoapRow, StatusBadge, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useKeptState } from '~/client/kept-state.ts';
import { useMay } from '~/client/may.tsx';

import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { keptWords } from '../entries/state-words.ts';
import { dayAndClock } from '../format.ts';

interface NoteVersion {
  id: string;
  versionNo: number;
  kind: 'initial' | 'amendment' | 'entered_in_error';
  subjective: string;
  objective: string;
  assessment: string;
  plan: string;
  reason: string | null;
  enteredBy: string;
  onBehalfOf: string | null;
  confirmedBy: string;
  confirmedAt: string;
}

interface ConfirmedNoteProps {
  patientId: string;
  encounterId: string;
  /** newest first */
  notes: readonly NoteVersion[];
  /** what of approved entries stands in the first version */
  authorship: readonly Authorship[];
  onAmended: () => void;
}

const parts = [
  ['S', 'subjective'],
  ['O', 'objective'],
  ['A', 'assessment'],
  ['P', 'plan'],
] as const;

/** Both names where somebody else entered it, as the record keeps them. */
const namesOf = (version: NoteVersion): string =>
  [
    `${dayAndClock(version.confirmedAt)} 確定　${version.confirmedBy}`,
    version.onBehalfOf === null ? null : `代行入力 ${version.enteredBy}`,
  ]
    .filter(Boolean)
    .join('　');

/** The confirmed note: it can be read and amended, never overwritten. All versions stay visible. */
export function ConfirmedNote({ patientId, encounterId, notes, authorship, onAmended }: ConfirmedNoteProps) {
  const trpc = useTRPC();
  const mayAmend = useMay('chart.confirm');
  const [current, ...older] = notes;
  const [editing, setEditing] = useKeptState(`amend:${encounterId}`, false);
  const [soap, setSoap] = useKeptState(`amend-text:${encounterId}`, {
    subjective: '',
    objective: '',
    assessment: '',
    plan: '',
  });
  const [reason, setReason] = useKeptState(`amend-reason:${encounterId}`, '');
  const amend = useMutation(
    trpc.charting.amendNote.mutationOptions({
      onSuccess: () => {
        setEditing(false);
        setReason('');
        onAmended();
      },
    }),
  );
  if (!current) return null;
  const begin = () => {
    setSoap({
      subjective: current.subjective,
      objective: current.objective,
      assessment: current.assessment,
      plan: current.plan,
    });
    setEditing(true);
  };
  return (
    <Card
      title="診療録"
      padding="none"
      note={`第${current.versionNo}版　${namesOf(current)}`}
      actions={
        editing || !mayAmend ? null : (
          <Button variant="tertiary" onClick={begin}>
            訂正する
          </Button>
        )
      }
    >
      {current.reason ? (
        <p className="flex flex-wrap items-center gap-2 px-4 pt-3">
          <StatusBadge tone="caution">訂正</StatusBadge>
          <span>{`理由：${current.reason}`}</span>
        </p>
      ) : null}
      <SoapEditor>
        {parts.map(([letter, field]) => (
          <SoapRow
            key={letter}
            letter={letter}
            value={editing ? soap[field] : current[field]}
            readOnly={!editing}
            onChange={(value) => setSoap((before) => ({ ...before, [field]: value }))}
          />
        ))}
      </SoapEditor>
      <EnteredParts authorship={authorship} />
      {editing ? (
        <div className="grid gap-3 p-4">
          <TextField
            label="訂正の理由"
            required
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            hint="前の版は消えずに残り、いつでも見られます。"
          />
          {amend.isError ? <Notice tone="error" title={sentenceOf(amend.error)} live /> : null}
          <div className="flex flex-wrap gap-2">
            <Button
              variant="primary"
              size="lg"
              busy={amend.isPending}
              unavailableReason={reason.trim() === '' ? '理由を入力すると確定できます' : undefined}
              onClick={() =>
                amend.mutate({ patientId, encounterId, baseVersion: current.versionNo, soap, reason })
              }
            >
              訂正を確定する
            </Button>
            <Button size="lg" variant="tertiary" onClick={() => setEditing(false)}>
              やめる
            </Button>
          </div>
        </div>
      ) : null}
      {older.length > 0 ? (
        <div className="p-4">
          <Disclosure summary={`前の版を見る（${older.length}）`}>
            <div className="grid gap-4">
              {older.map((version) => (
                <section key={version.id} aria-label={`第${version.versionNo}版`}>
                  <h3 className="font-bold">{`第${version.versionNo}版　${namesOf(version)}`}</h3>
                  <dl className="grid grid-cols-[2rem_1fr] gap-x-2 gap-y-1">
                    {parts.map(([letter, field]) => (
                      <div key={letter} className="contents">
                        <dt className="font-bold text-key">{letter}</dt>
                        <dd className="whitespace-pre-wrap text-ink-2 line-through decoration-1">
                          {version[field]}
                        </dd>
                      </div>
                    ))}
                  </dl>
                </section>
              ))}
            </div>
          </Disclosure>
        </div>
      ) : null}
    </Card>
  );
}

/** 代行入力の記録: which part came from whom, and whether the doctor changed it. */
function EnteredParts({ authorship }: { authorship: readonly Authorship[] }) {
  if (authorship.length === 0) return null;
  return (
    <section aria-label="代行入力の記録" className="border-t border-line-2 px-4 py-3">
      <h3 className="font-bold">代行入力の記録</h3>
      <ul>
        {authorship.map((each) => (
          <li key={`${each.target} ${each.part} ${each.enteredBy} ${each.kept}`}>
            {`${each.part}　${each.enteredBy} さんが ${each.onBehalfOf} 医師の代わりに入力（${keptWords[each.kept]}）`}
          </li>
        ))}
      </ul>
    </section>
  );
}
