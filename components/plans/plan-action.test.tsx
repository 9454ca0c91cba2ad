import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Plan } from '@/lib/billing/catalog/schema'
import { PlanAction } from './plan-action'

const current = (key: string) =>
  renderToStaticMarkup(
    <PlanAction
      plan={planByKey(saas, key) as Plan}
      standing={{ kind: 'current' }}
      promotionCode={null}
      catalog={saas}
      contact={null}
      isSignedIn
      isPrimary={false}
    />,
  )

it('links the user’s plan to the settings, but the default plan has nothing to manage', () => {
  expect(current('pro')).toMatch(/<a [^>]*href="\/settings"[^>]*>Manage plan/)
  expect(current('free')).toMatch(/^<p [^>]*>Your plan<\/p>$/)
})
