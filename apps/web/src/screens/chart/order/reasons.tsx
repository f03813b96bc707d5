'use client';

import type { DecisionReason } from '@shirube/core/safety';
import { Button, TextField } from '@shirube/ui';
import { type ReactNode, useEffect, useRef, useState } from 'react';

/** A decision's words are stored with up to 200 characters. */
const mostCharacters = 200;

/** Reasons as buttons, each the answer by itself; その他 asks for words first. */
export function Reasons(props: {
  reasons: readonly DecisionReason[];
  onPick: (reason: { code: string; text: string }) => void;
  /** they came in the place of a button that was pressed: the keyboard goes on here */
  focused?: boolean;
  children?: ReactNode;
}) {
  const [writing, setWriting] = useState<DecisionReason | null>(null);
  const [text, setText] = useState('');
  const written = text.trim();
  const first = useRef<HTMLButtonElement>(null);
  const { focused = false } = props;
  useEffect(() => {
    if (focused) first.current?.focus({ preventScroll: true });
  }, [focused]);
  if (writing)
    return (
      <div className="grid w-full gap-2">
        <TextField
          label="続ける理由"
          value={text}
          maxLength={mostCharacters}
          onChange={(event) => setText(event.target.value)}
          autoFocus
        />
        <div className="flex flex-wrap gap-2">
          <Button
            unavailableReason={written === '' ? '理由を書くと続けられます' : undefined}
            onClick={() => props.onPick({ code: writing.code, text: written })}
          >
            この理由で続ける
          </Button>
          <Button variant="tertiary" onClick={() => setWriting(null)}>
            もどる
          </Button>
        </div>
      </div>
    );
  return (
    <>
      {props.reasons.map((reason, index) => (
        <Button
          key={reason.code}
          ref={index === 0 ? first : undefined}
          variant={reason.needsText ? 'tertiary' : 'secondary'}
          onClick={() => (reason.needsText ? setWriting(reason) : props.onPick(reason))}
        >
          {reason.needsText ? 'ほかの理由を書く' : reason.text}
        </Button>
      ))}
      {props.children}
    </>
  );
}
