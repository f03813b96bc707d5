'use client';

import { Card, Notice, Skeleton } from '@shirube/ui';
import { IfMay } from '~/client/may.tsx';
import { sentenceOf } from '~/client/trpc.tsx';
import { ExportsCard } from './exports-card.tsx';
import { IdentityForm } from './identity-form.tsx';
import { ScheduleForm } from './schedule-form.tsx';
import { SecurityForm } from './security-form.tsx';
import { useClinic } from './use-clinic.ts';

/** 医療機関の設定: what the clinic says of itself, when it is open, and how strict it is. */
export function ClinicSettingsScreen({ clinic, today }: { clinic: string; today: string }) {
  const { error, data, refresh } = useClinic();
  return (
    <main id="main" className="mx-auto grid max-w-4xl gap-5 px-5 py-6">
      <h1 className="text-head font-bold">医療機関の設定</h1>
      {error ? <Notice tone="error" title={sentenceOf(error)} live /> : null}
      {!data && !error ? <Skeleton label="医療機関の設定を開いています" /> : null}
      {data ? (
        <>
          <Card title="医療機関コード">
            <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
              <dt>医療機関コード</dt>
              <dd className="tabular font-bold">{data.profile.institutionCode}</dd>
              <dt>都道府県</dt>
              <dd>{data.profile.prefectureName}</dd>
              <dt>点数表区分</dt>
              <dd>{data.profile.scoreTableName}</dd>
            </dl>
            <p className="mt-3 text-sub text-ink-2">
              資格確認と処方箋の登録に使うため、この画面では変えられません。移転などで変わるときは、運用者に連絡してください。
            </p>
          </Card>
          <Card title="名称と連絡先">
            <IdentityForm
              key={data.profile.rowVersion}
              clinic={clinic}
              profile={data.profile}
              submitLabel="名称と連絡先を保存する"
              onSaved={refresh}
            />
          </Card>
          <Card title="診療科と診療時間">
            <ScheduleForm
              key={data.profile.rowVersion}
              clinic={clinic}
              profile={data.profile}
              today={today}
              submitLabel="診療科と診療時間を保存する"
              onSaved={refresh}
            />
          </Card>
          <Card title="安全の設定">
            <SecurityForm
              key={data.settings.rowVersion}
              settings={data.settings}
              submitLabel="安全の設定を保存する"
              onSaved={refresh}
            />
          </Card>
          <IfMay permission="clinic.export">
            <ExportsCard />
          </IfMay>
        </>
      ) : null}
    </main>
  );
}
