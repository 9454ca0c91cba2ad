import { clsx } from 'clsx'
import { type ComponentProps, type ReactNode, useId } from 'react'

type Labels = {
  label: ReactNode
  /** Says what to enter, before anything is wrong. */
  hint?: ReactNode
  /** Says what is wrong and what to do. Screen readers announce it when it appears. */
  error?: ReactNode
  className?: string
}

/** What connects an input to its label, hint and error. */
export type FieldIds = {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

/** A label, hint and error around an input that has no component here. */
export function FieldFrame({
  label,
  hint,
  error,
  className,
  children,
}: Labels & { children: (ids: FieldIds) => ReactNode }) {
  const id = useId()
  const describedBy = clsx(hint && `${id}-hint`, error && `${id}-error`)
  return (
    <div className={clsx('grid content-start gap-1.5', className)}>
      <label htmlFor={id} className="justify-self-start font-semibold text-sm">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': describedBy || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-sm">
          {hint}
        </p>
      )}
      {/* Always rendered: screen readers announce only a change of an existing alert. */}
      <p id={`${id}-error`} role="alert" className="font-medium text-bad text-sm empty:hidden">
        {error}
      </p>
    </div>
  )
}

/** A text input with its label. Takes every attribute of an input, `type` and `ref` included. */
export const TextField = ({
  label,
  hint,
  error,
  className,
  ...props
}: Labels & Omit<ComponentProps<'input'>, 'className' | 'id'>) => (
  <FieldFrame {...{ label, hint, error, className }}>
    {(ids) => <input type="text" {...props} {...ids} className={inputClass} />}
  </FieldFrame>
)

/** An input for several lines of text, with its label. */
export const TextArea = ({
  label,
  hint,
  error,
  className,
  ...props
}: Labels & Omit<ComponentProps<'textarea'>, 'className' | 'id'>) => (
  <FieldFrame {...{ label, hint, error, className }}>
    {(ids) => <textarea rows={3} {...props} {...ids} className={clsx(inputClass, 'py-2.5')} />}
  </FieldFrame>
)

/** The classes of an input, for one that has no component here. */
export const inputClass =
  'min-h-11 w-full rounded-field border border-edge bg-card px-3 text-ink shadow-[inset_0_1px_2px_var(--shade)] transition placeholder:text-muted hover:border-ink disabled:cursor-not-allowed disabled:bg-sunk disabled:text-muted aria-invalid:border-bad'
