'use client';

import type { KeyboardEvent, ReactNode } from 'react';
import {
  Button as AriaButton,
  SearchField as AriaSearchField,
  Autocomplete,
  Header,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Text,
} from 'react-aria-components';
import { classNames } from '../class-names.ts';
import { LiveRegion } from '../feedback/live-region.tsx';
import { StatusBadge } from '../feedback/status-badge.tsx';
import { AddIcon, BusyIcon, CloseIcon, ErrorIcon, SearchIcon } from '../icons.tsx';
import type { Tone } from '../tone.ts';
import { controlBoxClass } from './field.tsx';

export interface SearchPickerItem {
  id: string;
  /** what is picked, as text: also read out and used for matching by assistive technology */
  label: string;
  /** the label drawn with emphasis, e.g. the differing part of look-alike names in bold */
  labelNode?: ReactNode;
  /** a second line: general name, kana, date of birth */
  detail?: ReactNode;
  /** a third line that must not be overlooked: what it is easily taken for */
  note?: ReactNode;
  /** short facts at the right: strength, form, price, age */
  facts?: ReactNode;
  tags?: readonly { label: string; tone?: Tone | undefined }[] | undefined;
  /** why it cannot be picked; the row stays readable and cannot be chosen */
  unavailableReason?: string | undefined;
  /** the heading it stands under; rows of one heading follow each other */
  section?: string | undefined;
}

/** idle: nothing asked yet. loading: waiting for an answer. ready: `items` answers `query`. failed: no answer. */
export type SearchState = 'idle' | 'loading' | 'ready' | 'failed';

export interface SearchPickerProps<Item extends SearchPickerItem> {
  label: string;
  labelHidden?: boolean | undefined;
  hint?: ReactNode;
  /** the text in the box; the caller searches (after a pause) and gives `items` */
  query: string;
  onQueryChange: (query: string) => void;
  items: readonly Item[];
  /** called once for a click, a tap, or Enter on a row reached with the arrow keys */
  onPick: (item: Item) => void;
  state: SearchState;
  /** shown before anything is typed, e.g. 名前・かな・番号を入れてください */
  idleText?: string | undefined;
  /** shown when nothing is found; say what else to try */
  notFoundText?: string | undefined;
  /** shown when the search could not be made */
  failedText?: string | undefined;
  /** more exist than are listed: say so, a cut list must not look complete */
  moreText?: string | undefined;
  /** the word at the right end of each row */
  pickWord?: string | undefined;
  /** put the caret here when it appears, where the person asked to search */
  autoFocus?: boolean | undefined;
}

/** The key that confirms a Japanese conversion must not reach the list (keyCode 229 is Safari's way to say so). */
function isConversionKey(event: KeyboardEvent): boolean {
  return event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229;
}

function countText(count: number, moreText: string | undefined): string {
  return `${count}件見つかりました${moreText ? `。${moreText}` : ''}`;
}

/**
 * Search and pick one: a search box with the answers listed under it in large rows. Nothing is chosen by
 * typing alone: Enter picks only a row that the arrow keys have reached (a look-alike drug name must not be
 * committed because it happened to be first).
 */
