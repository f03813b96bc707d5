'use client';

import { type AuditGroup, auditGroupKeys, auditGroups } from '@shirube/core/audit/groups';
import type { PatientSummary } from '@shirube/core/patients/schema';
import { addDays } from '@shirube/terminology';
import { Button, Card, Checkbox, Chip, SegmentedControl, Select, TextField } from '@shirube/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '~/client/trpc.tsx';
import { fullName } from '../format.ts';
import { PatientDialog } from './patient-dialog.tsx';
import { roleInWords } from './words.ts';

export interface AuditFilters {
  period: Period;
  from: string | null;
  to: string | null;
  actorId: string | null;
  group: AuditGroup | null;
  outcome: 'success' | 'refused' | 'failed' | null;
  lists: boolean;
  patient: Pick<PatientSummary, 'id' | 'patientNumber' | 'familyName' | 'givenName'> | null;
}
type Period = 'today' | 'week' | 'month' | 'all' | 'chosen';

export const firstFilters = (today: string): AuditFilters => ({
  period: 'week',
  from: addDays(today, -6),
  to: today,
  actorId: null,
  group: null,
  outcome: null,
  lists: false,
  patient: null,
});

/** First day of each period that is chosen with a click; null: no limit. */
const startOf: Record<Exclude<Period, 'chosen'>, (today: string) => string | null> = {
  today: (today) => today,
  week: (today) => addDays(today, -6),
  month: (today) => addDays(today, -29),
  all: () => null,
};

interface FilterPanelProps {
  today: string;
  filters: AuditFilters;
  onChange: (filters: AuditFilters) => void;
}

/** What is shown of the trail, chosen by clicks. */
export function FilterPanel({ today, filters, onChange }: FilterPanelProps) {
  const trpc = useTRPC();
  const people = useQuery({ ...trpc.audit.people.queryOptions({}), staleTime: 300_000 });
  const [searching, setSearching] = useState(false);
  const change = (part: Partial<AuditFilters>) => onChange({ ...filters, ...part });
  const choosePeriod = (period: Period) =>
    change(
      period === 'chosen'
        ? { period, from: filters.from ?? today, to: filters.to ?? today }
        : { period, from: startOf[period](today), to: period === 'all' ? null : today },
    );
  return (
    <Card
      title="しぼりこみ"
      actions={
        <Button size="sm" variant="tertiary" onClick={() => onChange(firstFilters(today))}>
          はじめの表示にもどす
        </Button>
      }
    >
      <div className="grid gap-4">
        <div className="flex flex-wrap items-end gap-4">
          <SegmentedControl<Period>
            label="期間"
            labelVisible
            segments={[
              { value: 'today', label: '今日' },
              { value: 'week', label: '7日' },
              { value: 'month', label: '30日' },
              { value: 'all', label: 'すべて' },
              { value: 'chosen', label: '日を選ぶ' },
            ]}
            value={filters.period}
            onChange={choosePeriod}
          />
          {filters.period === 'chosen' ? (
            <>
              <TextField
                label="始まり"
                type="date"
                value={filters.from ?? ''}
                onChange={(event) => change({ from: event.target.value || null })}
              />
              <TextField
                label="終わり"
                type="date"
                value={filters.to ?? ''}
                onChange={(event) => change({ to: event.target.value || null })}
              />
            </>
          ) : null}
          <SegmentedControl<'all' | 'success' | 'refused' | 'failed'>
            label="結果"
            labelVisible
            segments={[
              { value: 'all', label: 'すべて' },
              { value: 'success', label: '実行' },
              { value: 'refused', label: '拒否' },
              { value: 'failed', label: '失敗' },
            ]}
            value={filters.outcome ?? 'all'}
            onChange={(value) => change({ outcome: value === 'all' ? null : value })}
          />
        </div>
        <div className="flex flex-wrap items-end gap-4">
          <Select
            label="職員"
            emptyLabel="全員"
            options={(people.data ?? []).map((person) => ({
              value: person.id,
              label: `${person.name}（${roleInWords(person.roles.join(','))}）${person.active ? '' : ' 離職'}`,
            }))}
            value={filters.actorId ?? ''}
            onChange={(event) => change({ actorId: event.target.value || null })}
          />
          <Select
            label="したことの種類"
            emptyLabel="すべて"
            options={auditGroupKeys.map((value) => ({ value, label: auditGroups[value] }))}
            value={filters.group ?? ''}
            onChange={(event) => change({ group: (event.target.value || null) as AuditGroup | null })}
          />
          {filters.patient ? (
            <>
              <Chip tone="key">{`患者 ${filters.patient.patientNumber} ${fullName(filters.patient)}`}</Chip>
              <Button size="sm" variant="tertiary" onClick={() => change({ patient: null })}>
                患者のしぼりこみをやめる
              </Button>
            </>
          ) : (
            <Button onClick={() => setSearching(true)}>患者でしぼる</Button>
          )}
        </div>
        <Checkbox
          label="受付一覧・送信の状況・代行入力の一覧の表示も見せる"
          description="数秒ごとに自動で表示し直すため、数が多くなります"
          checked={filters.lists}
          onChange={(event) => change({ lists: event.target.checked })}
        />
      </div>
      <PatientDialog
        open={searching}
        today={today}
        title="患者でしぼる"
        onClose={() => setSearching(false)}
        onPick={(patient) => {
          setSearching(false);
          change({ patient });
        }}
      />
    </Card>
  );
}
