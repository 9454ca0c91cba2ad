import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { EntitlementsProvider } from '@/components/gates/entitlements'
import { safePath } from '@/lib/auth/safe-path'
import { requireVisitor } from '@/lib/auth/session'
import { soldPlans } from '@/lib/billing/gates/gates'
import { services } from '@/lib/services'
import { takenByMeter } from '@/lib/sync/usage/read-usage'

/**
 * Requires a signed-in visitor before any page below starts to stream. Once streaming has started,
 * a redirect can only be sent inside a 200 response. Each page checks again, since a layout doesn't
 * run on every navigation.
 */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const { account, entitlements } = await requireVisitor(safePath((await headers()).get('x-path')))
  const taken = await takenByMeter(services, account)
  return (
    <EntitlementsProvider
      initial={{ entitlements, version: account.version, taken }}
      plans={soldPlans(services.catalog.plans)}
    >
      {children}
    </EntitlementsProvider>
  )
}
