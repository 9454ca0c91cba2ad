import { z } from 'zod'
import { service, user } from '@/lib/api/callers'
import { defineRoute } from '@/lib/api/route'
import { Time } from '@/lib/billing/time'
import { HeldAnswer, MeterUsage, RecordedAnswer, SettledAnswer, UsageCapAnswer } from './answers'
import { ReservationRequest, UsageId, UsageRecordRequests } from './requests'

const userId = z.string().min(1).max(128).describe('The `sub` from Cognito.')

const ReservationParams = z.object({
  id: UsageId.describe('The reservation’s id, as it was sent.'),
})

const state = {
  used: 4_031,
  remaining: 95_969,
  resetsAt: '2026-04-01T12:00:00.000Z',
}

export const usageRoutes = {
  recordUsage: defineRoute({
    method: 'POST',
    path: '/api/usage',
    section: 'Usage',
    caller: service,
    summary: 'Record what users used',
    description: `One entry, or an array of up to 99. Each is counted once: an id is known for at least 40 days, for its user. So after a crash or a lost answer send the same entries again.

The answer has a result for each entry, in their order:

- \`recorded\`: it is counted.
- \`duplicate\`: it was counted before.
- \`refused\`: it isn’t counted, for the reason in \`code\`. Of these only \`limit_reached\` and \`busy\` may succeed later, with the same id.

The entries of one user and meter in one period are written together. Those that don’t fit below a limit are left out, and the others are counted. \`used\` and \`remaining\` are in what is recorded.`,
    body: UsageRecordRequests,
    answers: { 200: z.object({ results: z.array(RecordedAnswer) }) },
    example: {
      body: [
        { id: 'call-7d41', userId: '3d6f…', meter: 'api_calls', quantity: 1 },
        { id: 'call-7d42', userId: '3d6f…', meter: 'api_calls', quantity: 30 },
      ],
      answer: {
        results: [
          { id: 'call-7d41', userId: '3d6f…', outcome: 'recorded', ...state },
          { id: 'call-7d42', userId: '3d6f…', outcome: 'duplicate', ...state },
        ],
      },
    },
  }),

  reserveUsage: defineRoute({
    method: 'POST',
    path: '/api/usage/reserve',
    section: 'Usage',
    caller: service,
    summary: 'Hold part of a limit until it is known what is used',
    description:
      'For work whose cost is known only afterwards. What is held counts against the limit. Then commit what was used, or release it; whatever is left at `expiresAt` is freed. Only meters that are sums can be reserved. The id is one of usage: it can’t be recorded as well.',
    body: ReservationRequest,
    answers: { 200: HeldAnswer },
    example: {
      body: {
        id: 'job-19',
        userId: '3d6f…',
        meter: 'api_calls',
        quantity: 500,
        expiresInSeconds: 300,
      },
      answer: {
        id: 'job-19',
        outcome: 'held',
        expiresAt: '2026-03-01T12:05:00.000Z',
        ...state,
      },
    },
  }),

  commitUsage: defineRoute({
    method: 'POST',
    path: '/api/usage/{id}/commit',
    section: 'Usage',
    caller: service,
    summary: 'Count what was really used of a reservation',
    description:
      'It counts in the period in which it was reserved. It may be less than was held, or more if that fits below the limit. After `expiresAt` nothing is held anymore, so it counts if all of it fits. Sent again with the same quantity it is a `duplicate`.',
    params: ReservationParams,
    body: z.strictObject({
      userId,
      quantity: z.int('Send a whole number.').nonnegative('Send 0 or more.'),
    }),
    answers: { 200: SettledAnswer },
    errors: ['not_found', 'conflict'],
    example: {
      params: { id: 'job-19' },
      body: { userId: '3d6f…', quantity: 412 },
      answer: { id: 'job-19', outcome: 'recorded', ...state },
    },
  }),

  releaseUsage: defineRoute({
    method: 'POST',
    path: '/api/usage/{id}/release',
    section: 'Usage',
    caller: service,
    summary: 'Free what a reservation holds',
    params: ReservationParams,
    body: z.strictObject({ userId }),
    answers: { 200: SettledAnswer },
    errors: ['not_found', 'conflict'],
    example: {
      params: { id: 'job-19' },
      body: { userId: '3d6f…' },
      answer: { id: 'job-19', outcome: 'released', ...state },
    },
  }),

  ownUsage: defineRoute({
    method: 'GET',
    path: '/api/usage',
    section: 'Usage',
    caller: user,
    summary: 'Read what the caller used in this period',
    description:
      'In the units that limits and prices are in, also for a meter that is recorded in a fraction of them.',
    answers: {
      200: z.object({
        period: z.object({ start: Time, end: Time }),
        meters: z.array(MeterUsage).describe('Every meter of the catalog, in its order.'),
      }),
    },
    example: {
      answer: {
        period: { start: '2026-03-01T12:00:00.000Z', end: '2026-04-01T12:00:00.000Z' },
        meters: [
          {
            meter: 'api_calls',
            name: 'API calls',
            unit: 'calls',
            aggregation: 'sum',
            used: 104_031,
            reserved: 500,
            included: 100_000,
            overage: { cents: 0.1, currency: 'usd' },
            cap: { mode: 'stop', cents: 5_000, setAt: '2026-03-02T09:00:00.000Z' },
            limit: 150_000,
            remaining: 45_469,
            resetsAt: '2026-04-01T12:00:00.000Z',
            updatedAt: '2026-03-20T08:15:00.000Z',
            forecast: { expected: 168_000, low: 155_000, high: 181_000 },
            trend: { before: 92_880, change: 0.12 },
          },
        ],
      },
    },
  }),

  usageHistory: defineRoute({
    method: 'GET',
    path: '/api/usage/history',
    section: 'Usage',
    caller: user,
    summary: 'Read what the caller used by day or by hour',
    description:
      'Days are kept for 13 months, hours for 48. Both are in UTC. Days and hours without a record are left out. Of a meter whose last value counts, a point is the last value of that day or hour.',
    query: z.strictObject({
      meter: z.string(),
      from: Time.describe('The first day or hour that is listed contains it.'),
      to: Time.optional().describe('By default now.'),
      step: z.enum(['hour', 'day']).default('day'),
    }),
    answers: {
      200: z.object({
        meter: z.string(),
        aggregation: MeterUsage.shape.aggregation,
        step: z.enum(['hour', 'day']),
        points: z.array(z.object({ start: Time, quantity: z.int() })).describe('The oldest first.'),
      }),
    },
    errors: ['not_found'],
    example: {
      query: { meter: 'api_calls', from: '2026-03-01T00:00:00.000Z', step: 'day' },
      answer: {
        meter: 'api_calls',
        aggregation: 'sum',
        step: 'day',
        points: [{ start: '2026-03-01T00:00:00.000Z', quantity: 4_031 }],
      },
    },
  }),

  usageRecords: defineRoute({
    method: 'GET',
    path: '/api/usage/records',
    section: 'Usage',
    caller: user,
    summary: 'List the records behind an invoice line',
    description:
      'Why is it this amount? A line for usage has a period: ask for a time in it. `messages` are what Stripe was told, in whole units, and add up to the line’s quantity. A `carry` uses up the free step of a plan that came in the middle of the period by what was used before; it costs nothing. Records are kept for 100 days.',
    query: z.strictObject({
      meter: z.string(),
      at: Time.optional().describe('A time in the period. By default now.'),
      after: UsageId.optional().describe('`next` of the page before.'),
    }),
    answers: {
      200: z.object({
        meter: z.string(),
        period: z.object({ start: Time, end: Time }),
        total: z.int().describe('What the period counted, as recorded.'),
        opening: z.int().describe('What counted already when the period began.'),
        messages: z.array(
          z.object({
            kind: z.enum(['usage', 'carry']),
            value: z.int(),
            price: z.string().nullable().describe('The lookup key of the price that bills it.'),
            at: Time,
            state: z.enum(['pending', 'delivered', 'too_old']),
          }),
        ),
        records: z
          .array(z.object({ id: z.string(), quantity: z.int(), at: Time, recordedAt: Time }))
          .describe('One page. It may be empty.'),
        next: z.string().nullable(),
      }),
    },
    errors: ['not_found'],
    example: {
      query: { meter: 'api_calls' },
      answer: {
        meter: 'api_calls',
        period: { start: '2026-03-01T12:00:00.000Z', end: '2026-04-01T12:00:00.000Z' },
        total: 104_031,
        opening: 0,
        messages: [
          {
            kind: 'usage',
            value: 104_031,
            price: 'saas_pro_api_calls',
            at: '2026-03-20T08:19:59.000Z',
            state: 'delivered',
          },
        ],
        records: [
          {
            id: 'call-7d41',
            quantity: 1,
            at: '2026-03-20T08:15:00.000Z',
            recordedAt: '2026-03-20T08:15:00.000Z',
          },
        ],
        next: null,
      },
    },
  }),

  setUsageCap: defineRoute({
    method: 'POST',
    path: '/api/usage/cap',
    section: 'Usage',
    caller: user,
    limit: 'cognito',
    summary: 'Set what a meter may cost beyond the plan',
    description:
      'The caller’s own cap, for each period. With `stop`, usage that would cost more is refused; with `notify`, the caller is only told. `off` removes it. It counts from the period’s beginning, so a cap below what was used already stops at once.',
    body: z.discriminatedUnion(
      'mode',
      [
        z.strictObject({ meter: z.string(), mode: z.literal('off') }),
        z.strictObject({
          meter: z.string(),
          mode: z.enum(['notify', 'stop']),
          cents: z
            .int('Send a whole number of cents.')
            .nonnegative('Send 0 or more.')
            .max(100_000_000, 'Send at most a million.')
            .describe('In the smallest unit of the currency that the caller pays in.'),
        }),
      ],
      'Send a mode: off, notify or stop.',
    ),
    answers: { 200: UsageCapAnswer },
    errors: ['not_found'],
    example: {
      body: { meter: 'api_calls', mode: 'stop', cents: 5_000 },
      answer: {
        meter: 'api_calls',
        cap: { mode: 'stop', cents: 5_000, setAt: '2026-03-02T09:00:00.000Z' },
      },
    },
  }),

  recordBurst: defineRoute({
    method: 'POST',
    path: '/api/usage/burst',
    section: 'Usage',
    caller: user,
    limit: 'cognito',
    summary: 'Record a burst, on the local stack only',
    description:
      'For development: records some usage of every meter that is a sum, for the caller. Anywhere else it is not found.',
    answers: {
      200: z.object({
        recorded: z.int().describe('How many entries.'),
        refused: z.int(),
        quantities: z
          .array(z.object({ unit: z.string(), quantity: z.int() }))
          .describe('What was recorded of each meter.'),
      }),
    },
    errors: ['not_found'],
    example: {
      answer: { recorded: 20, refused: 0, quantities: [{ unit: 'calls', quantity: 4_012 }] },
    },
  }),
}
