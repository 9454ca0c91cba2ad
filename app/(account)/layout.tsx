import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { EntitlementsProvider } from '@/components/gates/entitlements'
import { safePath } from '@/lib/auth/safe-path'
import { requireVisitor } from '@/lib/auth/session'
import { soldPlans } from '@/lib/billing/gates/gates'
import { services } from '@/lib/services'

/**
 * Asks who is there before any page below begins to stream: after that, a redirect is no longer an
 * answer of its own but a line in one. Each page asks again, since a layout doesn't run for each.
 */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const { account, entitlements } = await requireVisitor(safePath((await headers()).get('x-path')))
  return (
    <EntitlementsProvider
      initial={{ entitlements, version: account.version }}
      plans={soldPlans(services.catalog.plans)}
    >
      {children}
    </EntitlementsProvider>
  )
}
