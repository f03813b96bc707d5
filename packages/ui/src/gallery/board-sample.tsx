'use client';

import type { ReactNode } from 'react';
import { ReceptionList, ReceptionRow } from '../clinical/reception-row.tsx';
import { Button } from '../controls/button.tsx';
import { LinkButton } from '../controls/link-button.tsx';
import { StatusBadge } from '../feedback/status-badge.tsx';
import { SearchIcon } from '../icons.tsx';

function Figure({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-2.5 rounded-control border border-line bg-white px-4 py-2">
      <dt className="text-sub text-ink-2">{term}</dt>
      <dd className="tabular text-head font-bold">{children}</dd>
    </div>
  );
}

/** The reception board of an ordinary morning. */
export function BoardSample() {
  return (
    <div className="grid gap-4 px-5 py-5">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        <h1 className="text-head font-bold">
          令和8年11月20日（金）<span className="ml-2">受付一覧</span>
        </h1>
        <dl className="flex flex-wrap gap-2.5">
          <Figure term="診察待ち">3</Figure>
          <Figure term="平均待ち時間">14分</Figure>
          <Figure term="会計待ち">1</Figure>
        </dl>
        <div className="ml-auto flex flex-wrap gap-3">
          <Button size="xl" icon={<SearchIcon />}>
            患者をさがす
          </Button>
          <Button size="xl" variant="primary">
            次の患者を呼ぶ　テスト 太郎 さん
          </Button>
        </div>
      </div>
      <ReceptionList label="本日の受付">
        <ReceptionRow
          number="7"
          status={{ label: '診察中', tone: 'key', emphasis: 'filled' }}
          name="髙﨑 ハナ"
          kana="タカサキ ハナ"
          facts="女性 82歳"
          purpose="高血圧の定期受診"
          purposeNote="血圧 146/82（看護 10:20）　検査結果が届いています"
          time="9:58 受付"
          waiting={{ text: '診察 6分' }}
          emphasis="now"
          action={<Open variant="secondary" />}
        />
        <ReceptionRow
          number="8"
          status={{ label: '診察待ち', tone: 'caution' }}
          name="テスト 太郎"
          kana="テスト タロウ"
          facts="男性 60歳"
          purpose="不眠・足の爪"
          purposeNote={
            <span className="mt-1 flex flex-wrap gap-1.5">
              <StatusBadge size="sm">電子処方箋を希望</StatusBadge>
              <StatusBadge size="sm" tone="key">
                他院のお薬あり
              </StatusBadge>
            </span>
          }
          time="10:12 受付"
          waiting={{ text: '待ち 29分（長め）', long: true }}
          action={<Open variant="secondary" />}
        />
        <ReceptionRow
          number="9"
          status={{ label: '診察待ち', tone: 'caution' }}
          name="佐藤 一郎"
          kana="サトウ イチロウ"
          facts="男性 45歳"
          purpose="発熱 38.2℃、咳"
          purposeNote="問診あり（スマホ 10:05）　発熱者は2診へ"
          time="10:20 受付"
          waiting={{ text: '待ち 21分' }}
          action={<Open variant="secondary" />}
        />
        <ReceptionRow
          number="10"
          status={{ label: '診察待ち', tone: 'caution' }}
          name="鈴木 結衣"
          kana="スズキ ユイ"
          facts="女性 3歳"
          purpose="予防接種（日本脳炎 1期2回目）"
          purposeNote={
            <span className="mt-1 flex flex-wrap gap-1.5">
              <StatusBadge size="sm">予診票あり</StatusBadge>
              <StatusBadge size="sm" tone="unknown">
                資格 未確認
              </StatusBadge>
            </span>
          }
          time="10:31 予約"
          waiting={{ text: '待ち 10分' }}
          action={<Open variant="secondary" />}
        />
        <ReceptionRow
          number="6"
          status={{ label: '会計待ち', tone: 'success' }}
          name="伊藤 健二"
          kana="イトウ ケンジ"
          facts="男性 71歳"
          purpose="糖尿病"
          purposeNote="処方箋 発行済み（引換番号あり）"
          time="9:40 受付"
          action={<Open variant="tertiary" words="カルテを見る" />}
        />
        <ReceptionRow
          number="5"
          status={{ label: '済', tone: 'neutral' }}
          name="山本 さくら"
          kana="ヤマモト サクラ"
          facts="女性 29歳"
          purpose="花粉症"
          purposeNote="薬局で調剤済み"
          time="9:31 受付"
          emphasis="past"
          action={<Open variant="tertiary" words="カルテを見る" />}
        />
      </ReceptionList>
    </div>
  );
}

function Open({ variant, words = 'カルテを開く' }: { variant: 'secondary' | 'tertiary'; words?: string }) {
  return (
    <LinkButton href="?screen=chart" variant={variant} size="lg">
      {words}
    </LinkButton>
  );
}
