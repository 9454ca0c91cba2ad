import { ROUTES } from '../src/http/routes'
import { DIFFERENCES } from './differences'
import { REASONS } from './reasons'
import { notSupportedIn, paramsOf } from './route-params'

/** Which paths a table has. A path is in the first one that matches it. */
const GROUPS: [title: string, paths: RegExp][] = [
  ['Tax', /tax_ids|tax_rates/],
  ['Entitlements', /features|entitlements/],
  ['Customers', /customer/],
  ['Products and prices', /products|prices/],
  ['Coupons and promotion codes', /coupons|promotion_codes/],
  ['Checkout', /checkout|payment_pages/],
  ['Subscriptions', /subscription/],
  ['Invoices', /invoice|credit_notes/],
  ['Metered billing', /meter|v2\/core/],
  ['Quotes', /quotes/],
  ['Customer portal', /billing_portal/],
  ['Events and webhooks', /events|webhook_endpoints/],
  ['Test clocks', /test_clocks/],
  ['Payments', /./],
]

interface Row {
  endpoint: string
  path: string
  notSupported: string[]
  differences: string
}

export const endpoints = () => ROUTES.map(({ method, path }) => `${method} ${path}`)

/** The text of SUPPORT.md: each endpoint, with what it does not support or does otherwise. */
export function supportTable(): string {
  const rows = ROUTES.map(({ method, path, params }): Row => {
    const endpoint = `${method} ${path}`
    return {
      endpoint,
      path,
      notSupported: notSupportedIn(paramsOf(params)),
      differences: DIFFERENCES[endpoint] ?? '',
    }
  })
  const common = commonNames(rows)
  return [
    INTRODUCTION,
    `${codes(common)}.`,
    ...GROUPS.map(([title]) => tableOf(title, rows, common)),
    reasons(),
  ]
    .join('\n\n')
    .concat('\n')
}

const INTRODUCTION = `# What each endpoint supports

Written from the schemas of the routes by \`npm run support\`. A test compares the two.

✓ behaves as Stripe documents it, as far as we know. *partly* means that the row names what is not supported or
different. Paths that are not listed answer 501.

A parameter that Stripe doesn't know is refused, as Stripe does. A request with one that is *not supported* is answered
501, with \`local_stripe_not_supported\` as its code, and names it. These are not supported by any endpoint, and are not
repeated in each row:`

/** The last parts of the names of all parameters that are not supported. */
export const namesNotSupported = () =>
  new Set(ROUTES.flatMap(({ params }) => notSupportedIn(paramsOf(params)).map(lastOf)))

const reasons = () =>
  [
    '## Why not',
    '',
    '| reason | parameters, by the last part of their names |',
    '|---|---|',
    ...REASONS.map(([reason, names]) => `| ${reason} | ${codes(names.toSorted())} |`),
  ].join('\n')

/** The names that are not supported wherever they occur, and occur at more than one endpoint. */
function commonNames(rows: Row[]): string[] {
  const done = new Set(ROUTES.flatMap(({ params }) => [...namesDone(paramsOf(params))]))
  const endpoints = new Map<string, Set<string>>()
  for (const { endpoint, notSupported } of rows) {
    for (const name of notSupported.map(lastOf)) {
      endpoints.set(name, (endpoints.get(name) ?? new Set()).add(endpoint))
    }
  }
  return [...endpoints.keys()]
    .filter((name) => !done.has(name) && (endpoints.get(name)?.size ?? 0) > 1)
    .sort()
}

function* namesDone(param: ReturnType<typeof paramsOf>): Generator<string> {
  for (const [name, inner] of param.inside) {
    if (!inner.notSupported) yield name
    yield* namesDone(inner)
  }
}

function tableOf(title: string, rows: Row[], common: string[]): string {
  const lines = rows
    .filter(({ path }) => GROUPS.find(([, paths]) => paths.test(path))?.[0] === title)
    .map(({ endpoint, notSupported, differences }) => {
      const own = notSupported.filter((name) => !common.includes(lastOf(name)))
      const verdict = own.length === 0 && differences === '' ? '✓' : 'partly'
      return `| \`${endpoint}\` | ${verdict} | ${codes(own)} | ${differences} |`
    })
  return [
    `## ${title}`,
    '',
    '| endpoint | | not supported | differences |',
    '|---|---|---|---|',
    ...lines,
  ].join('\n')
}

const codes = (names: string[]) => names.map((name) => `\`${name}\``).join(', ')

const lastOf = (name: string) => name.split('.').at(-1) ?? ''