export function SearchPicker<Item extends SearchPickerItem>({
  label,
  labelHidden,
  hint,
  query,
  onQueryChange,
  items,
  onPick,
  state,
  idleText = '名前やかなを入れてください',
  notFoundText = '見つかりません。文字を減らすか、ほかの書き方でさがしてください',
  failedText = 'さがせませんでした。少し待ってから、もう一度入れてください',
  moreText,
  pickWord = '選ぶ',
  autoFocus,
}: SearchPickerProps<Item>) {
  const spoken =
    state === 'ready' ? (items.length > 0 ? countText(items.length, moreText) : notFoundText) : '';

  return (
    <Autocomplete inputValue={query} onInputChange={onQueryChange} disableAutoFocusFirst>
      <AriaSearchField
        className="grid gap-1.5"
        autoFocus={autoFocus ?? false}
        {...(autoFocus ? { 'data-takes-focus': true } : {})}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') event.continuePropagation();
        }}
      >
        <Label className={labelHidden ? 'sr-only' : 'font-bold leading-snug'}>{label}</Label>
        {hint ? (
          <Text slot="description" className="text-sub text-ink-2">
            {hint}
          </Text>
        ) : null}
        <span
          className="relative block"
          onKeyDownCapture={(event) => {
            if (isConversionKey(event)) event.stopPropagation();
            else if (event.key === 'Enter') event.preventDefault();
          }}
        >
          <SearchIcon className="pointer-events-none absolute top-1/2 left-3.5 size-5 -translate-y-1/2 text-ink-2" />
          <Input
            autoComplete="off"
            className={classNames(
              controlBoxClass(false),
              'min-h-12 py-2 pr-24 pl-11 [&::-webkit-search-cancel-button]:hidden',
            )}
          />
          {query === '' ? null : (
            <AriaButton
              aria-label="検索の文字を消す"
              className="absolute top-1/2 right-1 inline-flex min-h-11 -translate-y-1/2 items-center gap-1 rounded-control px-3 text-sub text-ink hover:bg-surface"
            >
              <CloseIcon />
              消す
            </AriaButton>
          )}
        </span>
      </AriaSearchField>
      <LiveRegion>{spoken}</LiveRegion>
      <div className="mt-2 overflow-hidden rounded-control border border-line bg-white">
        {items.length === 0 ? null : (
          <ListBox
            aria-label={`${label}の候補`}
            selectionMode="none"
            onAction={(key) => {
              const picked = items.find((item) => item.id === key);
              if (picked && picked.unavailableReason === undefined) onPick(picked);
            }}
            className="divide-y divide-line-2"
          >
            {items.some((item) => item.section !== undefined)
              ? sectionsOf(items).map(([heading, rows]) => (
                  <ListBoxSection key={heading} aria-label={heading} className="divide-y divide-line-2">
                    <Header className="bg-surface-2 px-4 py-1.5 text-sub font-bold text-ink-2">
                      {heading}
                    </Header>
                    {rows.map((item) => (
                      <Row key={item.id} item={item} pickWord={pickWord} />
                    ))}
                  </ListBoxSection>
                ))
              : items.map((item) => <Row key={item.id} item={item} pickWord={pickWord} />)}
          </ListBox>
        )}
        <Footing {...{ state, idleText, notFoundText, failedText, moreText }} count={items.length} />
      </div>
    </Autocomplete>
  );
}

/** Rows by their headings, in the order in which the headings first stand. */
function sectionsOf<Item extends SearchPickerItem>(items: readonly Item[]): [string, Item[]][] {
  const sections = new Map<string, Item[]>();
  for (const item of items) {
    const heading = item.section ?? '';
    sections.set(heading, [...(sections.get(heading) ?? []), item]);
  }
  return [...sections];
}

function Row({ item, pickWord }: { item: SearchPickerItem; pickWord: string }) {
  return (
    <ListBoxItem
      id={item.id}
      textValue={item.label}
      isDisabled={item.unavailableReason !== undefined}
      className="focus-virtual flex min-h-14 cursor-pointer items-center gap-3 px-4 py-2.5 hover:bg-key-tint data-disabled:cursor-not-allowed data-disabled:bg-surface-2 data-focused:bg-key-tint"
    >
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="text-lead font-bold">{item.labelNode ?? item.label}</span>
          {item.tags?.map((tag) => (
            <StatusBadge key={tag.label} tone={tag.tone ?? 'neutral'} size="sm">
              {tag.label}
            </StatusBadge>
          ))}
        </span>
        {item.detail ? <span className="block text-sub text-ink-2">{item.detail}</span> : null}
        {item.note ? <span className="block text-sub text-ink">{item.note}</span> : null}
        {item.unavailableReason ? (
          <span className="block text-sub font-bold text-danger">{item.unavailableReason}</span>
        ) : null}
      </span>
      {item.facts ? (
        <span className="tabular shrink-0 text-right text-sub text-ink-2">{item.facts}</span>
      ) : null}
      {item.unavailableReason === undefined ? (
        <span
          aria-hidden="true"
          className="inline-flex shrink-0 items-center gap-1 rounded-control border border-key px-3 py-1 text-sub font-bold text-key"
        >
          <AddIcon />
          {pickWord}
        </span>
      ) : null}
    </ListBoxItem>
  );
}

interface FootingProps {
  state: SearchState;
  count: number;
  idleText: string;
  notFoundText: string;
  failedText: string;
  moreText: string | undefined;
}

/** What stands under or instead of the rows: the state of the search, always in words. */
function Footing({ state, count, idleText, notFoundText, failedText, moreText }: FootingProps) {
  const line = 'flex min-h-12 items-center gap-2 px-4 py-2.5 text-sub';
  if (state === 'loading')
    return (
      <p className={classNames(line, 'text-ink-2')}>
        <BusyIcon />
        さがしています
      </p>
    );
  if (state === 'failed')
    return (
      <p role="alert" className={classNames(line, 'font-bold text-danger')}>
        <ErrorIcon />
        {failedText}
      </p>
    );
  if (state === 'idle')
    return count === 0 ? <p className={classNames(line, 'text-ink-2')}>{idleText}</p> : null;
  if (count === 0) return <p className={classNames(line, 'text-ink')}>{notFoundText}</p>;
  return (
    <p className={classNames(line, 'border-t border-line-2 bg-surface-2 text-ink-2')}>
      {countText(count, moreText)}
    </p>
  );
}
