import type { Settings } from '@/lib/env'
import type { LimitName, Requester } from '@/lib/rate-limits'

/** How many requests a key may send in a window. */
export type Budget = { key: string; max: number }

export type LimitSettings = Pick<
  Settings,
  'RATE_LIMIT_PER_USER' | 'RATE_LIMIT_PER_ADDRESS' | 'RATE_LIMIT_CODES'
>

/**
 * Returns the budgets that a request counts against. The requester's own come first, so that a
 * requester over their limit doesn't use up a budget that they share with others.
 */
export function budgetsOf(
  name: LimitName,
  { userId, address }: Requester,
  settings: LimitSettings,
): Budget[] {
  const perUser =
    name === 'promotion_code' ? settings.RATE_LIMIT_CODES : settings.RATE_LIMIT_PER_USER
  const perAddress =
    name === 'promotion_code' ? perUser * usersPerAddress : settings.RATE_LIMIT_PER_ADDRESS
  const own = [
    ...(userId === null ? [] : [{ key: `${name} user:${userId}`, max: perUser }]),
    ...(address === null ? [] : [{ key: `${name} address:${address}`, max: perAddress }]),
  ]
  const strangers = { key: `${name} strangers`, max: perAddress }
  const everyone = { key: `${name} everyone`, max: perUser * usersInAll }
  return [...(own.length > 0 ? own : [strangers]), ...(name === 'promotion_code' ? [everyone] : [])]
}

/** How many users may look up codes at full speed from one address, and in all. */
const usersPerAddress = 6
const usersInAll = 30
