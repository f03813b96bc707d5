'use client';

import type { ExternalByHand } from '@shirube/core/patients/facts-schema';
import type { DrugHit } from '@shirube/core/prescribing/schema';
import { displayDrugName } from '@shirube/terminology';
import { Button, Card, Dialog, Notice, StatusBadge, TextField } from '@shirube/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '~/client/may.tsx';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { monthDay } from '../format.ts';
import { DrugSearch } from './search-panels.tsx';

interface ExternalCardProps {
  patientId: string;
  today: string;
  onChanged: () => unknown;
}

/** お薬手帳の薬: what other facilities gave, as somebody here read it or was told it. */
export function ExternalCard({ patientId, today, onChanged }: ExternalCardProps) {
  const mayView = useMay('external.view');
  return mayView ? <VisibleCard {...{ patientId, today, onChanged }} /> : null;
}

function VisibleCard({ patientId, today, onChanged }: ExternalCardProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const listed = useQuery(trpc.patientFacts.external.queryOptions({ patientId }));
  const mayEnter = useMay('external.enter');
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<ExternalByHand | null>(null);
  const refresh = async () => {
    await queryClient.invalidateQueries(trpc.patientFacts.external.queryFilter({ patientId }));
    await onChanged();
  };
  return (
    <Card
      title="お薬手帳の薬（手入力）"
      padding="none"
      actions={mayEnter ? <Button onClick={() => setAdding(true)}>ほかでもらった薬を書く</Button> : undefined}
    >
      {listed.isError ? <Notice tone="error" title={sentenceOf(listed.error)} live /> : null}
      {listed.data?.length === 0 ? <p className="p-4 text-ink-2">入力された薬はありません。</p> : null}
      <ul className="divide-y divide-line-2">
        {(listed.data ?? []).map((each) => (
          <li key={each.id} className="grid gap-1 px-4 py-3">
            <p>
              <strong>{displayDrugName(each.name)}</strong>
              {each.doseText ? `　${each.doseText}` : ''}
            </p>
            <p className="text-sub text-ink-2">
              {`${each.facilityName}　${monthDay(each.dispensedOn)} から ${monthDay(each.lastDay)} まで`}
              {each.lastDay < today ? '（飲み終わり）' : ''}
            </p>
            {each.yjCode === null ? (
              <p>
                <StatusBadge tone="unknown">チェックできません</StatusBadge>
                <span className="text-sub">
                  　薬の名前だけなので、飲み合わせを確かめられません。わかったら薬をさがして入れ直してください。
                </span>
              </p>
            ) : null}
            {mayEnter ? (
              <span>
                <Button
                  onClick={() => setChanging(each)}
                >{`直す・やめた（${displayDrugName(each.name)}）`}</Button>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {adding ? (
        <AddDialog {...{ patientId, today }} onClose={() => setAdding(false)} onChanged={refresh} />
      ) : null}
      {changing ? (
        <ChangeDialog
          {...{ patientId, today }}
          medication={changing}
          onClose={() => setChanging(null)}
          onChanged={refresh}
        />
      ) : null}
    </Card>
  );
}

interface DialogProps {
  patientId: string;
  today: string;
  onClose: () => void;
  onChanged: () => Promise<unknown>;
}

function AddDialog({ patientId, today, onClose, onChanged }: DialogProps) {
  const trpc = useTRPC();
  const [drug, setDrug] = useState<DrugHit | null>(null);
  const [isFree, setIsFree] = useState(false);
  const [form, setForm] = useState({
    name: '',
    doseText: '',
    facilityName: '',
    dispensedOn: today,
    days: '14',
  });
  const change = (field: keyof typeof form) => (event: { target: { value: string } }) =>
    setForm({ ...form, [field]: event.target.value });
  const enter = useMutation(
    trpc.patientFacts.enterExternal.mutationOptions({
      onSuccess: async () => {
        await onChanged();
        onClose();
      },
    }),
  );
  const days = Number(form.days.normalize('NFKC'));
  const missing =
    drug === null && form.name.trim() === ''
      ? '薬を選ぶか名前を書くと入力できます'
      : form.facilityName.trim() === ''
        ? '医療機関か薬局を書くと入力できます（わからなければ「不明」）'
        : !Number.isInteger(days) || days < 1 || days > 400
          ? '日数を1から400のあいだで入れると入力できます'
          : undefined;
  if (drug === null && !isFree)
    return (
      <Dialog open onClose={onClose} title="お薬手帳の薬をさがす">
        <div className="grid gap-4">
          <DrugSearch prescribes={false} onPick={setDrug} />
          <span>
            <Button onClick={() => setIsFree(true)}>見つからないので名前を書く</Button>
          </span>
        </div>
      </Dialog>
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title="お薬手帳の薬を入力する"
      actions={
        <>
          <Button
            size="lg"
            variant="primary"
            busy={enter.isPending}
            unavailableReason={missing}
            onClick={() =>
              enter.mutate({
                patientId,
                yjCode: drug?.yjCode ?? null,
                name: drug?.name ?? form.name.trim(),
                doseText: form.doseText.trim() || null,
                facilityName: form.facilityName.trim(),
                dispensedOn: form.dispensedOn,
                days,
              })
            }
          >
            この薬を入力する
          </Button>
          <Button size="lg" variant="tertiary" onClick={onClose}>
            やめる
          </Button>
        </>
      }
    >
      <div className="grid gap-5">
        {enter.isError ? <Notice tone="error" title={sentenceOf(enter.error)} live /> : null}
        {drug ? (
          <p className="text-lead">
            <strong>{displayDrugName(drug.name)}</strong>
          </p>
        ) : (
          <TextField
            label="薬の名前"
            hint="手帳に書いてあるとおりに。名前だけの薬は、飲み合わせを確かめられません"
            required
            maxLength={100}
            value={form.name}
            onChange={change('name')}
          />
        )}
        <TextField
          label="量と飲み方"
          hint="例：1回1錠 朝食後"
          maxLength={100}
          value={form.doseText}
          onChange={change('doseText')}
        />
        <TextField
          label="医療機関か薬局"
          required
          maxLength={100}
          value={form.facilityName}
          onChange={change('facilityName')}
        />
        <TextField
          label="もらった日"
          type="date"
          max={today}
          value={form.dispensedOn}
          onChange={change('dispensedOn')}
        />
        <TextField
          label="日数"
          unit="日分"
          inputMode="numeric"
          characters={4}
          value={form.days}
          onChange={change('days')}
        />
      </div>
    </Dialog>
  );
}

function ChangeDialog({
  patientId,
  today,
  medication,
  onClose,
  onChanged,
}: DialogProps & { medication: ExternalByHand }) {
  const trpc = useTRPC();
  const [lastDay, setLastDay] = useState(today);
  const [reason, setReason] = useState('');
  const onSuccess = async () => {
    await onChanged();
    onClose();
  };
  const end = useMutation(trpc.patientFacts.endExternal.mutationOptions({ onSuccess }));
  const remove = useMutation(trpc.patientFacts.removeExternal.mutationOptions({ onSuccess }));
  const failed = end.error ?? remove.error;
  return (
    <Dialog open onClose={onClose} title={displayDrugName(medication.name)}>
      <div className="grid gap-5">
        {failed ? <Notice tone="error" title={sentenceOf(failed)} live /> : null}
        <TextField
          label="飲み終わりの日"
          hint={`いまは ${monthDay(medication.lastDay)} までになっています`}
          type="date"
          value={lastDay}
          onChange={(event) => setLastDay(event.target.value)}
        />
        <span>
          <Button
            size="lg"
            variant="primary"
            busy={end.isPending}
            onClick={() => end.mutate({ patientId, medicationId: medication.id, lastDay })}
          >
            飲み終わりの日を直す
          </Button>
        </span>
        <TextField
          label="まちがって入力したときは、その理由"
          hint="例：別の人の手帳だった"
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <span>
          <Button
            busy={remove.isPending}
            unavailableReason={reason.trim() === '' ? '理由を書くと消せます' : undefined}
            onClick={() => remove.mutate({ patientId, medicationId: medication.id, reason: reason.trim() })}
          >
            この薬を消す
          </Button>
        </span>
      </div>
    </Dialog>
  );
}
