'use client';

import type { ReactNode } from 'react';
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components';
import { Count } from '../feedback/status-badge.tsx';

export interface TabItem {
  id: string;
  label: string;
  /** how many things wait in this tab; nothing is shown for 0 or when left out */
  count?: number | undefined;
  content: ReactNode;
}

export interface TabsProps {
  /** what the tabs are about, for assistive technology */
  label: string;
  items: readonly TabItem[];
  /** id of the open tab; the first one opens when left out */
  selected?: string | undefined;
  onSelect?: ((id: string) => void) | undefined;
  /** space around the panel: none when the panel brings its own */
  panelClassName?: string | undefined;
}

/** Tabs in one card. Arrow keys move between them; a bar under the word and bold type mark the open one. */
export function Tabs({ label, items, selected, onSelect, panelClassName = 'p-4' }: TabsProps) {
  return (
    <AriaTabs
      {...(selected === undefined ? {} : { selectedKey: selected })}
      onSelectionChange={(key) => onSelect?.(String(key))}
    >
      <TabList aria-label={label} items={items} className="flex flex-wrap border-b border-line-2 px-1.5">
        {(item) => (
          <Tab
            id={item.id}
            className="focus-inset flex min-h-12 cursor-pointer items-center gap-1.5 border-b-4 border-transparent px-3 pt-1 text-ink-2 hover:text-key data-selected:border-key data-selected:font-bold data-selected:text-key forced-colors:border-[Canvas] forced-colors:data-selected:border-[Highlight]"
          >
            {item.label}
            {item.count ? <Count value={item.count} /> : null}
          </Tab>
        )}
      </TabList>
      {items.map((item) => (
        <TabPanel key={item.id} id={item.id} className={panelClassName}>
          {item.content}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
