'use client';

import {
  CHECKUP_PROGRAMS,
  type CheckupContent,
  type CheckupProgram,
  type CheckupRow,
  OTHER_SERVICES,
  withProgram,
} from '@shirube/core/documents/checkup-lines';
import { Card, RadioCards, SegmentedControl, Select, TextField } from '@shirube/ui';
import { placeId } from '../place.ts';

interface CheckupHeadProps {
  content: CheckupContent;
  rows: readonly CheckupRow[];
  update: (next: (before: CheckupContent) => CheckupContent) => void;
}

/** Which check-up it is, when the person came, and with which 受診券. */
export function CheckupHead({ content, rows, update }: CheckupHeadProps) {
  const service = OTHER_SERVICES.findIndex(
    ({ reportCategory, programCode }) =>
      reportCategory === content.reportCategory && programCode === content.programCode,
  );
  return (
    <Card title="健診の種類">
      <div id={placeId('program')} tabIndex={-1} className="grid gap-4">
        <RadioCards
          label="どの健診の結果ですか"
          columns={2}
          options={Object.entries(CHECKUP_PROGRAMS).map(([value, { label }]) => ({
            value: value as CheckupProgram,
            label,
          }))}
          value={content.program}
          onChange={(program) => update((before) => withProgram(rows, before, program))}
        />
        {content.program === 'other' ? (
          <Select
            label="その他の健診の種類"
            options={OTHER_SERVICES.map(({ label }, index) => ({ value: String(index), label }))}
            value={String(Math.max(service, 0))}
            onChange={(event) => {
              const chosen = OTHER_SERVICES[Number(event.target.value)];
              if (chosen === undefined) return;
              const { reportCategory, programCode } = chosen;
              update((before) => ({ ...before, reportCategory, programCode }));
            }}
          />
        ) : null}
        <div className="flex flex-wrap items-end gap-4">
          <div id={placeId('examinedOn')} tabIndex={-1}>
            <TextField
              label="受診日"
              type="date"
              characters={16}
              value={content.examinedOn ?? ''}
              onChange={(event) => {
                const examinedOn = event.target.value === '' ? null : event.target.value;
                update((before) => ({ ...before, examinedOn }));
              }}
            />
          </div>
          <SegmentedControl
            label="受診のしかた"
            labelVisible
            segments={[
              { value: 'individual', label: '個別' },
              { value: 'group', label: '集団' },
            ]}
            value={content.setting}
            onChange={(setting) => update((before) => ({ ...before, setting }))}
          />
          <div id={placeId('ticket')} tabIndex={-1}>
            <TextField
              label="受診券整理番号（あれば）"
              inputMode="numeric"
              maxLength={11}
              characters={16}
              value={content.ticketNumber}
              onChange={(event) => {
                const ticketNumber = event.target.value.normalize('NFKC').replace(/\D/g, '');
                update((before) => ({ ...before, ticketNumber }));
              }}
            />
          </div>
        </div>
      </div>
    </Card>
  );
}
