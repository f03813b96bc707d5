'use client';

import { useState } from 'react';
import { Button } from '../controls/button.tsx';
import { Checkbox } from '../controls/checkbox.tsx';
import { LinkButton } from '../controls/link-button.tsx';
import { NumberStepper } from '../controls/number-stepper.tsx';
import { RadioCards } from '../controls/radio-cards.tsx';
import { SearchField } from '../controls/search-field.tsx';
import { SearchPicker, type SearchPickerItem } from '../controls/search-picker.tsx';
import { SegmentedControl } from '../controls/segmented-control.tsx';
import { Select } from '../controls/select.tsx';
import { TextArea } from '../controls/text-area.tsx';
import { TextField } from '../controls/text-field.tsx';
import { DeleteIcon, PrintIcon, RightIcon, SendIcon } from '../icons.tsx';
import { Card } from '../layout/card.tsx';
import { Dialog } from '../layout/dialog.tsx';
import { Disclosure } from '../layout/disclosure.tsx';

const drugs: readonly SearchPickerItem[] = [
  { id: '1', label: 'アムロジピン錠2.5mg', detail: 'アムロジピンベシル酸塩', facts: '2.5mg 錠' },
  {
    id: '2',
    label: 'アムロジピン錠5mg',
    detail: 'アムロジピンベシル酸塩',
    facts: '5mg 錠',
    tags: [{ label: 'よく使う', tone: 'key' }],
  },
  {
    id: '3',
    label: 'アムロジピンOD錠5mg',
    detail: 'アムロジピンベシル酸塩',
    facts: '5mg OD錠',
    tags: [{ label: '経過措置 3/31まで', tone: 'caution' }],
  },
  {
    id: '4',
    label: 'アムロジン錠5mg',
    detail: 'アムロジピンベシル酸塩',
    facts: '5mg 錠',
    unavailableReason: '販売中止のため選べません',
  },
];

/** Every control in the states that matter. */
export function ControlsSample() {
  return (
    <div className="grid items-start gap-5 px-5 py-5 lg:grid-cols-2">
      <h1 className="text-head font-bold lg:col-span-2">入力の部品</h1>
      <ButtonsSample />
      <SearchSample />
      <FieldsSample />
      <ChoicesSample />
    </div>
  );
}

function ButtonsSample() {
  const [open, setOpen] = useState<'task' | 'alert' | null>(null);
  return (
    <Card title="ボタン">
      <div className="grid gap-5">
        <div className="flex flex-wrap items-center gap-3">
          <Button size="xl" variant="primary">
            診察を終える
          </Button>
          <Button size="lg" variant="primary" icon={<SendIcon />}>
            送信する
          </Button>
          <Button size="md" variant="primary">
            開く
          </Button>
          <Button size="sm" variant="primary">
            足す
          </Button>
        </div>
        <div className="flex flex-wrap items-center gap-3">
          <Button>通常の操作</Button>
          <Button variant="tertiary" icon={<PrintIcon />}>
            控えめな操作
          </Button>
          <Button variant="danger" icon={<DeleteIcon />} onClick={() => setOpen('alert')}>
            下書きを捨てる
          </Button>
          <LinkButton href="#next" iconEnd={<RightIcon />}>
            次へ進む
          </LinkButton>
        </div>
        <div className="flex flex-wrap items-start gap-3">
          <Button variant="primary" size="lg" busy busyLabel="署名しています">
            署名する
          </Button>
          <Button variant="primary" size="lg" unavailableReason="警告2件に答えると確定できます">
            確定する
          </Button>
          <Button size="lg" onClick={() => setOpen('task')}>
            まれな作業をひらく
          </Button>
        </div>
        <Dialog
          open={open === 'task'}
          onClose={() => setOpen(null)}
          title="保険の記号番号を訂正する"
          actions={
            <>
              <Button size="lg" variant="tertiary" onClick={() => setOpen(null)}>
                訂正しない
              </Button>
              <Button size="lg" variant="primary" onClick={() => setOpen(null)}>
                訂正を記録する
              </Button>
            </>
          }
        >
          <TextField
            label="番号"
            hint="被保険者証の番号。全角でも入れられます"
            defaultValue="1234567"
            characters={12}
          />
        </Dialog>
        <Dialog
          open={open === 'alert'}
          kind="alert"
          onClose={() => setOpen(null)}
          title="下書きを捨てますか"
          actions={
            <>
              <Button size="lg" variant="tertiary" onClick={() => setOpen(null)}>
                捨てずに戻る
              </Button>
              <Button size="lg" variant="danger" onClick={() => setOpen(null)}>
                下書きを捨てる
              </Button>
            </>
          }
        >
          <p>10:54に保存した下書きが消えます。確定した記録は残ります。</p>
        </Dialog>
      </div>
    </Card>
  );
}

