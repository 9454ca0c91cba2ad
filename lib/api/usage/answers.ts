import { z } from 'zod'
import { Time } from '@/lib/billing/time'
import { UsageCap } from '@/lib/billing/usage/cap'

const state = {
  used: z.int().describe('What counts in this period, without what is reserved.'),
  remaining: z.int().nullable().describe('What is left below the limit; `null` if there is none.'),
  resetsAt: Time.describe('When the next period begins.'),
}

/** Nothing is known about a meter, or a user, that isn't there. */
const knownState = {
  used: state.used.optional(),
  remaining: state.remaining.optional(),
  resetsAt: state.resetsAt.optional(),
}

const refusalCodes = [
  'unknown_meter',
  'meter_not_allowed',
  'invalid_quantity',
  'invalid_time',
  'unknown_user',
  'id_taken',
  'limit_reached',
  'busy',
] as const

const why =
  '`meter_not_allowed`: the key is for other meters. `invalid_quantity`: not a whole number, negative, zero of a sum, or 2^53 and more. `invalid_time`: more than 35 days ago, or 5 minutes ahead. `id_taken`: the id was sent with other content, or is a reservation’s. `busy`: too many writers at once.'

export const RecordedAnswer = z
  .object({
    id: z.string(),
    userId: z.string(),
    outcome: z.enum(['recorded', 'duplicate', 'refused']),
    code: z.enum(refusalCodes).optional().describe(`Why it was refused. ${why}`),
    ...knownState,
  })
  .meta({ id: 'UsageResult' })

export const HeldAnswer = z
  .object({
    id: z.string(),
    outcome: z.enum(['held', 'duplicate', 'refused']),
    code: z
      .enum([...refusalCodes, 'not_reservable'])
      .optional()
      .describe('Why it was refused. `not_reservable`: the meter isn’t a sum.'),
    expiresAt: Time.optional(),
    ...knownState,
  })
  .meta({ id: 'Reservation' })

export const SettledAnswer = z
  .object({
    id: z.string(),
    outcome: z.enum(['recorded', 'released', 'duplicate', 'refused']),
    code: z
      .enum(['limit_reached', 'busy'])
      .optional()
      .describe('Why it was refused. The reservation is as it was.'),
    ...state,
  })
  .meta({ id: 'SettledReservation' })

const Cap = UsageCap.meta({
  id: 'UsageCap',
  description: 'What a user lets a meter cost beyond their plan, in each period.',
})

export const UsageCapAnswer = z.object({ meter: z.string(), cap: Cap.nullable() })

export const MeterUsage = z
  .object({
    meter: z.string(),
    name: z.string(),
    unit: z.string(),
    aggregation: z.enum(['sum', 'last', 'max']),
    used: state.used,
    reserved: z.int(),
    included: z.int().nullable().describe('`null` means unlimited.'),
    overage: z
      .object({ cents: z.number(), currency: z.string() })
      .nullable()
      .describe('The price of each unit beyond what is included; `null` if none is sold.'),
    cap: Cap.nullable(),
    limit: z.int().nullable().describe('What `used` may reach; `null` if there is no limit.'),
    remaining: state.remaining,
    resetsAt: state.resetsAt,
    updatedAt: Time.nullable().describe('When something was last recorded in this period.'),
    forecast: z
      .object({ expected: z.int(), low: z.int(), high: z.int() })
      .nullable()
      .describe(
        'What `used` will probably be at the period’s end, and between which values it lies four times in five. `null` in the first two days, and for a meter that isn’t a sum.',
      ),
    trend: z
      .object({ before: z.int(), change: z.number() })
      .nullable()
      .describe(
        'What was used when the last period was as old, and by which share that is less than now: 0.12 for 12% more. `null` if that was less than 1% of what is included, or if nothing is used yet.',
      ),
  })
  .meta({ id: 'MeterUsage' })
