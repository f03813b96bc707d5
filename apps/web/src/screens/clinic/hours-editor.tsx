'use client';

import { type ClinicHours, type Weekday, weekdays, weekdayWords } from '@shirube/core/clinics/schema';
import { Button, Disclosure, Select } from '@shirube/ui';

export type Half = 'morning' | 'afternoon';
export const halves: readonly { half: Half; label: string }[] = [
  { half: 'morning', label: '午前' },
  { half: 'afternoon', label: '午後' },
];
type Span = { from: string; to: string };

/** Every quarter of an hour of the day as '09:15'. */
const quarters = Array.from({ length: 24 * 4 }, (_, index) => {
  const text = `${String(Math.floor(index / 4)).padStart(2, '0')}:${String((index % 4) * 15).padStart(2, '0')}`;
  return { value: text, label: text };
});
/** A time that was stored to the minute stays among the choices. */
const timesWith = (time: string) =>
  quarters.some(({ value }) => value === time) ? quarters : [{ value: time, label: time }, ...quarters];

interface HoursEditorProps {
  hours: ClinicHours;
  /** the usual span of each half, which a day takes when it is opened */
  usual: Record<Half, Span>;
  error: string | undefined;
  onChange: (hours: ClinicHours, usual: Record<Half, Span>) => void;
}

/** 診療時間: the usual times once, then a press for each half day on which the clinic is open. */
export function HoursEditor({ hours, usual, error, onChange }: HoursEditorProps) {
  const set = (day: Weekday, half: Half, span: Span | null) =>
    onChange({ ...hours, [day]: { ...hours[day], [half]: span } }, usual);
  // the days that follow the usual time go with it; those with their own keep theirs
  const changeUsual = (half: Half, span: Span) => {
    const before = usual[half];
    const moved = Object.fromEntries(
      weekdays.map((day) => {
        const own = hours[day][half];
        const follows = own !== null && own.from === before.from && own.to === before.to;
        return [day, { ...hours[day], [half]: follows ? span : own }];
      }),
    ) as ClinicHours;
    onChange(moved, { ...usual, [half]: span });
  };
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-2 font-bold">診療時間</legend>
      {error ? <p className="font-bold text-danger">{error}</p> : null}
      <div className="grid gap-4 sm:grid-cols-2">
        {halves.map(({ half, label }) => (
          <SpanFields
            key={half}
            label={`${label}の診療`}
            span={usual[half]}
            onChange={(span) => changeUsual(half, span)}
          />
        ))}
      </div>
      <table className="w-full border-collapse text-center">
        <caption className="mb-2 text-left text-sub text-ink-2">
          診療する曜日と時間帯を押して選びます。もう一度押すと休診になります。
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">時間帯</span>
            </th>
            {weekdays.map((day) => (
              <th key={day} scope="col" className="py-1">
                {weekdayWords[day]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {halves.map(({ half, label }) => (
            <tr key={half}>
              <th scope="row" className="pr-2 text-left">
                {label}
              </th>
              {weekdays.map((day) => {
                const open = hours[day][half] !== null;
                return (
                  <td key={day} className="p-1">
                    <Button
                      size="lg"
                      fullWidth
                      variant={open ? 'secondary' : 'tertiary'}
                      aria-pressed={open}
                      onClick={() => set(day, half, open ? null : usual[half])}
                    >
                      <span className="sr-only">{`${weekdayWords[day]}曜 ${label}`}</span>
                      {open ? '診療' : '休'}
                    </Button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <Disclosure summary="曜日ごとに時間を変える">
        <div className="grid gap-4 sm:grid-cols-2">
          {weekdays.flatMap((day) =>
            halves.flatMap(({ half, label }) => {
              const span = hours[day][half];
              return span
                ? [
                    <SpanFields
                      key={`${day}-${half}`}
                      label={`${weekdayWords[day]}曜 ${label}`}
                      span={span}
                      onChange={(next) => set(day, half, next)}
                    />,
                  ]
                : [];
            }),
          )}
        </div>
      </Disclosure>
    </fieldset>
  );
}

function SpanFields({
  label,
  span,
  onChange,
}: {
  label: string;
  span: Span;
  onChange: (span: Span) => void;
}) {
  return (
    <fieldset className="flex flex-wrap items-end gap-3">
      <legend className="mb-1 font-bold">{label}</legend>
      <Select
        label={`${label} 始まり`}
        labelHidden
        value={span.from}
        options={timesWith(span.from)}
        onChange={(event) => onChange({ ...span, from: event.target.value })}
      />
      <span aria-hidden="true" className="pb-3">
        〜
      </span>
      <Select
        label={`${label} 終わり`}
        labelHidden
        value={span.to}
        options={timesWith(span.to)}
        onChange={(event) => onChange({ ...span, to: event.target.value })}
      />
    </fieldset>
  );
}
