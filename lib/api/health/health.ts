import { type HandlerServices, handle, Reply } from '@/lib/api/handle'
import type { Tokens } from '@/lib/auth/token'
import type { Accounts } from '@/lib/db/accounts/accounts'
import type { Groups } from '@/lib/identity/groups'
import type { Checkouts } from '@/lib/stripe/checkout/checkouts'
import { withTimeout } from '@/lib/with-timeout'
import { healthRoutes } from './routes'

/** Longer than any of them takes when it is well; a probe must not hang. */
const timeoutMs = 3_000

/** Anyone may ask, and each check costs calls that are limited: one check serves all for a while. */
const cachedMs = 5_000

type HealthServices = HandlerServices & {
  accounts: Accounts
  checkouts: Pick<Checkouts, 'ping'>
  groups: Groups
  tokens: Tokens
  wallClock: () => Date
}

/**
 * GET /api/health: 200 if everything we depend on answers, else 503, with the state of each. It
 * doesn't say how we reach them. `?live` asks only whether this process runs.
 */
export const health = (services: HealthServices) => {
  let last: { at: number; states: Promise<States> } | undefined
  return handle(services, healthRoutes.health, async ({ query: { live } }) => {
    if (live !== undefined) return answer({})
    const at = services.wallClock().getTime()
    if (!last || at - last.at >= cachedMs) last = { at, states: check(services) }
    return answer(await last.states)
  })
}

type States = Record<string, 'ok' | 'failing'>

async function check(services: HealthServices): Promise<States> {
  const probes = {
    dynamodb: () => services.accounts.ping(),
    stripe: () => services.checkouts.ping(),
    cognito: () => services.groups.ping(),
    tokenKeys: () => services.tokens.ping(),
  }
  const states = await Promise.all(
    Object.entries(probes).map(async ([name, probe]) => {
      try {
        await withTimeout(probe(), timeoutMs)
        return [name, 'ok'] as const
      } catch (error) {
        services.log.warn({ err: error, dependency: name }, 'A dependency doesn’t answer')
        return [name, 'failing'] as const
      }
    }),
  )
  return Object.fromEntries(states)
}

function answer(dependencies: States) {
  const ok = Object.values(dependencies).every((state) => state === 'ok')
  return ok
    ? { status: 'ok' as const, dependencies }
    : new Reply(503 as const, { status: 'degraded' as const, dependencies })
}
