import { classNames } from '../class-names.ts';

/**
 * primary: the one thing this screen is for (one per screen). secondary: ordinary acts. tertiary: acts that
 * stay out of the way. danger: takes something away or stops something.
 */
export type ButtonVariant = 'primary' | 'secondary' | 'tertiary' | 'danger';

/** xl 56 px, lg 48 px, md 40 px, sm 36 px at the standard text size; every size can be hit over 44 px. */
export type ButtonSize = 'xl' | 'lg' | 'md' | 'sm';

export interface ButtonLook {
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  fullWidth?: boolean | undefined;
}

const variantClass: Record<ButtonVariant, string> = {
  primary:
    'border-transparent bg-key text-white hover:bg-key-strong active:bg-blue-1200 visited:text-white forced-colors:border-[ButtonText]',
  secondary: 'border-key bg-white text-key hover:bg-key-tint active:bg-blue-100',
  tertiary: 'border-solid-gray-420 bg-white text-ink hover:bg-surface active:bg-solid-gray-100',
  danger: 'border-danger bg-white text-danger hover:bg-danger-tint active:bg-red-100',
};

const sizeClass: Record<ButtonSize, string> = {
  xl: 'min-h-14 px-7 py-2 text-title gap-2.5',
  lg: 'min-h-12 px-5 py-2 text-lead gap-2',
  md: "min-h-10 px-4 py-1.5 text-body gap-1.5 after:absolute after:-inset-y-[0.1875rem] after:inset-x-0 after:content-['']",
  sm: "min-h-9 min-w-11 px-3 py-1 text-sub gap-1.5 after:absolute after:-inset-y-[0.3125rem] after:inset-x-0 after:content-['']",
};

/** The classes of a button or of a link that looks like one. */
export function buttonClass(look: ButtonLook): string {
  const size = look.size ?? 'md';
  return classNames(
    'relative inline-flex items-center justify-center rounded-control border text-center font-bold leading-snug no-underline',
    'transition-[background-color,border-color] duration-100',
    'aria-disabled:border-line aria-disabled:bg-solid-gray-50 aria-disabled:text-ink-2',
    variantClass[look.variant ?? 'secondary'],
    sizeClass[size],
    look.fullWidth && 'w-full',
  );
}
