'use client';

import { Button, Notice, RadioCards } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';

const idleChoices = [
  { value: '5', label: '5分', description: '最も厳しい設定' },
  { value: '10', label: '10分' },
  { value: '15', label: '15分', description: 'これより長くはできません' },
] as const;
const deadlineChoices = [
  { value: '12', label: '12時間' },
  { value: '24', label: '24時間' },
  { value: '48', label: '48時間' },
  { value: '72', label: '72時間', description: 'これより長くはできません' },
] as const;
const sharingChoices = [
  {
    value: 'yes',
    label: '送る',
    description:
      '傷病名・アレルギー・検査結果などを、確定した日に登録します。送らない患者は、カルテで選べます',
  },
  { value: 'no', label: '送らない', description: 'これより後は何も送りません。登録済みのものは残ります' },
] as const;
type Idle = (typeof idleChoices)[number]['value'];
type Deadline = (typeof deadlineChoices)[number]['value'];

interface SecurityFormProps {
  settings: {
    idleLockMinutes: number;
    entryDeadlineHours: number;
    sharesInformation: boolean;
    rowVersion: number;
  };
  submitLabel: string;
  onSaved: () => Promise<unknown>;
}

/** The choice at or below a value that somebody stored by another way. */
const nearest = <Value extends string>(choices: readonly { value: Value }[], value: number): Value =>
  (choices.findLast((choice) => Number(choice.value) <= value) ?? choices[0])?.value as Value;

/** 安全の設定: what a clinic may choose within the guideline. */
export function SecurityForm({ settings, submitLabel, onSaved }: SecurityFormProps) {
  const trpc = useTRPC();
  const [idle, setIdle] = useState<Idle>(nearest(idleChoices, settings.idleLockMinutes));
  const [deadline, setDeadline] = useState<Deadline>(nearest(deadlineChoices, settings.entryDeadlineHours));
  const [shares, setShares] = useState<'yes' | 'no'>(settings.sharesInformation ? 'yes' : 'no');
  const save = useMutation(trpc.clinic.saveSettings.mutationOptions({ onSuccess: onSaved }));
  return (
    <form
      className="grid gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({
          rowVersion: settings.rowVersion,
          idleLockMinutes: Number(idle),
          entryDeadlineHours: Number(deadline),
          sharesInformation: shares === 'yes',
        });
      }}
    >
      {save.isError ? <Notice tone="error" title={sentenceOf(save.error)} live /> : null}
      <Notice tone="info" title="2つ目の認証は、いつも必要です">
        パスワードのほかに、パスキー（指紋や顔）か認証アプリで本人を確かめます。「医療情報システムの安全管理に関するガイドライン
        第7.0版」が求めているため、外すことはできません。
      </Notice>
      <RadioCards
        label="画面をおおうまでの時間"
        hint="だれも操作しない時間がこれだけ続くと、患者の情報をかくします。入力中の内容は残ります。"
        options={idleChoices}
        columns={3}
        value={idle}
        onChange={setIdle}
      />
      <RadioCards
        label="代行入力を承認する期限"
        hint="この時間を過ぎても承認されない代行入力を、医師と管理者に知らせます。"
        options={deadlineChoices}
        columns={2}
        value={deadline}
        onChange={setDeadline}
      />
      <RadioCards
        label="電子カルテ情報共有サービスに送るか"
        hint="全国の医療機関とマイナポータルで、患者の同意のもとに見られるようになります。"
        options={sharingChoices}
        columns={2}
        value={shares}
        onChange={setShares}
      />
      <div>
        <Button type="submit" variant="primary" size="xl" busy={save.isPending} busyLabel="保存しています">
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
