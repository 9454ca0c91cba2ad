import { clsx } from 'clsx'
import { ChevronDown } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { FieldFrame, inputClass } from './field'

/**
 * A native select with its label. It works before any script has loaded, and a phone shows its own
 * picker.
 */
export const Select = ({
  label,
  hint,
  error,
  className,
  children,
  ...props
}: Omit<ComponentProps<'select'>, 'className' | 'id'> & {
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  className?: string
  /** `<option>` elements. */
  children: ReactNode
}) => (
  <FieldFrame {...{ label, hint, error, className }}>
    {(ids) => (
      <span className="relative block">
        <select {...props} {...ids} className={clsx(inputClass, 'appearance-none pr-10')}>
          {children}
        </select>
        <ChevronDown
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 right-3 size-4 -translate-y-1/2 text-muted"
        />
      </span>
    )}
  </FieldFrame>
)
