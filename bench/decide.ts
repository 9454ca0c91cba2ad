import { decideAccess } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import { facts, grant, march, pro, purchase, rules, subscription } from '@/testing/facts'

/**
 * `npx tsx bench/decide.ts`: how long it takes to decide access. It is short enough for every read to
 * decide again, instead of trusting the stored decision.
 */
const users: Record<string, Facts> = {
  'a new user': facts(),
  'one subscription': pro(),
  'past due, in grace': pro({ status: 'past_due' }),
  'one of each kind': { ...pro(), purchases: [purchase()], grants: [grant()] },
  'five years of history': facts({
    subscriptions: Array.from({ length: 10 }, (_, at) =>
      subscription(at % 2 ? 'pro' : 'starter', { id: `sub_${at}`, status: 'canceled' }),
    ),
    purchases: [purchase(), purchase({ id: 'ch_2', amountRefundedCents: 30_000 })],
    grants: [grant({ endsAt: march(2) })],
  }),
}

const rounds = 200_000
const table = Object.entries(users).map(([user, known]) => ({
  user,
  ...measure(known),
  'target for p99': '≤ 20',
}))
console.table(table)
console.log(`${rounds} decisions each, in µs.`)
console.log('Left out: reading the row.')

function measure(known: Facts) {
  const now = march(10)
  for (let i = 0; i < 20_000; i++) decideAccess(known, rules, now)
  const times = new Float64Array(rounds)
  for (let i = 0; i < rounds; i++) {
    const start = process.hrtime.bigint()
    decideAccess(known, rules, now)
    times[i] = Number(process.hrtime.bigint() - start) / 1_000
  }
  times.sort()
  const at = (share: number) => Number((times[Math.floor(rounds * share)] ?? 0).toFixed(2))
  return { p50: at(0.5), p99: at(0.99), 'p99.9': at(0.999) }
}
