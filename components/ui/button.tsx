import { clsx } from 'clsx'
import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { Spinner } from './spinner'

export type ButtonLook = {
  /** One `primary` button on a screen. `danger` ends or deletes something. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  size?: 'small' | 'medium' | 'large'
  /** For its place in the layout, not for colors. */
  className?: string
}

/** Returns the classes of a button, for an element that isn't a `Button` or `ButtonLink`. */
export const buttonClass = ({
  variant = 'secondary',
  size = 'medium',
  className,
}: ButtonLook = {}): string => clsx(base, variants[variant], sizes[size], className)

/** A button. While `isBusy`, it shows a spinner, ignores clicks and keeps the focus. */
export const Button = ({
  variant,
  size,
  className,
  isBusy = false,
  busyText,
  type = 'button',
  onClick,
  children,
  ...props
}: ButtonLook &
  ComponentProps<'button'> & {
    isBusy?: boolean
    /** Replaces the label while busy. */
    busyText?: ReactNode
  }) => (
  <button
    {...props}
    type={type}
    className={buttonClass({ variant, size, className })}
    // Not `disabled`, which would drop the keyboard focus.
    aria-disabled={isBusy || undefined}
    onClick={isBusy ? undefined : onClick}
  >
    {isBusy && <Spinner className="size-4" />}
    {isBusy && busyText ? busyText : children}
  </button>
)

/** A link that looks like a button, to a page of this app. For other addresses use `buttonClass`. */
export const ButtonLink = ({
  variant,
  size,
  className,
  ...props
}: ButtonLook & ComponentProps<typeof Link>) => (
  <Link {...props} className={buttonClass({ variant, size, className })} />
)

const base =
  'inline-flex select-none items-center justify-center gap-2 rounded-field border text-center font-semibold leading-tight no-underline transition active:translate-y-px disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-progress'

const variants = {
  primary:
    'border-transparent bg-brand text-on-brand shadow-[inset_0_1px_0_rgb(255_255_255/0.14),0_1px_2px_var(--shade-far)] hover:bg-brand-hover',
  secondary: 'border-edge bg-card text-ink shadow-[0_1px_2px_var(--shade)] hover:border-ink',
  quiet: 'border-transparent text-ink hover:bg-sunk',
  danger: 'border-transparent bg-bad text-on-bad hover:bg-bad-hover',
}

const sizes = {
  small: 'min-h-9 px-3 py-1.5 text-sm',
  medium: 'min-h-11 px-4.5 py-2',
  large: 'min-h-13 px-6 py-2.5 text-lg',
}
