'use client';

import { useState } from 'react';
import { OrderAlert } from '../clinical/order-alert.tsx';
import { OrderQuestion } from '../clinical/order-question.tsx';
import { OrderGroup, OrderRow } from '../clinical/order-row.tsx';
import { Button } from '../controls/button.tsx';
import { NumberStepper } from '../controls/number-stepper.tsx';
import { ToggleButton } from '../controls/toggle-button.tsx';
import { Chip, StatusBadge } from '../feedback/status-badge.tsx';
import { AddIcon, SuccessIcon } from '../icons.tsx';
import { Card } from '../layout/card.tsx';

function Amount({
  drug,
  unit,
  start,
  step = 1,
}: {
  drug: string;
  unit: string;
  start: number;
  step?: number;
}) {
  const [amount, setAmount] = useState<number | null>(start);
  return (
    <NumberStepper
      label={`${drug}の1日量`}
      unit={unit}
      min={step}
      max={12}
      step={step}
      value={amount}
      onChange={setAmount}
    />
  );
}

const usage = (
  <Button size="sm" variant="tertiary">
    用法を変える
  </Button>
);

/** A prescription in which two drugs carry a contraindication, one of them from another clinic. */
export function PrescriptionSample() {
  const [open, setOpen] = useState(true);
  const [crushed, setCrushed] = useState(true);
  const details = {
    open,
    onToggle: () => setOpen(!open),
    content: () => (
      <OrderQuestion title="調剤のしかた（この薬だけ）">
        <ToggleButton pressed={crushed} onPress={setCrushed}>
          粉砕
        </ToggleButton>
        <ToggleButton pressed={false} onPress={() => {}} unavailableReason="カプセルは一包化できません">
          一包化
        </ToggleButton>
      </OrderQuestion>
    ),
  };
  return (
    <Card
      title="処方"
      note="院外・電子処方箋"
      padding="none"
      actions={
        <>
          <Chip tone="success" icon={<SuccessIcon />}>
            全国チェック 10:52 済
          </Chip>
          <Button size="sm" icon={<AddIcon />}>
            薬を足す
          </Button>
        </>
      }
    >
      <OrderGroup title="RP1" usage="1日1回 就寝前" duration="7日分" actions={usage}>
        <OrderRow
          name="ハルシオン0.25mg錠"
          subName="トリアゾラム"
          amount={<Amount drug="ハルシオン0.25mg錠" unit="錠" start={1} step={0.5} />}
          onRemove={() => {}}
          alerts={
            <OrderAlert
              tone="block"
              source="自院・今回"
              title="RP2 イトリゾールカプセル50 と一緒に使えません"
              message="血中濃度が上がり、作用が強く長く続くおそれがあります。"
              facts={[
                { term: '重なる期間', detail: '11/20〜11/26' },
                { term: '根拠', detail: '電子添文' },
              ]}
              actions={
                <>
                  <Button variant="primary">ハルシオンをやめる</Button>
                  <Button>イトリゾールをやめる</Button>
                  <Button>他の薬に替える</Button>
                  <Button variant="tertiary">理由を選んで続ける</Button>
                </>
              }
            />
          }
        />
      </OrderGroup>
      <OrderGroup title="RP2" usage="1日1回 朝食直後" duration="7日分" actions={usage}>
        <OrderRow
          name="イトリゾールカプセル50"
          subName="イトラコナゾール 50mg"
          amount={<Amount drug="イトリゾールカプセル50" unit="カプセル" start={2} />}
          marks={<StatusBadge size="sm">粉砕</StatusBadge>}
          details={details}
          onRemove={() => {}}
        />
      </OrderGroup>
      <OrderGroup title="RP3" usage="1日3回 毎食後" duration="7日分" actions={usage}>
        <OrderRow
          name="アスパラカリウム錠300mg"
          subName="L-アスパラギン酸カリウム"
          amount={<Amount drug="アスパラカリウム錠300mg" unit="錠" start={3} />}
          onRemove={() => {}}
          alerts={
            <OrderAlert
              tone="block"
              source="厚労薬局"
              title="セララ錠25mg（7/5 調剤）と一緒に使えません"
              message="血清カリウム値が上がるおそれがあります。"
              facts={[
                { term: '重なる期間', detail: '11/20〜11/26' },
                { term: '根拠', detail: '電子処方箋管理サービス 10:52' },
              ]}
              actions={
                <>
                  <Button variant="primary">アスパラカリウムをやめる</Button>
                  <Button>他の薬に替える</Button>
                  <Button variant="tertiary">理由を選んで続ける</Button>
                </>
              }
            />
          }
        />
      </OrderGroup>
    </Card>
  );
}