function SearchSample() {
  const [query, setQuery] = useState('アムロ');
  const [text, setText] = useState('タカサキ');
  const [picked, setPicked] = useState<string | null>(null);
  const found = drugs.filter((drug) => drug.label.includes(query));
  return (
    <Card title="さがす">
      <div className="grid gap-6">
        <div>
          <SearchPicker
            label="薬をさがす"
            hint="名前・かな・一般名で3文字から"
            query={query}
            onQueryChange={setQuery}
            items={query === '' ? [] : found}
            state={query === '' ? 'idle' : 'ready'}
            onPick={(item) => setPicked(item.label)}
            pickWord="足す"
          />
          {picked ? <p className="mt-2 font-bold">選んだ薬：{picked}</p> : null}
        </div>
        <SearchField label="患者をさがす" value={text} onValueChange={setText} />
      </div>
    </Card>
  );
}

function FieldsSample() {
  const [days, setDays] = useState<number | null>(28);
  const [amount, setAmount] = useState<number | null>(0);
  return (
    <Card title="文字と数">
      <div className="grid gap-5">
        <TextField
          label="氏名（かな）"
          required
          hint="全角カタカナ。姓と名の間を空けます"
          defaultValue="テスト タロウ"
        />
        <TextField
          id="postal"
          label="郵便番号"
          characters={8}
          defaultValue="123-45"
          error="郵便番号は7けたの数字で入れてください"
        />
        <TextField label="体重" unit="kg" characters={6} inputMode="decimal" defaultValue="65.0" />
        <TextArea label="紹介の目的" rows={3} defaultValue="爪白癬の治療についてご高診をお願いいたします。" />
        <div className="flex flex-wrap gap-6">
          <NumberStepper
            label="日数"
            labelVisible
            unit="日分"
            min={1}
            max={90}
            value={days}
            onChange={setDays}
          />
          <NumberStepper
            label="1回量"
            labelVisible
            unit="錠"
            min={0.5}
            max={6}
            step={0.5}
            value={amount}
            onChange={setAmount}
          />
        </div>
      </div>
    </Card>
  );
}

function ChoicesSample() {
  const [reason, setReason] = useState<'stable' | 'short' | 'other' | null>('stable');
  const [period, setPeriod] = useState<'3' | '6' | '12'>('6');
  return (
    <Card title="選ぶ">
      <div className="grid gap-5">
        <Select
          label="診療科"
          options={[
            { value: '01', label: '内科' },
            { value: '19', label: '皮膚科' },
          ]}
          defaultValue="01"
        />
        <RadioCards
          label="続ける理由"
          hint="理由は薬局にも伝わります"
          value={reason}
          onChange={setReason}
          columns={2}
          options={[
            { value: 'stable', label: '以前から併用し問題がない', description: '経過を記録済み' },
            { value: 'short', label: '短期間の併用にとどめる' },
            { value: 'other', label: 'そのほか', description: '理由を書きます' },
          ]}
        />
        <SegmentedControl
          label="期間"
          labelVisible
          value={period}
          onChange={setPeriod}
          segments={[
            { value: '3', label: '3か月' },
            { value: '6', label: '6か月' },
            { value: '12', label: '1年' },
          ]}
        />
        <div>
          <Checkbox label="電子処方箋を希望する" defaultChecked />
          <Checkbox label="検査結果の提供に同意する" description="同意した日と職員の名前を記録します" />
        </div>
        <Disclosure summary="くわしい設定を見る">
          <p>ふだんは変えなくてよい設定がここにあります。</p>
        </Disclosure>
      </div>
    </Card>
  );
}
