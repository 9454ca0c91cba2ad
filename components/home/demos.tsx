import type { CSSProperties } from 'react'
import { Logo } from '@/components/brand/logo'
import type { Catalog } from '@/lib/billing/catalog/schema'

/** The catalogs that ship, each in the colors of its own brand, with the command that starts it. */
export const Demos = ({ catalogs, shown }: { catalogs: readonly Catalog[]; shown: string }) => (
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
        <p className="mt-3 grow text-muted">{shows[name] ?? brand.description}</p>
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
            <span className="text-muted">You’re looking at it.</span>
          ) : (
            `CATALOG=${name} npm run dev`
          )}
        </p>
      </li>
    ))}
    <li className="flex flex-col rounded-card border-2 border-line border-dashed p-5">
      <h3 className="font-bold text-xl">Yours</h3>
      <p className="mt-3 grow text-muted">
        Copy the one that is closest, and change it. A mistake is found at start, with what to do
        about it.
      </p>
      <p className="mt-3 font-mono text-sm">docs/your-own-plans.md</p>
    </li>
  </ul>
)

/** What each catalog is an example of. A team’s own has its brand’s description instead. */
const shows: Record<string, string> = {
  saas: 'Four plans, monthly or yearly, in dollars or euros, with limits and overage.',
  groups: 'Six plans in six Cognito groups, as an existing user pool may have them.',
  trial: 'One plan, and a trial of 14 days that each person gets once.',
  premium: 'A monthly plan or one lifetime payment, and permissions in the token.',
  metered: 'A monthly price that includes some usage, and a price for each unit beyond it.',
}

/**
 * The brand's colors for what is inside. `--brand` and the others are set, not `--brand-light`:
 * those have been resolved at the root.
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
