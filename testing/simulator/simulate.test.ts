import { expect, it } from 'vitest'
import { mutants } from './mutants'
import { report } from './report'
import type { Action } from './scenario'
import { shrink } from './shrink'
import { caseOf, simulate } from './simulate'

const kinds: Action['kind'][] = [
  'subscribe',
  'change_plan',
  'renew',
  'schedule_cancel',
  'resume',
  'end',
  'payment_fails',
  'payment_recovers',
  'pay_oldest',
  'give_up',
  'buy_lifetime',
  'refund',
  'dispute',
  'close_dispute',
  'delete_customer',
  'delete_user',
  'grant',
  'wait',
]

const seeds = Number(process.env.SEEDS ?? 20_000)

it(`finds no diverged row or group in ${seeds} random scenarios with faults`, async () => {
  const startedAt = performance.now()
  const total = { deliveries: 0, faults: 0, zombieDamage: 0 }
  for (let seed = 1; seed <= seeds; seed++) {
    const run = await simulate(caseOf(seed))
    if (run.failure) expect.fail(await report(seed))
    total.deliveries += run.deliveries
    total.faults += run.faults
    total.zombieDamage += Number(run.zombieDamage)
    // Lets this process answer the test runner regularly.
    if (seed % 500 === 0) await new Promise(setImmediate)
  }
  console.info(
    `Simulated ${seeds} seeds: ${total.deliveries} deliveries, ${total.faults} faults, 0 rows and groups diverged; ` +
      `${total.zombieDamage} repaired by one reconcile after late writes; ` +
      `${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
  )
  expect(total.deliveries).toBeGreaterThan(seeds)
})

it('generates every kind of action', () => {
  const lives = Array.from({ length: 2_000 }, (_, at) => caseOf(at + 1).life)
  const seen = (holds: (action: Action) => boolean) => lives.filter((life) => life.some(holds))

  for (const kind of kinds) {
    expect([kind, seen((action) => action.kind === kind).length > 20]).toEqual([kind, true])
  }
  expect(seen((action) => action.kind === 'subscribe' && action.trial).length).toBeGreaterThan(200)
})

it('repeats a case exactly', async () => {
  for (let seed = 1; seed <= 50; seed++) {
    const [one, other] = [
      await simulate(caseOf(seed), { tracing: true }),
      await simulate(caseOf(seed), { tracing: true }),
    ]
    expect(one.trace.length).toBeGreaterThan(3)
    expect(other).toEqual(one)
  }
})

it('shrinks a failure to a smaller case that fails in the same way, and prints its trace', async () => {
  const seed = 2
  expect((await simulate(caseOf(seed), { algorithm: mutants.createdGuard() })).failure).toBeTruthy()

  const small = await shrink(caseOf(seed), mutants.createdGuard)
  const words = await report(seed, mutants.createdGuard)

  expect(small.life.length).toBeLessThanOrEqual(2)
  expect(small.faults.crash + small.faults.refused + small.faults.answerLost).toBe(0)
  expect(words).toContain('Seed 2: ')
  expect(words).toMatch(/stripe|accounts/)
})
