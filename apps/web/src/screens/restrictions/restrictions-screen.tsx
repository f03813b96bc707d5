'use client';

import type { PatientSummary } from '@shirube/core/patients/schema';
import { type Restriction, type RestrictionKind, restrictionKinds } from '@shirube/core/restrictions/schema';
import {
  Button,
  Card,
  Checkbox,
  EmptyState,
  Notice,
  RadioCards,
  SearchPicker,
  Skeleton,
  TextField,
} from '@shirube/ui';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { ageInWords, birthDateInWords, dayAndClock, fullKana, fullName, sexInWords } from '../format.ts';

/** 閲覧の制限: which charts only named people open, and why. */
export function RestrictionsScreen({ today }: { today: string }) {
  const trpc = useTRPC();
  const [adding, setAdding] = useState(false);
  const restrictions = useQuery(trpc.restrictions.list.queryOptions({}));
  const rows = (restrictions.data ?? []) as Restriction[];
  return (
    <main id="main" className="grid gap-5 px-5 py-4">
      <div className="flex flex-wrap items-center gap-4">
        <h1 className="flex-1 text-head font-bold">閲覧の制限</h1>
        {adding ? null : (
          <Button variant="primary" size="lg" onClick={() => setAdding(true)}>
            患者の閲覧を制限する
          </Button>
        )}
      </div>
      <p>
        職員本人や支援措置の方など、決められた職員だけがカルテを開ける患者です。受付はいつも通りできます。
      </p>
      {adding ? <SetForm today={today} onDone={() => setAdding(false)} /> : null}
      {restrictions.isError ? <Notice tone="error" title={sentenceOf(restrictions.error)} live /> : null}
      {restrictions.isPending ? <Skeleton label="一覧を開いています" /> : null}
      {restrictions.data && rows.length === 0 ? <EmptyState title="制限している患者はいません" /> : null}
      {rows.map((row) => (
        <RestrictionCard key={row.id} restriction={row} />
      ))}
    </main>
  );
}

function RestrictionCard({ restriction }: { restriction: Restriction }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [lifting, setLifting] = useState(false);
  const [reason, setReason] = useState('');
  const lift = useMutation(
    trpc.restrictions.lift.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.restrictions.list.queryFilter()),
    }),
  );
  const { patient } = restriction;
  return (
    <Card
      title={`${fullName(patient)} さん`}
      note={`患者番号 ${patient.patientNumber}　${restriction.label}`}
      headingLevel={2}
    >
      <div className="grid gap-4">
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5">
          <dt className="text-ink-2">理由</dt>
          <dd>{restriction.reason}</dd>
          <dt className="text-ink-2">見てよい職員</dt>
          <dd>{restriction.allowed.map((person) => person.name).join('、')}</dd>
          <dt className="text-ink-2">決めた人</dt>
          <dd>{`${restriction.setBy}（${dayAndClock(restriction.setAt)}）`}</dd>
        </dl>
        {lifting ? (
          <div className="grid gap-3">
            <TextField
              label="解く理由"
              required
              maxLength={200}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
            {lift.isError ? <Notice tone="error" title={sentenceOf(lift.error)} live /> : null}
            <div className="flex flex-wrap gap-3">
              <Button
                size="lg"
                busy={lift.isPending}
                unavailableReason={reason.trim() === '' ? '理由を書くと解けます' : undefined}
                onClick={() => lift.mutate({ restrictionId: restriction.id, reason: reason.trim() })}
              >
                制限を解く
              </Button>
              <Button size="lg" variant="tertiary" onClick={() => setLifting(false)}>
                やめる
              </Button>
            </div>
          </div>
        ) : (
          <div>
            <Button variant="tertiary" onClick={() => setLifting(true)}>
              {`${fullName(patient)} さんの制限を解く`}
            </Button>
          </div>
        )}
      </div>
    </Card>
  );
}

function SetForm({ today, onDone }: { today: string; onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [text, setText] = useState('');
  const [patient, setPatient] = useState<PatientSummary | null>(null);
  const [kind, setKind] = useState<RestrictionKind | null>(null);
  const [reason, setReason] = useState('');
  const [allowed, setAllowed] = useState<readonly string[]>([]);
  const asked = text.trim();
  const found = useQuery({
    ...trpc.patients.search.queryOptions({ text: asked, limit: 10 }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  });
  const people = useQuery(trpc.restrictions.allowable.queryOptions({}));
  const set = useMutation(
    trpc.restrictions.set.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.restrictions.list.queryFilter());
        onDone();
      },
    }),
  );
  if (!patient)
    return (
      <Card title="患者の閲覧を制限する" headingLevel={2}>
        <SearchPicker
          label="患者をさがす"
          hint="カナ・名前・患者番号・生年月日（昭和41年5月26日 など）で"
          query={text}
          onQueryChange={setText}
          state={asked === '' ? 'idle' : found.isError ? 'failed' : found.isFetching ? 'loading' : 'ready'}
          items={(asked === '' ? [] : (found.data ?? [])).map((each) => ({
            id: each.id,
            label: fullName(each),
            detail: `${fullKana(each)}　${birthDateInWords(each.birthDate)}`,
            facts: `${sexInWords(each.sex)} ${ageInWords(each.birthDate, today)}　${each.patientNumber}`,
            patient: each,
          }))}
          onPick={(item) => setPatient(item.patient)}
          autoFocus
        />
      </Card>
    );
  const missing =
    kind === null || reason.trim() === '' || allowed.length === 0
      ? '種類・理由・見てよい職員を入れると決められます'
      : undefined;
  return (
    <Card title={`${fullName(patient)} さんの閲覧を制限する`} headingLevel={2}>
      <div className="grid gap-5">
        <p>{`${fullKana(patient)}　${birthDateInWords(patient.birthDate)}　患者番号 ${patient.patientNumber}`}</p>
        <RadioCards<RestrictionKind>
          label="種類"
          options={(Object.keys(restrictionKinds) as RestrictionKind[]).map((value) => ({
            value,
            label: restrictionKinds[value],
            ...(value === 'dv_non_disclosure' ? { description: '受付でも住所を表示しません' } : {}),
          }))}
          value={kind}
          onChange={setKind}
          columns={2}
        />
        <TextField
          label="理由"
          required
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <fieldset>
          <legend className="mb-1.5 font-bold">見てよい職員</legend>
          <div className="grid gap-1 sm:grid-cols-2">
            {(people.data ?? []).map((person) => (
              <Checkbox
                key={person.staffId}
                label={person.name}
                description={person.licence}
                checked={allowed.includes(person.staffId)}
                onChange={(event) =>
                  setAllowed(
                    event.target.checked
                      ? [...allowed, person.staffId]
                      : allowed.filter((each) => each !== person.staffId),
                  )
                }
              />
            ))}
          </div>
        </fieldset>
        {set.isError ? <Notice tone="error" title={sentenceOf(set.error)} live /> : null}
        <div className="flex flex-wrap gap-3">
          <Button
            variant="primary"
            size="lg"
            busy={set.isPending}
            unavailableReason={missing}
            onClick={() =>
              kind &&
              set.mutate({
                patientId: patient.id,
                kind,
                reason: reason.trim(),
                allowedStaffIds: [...allowed],
              })
            }
          >
            この職員だけが開けるようにする
          </Button>
          <Button size="lg" variant="tertiary" onClick={onDone}>
            やめる
          </Button>
        </div>
      </div>
    </Card>
  );
}
