'use client';

import { useState } from 'react';
import { type TextScale, TextScaleControl } from './controls/text-scale-control.tsx';
import { Chip } from './feedback/status-badge.tsx';
import { BoardSample } from './gallery/board-sample.tsx';
import { ChartSample } from './gallery/chart-sample.tsx';
import { ControlsSample } from './gallery/controls-sample.tsx';
import { FeedbackSample } from './gallery/feedback-sample.tsx';
import { HardCasesSample } from './gallery/hard-cases-sample.tsx';
import { PersonIcon, SuccessIcon } from './icons.tsx';
import { AppHeader } from './layout/app-header.tsx';

/** Which sheet of the gallery is open. */
export type GalleryScreen = 'board' | 'chart' | 'controls' | 'feedback' | 'hard';

const screens: readonly { id: GalleryScreen; label: string }[] = [
  { id: 'board', label: '受付一覧' },
  { id: 'chart', label: 'カルテ' },
  { id: 'controls', label: '入力の部品' },
  { id: 'feedback', label: '知らせる部品' },
  { id: 'hard', label: '長い名前・多い件数' },
];

const samples = {
  board: BoardSample,
  chart: ChartSample,
  controls: ControlsSample,
  feedback: FeedbackSample,
  hard: HardCasesSample,
} as const;

function applyTextScale(scale: TextScale) {
  const root = document.documentElement;
  root.classList.toggle('text-scale-125', scale === '125');
  root.classList.toggle('text-scale-150', scale === '150');
}

export interface GalleryProps {
  /** the sheet to show; the app reads it from the address (?screen=chart) */
  screen?: GalleryScreen | undefined;
}

/** Every part of the design system in the states that matter, with invented people. For development and axe. */
export function Gallery({ screen = 'board' }: GalleryProps) {
  const [scale, setScale] = useState<TextScale>('100');
  const Sample = samples[screen];
  return (
    <>
      <AppHeader
        homeHref="?screen=board"
        place="しるべ内科クリニック"
        links={screens.map(({ id, label }) => ({
          href: `?screen=${id}`,
          label,
          current: id === screen,
          ...(id === 'feedback' ? { count: 3 } : {}),
        }))}
        right={
          <>
            <Chip tone="success" icon={<SuccessIcon />}>
              署名できます（18:00まで）
            </Chip>
            <TextScaleControl
              value={scale}
              onChange={(next) => {
                setScale(next);
                applyTextScale(next);
              }}
            />
            <Chip icon={<PersonIcon />}>医師　山田 花子</Chip>
          </>
        }
      />
      <main id="main">
        <Sample />
      </main>
    </>
  );
}
