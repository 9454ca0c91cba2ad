/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { ErrorSummary, Field, type Filled } from '../form'
import { portalPage } from './frame'
import type { Portal } from './read'

/** The form for the customer details that the configuration allows to change. */
export function informationPage({ portal, filled }: { portal: Portal; filled: Filled }) {
  const { allowed_updates: allowed } = portal.configuration.features.customer_update
  return portalPage({
    portal,
    title: 'Billing information',
    children: (
      <form method="post" action={`${portal.path}/information`} class="card stack" novalidate>
        <ErrorSummary filled={filled} title="Not saved yet. Please check:" />
        {allowed.includes('name') ? (
          <Field name="name" label="Name" autocomplete="name" maxlength={200} filled={filled} />
        ) : null}
        {allowed.includes('email') ? (
          <Field name="email" label="Email" type="email" autocomplete="email" filled={filled} />
        ) : null}
        <div class="actions">
          <button type="submit" class="primary">
            Save
          </button>
          <a class="button" href={portal.back}>
            Back
          </a>
        </div>
      </form>
    ),
  })
}

/** Reads the form. Returns the allowed changes and the errors. */
export function readInformation(portal: Portal, values: Record<string, string>) {
  const { enabled, allowed_updates: allowed } = portal.configuration.features.customer_update
  const email = values.email?.trim() ?? ''
  const name = values.name?.trim() ?? ''
  const may = (field: 'email' | 'name') => enabled && allowed.includes(field)
  const errors: Record<string, string> = {}
  if (may('name') && name === '') errors.name = 'Enter a name.'
  if (may('email') && !/^\S+@\S+$/.test(email)) errors.email = 'Enter an email.'
  return { errors, given: { ...(may('email') && { email }), ...(may('name') && { name }) } }
}
