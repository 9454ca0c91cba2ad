import { PathnameContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { Facts } from '@/lib/billing/access/facts'
import { soldPlans } from '@/lib/billing/gates/gates'
import { entitled, facts, pro, rules, subscription } from '@/testing/facts'
import { EntitlementsContext } from './entitlements'
import { entitlementsStore } from './entitlements-store'
import { FeatureGate, LimitGate, PermissionGate, PlanGate } from './feature-gate'
import { FeatureList } from './feature-list'

/** The HTML that the server renders for a page at /reports. */
const rendered = (gates: ReactNode, known: Facts | null, ...groups: string[]) => {
  const initial = known && {
    entitlements: entitled(known, ...groups),
    version: 1,
    taken: { sources: 3 },
  }
  const store = entitlementsStore(initial, async () => null)
  return renderToStaticMarkup(
    <PathnameContext value="/reports">
      <EntitlementsContext value={{ store, plans: soldPlans(rules.catalog.plans) }}>
        {gates}
      </EntitlementsContext>
    </PathnameContext>,
  )
}
const text = (html: string) =>
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
  it('are open for a user who has access', () => {
    expect(text(rendered(everyGate, pro()))).toBe('ab Not in any plan yet. d')
  })

  it('otherwise link to the plan that grants access, and back to this page', () => {
    const html = rendered(everyGate, facts())

    expect(text(html)).toBe(
      'Included in Pro Included in Starter Not in any plan yet. Get more with Starter',
    )
    expect(html).toContain('href="/plans?upgrade=pro&amp;from=%2Freports"')
  })

  it('are all closed and render nothing while the entitlements are unknown', () => {
    expect(rendered(everyGate, null)).toBe('')
    expect(renderToStaticMarkup(everyGate)).toBe('')
  })

  it('of a limit read what was used, and stay closed for a meter without a count', () => {
    const gate = (meter: string, wanted?: number) => (
      <LimitGate meter={meter} {...(wanted !== undefined && { wanted })} fallback="full">
        room
      </LimitGate>
    )

    // Starter includes three sources, which are used.
    const starter = facts({ subscriptions: [subscription('starter')] })
    expect(rendered(gate('sources'), starter)).toBe('full')
    expect(rendered(gate('sources', 0), starter)).toBe('room')
    expect(rendered(gate('backups'), pro())).toBe('full')
  })

  it('show a fallback in place of the link, also an empty one', () => {
    const gate = (fallback: ReactNode) => (
      <FeatureGate feature="analytics" fallback={fallback}>
        a
      </FeatureGate>
    )
    expect(rendered(gate('not yet'), facts())).toBe('not yet')
    expect(rendered(gate(null), facts())).toBe('')
    expect(rendered(gate('not yet'), null)).toBe('not yet')
  })

  it('are open for staff, except for limits', () => {
    expect(text(rendered(everyGate, facts(), 'app-support'))).toBe(
      'ab Not in any plan yet. Get more with Starter',
    )
  })

  it('tell screen readers what the plan would include', () => {
    const label = { name: 'Analytics', description: 'See what your customers actually use.' }

    expect(text(rendered(<FeatureList features={[{ key: 'analytics', label }]} />, facts()))).toBe(
      'Locked features Upgrade to Pro to unlock more. Upgrade Analytics See what your customers actually use. Included in Pro : Analytics',
    )
    expect(text(rendered(<FeatureList features={[{ key: 'analytics', label }]} />, pro()))).toBe(
      'Your features Open Analytics See what your customers actually use.',
    )
  })
})

it('a page sends a customer’s browser nothing about staff', () => {
  const given = JSON.stringify([soldPlans(rules.catalog.plans), entitled(pro(), 'app-pro')])

  for (const { group } of rules.catalog.staff) expect(given).not.toContain(`"${group}"`)
  expect(given).not.toContain('lookup')
})
