import type { Metadata, Route } from 'next'
import { redirect } from 'next/navigation'
import { RefreshSession } from '@/components/account/refresh-session'
import { one, type SearchParams } from '@/components/plans/choice'
import { decideRefresh } from '@/lib/auth/refresh-decision'
import { safePath } from '@/lib/auth/safe-path'
import { requireVisitor } from '@/lib/auth/session'
import { services } from '@/lib/services'

export const metadata: Metadata = { title: 'Updating your session', robots: { index: false } }

/**
 * Where the middleware sends a visitor whose token does not open a page, before it refuses them.
 */
export default async function RefreshPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>
}) {
  const params = await searchParams
  const path = safePath(one(params.to))
  const isRefreshed = one(params.refreshed) !== undefined
  const visitor = await requireVisitor(path)
  const decision = decideRefresh(path, { ...visitor, isRefreshed }, services.rules)
  // A path of this site, as far as can be told before asking for it.
  if (decision.kind === 'leave') redirect(decision.path as Route)

  return (
    <div className="mx-auto w-full max-w-2xl px-5 pt-12">
      <h1 className="font-bold text-4xl">Updating your session</h1>
      <RefreshSession groups={decision.groups} path={decision.path} />
      <noscript>
        <p className="mt-4">
          Turn on JavaScript to update your session, then load this page again.
        </p>
      </noscript>
    </div>
  )
}
