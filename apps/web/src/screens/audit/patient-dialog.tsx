'use client';

import type { PatientSummary } from '@shirube/core/patients/schema';
import { Dialog } from '@shirube/ui';
import { PatientPicker } from './patient-picker.tsx';

interface PatientDialogProps {
  open: boolean;
  today: string;
  title: string;
  onClose: () => void;
  onPick: (patient: PatientSummary) => void;
}

export function PatientDialog({ open, today, title, onClose, onPick }: PatientDialogProps) {
  return (
    <Dialog open={open} onClose={onClose} title={title}>
      {open ? <PatientPicker today={today} onPick={onPick} /> : null}
    </Dialog>
  );
}
