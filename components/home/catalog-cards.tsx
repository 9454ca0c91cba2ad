import type { CSSProperties } from 'react'
import { Logo } from '@/components/brand/logo'
import type { Catalog } from '@/lib/billing/catalog/schema'

/** The catalogs that ship, each in the colors of its own brand, with the command that starts it. */
export const CatalogCards = ({
  catalogs,
  shown,
}: {
  catalogs: readonly Catalog[]
  shown: string
}) => (
  <ul className="grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
    {catalogs.map(({ name, brand, plans }) => (
      <li
        key={name}
        style={colorsOf(brand.colors)}
        className="flex flex-col rounded-card border border-line bg-card p-5 shadow-card"
      >
        <div className="flex items-center gap-3">
          <Logo brand={brand} className="size-9" />
          <h3 className="font-bold text-xl">{brand.name}</h3>
        </div>
        <p className="mt-3 grow text-muted">{summaries[name] ?? brand.description}</p>
        <p className="mt-4 text-sm">
          {plans.map((plan) => (
            <span
              key={plan.key}
              className="mr-1.5 mb-1.5 inline-block rounded-full bg-brand-tint px-2.5 py-0.5 font-semibold text-brand text-xs"
            >
              {plan.name}
            </span>
          ))}
        </p>
        <p className="mt-3 font-mono text-sm">
          {name === shown ? (
            <span className="text-muted">Running now</span>
          ) : (
            `CATALOG=${name} npm run dev`
          )}
        </p>
      </li>
    ))}
    <li className="flex flex-col rounded-card border-2 border-line border-dashed p-5">
      <h3 className="font-bold text-xl">Yours</h3>
      <p className="mt-3 grow text-muted">
        Copy the closest example and change it. If something is wrong, the app says at startup what
        to fix.
      </p>
      <p className="mt-3 font-mono text-sm">docs/your-own-plans.md</p>
    </li>
  </ul>
)

/** What each example shows. Other catalogs show their brand’s description. */
const summaries: Record<string, string> = {
  saas: 'Four plans, monthly or yearly, in dollars or euros, with limits and overage.',
  groups: 'Six plans mapped to the Cognito groups of an existing user pool.',
  trial: 'One plan with a 14-day trial, limited to one per person.',
  premium: 'A monthly plan or a lifetime purchase, with permissions in the token.',
  metered: 'A monthly price with included usage, and a price for each extra unit.',
}

/**
 * Sets the brand's colors for an element and its content. It sets `--brand` and not `--brand-light`,
 * which the root element has already resolved.
 */
const colorsOf = ({
  light,
  dark,
}: Catalog['brand']['colors']): CSSProperties & CustomProperties => ({
  '--brand': `light-dark(${light.primary}, ${dark.primary})`,
  '--on-brand': `light-dark(${light.onPrimary}, ${dark.onPrimary})`,
  '--brand-tint': `light-dark(${light.tint}, ${dark.tint})`,
})

type CustomProperties = Record<`--${string}`, string>
