import type { Tokens } from '@/lib/auth/token'
import type { Groups } from '@/lib/cognito/groups'
import type { Accounts } from '@/lib/db/accounts'
import { handle } from '@/lib/http'
import type { Log } from '@/lib/log'
import type { Payments } from '@/lib/stripe/payments'

/** Longer than any of them takes on a good day; a probe must not hang. */
const patienceMs = 3_000

/**
 * GET /api/health: 200 when everything we stand on answers, else 503, with a word for each. Says
 * nothing of how we reach them. `?live` asks only whether this process runs.
 */
export const health = (services: {
  accounts: Accounts
  payments: Payments
  groups: Groups
  tokens: Tokens
  log: Log
}) =>
  handle(services, async (request, { log, requestId }) => {
    if (new URL(request.url).searchParams.has('live')) return answer({}, true)
    const probes = {
      dynamodb: () => services.accounts.ping(),
      stripe: () => services.payments.ping(),
      cognito: () => services.groups.ping(),
      tokenKeys: () => services.tokens.ping(),
    }
    const results = await Promise.all(
      Object.entries(probes).map(async ([name, probe]) => {
        try {
          await inTime(probe())
          return [name, 'ok'] as const
        } catch (error) {
          log.warn({ requestId, err: error, dependency: name }, 'A dependency does not answer')
          return [name, 'failing'] as const
        }
      }),
    )
    return answer(
      Object.fromEntries(results),
      results.every(([, state]) => state === 'ok'),
    )
  })

const answer = (dependencies: Record<string, string>, ok: boolean) =>
  Response.json(
    { status: ok ? 'ok' : 'degraded', dependencies },
    { status: ok ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  )

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer in ${patienceMs} ms`)), patienceMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
