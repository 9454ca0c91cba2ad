import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { currentAccount } from '@/lib/api/current-account'
import { type Access, decideAccess } from '@/lib/billing/access'
import { featureGate } from '@/lib/billing/gates'
import type { Account } from '@/lib/db/accounts'
import { AppError } from '@/lib/errors'
import { services } from '@/lib/services'
import { refusalPath } from './refusal-path'
import type { Token } from './token'

export type Visitor = { token: Token; account: Account; access: Access }

/** Who is looking at this page; `null` for somebody who isn't signed in. Asked once a request. */
export const visitor = cache(async (): Promise<Visitor | null> => {
  const request = new Request(services.settings.APP_URL, { headers: await headers() })
  const token = await services.users.find(request)
  if (!token) return null
  const account = await currentAccount(services, token).catch(ifUnknown)
  return (
    account && {
      token,
      account,
      access: decideAccess(account.facts, services.rules, services.now()),
    }
  )
})

/** A token outlives a person who was deleted: to a page they are nobody. */
function ifUnknown(error: unknown): null {
  if (error instanceof AppError && error.code === 'unauthenticated') return null
  throw error
}

/** A signed-in visitor; anybody else is sent to sign in, and brought back to `path` afterwards. */
export async function requireVisitor(path: string): Promise<Visitor> {
  const found = await visitor()
  if (!found) redirect(`/signin?next=${encodeURIComponent(path)}`)
  return found
}

/** A visitor whose plan includes the feature; others are sent to one that does. */
export async function requireFeaturePage(feature: string, path: string): Promise<Visitor> {
  const found = await requireVisitor(path)
  const gate = featureGate(feature, {
    access: found.access,
    tokenGroups: found.token.groups,
    ...services.rules,
  })
  if (gate.kind === 'open') return found
  redirect(refusalPath(gate, path))
}
