'use client';

import type { FacilityHit, Receiver } from '@shirube/core/documents/schema';
import { Button, Card, Dialog, Notice, SearchPicker, TextField, ToggleButton } from '@shirube/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '~/client/trpc.tsx';
import { searchStateOf, usePaused } from '../chart/search-state.ts';
import { eraDate } from '../format.ts';
import { placeId } from './place.ts';

interface ReceiverCardProps {
  title: string;
  receiver: Receiver | null;
  onChange: (receiver: Receiver) => void;
}

/** To whom: chosen in the directory, with department and doctor; whether the service reaches them is said at once. */
export function ReceiverCard({ title, receiver, onChange }: ReceiverCardProps) {
  const [choosing, setChoosing] = useState(false);
  const [departments, setDepartments] = useState<readonly string[]>([]);
  return (
    <Card
      title={title}
      actions={receiver ? <Button onClick={() => setChoosing(true)}>{`${title}を変える`}</Button> : null}
    >
      <div id={placeId('to')} tabIndex={-1} className="grid gap-4">
        {receiver ? (
          <>
            <div>
              <p className="text-lead font-bold">{receiver.name}</p>
              <p className="text-sub text-ink-2">
                {[
                  `医療機関番号 ${receiver.institutionCode}`,
                  receiver.postalCode ? `〒${receiver.postalCode}` : null,
                  receiver.address,
                  receiver.phone ? `電話 ${receiver.phone}` : null,
                ]
                  .filter((each) => each !== null)
                  .join('　')}
              </p>
            </div>
            <ReceiverState institutionCode={receiver.institutionCode} />
            <TextField
              label="診療科"
              hint="空欄のときは「担当科」と印刷します"
              maxLength={200}
              characters={30}
              value={receiver.departmentName ?? ''}
              onChange={(event) =>
                onChange({
                  ...receiver,
                  departmentName: event.target.value === '' ? null : event.target.value,
                })
              }
            />
            {departments.length > 0 ? (
              <div className="flex flex-wrap gap-2">
                {departments.map((name) => (
                  <ToggleButton
                    key={name}
                    pressed={receiver.departmentName === name}
                    onPress={(pressed) => onChange({ ...receiver, departmentName: pressed ? name : null })}
                  >
                    {name}
                  </ToggleButton>
                ))}
              </div>
            ) : null}
            <TextField
              label="医師の名前"
              hint="空欄のときは「担当医」と印刷します"
              maxLength={200}
              characters={30}
              value={receiver.doctorName ?? ''}
              onChange={(event) =>
                onChange({ ...receiver, doctorName: event.target.value === '' ? null : event.target.value })
              }
            />
          </>
        ) : (
          <>
            <p>まだ選ばれていません。</p>
            <Button size="lg" variant="primary" onClick={() => setChoosing(true)}>
              {`${title}を選ぶ`}
            </Button>
          </>
        )}
      </div>
      <Dialog open={choosing} onClose={() => setChoosing(false)} title={`${title}を選んでください`} wide>
        <FacilityPicker
          onPick={(hit) => {
            setDepartments(hit.departments);
            onChange({
              institutionCode: hit.institutionCode,
              name: hit.name,
              postalCode: hit.postalCode,
              address: hit.address,
              phone: hit.phone,
              departmentCode: null,
              departmentName: hit.departmentName,
              doctorName: hit.doctorName,
            });
            setChoosing(false);
          }}
        />
      </Dialog>
    </Card>
  );
}

function FacilityPicker({ onPick }: { onPick: (hit: FacilityHit) => void }) {
  const trpc = useTRPC();
  const [text, setText] = useState('');
  const asked = usePaused(text);
  const query = useQuery({
    ...trpc.documents.receivers.queryOptions({ text: asked }),
    placeholderData: keepPreviousData,
  });
  const hits = query.data ?? [];
  return (
    <SearchPicker
      label="医療機関をさがす"
      hint="名前・かな・医療機関番号で"
      query={text}
      onQueryChange={setText}
      state={text.trim() === '' ? 'idle' : searchStateOf(text, asked, query)}
      idleText="名前を入れるとさがせます"
      items={hits.map((hit) => ({
        id: hit.institutionCode,
        label: hit.name,
        detail: [hit.address, hit.departments.join('・')].filter((each) => each).join('　'),
        facts: hit.lastOn ? `${eraDate(hit.lastOn)} に送りました` : hit.institutionCode,
        tags: hit.letters > 0 ? [{ label: `これまで ${hit.letters}通`, tone: 'key' as const }] : undefined,
        section: hit.letters > 0 ? 'これまで送った医療機関' : '医療機関の名簿',
        hit,
      }))}
      onPick={(item) => onPick(item.hit)}
      autoFocus
    />
  );
}

/** Whether the receiver can be sent to, in words; it never hinders writing. */
function ReceiverState({ institutionCode }: { institutionCode: string }) {
  const state = useReceiverState(institutionCode);
  if (!state) return <p className="text-sub text-ink-2">サービスで送れる相手か確かめています…</p>;
  const tone = { connected: 'success', not_connected: 'warning', unknown: 'unknown' } as const;
  return <Notice tone={tone[state.state]} title={state.message} />;
}

/** What the service says of an institution; null while it is asked. */
export function useReceiverState(institutionCode: string | null) {
  const trpc = useTRPC();
  const asked = useQuery({
    ...trpc.documents.receiverState.queryOptions({ institutionCode: institutionCode ?? '0000000000' }),
    enabled: institutionCode !== null,
    staleTime: 300_000,
    retry: false,
    refetchOnWindowFocus: false,
  });
  if (institutionCode === null) return null;
  if (asked.isError)
    return {
      state: 'unknown' as const,
      message: 'サービスで送れる相手かどうか、いま確かめられませんでした。書き続けられます。',
    };
  return asked.data ?? null;
}
