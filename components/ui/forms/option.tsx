import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'

/** A radio button or a checkbox with its label. */
export const Option = ({
  type = 'radio',
  hint,
  className,
  children,
  ...props
}: Omit<ComponentProps<'input'>, 'type' | 'className'> & {
  type?: 'radio' | 'checkbox'
  hint?: ReactNode
  className?: string
  children: ReactNode
}) => (
  <label
    className={clsx(
      'flex min-h-8 items-start gap-3 has-[:disabled]:cursor-not-allowed has-[:disabled]:text-muted',
      className,
    )}
  >
    <input {...props} type={type} className="mt-0.5 size-5 flex-none accent-brand" />
    <span>
      {children}
      {hint && <span className="block text-muted text-sm">{hint}</span>}
    </span>
  </label>
)

/** A group of options under one question. */
export const OptionGroup = ({
  legend,
  className,
  children,
}: {
  legend: ReactNode
  className?: string
  children: ReactNode
}) => (
  <fieldset className={clsx('grid gap-2', className)}>
    <legend className="mb-2 font-semibold text-sm">{legend}</legend>
    {children}
  </fieldset>
)
