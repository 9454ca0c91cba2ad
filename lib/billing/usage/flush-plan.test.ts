import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { metered } from '@/lib/billing/catalog/catalogs/metered'
import { type BilledBy, type Flushable, planFlush } from './flush-plan'

const period = {
  start: new Date('2026-03-01T12:00:00Z'),
  end: new Date('2026-04-01T12:00:00Z'),
  source: 'sub_1',
}
const now = new Date('2026-03-10T08:00:00.700Z')
const starter: BilledBy = { price: 'starter_calls', included: 100 }
const pro: BilledBy = { price: 'pro_calls', included: 1_000 }

const counter = (changes: Partial<Flushable> = {}): Flushable => ({
  aggregation: 'sum',
  period,
  total: 0,
  opening: 0,
  sent: 0,
  billedBy: null,
  paid: 0,
  ...changes,
})
const messages = (of: Partial<Flushable>, by: BilledBy | null = starter, at = now) =>
  planFlush(counter(of), {}, by, at)?.messages.map(({ kind, value }) => `${kind} ${value}`)

describe('what Stripe is told of a sum', () => {
  it('is what was counted since the last time', () => {
    expect(messages({ total: 7 })).toEqual(['usage 7'])
    expect(messages({ total: 30, sent: 7, billedBy: starter })).toEqual(['usage 23'])
    expect(messages({ total: 30, sent: 30, billedBy: starter })).toEqual([])
  })

  it('waits while no price bills it, unless its period is over', () => {
    expect(messages({ total: 7 }, null)).toBeUndefined()
    expect(messages({ total: 7 }, null, period.end)).toEqual(['usage 7'])
  })

  it('is nothing of what was free, also when its month is over', () => {
    const free = { ...period, source: 'account' }
    expect(messages({ total: 7, period: free }, null, period.end)).toBeUndefined()
  })

  it('is in whole units, and the rest is kept for the next time', () => {
    const credits = metered.meters.credits ?? {}
    const first = planFlush(counter({ total: 12_000 }), credits, starter, now)
    expect(first).toMatchObject({ messages: [{ value: 2 }], next: { sent: 12_000 } })

    const second = planFlush(counter({ ...first?.next, total: 15_000 }), credits, starter, now)
    expect(second).toMatchObject({ messages: [{ value: 1 }] })
  })

  it('has a time in its period: a second ago, or its last second', () => {
    const timeOf = (of: Partial<Flushable>, by: BilledBy, at: Date) =>
      planFlush(counter({ total: 1, billedBy: starter, ...of }), {}, by, at)?.at
    expect(timeOf({}, starter, now)).toEqual(new Date('2026-03-10T07:59:59Z'))
    expect(timeOf({}, starter, period.start)).toEqual(period.start)
    // Another price counts from the second in which it came.
    expect(timeOf({}, pro, now)).toEqual(new Date('2026-03-10T08:00:00Z'))
    const late = new Date('2026-04-03T00:00:00Z')
    expect(planFlush(counter({ total: 1 }), {}, starter, late)?.at).toEqual(
      new Date('2026-04-01T11:59:59Z'),
    )
  })
})

describe('a price that came in mid-period', () => {
  it('has its free step used up by what was used before', () => {
    const before = { total: 90, sent: 80, billedBy: starter }
    expect(messages(before, pro)).toEqual(['carry 80', 'usage 10'])
  })

  it('is charged nothing for it: the carry never exceeds the free step', () => {
    expect(messages({ total: 5_000, sent: 5_000, billedBy: pro }, starter)).toEqual(['carry 100'])
  })

  it('also after Stripe began a new period, with what the counter opened with', () => {
    expect(messages({ opening: 60, total: 1 }, starter)).toEqual(['carry 60', 'usage 1'])
  })

  it('doesn’t reach back into a period that is over', () => {
    const before = { total: 90, sent: 80, billedBy: starter }
    expect(messages(before, pro, period.end)).toEqual(['usage 10'])
  })

  it('bills what exceeds its free step in all, and no unit twice, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ used: fc.nat(3_000), isPro: fc.boolean() }), { maxLength: 12 }),
        (steps) => {
          let state = counter()
          let byPrice = 0
          let billed = 0
          let free = 0
          for (const { used, isPro } of steps) {
            const by = isPro ? pro : starter
            if (state.billedBy && state.billedBy.price !== by.price) {
              // Stripe bills the item that ends, and the new one counts from zero.
              billed += Math.max(0, byPrice - state.billedBy.included)
              byPrice = 0
            }
            state = { ...state, total: state.total + used }
            const plan = planFlush(state, {}, by, now)
            if (!plan) throw new Error('There is a price')
            for (const { kind, value } of plan.messages) {
              byPrice += value
              if (kind === 'carry') expect(value).toBeLessThanOrEqual(by.included)
            }
            state = { ...state, ...plan.next }
            free = Math.max(free, by.included)
          }
          billed += Math.max(0, byPrice - (state.billedBy?.included ?? 0))
          expect(billed).toBeLessThanOrEqual(state.total)
          // Never more for nothing than the largest allowance.
          expect(state.total - billed).toBeLessThanOrEqual(free)
        },
      ),
    )
  })
})

describe('what Stripe is told of a value', () => {
  const storage = { aggregation: 'last' as const }

  it('is the value, whenever it changed', () => {
    expect(messages({ ...storage, total: 120 })).toEqual(['usage 120'])
    expect(messages({ ...storage, total: 0, sent: 120, billedBy: starter })).toEqual(['usage 0'])
    expect(messages({ ...storage, total: 120, sent: 120, billedBy: starter })).toEqual([])
  })

  it('leaves out what this period’s earlier price has billed', () => {
    // 50 of 150 were billed beyond Starter's 100. Of 1,030 on Pro, 30 are beyond.
    const changed = { ...storage, total: 1_030, sent: 150, billedBy: starter }
    const plan = planFlush(counter(changed), {}, pro, now)

    expect(plan?.messages).toEqual([{ kind: 'usage', value: 1_000 }])
    expect(plan?.next.paid).toBe(50)
    const grown = { ...storage, ...plan?.next, total: 1_200 }
    expect(messages(grown, pro)).toEqual(['usage 1150'])
  })
})
