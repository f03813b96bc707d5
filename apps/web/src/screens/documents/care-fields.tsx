'use client';

import type { CareContent } from '@shirube/core/documents/schema';
import { planCategoryLabels } from '@shirube/core/documents/words';
import { Card, Checkbox, RadioCards, TextArea, TextField } from '@shirube/ui';
import type { ContentFieldsProps } from './content-fields.tsx';
import { placeId } from './place.ts';

/** 患者サマリー: the plan in the patient's words, for which diseases, and how long it holds. */
export function CareFields({ content, choices, change }: ContentFieldsProps<CareContent>) {
  const set = (part: Partial<CareContent>) => change((before) => ({ ...(before as CareContent), ...part }));
  const day = (value: string) => (value === '' ? null : value);
  const isChosen = ({ id }: { id: string }) => content.conditionIds.includes(id);
  const known = [...choices.conditions, ...choices.pastConditions];
  // what is chosen is never out of sight, or nobody could take it away: it may have ended, or gone from the chart
  const shown = [...choices.conditions, ...choices.pastConditions.filter(isChosen)];
  const gone = content.conditionIds.filter((id) => !known.some((each) => each.id === id));
  return (
    <>
      <Card title="療養上の計画・アドバイス" note="必ず載せます">
        <div id={placeId('plan')} tabIndex={-1}>
          <TextArea
            label="療養上の計画・アドバイス"
            labelHidden
            hint="患者が読みます。むずかしい言葉をさけて書いてください"
            rows={8}
            maxLength={20_000}
            value={content.plan}
            onChange={(event) => set({ plan: event.target.value })}
          />
        </div>
      </Card>
      <Card title="傷病名" note="必ず載せます">
        <fieldset id={placeId('conditions')} tabIndex={-1} className="grid gap-1">
          <legend className="sr-only">載せる傷病名</legend>
          {shown.map((each) => (
            <Checkbox
              key={each.id}
              label={each.label}
              description={
                <>
                  {each.detail}
                  {each.note ? <strong className="block text-ink">{each.note}</strong> : null}
                </>
              }
              checked={isChosen(each)}
              onChange={(event) =>
                set({
                  conditionIds: event.target.checked
                    ? [...content.conditionIds, each.id]
                    : content.conditionIds.filter((id) => id !== each.id),
                })
              }
            />
          ))}
          {gone.map((id) => (
            <Checkbox
              key={id}
              label="カルテにもうない記録"
              description="押すと外れます"
              checked
              onChange={() => set({ conditionIds: content.conditionIds.filter((each) => each !== id) })}
            />
          ))}
          {shown.length + gone.length === 0 ? <p>カルテに、続いている傷病名がありません。</p> : null}
        </fieldset>
      </Card>
      <Card title="計画の期間">
        <div id={placeId('period')} tabIndex={-1} className="grid gap-4">
          <div className="flex flex-wrap gap-4">
            <TextField
              label="はじまり"
              type="date"
              characters={16}
              value={content.periodStart ?? ''}
              onChange={(event) => set({ periodStart: day(event.target.value) })}
            />
            <TextField
              label="終わり（決まっていれば）"
              type="date"
              characters={16}
              value={content.periodEnd ?? ''}
              onChange={(event) => set({ periodEnd: day(event.target.value) })}
            />
          </div>
          <RadioCards
            label="いつの計画ですか"
            columns={2}
            options={Object.entries(planCategoryLabels).map(([value, label]) => ({ value, label }))}
            value={content.planCategory}
            onChange={(value) => {
              const planCategory = value as CareContent['planCategory'];
              set({
                planCategory,
                category: planCategory === 'discharge-plan' ? 'DISCHARGE' : 'OUTPATIENT',
              });
            }}
          />
        </div>
      </Card>
    </>
  );
}
