'use client';

import type { ReactNode } from 'react';
import { ListBox, ListBoxItem, Text } from 'react-aria-components';
import { classNames } from '../class-names.ts';
import { CheckIcon } from '../icons.tsx';

export interface GridChoice {
  id: string;
  /** what is picked, in words; read out */
  label: string;
  /** a second line under the label */
  detail?: ReactNode;
  /** it is what holds now */
  chosen?: boolean | undefined;
}

export interface ChoiceGridProps<Choice extends GridChoice> {
  /** what is being chosen; shown above unless hidden */
  label: string;
  labelHidden?: boolean | undefined;
  choices: readonly Choice[];
  /** once for a click, a tap, or Enter on the one reached with the arrow keys */
  onPick: (choice: Choice) => void;
  /** how wide a button is: letter for single kana, short for a word or two, wide for a sentence */
  width?: 'letter' | 'short' | 'wide' | undefined;
}

const columns = {
  letter: 'grid-cols-[repeat(auto-fill,minmax(3rem,1fr))]',
  short: 'grid-cols-[repeat(auto-fill,minmax(8rem,1fr))]',
  wide: 'grid-cols-[repeat(auto-fill,minmax(14rem,1fr))]',
} as const;

/**
 * Many things to pick one of, each a large button, in as many columns as fit. One stop of the Tab key: the arrow keys move
 * inside, letters jump, Enter picks.
 */
export function ChoiceGrid<Choice extends GridChoice>({
  label,
  labelHidden = false,
  choices,
  onPick,
  width = 'short',
}: ChoiceGridProps<Choice>) {
  return (
    <div className="grid gap-1.5">
      {labelHidden ? null : (
        <p aria-hidden="true" className="font-bold leading-snug">
          {label}
        </p>
      )}
      <ListBox
        aria-label={label}
        layout="grid"
        items={choices}
        selectionMode="none"
        onAction={(key) => {
          const picked = choices.find((choice) => choice.id === key);
          if (picked) onPick(picked);
        }}
        className={classNames('grid gap-2', columns[width])}
      >
        {(choice) => (
          <ListBoxItem
            id={choice.id}
            textValue={choice.label}
            className={classNames(
              'flex min-h-12 cursor-pointer items-center justify-center gap-1.5 rounded-control border px-2.5 py-1.5 text-center leading-snug',
              choice.chosen
                ? 'border-key bg-key-tint font-bold text-key ring-1 ring-key'
                : 'border-control bg-white text-ink hover:border-key hover:bg-key-tint',
            )}
          >
            {choice.chosen ? <CheckIcon /> : null}
            <span>
              <Text slot="label" className="block">
                {choice.label}
                {choice.chosen ? <span className="sr-only">（いま選んでいます）</span> : null}
              </Text>
              {choice.detail ? (
                <Text slot="description" className="block text-note text-ink-2">
                  {choice.detail}
                </Text>
              ) : null}
            </span>
          </ListBoxItem>
        )}
      </ListBox>
    </div>
  );
}
