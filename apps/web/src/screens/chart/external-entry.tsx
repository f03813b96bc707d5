'use client';

import { displayDrugName } from '@shirube/terminology';
import { Button, Dialog, Notice, NumberStepper, TextField } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { DrugSearch } from './pickers/drug-search.tsx';
import type { DrugPick } from './pickers/picks.ts';

interface ExternalEntryProps {
  patientId: string;
  today: string;
  onEntered: () => Promise<unknown>;
}

/** A drug of another facility from お薬手帳 or the patient's words, so that the order is checked against it. */
export function ExternalEntry({ patientId, today, onEntered }: ExternalEntryProps) {
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const [drug, setDrug] = useState<DrugPick | null>(null);
  const [facilityName, setFacility] = useState('');
  const [dispensedOn, setDay] = useState(today);
  const [days, setDays] = useState<number | null>(14);
  const enter = useMutation(trpc.prescribing.enterExternal.mutationOptions());
  const close = () => {
    setOpen(false);
    setDrug(null);
    setFacility('');
    enter.reset();
  };
  const save = async () => {
    if (drug === null || days === null) return;
    try {
      await enter.mutateAsync({ patientId, yjCode: drug.yjCode, facilityName, dispensedOn, days });
    } catch {
      // what went wrong stands in the notice
      return;
    }
    close();
    await onEntered();
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>他院の薬を手で書き足す</Button>
      <Dialog
        open={open}
        onClose={close}
        title="他院・薬局のお薬を書き足す"
        wide
        actions={
          drug === null ? undefined : (
            <>
              <Button
                variant="primary"
                onClick={save}
                busy={enter.isPending}
                unavailableReason={
                  facilityName.trim() === ''
                    ? '医療機関・薬局の名前を入力してください。'
                    : days === null
                      ? '日数を入力してください。'
                      : undefined
                }
              >
                書き足す
              </Button>
              <Button variant="tertiary" onClick={() => setDrug(null)}>
                薬を選び直す
              </Button>
            </>
          )
        }
      >
        {drug === null ? (
          <DrugSearch onPick={setDrug} />
        ) : (
          <div className="grid gap-4">
            <p>
              <strong>{displayDrugName(drug.name)}</strong>
            </p>
            <TextField
              label="医療機関・薬局の名前"
              hint="お薬手帳のとおりに。分からないときは「お薬手帳」「本人の話」など"
              required
              maxLength={60}
              value={facilityName}
              onChange={(event) => setFacility(event.target.value)}
            />
            <TextField
              label="調剤された日"
              type="date"
              required
              max={today}
              value={dispensedOn}
              onChange={(event) => setDay(event.target.value)}
            />
            <NumberStepper
              label="日数"
              labelVisible
              unit="日分"
              value={days}
              onChange={setDays}
              min={1}
              max={180}
            />
            {enter.isError ? <Notice tone="error" title={sentenceOf(enter.error)} live /> : null}
          </div>
        )}
      </Dialog>
    </>
  );
}
