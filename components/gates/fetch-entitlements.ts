import { field } from '@/components/ui/call-api'
import type { Entitlements } from '@/lib/billing/gates/entitlements'

/** What counts against the limit of each meter in this period, in units. */
export type TakenByMeter = Record<string, number>

/** The user's entitlements, and the version of the account row that they are from. */
export type Known = { entitlements: Entitlements; version: number; taken: TakenByMeter }

/** Reads an answer of `/api/entitlements`; `null` for anything else, which closes every gate. */
export function readEntitlements(body: unknown): Known | null {
  const plan = field(body, 'plan')
  const features = field(body, 'features')
  const permissions = field(body, 'permissions')
  const limits = field(body, 'limits')
  const staff = field(body, 'staff')
  const version = field(body, 'version')
  if (typeof plan !== 'string' || typeof version !== 'number') return null
  if (!areStrings(features) || !areStrings(permissions) || !areLimits(limits)) return null
  if (staff !== null && typeof staff !== 'string') return null
  const taken = readTaken(field(body, 'usage'))
  return { entitlements: { plan, features, permissions, limits, staff }, version, taken }
}

/** A meter whose count can't be read is left out, and its gate is closed. */
function readTaken(usage: unknown): TakenByMeter {
  if (typeof usage !== 'object' || usage === null) return {}
  return Object.fromEntries(
    Object.entries(usage).flatMap(([meter, count]) => {
      const used = field(count, 'used')
      const reserved = field(count, 'reserved')
      return typeof used === 'number' && typeof reserved === 'number'
        ? [[meter, used + reserved]]
        : []
    }),
  )
}

const areStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')

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

/**
 * Fetches the user's entitlements; `null` if they are signed out. `unreachable` says nothing about
 * the user, so the caller keeps what it has.
 */
export async function fetchEntitlements(browser = here): Promise<Known | null | 'unreachable'> {
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
