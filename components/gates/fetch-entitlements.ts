import { field } from '@/components/ui/call-api'
import type { Entitlements } from '@/lib/billing/gates/entitlements'

/** What a browser knows of the person: as of which version of their row. */
export type Known = { entitlements: Entitlements; version: number }

/** `null` for anything but an answer of ours, in which case nothing is known, and all is closed. */
export function readEntitlements(body: unknown): Known | null {
  const plan = field(body, 'plan')
  const features = field(body, 'features')
  const permissions = field(body, 'permissions')
  const limits = field(body, 'limits')
  const staff = field(body, 'staff')
  const version = field(body, 'version')
  if (typeof plan !== 'string' || typeof version !== 'number') return null
  if (!areWords(features) || !areWords(permissions) || !areLimits(limits)) return null
  if (staff !== null && typeof staff !== 'string') return null
  return { entitlements: { plan, features, permissions, limits, staff }, version }
}

const areWords = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((word) => typeof word === 'string')

const areLimits = (value: unknown): value is Entitlements['limits'] =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((limit) => {
    const included = field(limit, 'included')
    const overage = field(limit, 'overageCents')
    return (
      (included === null || typeof included === 'number') &&
      (overage === undefined || typeof overage === 'number')
    )
  })

/** Asks for them. `unreachable` says nothing about the person: what was known still is. */
export async function askEntitlements(browser = here): Promise<Known | null | 'unreachable'> {
  try {
    let response = await browser.fetch('/api/entitlements', { cache: 'no-store' })
    if (response.status === 401 && (await browser.refresh())) {
      response = await browser.fetch('/api/entitlements', { cache: 'no-store' })
    }
    if (response.status >= 500) return 'unreachable'
    return response.ok ? readEntitlements(await response.json()) : null
  } catch {
    return 'unreachable'
  }
}

const here = {
  fetch: (...args: Parameters<typeof fetch>) => fetch(...args),
  async refresh() {
    const { refreshToken } = await import('@/components/ui/browser-session')
    return (await refreshToken()) !== null
  },
}
