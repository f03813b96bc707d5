'use client';

import type { PatientSummary } from '@shirube/core/patients/schema';
import { Button, Dialog, Notice, RadioCards, SearchPicker, TextField } from '@shirube/ui';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { ageInWords, birthDateInWords, fullKana, fullName, sexInWords } from '../format.ts';

type Method = '資格確認書' | 'マイナ保険証' | '確認できず';

interface WalkInDialogProps {
  open: boolean;
  today: string;
  onClose: () => void;
  onReceived: () => Promise<unknown>;
}

/** 受付 without a card: find the person, say why they came and how the insurance was looked at. */
export function WalkInDialog({ open, today, onClose, onReceived }: WalkInDialogProps) {
  const trpc = useTRPC();
  const [text, setText] = useState('');
  const [patient, setPatient] = useState<PatientSummary | null>(null);
  const [purpose, setPurpose] = useState('');
  const [method, setMethod] = useState<Method | null>(null);
  const asked = text.trim();
  const found = useQuery({
    ...trpc.patients.search.queryOptions({ text: asked, limit: 10 }),
    enabled: open && asked !== '',
    placeholderData: keepPreviousData,
  });
  const clear = () => {
    setPatient(null);
    setPurpose('');
    setMethod(null);
    setText('');
  };
  const receive = useMutation(
    trpc.reception.receive.mutationOptions({
      onSuccess: () => {
        clear();
        return onReceived();
      },
    }),
  );
  const patients = asked === '' ? [] : (found.data ?? []);
  return (
    <Dialog
      open={open}
      onClose={() => {
        clear();
        onClose();
      }}
      title={patient ? `${fullName(patient)} さんを受付する` : '患者をさがす'}
    >
      {patient && method !== undefined ? (
        <div className="grid gap-5">
          <p>
            {`${fullKana(patient)}　${birthDateInWords(patient.birthDate)}　患者番号 ${patient.patientNumber}`}
          </p>
          <TextField
            label="来院の目的"
            required
            value={purpose}
            onChange={(event) => setPurpose(event.target.value)}
          />
          <RadioCards<Method>
            label="保険の確かめ方"
            options={[
              { value: '資格確認書', label: '資格確認書を見た' },
              { value: 'マイナ保険証', label: 'マイナ保険証（カードを読み取れない）' },
              { value: '確認できず', label: '確認できなかった' },
            ]}
            value={method}
            onChange={setMethod}
          />
          {receive.isError ? <Notice tone="error" title={sentenceOf(receive.error)} live /> : null}
          <div className="flex flex-wrap gap-3">
            <Button
              variant="primary"
              size="lg"
              busy={receive.isPending}
              unavailableReason={
                purpose.trim() === '' || method === null ? '目的と確かめ方を選ぶと受付できます' : undefined
              }
              onClick={() =>
                method &&
                receive.mutate({
                  patientId: patient.id,
                  purpose,
                  verificationMethod: method,
                  prescriptionPreference: 'unspecified',
                })
              }
            >
              受付する
            </Button>
            <Button size="lg" variant="tertiary" onClick={() => setPatient(null)}>
              ほかの患者をさがす
            </Button>
          </div>
        </div>
      ) : (
        <SearchPicker
          label="患者をさがす"
          hint="カナ・名前・患者番号・生年月日（昭和41年5月26日 など）で"
          query={text}
          onQueryChange={setText}
          state={asked === '' ? 'idle' : found.isError ? 'failed' : found.isFetching ? 'loading' : 'ready'}
          items={patients.map((each) => ({
            id: each.id,
            label: fullName(each),
            detail: `${fullKana(each)}　${birthDateInWords(each.birthDate)}`,
            facts: `${sexInWords(each.sex)} ${ageInWords(each.birthDate, today)}　${each.patientNumber}`,
            patient: each,
          }))}
          onPick={(item) => setPatient(item.patient)}
          autoFocus
        />
      )}
    </Dialog>
  );
}
