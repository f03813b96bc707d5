import type { LucideIcon } from 'lucide-react';
import {
  Ban,
  CalendarDays,
  Check,
  ChevronDown,
  ChevronRight,
  ChevronUp,
  CircleAlert,
  CircleCheck,
  CircleHelp,
  CloudOff,
  Copy,
  FilePlus2,
  FileText,
  Info,
  LoaderCircle,
  LogOut,
  Minus,
  PenLine,
  Pill,
  Plus,
  Printer,
  RefreshCw,
  Search,
  Send,
  Trash2,
  TriangleAlert,
  UserRound,
  X,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface IconProps {
  /** rem-based Tailwind size; 1.25em of the text beside it unless told */
  className?: string | undefined;
}

/** Every icon is decoration beside a word: it is hidden from assistive technology and grows with the text. */
function icon(Shape: LucideIcon): (props: IconProps) => ReactNode {
  return function Icon({ className }: IconProps) {
    return (
      <Shape
        aria-hidden="true"
        focusable="false"
        strokeWidth={2.25}
        className={classNames('size-[1.25em] shrink-0', className)}
      />
    );
  };
}

export const AddIcon = icon(Plus);
export const BanIcon = icon(Ban);
export const CalendarIcon = icon(CalendarDays);
export const CheckIcon = icon(Check);
export const CloseIcon = icon(X);
export const CopyIcon = icon(Copy);
export const DeleteIcon = icon(Trash2);
export const DocumentIcon = icon(FileText);
export const DownIcon = icon(ChevronDown);
export const DrugIcon = icon(Pill);
export const EditIcon = icon(PenLine);
export const ErrorIcon = icon(CircleAlert);
export const InfoIcon = icon(Info);
export const LeaveIcon = icon(LogOut);
export const MinusIcon = icon(Minus);
export const NewDocumentIcon = icon(FilePlus2);
export const OfflineIcon = icon(CloudOff);
export const PersonIcon = icon(UserRound);
export const PrintIcon = icon(Printer);
export const RetryIcon = icon(RefreshCw);
export const RightIcon = icon(ChevronRight);
export const SearchIcon = icon(Search);
export const SendIcon = icon(Send);
export const SuccessIcon = icon(CircleCheck);
export const UnknownIcon = icon(CircleHelp);
export const UpIcon = icon(ChevronUp);
export const WarningIcon = icon(TriangleAlert);

/** Turning circle for work in progress; stands still when the person asked for less motion. */
export function BusyIcon({ className }: IconProps) {
  return (
    <LoaderCircle
      aria-hidden="true"
      focusable="false"
      strokeWidth={2.5}
      className={classNames('size-[1.25em] shrink-0 animate-spin', className)}
    />
  );
}

/** The mark of Shirube: a signpost. Decoration; the name stands beside it. */
export function ShirubeMark({ className }: IconProps) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false" className={classNames('size-8', className)}>
      <rect width="32" height="32" rx="8" fill="var(--color-key)" />
      <path d="M14.4 5.5h3.2v21h-3.2z" fill="#fff" />
      <path
        d="M8.6 9h12.1c.4 0 .8.2 1 .5l2.8 3.3c.4.4.4 1 0 1.4l-2.8 3.3c-.2.3-.6.5-1 .5H8.6c-.6 0-1.1-.5-1.1-1.1v-6.8c0-.6.5-1.1 1.1-1.1z"
        fill="#fff"
      />
      <path d="M10.6 12.4h8.6v2.2h-8.6z" fill="var(--color-key)" />
    </svg>
  );
}
