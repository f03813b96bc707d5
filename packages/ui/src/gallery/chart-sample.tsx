'use client';

import { useState } from 'react';
import { FindingSummary } from '../clinical/finding-summary.tsx';
import { PatientBanner } from '../clinical/patient-banner.tsx';
import { PatientTabs } from '../clinical/patient-tabs.tsx';
import { SoapEditor, SoapRow } from '../clinical/soap-editor.tsx';
import { Button } from '../controls/button.tsx';
import { SaveState } from '../feedback/save-state.tsx';
import { StatusBadge } from '../feedback/status-badge.tsx';
import { AddIcon, CloseIcon, DocumentIcon, EditIcon, LeaveIcon } from '../icons.tsx';
import { ActionBar } from '../layout/action-bar.tsx';
import { Card } from '../layout/card.tsx';
import { ThreeColumns } from '../layout/three-columns.tsx';
import { HistorySample } from './history-sample.tsx';
import { PrescriptionSample } from './prescription-sample.tsx';
import { ToolsSample } from './tools-sample.tsx';

const firstNote = {
  S: '寝つきは少し良くなった。足の爪は変わらない。両下肢がつることがある。',
  O: '血圧 128/80　脈拍 72　体温 36.4　下肢浮腫なし　右母趾爪 肥厚・白濁',
  A: '不眠症 改善傾向。爪白癬。低カリウム血症の疑い。',
  P: '処方継続。電解質を確認（K, Na, Cl, Cre）。4週後。',
};

/** The doctor's one screen in the middle of an ordinary visit, with two findings waiting for an answer. */
export function ChartSample() {
  const [note, setNote] = useState(firstNote);
  return (
    <>
      <PatientTabs
        current="8"
        tabs={[
          { id: '8', href: '#8', marker: 'square', name: 'テスト 太郎' },
          { id: '7', href: '#7', marker: 'triangle', name: '髙﨑 ハナ', note: '未確定' },
          { id: '9', href: '#9', marker: 'circle', name: '佐藤 一郎' },
        ]}
        actions={
          <Button variant="tertiary" size="sm" icon={<CloseIcon />}>
            このカルテを閉じる
          </Button>
        }
      />
      <PatientBanner
        marker="square"
        name="テスト 太郎"
        kana="テスト タロウ"
        identity="男性 60歳"
        allergies={{
          status: 'recorded',
          items: [{ name: 'ペニシリン系', reaction: '発疹' }, { name: 'そば' }],
        }}
        cautions={<StatusBadge tone="caution">抗凝固薬なし　感染症 陰性</StatusBadge>}
        facts={[
          { term: '生年月日', detail: '昭和41年（1966年）5月26日' },
          { term: '身長・体重', detail: '170.0cm 65.0kg' },
          { term: 'eGFR', detail: '58（10/2）' },
          { term: '血液型', detail: 'A型 Rh(+)' },
          { term: '保険', detail: '協会けんぽ 3割 有効（本日 9:12）' },
          { term: '閲覧同意', detail: '薬剤・診療・検査（明日 9:12まで）' },
          { term: '番号', detail: '00009999' },
        ]}
      />
      <ThreeColumns
        leftLabel="これまで"
        left={<HistorySample />}
        middleLabel="今日"
        middle={
          <>
            <Card
              title="今日の診察"
              note="令和8年11月20日（金）10:41 開始　内科"
              padding="none"
              actions={
                <>
                  <Button size="sm" icon={<DocumentIcon />}>
                    定型文
                  </Button>
                  <Button size="sm" icon={<EditIcon />}>
                    シェーマ
                  </Button>
                </>
              }
            >
              <SoapEditor>
                {(['S', 'O', 'A', 'P'] as const).map((letter) => (
                  <SoapRow
                    key={letter}
                    letter={letter}
                    value={note[letter]}
                    onChange={(text) => setNote({ ...note, [letter]: text })}
                  />
                ))}
              </SoapEditor>
            </Card>
            <Card
              title="傷病名"
              actions={
                <Button size="sm" icon={<AddIcon />}>
                  病名を足す
                </Button>
              }
            >
              <ul className="flex flex-wrap gap-2.5">
                <li className="flex items-center gap-2 rounded-control border border-key bg-key-tint px-3 py-1.5 font-bold">
                  不眠症
                  <StatusBadge size="sm" tone="key" emphasis="filled">
                    主病
                  </StatusBadge>
                </li>
                <li className="rounded-control border border-line px-3 py-1.5">爪白癬</li>
                <li className="flex items-center gap-2 rounded-control border border-line px-3 py-1.5">
                  低カリウム血症
                  <StatusBadge size="sm" tone="caution">
                    疑い
                  </StatusBadge>
                </li>
              </ul>
            </Card>
            <PrescriptionSample />
          </>
        }
        rightLabel="道具"
        right={<ToolsSample />}
      />
      <ActionBar
        label="診察を終える操作"
        status={
          <>
            <SaveState status="saved" savedAt="10:54" />
            <FindingSummary counts={[{ tone: 'block', open: 2 }]} onShowNext={() => {}} />
          </>
        }
        actions={
          <>
            <Button variant="tertiary" size="xl" icon={<LeaveIcon />}>
              途中で離れる
            </Button>
            <Button variant="primary" size="xl">
              確定して処方箋を発行する（電子署名します）
            </Button>
          </>
        }
      />
    </>
  );
}
