'use client';

import { SegmentedControl } from './segmented-control.tsx';

/** Percent of the standard text size; the app puts `text-scale-125` or `text-scale-150` on <html>. */
export type TextScale = '100' | '125' | '150';

export interface TextScaleControlProps {
  value: TextScale;
  onChange: (value: TextScale) => void;
}

/** 文字を大きく: three sizes, each written in its own size. The choice belongs to the person, not to the device. */
export function TextScaleControl({ value, onChange }: TextScaleControlProps) {
  return (
    <SegmentedControl
      label="文字の大きさ"
      segments={[
        { value: '100', label: <span className="text-note">標準</span> },
        { value: '125', label: <span className="text-body">大</span> },
        { value: '150', label: <span className="text-title">特大</span> },
      ]}
      value={value}
      onChange={onChange}
    />
  );
}
