'use client';

import type { Chart } from '@shirube/core/charting/schema';
import type { DraftCondition, EncounterDraft } from '@shirube/core/prescribing/draft';
import { Button, Card, Dialog, StatusBadge } from '@shirube/ui';
import { useState } from 'react';
import { FlagBadges, FlagChoices, type SharingFlags } from './condition-flags.tsx';
import { ImportedFrom } from './imported-from.tsx';
import { DiseaseSearch } from './search-panels.tsx';

interface ConditionEditorProps {
  conditions: readonly DraftCondition[];
  /** the diagnoses of the record: where one was taken over from */
  recorded?: Chart['conditions'];
  today: string;
  change: (update: (current: EncounterDraft) => EncounterDraft) => void;
}

const suspectedModifier = '8002';

const outcomeWords: Record<DraftCondition['outcome'], string> = {
  active: '継続',
  cured: '治癒',
  discontinued: '中止',
  moved: '転医',
  deceased: '死亡',
};

/** What holds: decided in this visit, or as it was set where the diagnosis was taken over from. */
const flagsOf = ({ importedFrom, ...own }: DraftCondition): SharingFlags => ({
  uninformed: own.uninformed ?? importedFrom?.uninformed ?? false,
  undelivered: own.undelivered ?? importedFrom?.undelivered ?? false,
  longTerm: own.longTerm ?? importedFrom?.longTerm ?? false,
});

/** 傷病名 of this visit: add by search, mark as 主病 or 疑い, end with an outcome. */
export function ConditionEditor({ conditions, recorded = [], today, change }: ConditionEditorProps) {
  const [adding, setAdding] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const chosen = conditions.find((each) => each.clientId === opened);
  const update = (clientId: string, patch: Partial<DraftCondition>) =>
    change((current) => ({
      ...current,
      conditions: current.conditions.map((each) =>
        each.clientId === clientId ? { ...each, ...patch } : each,
      ),
    }));
  return (
    <Card title="傷病名" actions={<Button onClick={() => setAdding(true)}>病名を足す</Button>}>
      {conditions.length === 0 ? <p className="text-ink-2">病名はまだありません。</p> : null}
      <ul className="flex flex-wrap gap-2">
        {conditions.map((condition) => (
          <li key={condition.clientId}>
            <button
              type="button"
              onClick={() => setOpened(condition.clientId)}
              className="inline-flex min-h-11 items-center gap-2 rounded-control border border-control bg-white px-3 py-1 text-left hover:bg-surface"
            >
              <span className={condition.outcome === 'active' ? 'font-bold' : 'text-ink-2 line-through'}>
                {condition.displayName}
              </span>
              <ImportedFrom
                facilityName={
                  condition.importedFrom?.facilityName ??
                  recorded.find((each) => each.conditionId === condition.conditionId)?.importedFrom ??
                  null
                }
              />
              {condition.isMain ? (
                <StatusBadge size="sm" tone="key">
                  主病
                </StatusBadge>
              ) : null}
              {condition.isSuspected ? (
                <StatusBadge size="sm" tone="caution">
                  疑い
                </StatusBadge>
              ) : null}
              <FlagBadges {...flagsOf(condition)} />
              {condition.outcome === 'active' ? null : (
                <StatusBadge size="sm">{outcomeWords[condition.outcome]}</StatusBadge>
              )}
              {condition.conditionId === null ? (
                <StatusBadge size="sm" tone="success">
                  今回
                </StatusBadge>
              ) : null}
            </button>
          </li>
        ))}
      </ul>
      <Dialog open={adding} onClose={() => setAdding(false)} title="病名を足す">
        <DiseaseSearch
          onPick={(disease) => {
            change((current) => ({
              ...current,
              conditions: [
                ...current.conditions,
                {
                  clientId: crypto.randomUUID(),
                  conditionId: null,
                  managementNo: disease.managementNo,
                  displayName: disease.name,
                  modifierCodes: [],
                  isMain: false,
                  isSuspected: false,
                  onsetDate: today,
                  endDate: null,
                  outcome: 'active',
                },
              ],
            }));
            setAdding(false);
          }}
        />
      </Dialog>
      <Dialog open={chosen !== undefined} onClose={() => setOpened(null)} title={chosen?.displayName ?? ''}>
        {chosen ? (
          <div className="grid gap-4">
            <div className="flex flex-wrap gap-2">
              <Button
                onClick={() => {
                  change((current) => ({
                    ...current,
                    conditions: current.conditions.map((each) => ({
                      ...each,
                      isMain: each.clientId === chosen.clientId ? !each.isMain : false,
                    })),
                  }));
                  setOpened(null);
                }}
              >
                {chosen.isMain ? '主病をはずす' : '主病にする'}
              </Button>
              <Button
                onClick={() => {
                  const rest = chosen.modifierCodes.filter((code) => code !== suspectedModifier);
                  update(chosen.clientId, {
                    isSuspected: !chosen.isSuspected,
                    modifierCodes: chosen.isSuspected ? rest : [...rest, suspectedModifier],
                    displayName: chosen.isSuspected
                      ? chosen.displayName.replace(/の疑い$/, '')
                      : `${chosen.displayName}の疑い`,
                  });
                  setOpened(null);
                }}
              >
                {chosen.isSuspected ? '「疑い」をはずす' : '「疑い」にする'}
              </Button>
              {chosen.conditionId === null ? (
                <Button
                  variant="danger"
                  onClick={() => {
                    change((current) => ({
                      ...current,
                      conditions: current.conditions.filter((each) => each.clientId !== chosen.clientId),
                    }));
                    setOpened(null);
                  }}
                >
                  この病名を取り消す
                </Button>
              ) : null}
            </div>
            <FlagChoices decided={flagsOf(chosen)} onChange={(patch) => update(chosen.clientId, patch)} />
            {chosen.conditionId === null ? null : (
              <fieldset className="grid gap-2">
                <legend className="font-bold">転帰</legend>
                <div className="flex flex-wrap gap-2">
                  {(['active', 'cured', 'discontinued', 'moved'] as const).map((outcome) => (
                    <Button
                      key={outcome}
                      variant={chosen.outcome === outcome ? 'primary' : 'tertiary'}
                      onClick={() => {
                        update(chosen.clientId, { outcome, endDate: outcome === 'active' ? null : today });
                        setOpened(null);
                      }}
                    >
                      {outcomeWords[outcome]}
                    </Button>
                  ))}
                </div>
              </fieldset>
            )}
          </div>
        ) : null}
      </Dialog>
    </Card>
  );
}
