/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'

/** The values of a form and its errors, by field name. */
export interface Filled {
  values: Record<string, string>
  errors: Record<string, string>
}

export const emptyForm: Filled = { values: {}, errors: {} }

/** Reads the fields of a posted form. The last value of a repeated field counts. */
export async function readForm(request: Request): Promise<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(await request.text()))
}

interface FieldProps {
  name: string
  label: string
  filled: Filled
  type?: string
  hint?: Child
  inputmode?: 'numeric' | 'email' | 'text'
  autocomplete?: string
  placeholder?: string
  required?: boolean
  maxlength?: number
  min?: string
  max?: string
}

/** A labeled input. Screen readers announce its hint and error with it. */
export function Field({
  name,
  label,
  filled,
  hint,
  required = true,
  type = 'text',
  ...rest
}: FieldProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {hint ? (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      ) : null}
      <input
        id={name}
        name={name}
        type={type}
        value={filled.values[name] ?? ''}
        required={required}
        {...describedBy(name, filled, hint !== undefined)}
        {...rest}
      />
      <FieldError name={name} filled={filled} />
    </div>
  )
}

export function FieldError({ name, filled }: { name: string; filled: Filled }) {
  const error = filled.errors[name]
  if (error === undefined) return null
  return (
    <p class="error" id={`${name}-error`}>
      {error}
    </p>
  )
}

export function describedBy(name: string, filled: Filled, hint = false) {
  const ids = [hint ? `${name}-hint` : '', name in filled.errors ? `${name}-error` : ''].filter(
    Boolean,
  )
  return {
    'aria-describedby': ids.length > 0 ? ids.join(' ') : undefined,
    'aria-invalid': name in filled.errors ? ('true' as const) : undefined,
  }
}

/** Lists the errors with links to their fields, and takes focus. */
export function ErrorSummary({ filled, title }: { filled: Filled; title: string }) {
  const errors = Object.entries(filled.errors)
  if (errors.length === 0) return null
  return (
    <div class="summary" role="alert" tabindex={-1} autofocus aria-labelledby="summary-title">
      <h2 id="summary-title">{title}</h2>
      <ul>
        {errors.map(([name, error]) => (
          <li key={name}>
            <a href={`#${name}`}>{error}</a>
          </li>
        ))}
      </ul>
    </div>
  )
}
