'use client';

import { FindingSummary } from '../clinical/finding-summary.tsx';
import { OrderAlert } from '../clinical/order-alert.tsx';
import { Button } from '../controls/button.tsx';
import { EmptyState } from '../feedback/empty-state.tsx';
import { ErrorSummary } from '../feedback/error-summary.tsx';
import { Notice } from '../feedback/notice.tsx';
import { ProgressSteps } from '../feedback/progress-steps.tsx';
import { SaveState } from '../feedback/save-state.tsx';
import { Skeleton } from '../feedback/skeleton.tsx';
import { StatusBadge } from '../feedback/status-badge.tsx';
import { CalendarIcon, RetryIcon } from '../icons.tsx';
import { Card } from '../layout/card.tsx';
import { Table } from '../layout/table.tsx';

const deliveries = [
  {
    id: 'a',
    what: '処方箋の登録',
    to: '電子処方箋管理サービス',
    when: '10:55',
    state: '受け取られました',
    tone: 'success',
  },
  {
    id: 'b',
    what: '診療情報提供書',
    to: 'みなと病院',
    when: '10:41',
    state: '返事を待っています',
    tone: 'caution',
  },
  {
    id: 'c',
    what: '検査依頼',
    to: '県検査センター',
    when: '9:30',
    state: '送れませんでした',
    tone: 'danger',
  },
] as const;

const tones = ['neutral', 'key', 'success', 'caution', 'warning', 'danger', 'unknown'] as const;

/** Everything that tells something, in each of its tones. */
export function FeedbackSample() {
  return (
    <div className="grid items-start gap-5 px-5 py-5 lg:grid-cols-2">
      <h1 className="text-head font-bold lg:col-span-2">知らせる部品</h1>
      <Card title="処方の中の警告">
        <AlertTones />
      </Card>
      <Card title="お知らせ">
        <NoticeTones />
      </Card>
      <Card title="保存と警告の状態">
        <div className="grid gap-4">
          <SaveState status="saved" savedAt="10:54" />
          <SaveState status="editing" />
          <SaveState status="saving" />
          <SaveState status="kept-here" />
          <SaveState
            status="failed"
            action={
              <Button size="sm" icon={<RetryIcon />}>
                もう一度保存する
              </Button>
            }
          />
          <FindingSummary
            counts={[
              { tone: 'block', open: 2 },
              { tone: 'duplicate', open: 1 },
              { tone: 'unknown', open: 1 },
            ]}
            onShowNext={() => {}}
          />
          <FindingSummary counts={[]} />
          <div className="flex flex-wrap gap-2">
            {tones.map((tone) => (
              <StatusBadge key={tone} tone={tone}>
                {tone}
              </StatusBadge>
            ))}
            {tones.map((tone) => (
              <StatusBadge key={`${tone} filled`} tone={tone} emphasis="filled">
                {tone}
              </StatusBadge>
            ))}
          </div>
        </div>
      </Card>
      <Card title="入力の誤り・手順">
        <div className="grid gap-6">
          <ErrorSummary
            takeFocus={false}
            problems={[
              { fieldId: 'sample-kana', message: '氏名のかなを入れてください' },
              { fieldId: 'sample-postal', message: '郵便番号は7けたの数字で入れてください' },
            ]}
          />
          <ProgressSteps
            label="紹介状をつくる"
            current="check"
            steps={[
              { id: 'to', label: '宛先' },
              { id: 'write', label: '内容' },
              { id: 'check', label: '確認' },
              { id: 'send', label: '署名と送信' },
            ]}
          />
        </div>
      </Card>
      <Card title="送ったもの" padding="none" className="lg:col-span-2">
        <Table
          caption="本日送ったもの"
          captionHidden
          rows={deliveries}
          rowKey={(row) => row.id}
          columns={[
            { key: 'what', header: '内容', rowHeader: true, cell: (row) => row.what },
            { key: 'to', header: '宛先', cell: (row) => row.to },
            { key: 'when', header: '時刻', align: 'end', cell: (row) => row.when },
            {
              key: 'state',
              header: '状態',
              cell: (row) => <StatusBadge tone={row.tone}>{row.state}</StatusBadge>,
            },
          ]}
        />
      </Card>
      <Card title="読み込み中" padding="none">
        <Skeleton label="これまでの受診" lines={4} />
      </Card>
      <Card title="まだ何もないとき" padding="none">
        <EmptyState
          icon={<CalendarIcon />}
          title="今日の予約はありません"
          actions={<Button>予約を入れる</Button>}
        >
          受付をすると、ここに順番に並びます。
        </EmptyState>
      </Card>
    </div>
  );
}

function AlertTones() {
  return (
    <div className="grid gap-3">
      <OrderAlert
        tone="duplicate"
        source="厚労薬局"
        title="ロキソニン錠60mg（11/10 調剤）と成分が同じです"
        facts={[
          { term: '重なる期間', detail: '11/20〜11/23' },
          { term: '根拠', detail: '成分コード一致' },
        ]}
        announced={false}
        actions={
          <>
            <Button variant="primary">この薬をやめる</Button>
            <Button variant="tertiary">手持ちがないため出す</Button>
          </>
        }
      />
      <OrderAlert
        tone="unknown"
        title="他院の薬との併用を確認できませんでした"
        message="電子処方箋管理サービスから10:52までに返事がありません。問題がないという意味ではありません。"
        announced={false}
        actions={<Button icon={<RetryIcon />}>もう一度確かめる</Button>}
      />
      <OrderAlert
        tone="info"
        title="eGFR 58（10/2）。用量の目安が添付文書にあります"
        announced={false}
        actions={<Button variant="tertiary">目安を見る</Button>}
      />
      <OrderAlert
        tone="block"
        source="自院・今回"
        title="RP2 イトリゾールカプセル50 と一緒に使えません"
        announced={false}
        resolution="イトリゾールをやめました（山田 10:55）"
      />
    </div>
  );
}

function NoticeTones() {
  return (
    <div className="grid gap-3">
      <Notice tone="info" title="検査結果が3件届きました" actions={<Button>結果を見る</Button>} />
      <Notice tone="success" title="処方箋を発行しました">
        引換番号 123456 を患者さんに伝えてください。
      </Notice>
      <Notice tone="warning" title="資格の有効期限は今日までです">
        次回の受診では保険の確認が必要です。
      </Notice>
      <Notice
        tone="error"
        title="送れませんでした"
        actions={<Button icon={<RetryIcon />}>もう一度送る</Button>}
      >
        相手の受付が止まっています。内容はこの画面に残っています。
      </Notice>
      <Notice tone="unknown" title="資格をまだ確認できていません">
        オンライン資格確認から返事がありません。
      </Notice>
    </div>
  );
}
