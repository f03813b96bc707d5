'use client';

import { DUMMY_USAGE_CODE } from '@shirube/terminology';
import { Button, Disclosure, Notice, TextField } from '@shirube/ui';
import { useState } from 'react';
import type { FormClass, UsagePick } from './picks.ts';

/** Words that begin a usage of a form for which the table has no codes; what is written stays the doctor's. */
const beginnings: Partial<Record<FormClass, readonly string[]>> = {
  '5': ['1日1回 皮下注射', '1日2回 皮下注射', '毎食直前 皮下注射', '就寝前 皮下注射', '週1回 皮下注射'],
  '6': ['医師の指示どおりに使用', '自己注射に使用', '血糖測定に使用'],
};

/** The record holds 50 full-width characters. */
const mostCharacters = 50;

/** A usage that the table lacks: it is written in words and carries the dummy code, and says so. */
export function UsageWithoutCode({
  formClass,
  value,
  onPick,
  open,
}: {
  formClass: FormClass;
  value: UsagePick | null;
  onPick: (usage: UsagePick) => void;
  /** the table has nothing for this form: the writing stands open */
  open: boolean;
}) {
  const [text, setText] = useState(value?.code === DUMMY_USAGE_CODE ? value.text : '');
  const written = text.trim();
  const form = (
    <div className="grid gap-4">
      <Notice tone="warning" title="この用法にはコードがつきません">
        書いた文字がそのまま薬局に届きます。薬局では手で読み取ることになるので、表にある用法はそちらを選んでください。
      </Notice>
      {beginnings[formClass] ? (
        <ul className="flex flex-wrap gap-2">
          {beginnings[formClass].map((words) => (
            <li key={words}>
              <Button size="md" variant="tertiary" onClick={() => setText(words)}>
                {words}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <TextField
        label="用法を文字で書く"
        value={text}
        maxLength={mostCharacters}
        onChange={(event) => setText(event.target.value)}
      />
      <Button
        size="lg"
        unavailableReason={written === '' ? '用法を書くと使えます' : undefined}
        onClick={() => onPick({ code: DUMMY_USAGE_CODE, text: written, timesPerDay: null })}
      >
        この用法にする（コードなし）
      </Button>
    </div>
  );
  return open ? form : <Disclosure summary="表にない用法を文字で書く">{form}</Disclosure>;
}
