'use client';

import { Button, ChoiceGrid } from '@shirube/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTRPC } from '~/client/trpc.tsx';

const order =
  'アイウエオカキクケコガギグゲゴサシスセソザジズゼゾタチツテトダデドナニヌネノハヒフヘホバビブベボパピプペポマミムメモヤユヨラリルレロワン';
const rows: [string, string][] = [
  ['あ行', 'アイウエオ'],
  ['か行', 'カキクケコガギグゲゴ'],
  ['さ行', 'サシスセソザジズゼゾ'],
  ['た行', 'タチツテトダデド'],
  ['な行', 'ナニヌネノ'],
  ['は行', 'ハヒフヘホバビブベボパピプペポ'],
  ['ま行', 'マミムメモ'],
  ['や行・ら行・わ行', 'ヤユヨラリルレロワン'],
];
const place = (letter: string) => {
  const at = order.indexOf(letter);
  return at < 0 ? order.length + (letter.codePointAt(0) ?? 0) : at;
};

/** 五十音で: the kana with which the names of drugs go on, as buttons; pressing them writes the beginning of the name. */
export function KanaBoard({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const trpc = useTRPC();
  const browse = useQuery({
    ...trpc.masters.browseDrugs.queryOptions({ prefix: text.slice(0, 30) }),
    placeholderData: keepPreviousData,
    staleTime: 3_600_000,
  });
  const letters = (browse.data?.next ?? []).map((each) => each.letter).sort((a, b) => place(a) - place(b));
  const press = (letter: string) => onChange(text + letter);
  const others = letters.filter((letter) => !order.includes(letter));
  return (
    <div className="grid gap-2.5">
      {text === '' ? (
        <>
          {rows.map(([label, kana]) => {
            const here = letters.filter((letter) => kana.includes(letter));
            return here.length > 0 ? (
              <Letters key={label} label={label} letters={here} press={press} />
            ) : null;
          })}
          {others.length > 0 ? <Letters label="英数字・漢字" letters={others} press={press} /> : null}
        </>
      ) : letters.length > 0 ? (
        <Letters label={`「${text}」の次の文字`} letters={letters} press={press} shown />
      ) : null}
      {text === '' ? null : (
        <div className="flex flex-wrap gap-2.5">
          <Button onClick={() => onChange([...text].slice(0, -1).join(''))}>1文字もどす</Button>
          <Button variant="tertiary" onClick={() => onChange('')}>
            はじめから
          </Button>
        </div>
      )}
    </div>
  );
}

function Letters(props: {
  label: string;
  letters: readonly string[];
  press: (letter: string) => void;
  shown?: boolean;
}) {
  return (
    <ChoiceGrid
      label={props.label}
      labelHidden={!props.shown}
      width="letter"
      choices={props.letters.map((letter) => ({ id: letter, label: letter }))}
      onPick={({ label }) => props.press(label)}
    />
  );
}
