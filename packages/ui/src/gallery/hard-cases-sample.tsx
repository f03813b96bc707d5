'use client';

import { LabTrend } from '../clinical/lab-trend.tsx';
import { Marker, markerShapes } from '../clinical/marker.tsx';
import { OrderGroup, OrderRow } from '../clinical/order-row.tsx';
import { PatientBanner } from '../clinical/patient-banner.tsx';
import { PatientTabs } from '../clinical/patient-tabs.tsx';
import { ReceptionList, ReceptionRow } from '../clinical/reception-row.tsx';
import { LinkButton } from '../controls/link-button.tsx';
import { StatusBadge } from '../feedback/status-badge.tsx';
import { Card } from '../layout/card.tsx';

const longName = '勅使河原龍之介クリストファーアレクサンダー三世';

/** What a layout breaks on: a very long name, eight allergies, rare characters, a long drug name, panic values. */
export function HardCasesSample() {
  return (
    <>
      <PatientTabs
        current="1"
        tabs={markerShapes.map((marker, index) => ({
          id: String(index + 1),
          href: `#${index + 1}`,
          marker,
          name: index === 0 ? longName : '髙﨑 𠮷葛󠄀',
        }))}
      />
      <PatientBanner
        marker="square"
        name={longName}
        kana="テシガワラリュウノスケ クリストファーアレクサンダーサンセイ"
        identity="男性 101歳"
        allergies={{
          status: 'recorded',
          items: [
            { name: 'ペニシリン系', reaction: 'アナフィラキシー' },
            { name: 'セフェム系', reaction: '発疹' },
            { name: 'ロキソプロフェン', reaction: '喘息発作' },
            { name: 'ヨード造影剤', reaction: '嘔吐' },
            { name: 'そば' },
            { name: 'えび・かに', reaction: '口唇腫脹' },
            { name: 'ラテックス' },
            { name: '卵白', reaction: 'じんましん' },
          ],
        }}
        cautions={<StatusBadge tone="warning">ワルファリン服用中</StatusBadge>}
        facts={[
          { term: '生年月日', detail: '大正14年（1925年）3月1日' },
          { term: '保険', detail: '後期高齢者 1割 有効（本日 9:12）' },
          { term: '公費', detail: '指定難病 54' },
          { term: '閲覧同意', detail: 'なし' },
          { term: '番号', detail: '00009998' },
        ]}
      />
      <div className="grid gap-5 px-5 py-5">
        <PatientStates />
        <ReceptionList label="長い名前の受付">
          <ReceptionRow
            number="128"
            status={{ label: '処置・検査中', tone: 'key' }}
            name={longName}
            kana="テシガワラリュウノスケ クリストファーアレクサンダーサンセイ"
            facts="男性 101歳"
            purpose="高血圧・糖尿病・脂質異常症・変形性膝関節症の定期受診、息切れ、両下肢のむくみ、書類の依頼"
            purposeNote="付き添い：長女"
            time="10:12 受付"
            waiting={{ text: '待ち 129分（長め）', long: true }}
            action={
              <LinkButton href="#open" size="lg">
                カルテを開く
              </LinkButton>
            }
          />
        </ReceptionList>
        <Card title="長い薬の名前" padding="none">
          <OrderGroup title="RP12" usage="1日3回 朝昼夕食直前 医師の指示により頓用でもよい" duration="90日分">
            <OrderRow
              name="ベタメタゾン吉草酸エステル・ゲンタマイシン硫酸塩軟膏0.12%「イワキ」"
              subName="ベタメタゾン吉草酸エステル・ゲンタマイシン硫酸塩軟膏"
              marks={<StatusBadge size="sm">後発変更不可</StatusBadge>}
              amount="10g"
            />
          </OrderGroup>
        </Card>
        <Card title="至急値" padding="none">
          <LabTrend
            caption="至急値のある検査"
            dates={['令和8年9/4', '10/2', '11/20']}
            rows={[
              {
                name: 'カリウム',
                unit: 'mEq/L',
                reference: '3.6〜4.8',
                values: [{ text: '4.1' }, null, { text: '6.8', flag: 'HH' }],
              },
              {
                name: '血糖',
                unit: 'mg/dL',
                reference: '73〜109',
                values: [
                  { text: '182', flag: 'H' },
                  { text: '66', flag: 'L' },
                  { text: '41', flag: 'LL' },
                ],
              },
            ]}
          />
        </Card>
      </div>
    </>
  );
}

function PatientStates() {
  return (
    <Card title="印の形">
      <ul className="flex flex-wrap gap-6">
        {markerShapes.map((shape) => (
          <li key={shape}>
            <Marker shape={shape} className="size-8" />
          </li>
        ))}
      </ul>
    </Card>
  );
}
