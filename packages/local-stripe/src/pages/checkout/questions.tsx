/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type Stripe from 'stripe'
import { answerProblem } from '../../engine/checkout/custom-fields'
import type { Buyer } from '../../engine/world/records'
import { describedBy, Field, FieldError, type Filled } from '../form'

type Session = Stripe.Checkout.Session

const nameOf = (key: string) => `custom-${key}`

/** The custom fields of a session and the consents that it asks for. */
export function Questions({ session, filled }: { session: Session; filled: Filled }) {
  const asked = session.consent_collection
  return (
    <>
      {session.custom_fields.map((field) => (
        <CustomField key={field.key} field={field} filled={filled} />
      ))}
      {asked?.promotions === 'auto' ? (
        <Consent name="promotions" filled={filled}>
          Send me news and offers.
        </Consent>
      ) : null}
      {asked?.terms_of_service === 'required' ? (
        <Consent name="terms" filled={filled}>
          I agree to the terms of service.
        </Consent>
      ) : null}
    </>
  )
}

function CustomField({
  field,
  filled,
}: {
  field: Session['custom_fields'][number]
  filled: Filled
}) {
  const name = nameOf(field.key)
  const label = `${field.label.custom}${field.optional ? ' (optional)' : ''}`
  const { default_value } = field.dropdown ?? field.numeric ?? field.text ?? {}
  const value = filled.values[name] ?? default_value ?? ''
  if (field.type !== 'dropdown') {
    return (
      <Field
        name={name}
        label={label}
        filled={{ ...filled, values: { ...filled.values, [name]: value } }}
        required={!field.optional}
        {...(field.type === 'numeric' && { inputmode: 'numeric' as const })}
      />
    )
  }
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name} required={!field.optional} {...describedBy(name, filled)}>
        <option value="">Choose</option>
        {field.dropdown?.options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
      <FieldError name={name} filled={filled} />
    </div>
  )
}

function Consent({ name, filled, children }: { name: string; filled: Filled; children: string }) {
  return (
    <div class="field">
      <label class="choice">
        <input
          id={name}
          name={name}
          type="checkbox"
          value="yes"
          checked={filled.values[name] === 'yes'}
          {...describedBy(name, filled)}
        />
        {children}
      </label>
      <FieldError name={name} filled={filled} />
    </div>
  )
}

/** Reads the answers of a posted form, with what is wrong with them by field. */
export function readAnswers(
  session: Session,
  values: Record<string, string>,
): { answers: Buyer; errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  const customFields: Record<string, string> = {}
  for (const field of session.custom_fields) {
    const answer = (values[nameOf(field.key)] ?? '').trim()
    customFields[field.key] = answer
    const problem = answerProblem(field, answer)
    if (problem) errors[nameOf(field.key)] = problem
  }
  const acceptsTerms = values.terms === 'yes'
  if (session.consent_collection?.terms_of_service === 'required' && !acceptsTerms) {
    errors.terms = 'Agree to the terms of service to continue.'
  }
  const acceptsPromotions = values.promotions === 'yes'
  return { answers: { customFields, acceptsTerms, acceptsPromotions }, errors }
}
