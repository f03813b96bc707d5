'use client';

import { Dialog } from '@shirube/ui';
import type { FormClass, UsagePick } from './pickers/picks.ts';
import { UsagePicker } from './pickers/usage-picker.tsx';

interface UsageDialogProps {
  open: boolean;
  formClass: FormClass;
  /** the usage that holds now */
  value?: UsagePick | null;
  onClose: () => void;
  onPick: (usage: UsagePick) => void;
}

/** 用法を選ぶ in a dialog of its own. */
export function UsageDialog({ open, formClass, value = null, onClose, onPick }: UsageDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title="用法を選ぶ">
      <UsagePicker formClass={formClass} value={value} onPick={onPick} />
    </Dialog>
  );
}
