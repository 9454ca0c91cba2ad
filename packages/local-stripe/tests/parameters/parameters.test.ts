import { describe, expect, it } from 'vitest'
import { OLDER_PARAMETERS } from '../../src/http/older-parameters'
import { ROUTES } from '../../src/http/routes'
import { paramsOf, type RouteParam } from '../../support/route-params'
import { methodsOf, type SdkParam } from '../../support/sdk/params'
import { resources } from '../../support/sdk/source'

const sdk = new Map(
  resources().flatMap((resource) =>
    methodsOf(resource).map(({ endpoint, params }) => [endpoint, params] as const),
  ),
)

/** Parameters that are neither in the SDK's types nor those of an older API version, and why. */
const OTHERS = [
  'POST /v1/billing/meters dimension_payload_keys', // a preview
  'POST /v1/checkout/sessions discounts.discount', // as in the other endpoints
  'POST /v1/billing_portal/sessions flow_data.subscription_update_confirm.discounts.discount', // as in the other endpoints
  'POST /v1/checkout/sessions line_items.dynamic_tax_rates', // of limited use
  'POST /v1/checkout/sessions subscription_data.trial_settings.end_behavior.billing_cycle_anchor',
  'POST /v1/customers id', // not documented any more
  // As in a schedule.
  'POST /v1/invoices/create_preview schedule_details.phases.invoice_settings.custom_fields',
  'POST /v1/invoices/create_preview schedule_details.phases.invoice_settings.description',
  'POST /v1/invoices/create_preview schedule_details.phases.invoice_settings.footer',
  'POST /v1/payment_intents payment_method_data.card', // from clients
  'POST /v1/payment_intents/:id payment_method_data.card', // from clients
  'POST /v1/payment_intents/:id/confirm payment_method_data.card', // from clients
  'POST /v1/subscription_items/:id clear_usage',
  'POST /v1/subscription_schedules phases.start_date', // only in an update
]

/** What the pages of Checkout call. The SDK has no methods for them. */
const NOT_IN_SDK = ['GET /v1/payment_pages/:id', 'POST /v1/payment_pages/:id/confirm']

describe('the parameters of each endpoint', () => {
  const compared = ROUTES.flatMap((route) => {
    const endpoint = `${route.method} ${route.path}`
    const params = sdk.get(endpoint)
    return params ? [{ endpoint, ...compare(params, paramsOf(route.params)) }] : []
  })

  it('are those of a method of the SDK', () => {
    const unknown = ROUTES.map(({ method, path }) => `${method} ${path}`).filter(
      (endpoint) => !sdk.has(endpoint),
    )
    expect(unknown).toEqual(NOT_IN_SDK)
    expect(compared.length).toBeGreaterThan(150)
  })

  it('include everything that the SDK has, done or marked as not supported', () => {
    expect(
      compared.flatMap(({ endpoint, missing }) => missing.map((name) => `${endpoint} ${name}`)),
    ).toEqual([])
  })

  it('include nothing else than parameters of older API versions', () => {
    expect(
      compared
        .flatMap(({ endpoint, extra }) => extra.map((name) => `${endpoint} ${name}`))
        .toSorted(),
    ).toEqual([...OTHERS, ...Object.values(OLDER_PARAMETERS).flat()].toSorted())
  })
})

/** The parameters that only the SDK has, and those that only the route has. */
function compare(sdk: SdkParam, route: RouteParam, path = '') {
  const missing: string[] = []
  const extra: string[] = []
  for (const [name, nested] of sdk) {
    // Every endpoint has `expand`. It is not part of the schemas.
    if (path === '' && name === 'expand') continue
    // A hash of plain values, such as metadata.
    if (name === '*' && nested().size === 0) continue
    const here = path ? `${path}.${name}` : name
    const param = route.inside.get(name)
    if (!param) missing.push(here)
    else if (!param.notSupported) {
      const inside = compare(nested(), param, here)
      missing.push(...inside.missing)
      extra.push(...inside.extra)
    }
  }
  for (const name of route.inside.keys()) {
    if (!sdk.has(name) && !RANGE.includes(name)) extra.push(path ? `${path}.${name}` : name)
  }
  return { missing, extra }
}

/** The bounds of a `RangeQueryParam`. */
const RANGE = ['gt', 'gte', 'lt', 'lte']
