import { PathnameContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { Facts } from '@/lib/billing/access/facts'
import { soldPlans } from '@/lib/billing/gates/gates'
import { entitled, facts, pro, rules } from '@/testing/facts'
import { EntitlementsContext } from './entitlements'
import { entitlementsStore } from './entitlements-store'
import { FeatureCard } from './feature-card'
import { FeatureGate, LimitGate, PermissionGate, PlanGate } from './feature-gate'

/** What the first drawing of a page at /reports shows, which the server makes. */
const drawn = (gates: ReactNode, known: Facts | null, ...groups: string[]) => {
  const initial = known && { entitlements: entitled(known, ...groups), version: 1 }
  const store = entitlementsStore(initial, async () => null)
  return renderToStaticMarkup(
    <PathnameContext value="/reports">
      <EntitlementsContext value={{ store, plans: soldPlans(rules.catalog.plans) }}>
        {gates}
      </EntitlementsContext>
    </PathnameContext>,
  )
}
const words = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

const everyGate = (
  <>
    <FeatureGate feature="analytics">a</FeatureGate>
    <PlanGate plan="starter">b</PlanGate>
    <PermissionGate permission="read:reports">c</PermissionGate>
    <LimitGate meter="backups" used={3}>
      d
    </LimitGate>
  </>
)

describe('gates in a page', () => {
  it('open at once for whoever has what they ask', () => {
    expect(words(drawn(everyGate, pro()))).toBe('ab No plan opens this yet. d')
  })

  it('else say what would open them, and lead there and back', () => {
    const html = drawn(everyGate, facts())

    expect(words(html)).toBe(
      'Comes with Pro Comes with Starter No plan opens this yet. More with Starter',
    )
    expect(html).toContain('href="/plans?upgrade=pro&amp;from=%2Freports"')
  })

  it('are all closed, and silent, while nothing is known', () => {
    expect(drawn(everyGate, null)).toBe('')
    expect(renderToStaticMarkup(everyGate)).toBe('')
  })

  it('show a fallback in place of the words, also an empty one', () => {
    const gate = (fallback: ReactNode) => (
      <FeatureGate feature="analytics" fallback={fallback}>
        a
      </FeatureGate>
    )
    expect(drawn(gate('not yet'), facts())).toBe('not yet')
    expect(drawn(gate(null), facts())).toBe('')
    expect(drawn(gate('not yet'), null)).toBe('not yet')
  })

  it('open to staff but for what is counted', () => {
    expect(words(drawn(everyGate, facts(), 'app-support'))).toBe(
      'ab No plan opens this yet. More with Starter',
    )
  })

  it('tell whoever hears a link what it is that comes with the plan', () => {
    const label = { name: 'Analytics', description: 'See what your customers actually use.' }

    expect(words(drawn(<FeatureCard feature="analytics" label={label} />, facts()))).toBe(
      'Analytics See what your customers actually use. Comes with Pro : Analytics',
    )
    expect(words(drawn(<FeatureCard feature="analytics" label={label} />, pro()))).toBe(
      'Analytics See what your customers actually use. Open Analytics',
    )
  })
})

it('a page tells a customer’s browser nothing of staff', () => {
  const given = JSON.stringify([soldPlans(rules.catalog.plans), entitled(pro(), 'app-pro')])

  for (const { group } of rules.catalog.staff) expect(given).not.toContain(`"${group}"`)
  expect(given).not.toContain('lookup')
})
