import type { Tokens } from '@/lib/auth/token'
import type { Accounts } from '@/lib/db/accounts/accounts'
import { handle } from '@/lib/http'
import type { Groups } from '@/lib/identity/groups'
import type { Log } from '@/lib/log'
import type { Checkouts } from '@/lib/stripe/checkout/checkouts'
import { withTimeout } from '@/lib/with-timeout'

/** Longer than any of them takes on a good day; a probe must not hang. */
const patienceMs = 3_000

/** Anybody may ask, and each look costs calls that are counted: one look serves all for a while. */
const rememberedMs = 5_000

type HealthServices = {
  accounts: Accounts
  checkouts: Pick<Checkouts, 'ping'>
  groups: Groups
  tokens: Tokens
  log: Log
  wallClock: () => Date
}

/**
 * GET /api/health: 200 when everything we stand on answers, else 503, with a word for each. Says
 * nothing of how we reach them. `?live` asks only whether this process runs.
 */
export const health = (services: HealthServices) => {
  let last: { at: number; states: Promise<States> } | undefined
  return handle(services, async (request) => {
    if (new URL(request.url).searchParams.has('live')) return answer({})
    const at = services.wallClock().getTime()
    if (!last || at - last.at >= rememberedMs) last = { at, states: look(services) }
    return answer(await last.states)
  })
}

type States = Record<string, 'ok' | 'failing'>

async function look(services: HealthServices): Promise<States> {
  const probes = {
    dynamodb: () => services.accounts.ping(),
    stripe: () => services.checkouts.ping(),
    cognito: () => services.groups.ping(),
    tokenKeys: () => services.tokens.ping(),
  }
  const states = await Promise.all(
    Object.entries(probes).map(async ([name, probe]) => {
      try {
        await withTimeout(probe(), patienceMs)
        return [name, 'ok'] as const
      } catch (error) {
        services.log.warn({ err: error, dependency: name }, 'A dependency does not answer')
        return [name, 'failing'] as const
      }
    }),
  )
  return Object.fromEntries(states)
}

function answer(dependencies: States): Response {
  const ok = Object.values(dependencies).every((state) => state === 'ok')
  return Response.json(
    { status: ok ? 'ok' : 'degraded', dependencies },
    { status: ok ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  )
}
