'use client';

import { LabTrend } from '../clinical/lab-trend.tsx';
import { Button } from '../controls/button.tsx';
import { ChoiceGrid } from '../controls/choice-grid.tsx';
import { ListButton } from '../controls/list-button.tsx';
import { Tabs } from '../controls/tabs.tsx';
import { EmptyState } from '../feedback/empty-state.tsx';
import { SearchIcon } from '../icons.tsx';
import { Card } from '../layout/card.tsx';

const favourites = [
  'アムロジピン錠5mg',
  'ロキソプロフェンNa錠60mg',
  'カロナール錠500',
  'レバミピド錠100mg',
  'メトホルミン塩酸塩錠500mgMT',
];

/** The right column: what this doctor uses now. */
export function ToolsSample() {
  return (
    <>
      <Card title="よく使うもの" padding="none">
        <Tabs
          label="よく使うもの"
          panelClassName="grid gap-2 p-3"
          items={[
            {
              id: 'drugs',
              label: '薬',
              content: (
                <>
                  {favourites.map((drug) => (
                    <ListButton key={drug}>{drug}</ListButton>
                  ))}
                  <Button fullWidth icon={<SearchIcon />} className="min-h-11">
                    薬をさがす（名前・かな）
                  </Button>
                </>
              ),
            },
            { id: 'sets', label: 'セット', content: <EmptyState title="セットはまだありません" /> },
            { id: 'tests', label: '検査', content: <EmptyState title="よく使う検査はまだありません" /> },
            { id: 'documents', label: '文書', content: <EmptyState title="文書はまだありません" /> },
          ]}
        />
      </Card>
      <Card title="用法">
        <ChoiceGrid
          label="食後にのむ"
          choices={[
            { id: '1', label: '朝食後' },
            { id: '2', label: '夕食後', chosen: true },
            { id: '3', label: '毎食後', detail: '1日3回' },
          ]}
          onPick={() => {}}
        />
      </Card>
      <Card title="検査の推移" padding="none">
        <LabTrend
          caption="検査の推移"
          dates={['8/7', '9/4', '10/2']}
          rows={[
            {
              name: 'カリウム',
              unit: 'mEq/L',
              values: [{ text: '3.9' }, { text: '3.6' }, { text: '3.3', flag: 'L' }],
            },
            { name: 'Cre', unit: 'mg/dL', values: [{ text: '0.98' }, { text: '1.01' }, { text: '1.04' }] },
            { name: 'eGFR', values: [{ text: '62' }, { text: '60' }, { text: '58', flag: 'L' }] },
            { name: 'AST', unit: 'U/L', values: [{ text: '22' }, null, { text: '23' }] },
            {
              name: 'LDL-C',
              unit: 'mg/dL',
              values: [{ text: '154', flag: 'H' }, { text: '148', flag: 'H' }, { text: '136' }],
            },
          ]}
        />
      </Card>
    </>
  );
}
