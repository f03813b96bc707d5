'use client';

import type { ClinicProfile } from '@shirube/core/clinics/schema';
import { AddIcon, Button, Checkbox, TextField } from '@shirube/ui';

type Calendar = Pick<ClinicProfile['calendar'], 'closedOnNationalHolidays' | 'ownHolidays'>;

interface HolidaysEditorProps extends Calendar {
  /** today in Tokyo */
  today: string;
  onChange: (calendar: Calendar) => void;
}

/** 休診日: national holidays by one press, the clinic's own as spans with a name. */
export function HolidaysEditor({ today, onChange, ...calendar }: HolidaysEditorProps) {
  const { closedOnNationalHolidays, ownHolidays } = calendar;
  const change = (index: number, part: Partial<Calendar['ownHolidays'][number]>) =>
    onChange({
      ...calendar,
      ownHolidays: ownHolidays.map((each, at) => (at === index ? { ...each, ...part } : each)),
    });
  const year = Number(today.slice(0, 4));
  const suggestions = [
    { name: '年末年始', from: `${year}-12-29`, to: `${year + 1}-01-03` },
    { name: '夏季休診', from: `${year}-08-13`, to: `${year}-08-16` },
    { name: '休診', from: today, to: today },
  ];
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-bold">休診日</legend>
      <Checkbox
        label="国民の祝日は休診"
        description="祝日・振替休日は暦から自動で分かります。"
        checked={closedOnNationalHolidays}
        onChange={(event) => onChange({ ...calendar, closedOnNationalHolidays: event.target.checked })}
      />
      <ul aria-label="独自の休診日" className="grid gap-3">
        {ownHolidays.map((holiday, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: a row has nothing of its own but its place
            key={index}
            className="flex flex-wrap items-end gap-3 rounded-control border border-line p-3"
          >
            <TextField
              label="名前"
              characters={12}
              value={holiday.name}
              onChange={(event) => change(index, { name: event.target.value })}
            />
            <TextField
              label="始まり"
              type="date"
              value={holiday.from}
              onChange={(event) => change(index, { from: event.target.value })}
            />
            <TextField
              label="終わり"
              type="date"
              value={holiday.to}
              onChange={(event) => change(index, { to: event.target.value })}
            />
            <Button
              variant="tertiary"
              aria-label={`${holiday.name}を外す`}
              onClick={() =>
                onChange({ ...calendar, ownHolidays: ownHolidays.filter((_, at) => at !== index) })
              }
            >
              外す
            </Button>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        {suggestions.map((holiday) => (
          <Button
            key={holiday.name}
            icon={<AddIcon />}
            onClick={() => onChange({ ...calendar, ownHolidays: [...ownHolidays, holiday] })}
          >
            {`${holiday.name}を加える`}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
