import type { AnchorHTMLAttributes, ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import type { LinkLike } from '../link-like.ts';
import { type ButtonLook, buttonClass } from './button-style.ts';

export interface LinkButtonProps extends AnchorHTMLAttributes<HTMLAnchorElement>, ButtonLook {
  href: string;
  /** what draws the link: 'a' (default) or the app's link component */
  as?: LinkLike | undefined;
  children: ReactNode;
  icon?: ReactNode;
  iconEnd?: ReactNode;
}

/** A link that looks like a button: goes somewhere, changes nothing. */
export function LinkButton({
  as: Link = 'a',
  children,
  icon,
  iconEnd,
  variant,
  size,
  fullWidth,
  className,
  ...rest
}: LinkButtonProps) {
  return (
    <Link {...rest} className={classNames(buttonClass({ variant, size, fullWidth }), className)}>
      {icon}
      <span>{children}</span>
      {iconEnd}
    </Link>
  );
}
