import { decideAccess } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import { facts, grant, march, pro, purchase, rules, subscription } from '@/testing/facts'

/**
 * How long it takes to decide access: `npx tsx bench/decide.ts`. The target is a p99 of at most
 * 20 µs, so that every read can decide again instead of trusting what was stored.
 */
const people: Record<string, Facts> = {
  'a new person': facts(),
  'one subscription': pro(),
  'past due, in grace': pro({ status: 'past_due' }),
  'one of each kind': { ...pro(), purchases: [purchase()], grants: [grant()] },
  'five years of coming and going': facts({
    subscriptions: Array.from({ length: 10 }, (_, at) =>
      subscription(at % 2 ? 'pro' : 'starter', { id: `sub_${at}`, status: 'canceled' }),
    ),
    purchases: [purchase(), purchase({ id: 'ch_2', amountRefundedCents: 30_000 })],
    grants: [grant({ endsAt: march(2) })],
  }),
}

const rounds = 200_000
const table = Object.entries(people).map(([who, known]) => ({ who, ...measure(known) }))
console.table(table)
console.log(`${rounds} decisions each, in µs. Target: p99 ≤ 20.`)

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
