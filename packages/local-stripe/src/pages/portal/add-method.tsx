/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */

import { ErrorSummary, type Filled } from '../form'
import { CardFields, TestCards } from '../payment/card-fields'
import { portalPage } from './frame'
import type { Portal } from './read'

export function addMethodPage({ portal, filled }: { portal: Portal; filled: Filled }) {
  const action = `${portal.path}/payment-methods/add`
  return portalPage({
    portal,
    title: 'Add a payment method',
    children: (
      <form method="post" action={action} class="card stack" novalidate>
        <ErrorSummary filled={filled} title="Not saved yet. Please check:" />
        <CardFields filled={filled} />
        <label class="tick">
          <input
            type="checkbox"
            name="default"
            value="yes"
            checked={filled.values.default === 'yes' || Object.keys(filled.values).length === 0}
          />
          <span>Set as default</span>
        </label>
        <div class="actions">
          <button
            type="submit"
            id="pay-now"
            class="primary"
            autofocus={filled.values.fill !== undefined}
          >
            Save card
          </button>
          <a class="button" href={portal.back}>
            Back
          </a>
        </div>
        <TestCards />
      </form>
    ),
  })
}
