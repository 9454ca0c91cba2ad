import { z } from 'zod'
import { staff } from '@/lib/api/callers'
import { defineRoute } from '@/lib/api/route'
import { Time } from '@/lib/billing/time'
import { AuditEntry } from '@/lib/db/audit/audit'
import { LedgerEntry } from '@/lib/db/ledger/ledger'
import { OutboxEntry } from '@/lib/db/outbox/outbox'

export const unknownEvent =
  'No delivery of this event was recorded in the last 90 days. If Stripe has it, replay it.'
const eventId = /^evt_\w{1,250}$/
const EventId = z.string().regex(eventId, 'want an id like evt_…')

/** The place in a list where a page ended: a time, and the id of what happened then. */
const TimeAndId = z.string().regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z#.{1,255}$/)

const after = TimeAndId.optional().describe('The `next` of the page before.')
const limit = (most: number) =>
  z.coerce.number().int().min(1).max(most).default(50).describe('How many entries to answer.')
const next = z.string().nullable().describe('Send it as `after` for the next page.')

const Unreadable = z
  .object({ eventId: z.string(), unreadable: z.string().describe('Why.') })
  .meta({ id: 'UnreadableEntry', description: 'A ledger entry that can’t be read.' })

const EventEntry = z
  .union([
    z
      // On the wire `replayedBy` is never left out.
      .object({ ...LedgerEntry.shape, replayedBy: z.string().nullable() })
      .meta({ id: 'LedgerEntry', description: 'How the last delivery of an event ended.' }),
    Unreadable,
  ])
  .meta({ id: 'EventEntry' })

const ledgerExample = {
  eventId: 'evt_1',
  type: 'customer.subscription.updated',
  createdAt: '2026-03-01T12:00:00.000Z',
  receivedAt: '2026-03-01T12:00:01.250Z',
  customerId: 'cus_1',
  userId: '3d6f…',
  outcome: 'failed',
  error: 'TimeoutError: DynamoDB did not answer',
  durationMs: 3_012,
  requestId: '0b8e…',
  replayedBy: null,
  attempts: 2,
}

const Replay = z.union(
  [
    z.strictObject({ id: EventId }),
    z.strictObject({ failed: z.literal(true), since: Time.optional(), after }),
    z.strictObject({
      since: Time,
      again: z.boolean().default(false).describe('Also what the ledger shows as done.'),
      after: EventId.optional(),
    }),
  ],
  'want {"id"}, {"failed": true} or {"since"}; the documentation says more',
)
export type Replay = z.output<typeof Replay>

export const adminRoutes = {
  listEvents: defineRoute({
    method: 'GET',
    path: '/api/admin/events',
    section: 'Staff',
    caller: staff('support'),
    limit: 'cognito',
    summary: 'List the events whose last delivery failed, the newest first',
    query: z.strictObject({
      status: z.literal('failed', 'only failed events are listed: ask with status=failed'),
      since: Time.optional(),
      after,
      limit: limit(100),
    }),
    answers: { 200: z.object({ entries: z.array(EventEntry), next }) },
    example: {
      query: { status: 'failed' },
      answer: { entries: [ledgerExample], next: null },
    },
  }),

  showEvent: defineRoute({
    method: 'GET',
    path: '/api/admin/events/{id}',
    section: 'Staff',
    caller: staff('support'),
    limit: 'cognito',
    summary: 'Read what happened to one event',
    description: 'The outcome of the last delivery, attempts, error, user and request id.',
    params: z.object({
      // Whatever isn't one of Stripe's ids names no event.
      id: z.string().regex(eventId, unknownEvent).describe('Stripe’s id, `evt_…`.'),
    }),
    answers: { 200: EventEntry },
    example: { params: { id: 'evt_1' }, answer: ledgerExample },
  }),

  replayEvents: defineRoute({
    method: 'POST',
    path: '/api/admin/events/replay',
    limit: 'stripe',
    isJob: true,
    section: 'Staff',
    caller: staff('managers'),
    summary: 'Process events again, at most a hundred a request',
    description: `The body says which events:

- \`{"id": "evt_…"}\`: this one.
- \`{"failed": true}\`: those whose last delivery failed, the newest first.
- \`{"since": "2026-03-01T00:00:00Z"}\`: those that Stripe lists since then, without those that the ledger shows as done, unless \`again\` is \`true\`.

The ledger notes with each event who replayed it.`,
    body: Replay,
    answers: {
      200: z.object({
        replayed: z.array(
          z.object({
            eventId: z.string(),
            type: z.string(),
            outcome: z
              .enum(['synced', 'covered', 'unknown_customer', 'failed', 'unused', 'done_before'])
              .describe('`done_before`: the ledger shows it as done, so nothing was done now.'),
            error: z.string().nullable(),
          }),
        ),
        next,
      }),
    },
    errors: ['not_found'],
    example: {
      body: { failed: true },
      answer: {
        replayed: [{ eventId: 'evt_1', type: 'invoice.paid', outcome: 'synced', error: null }],
        next: null,
      },
    },
  }),

  userAudit: defineRoute({
    method: 'GET',
    path: '/api/admin/users/{userId}/audit',
    section: 'Staff',
    caller: staff('support'),
    limit: 'cognito',
    summary: 'Read what changed for a user, when and why, the newest first',
    params: z.object({
      // As long as Cognito's names may be.
      userId: z
        .string()
        .min(1, 'There’s no user with this ID. Use the sub from Cognito.')
        .max(128, 'There’s no user with this ID. Use the sub from Cognito.')
        .describe('The `sub` from Cognito.'),
    }),
    query: z.strictObject({ after, limit: limit(200) }),
    answers: {
      200: z.object({
        entries: z.array(
          z.union([
            AuditEntry.meta({ id: 'AuditEntry' }),
            z
              .object({
                what: z.literal('unreadable'),
                place: z.string(),
                unreadable: z.string().describe('Why.'),
              })
              .meta({
                id: 'UnreadableAuditEntry',
                description: 'In the place of an entry that can’t be read.',
              }),
          ]),
        ),
        next,
      }),
    },
    example: {
      params: { userId: '3d6f…' },
      answer: {
        entries: [
          {
            id: '7c1d…',
            userId: '3d6f…',
            at: '2026-03-01T12:00:02.000Z',
            cause: { kind: 'checkout_return', sessionId: 'cs_1' },
            reason: 'Your Pro subscription is active.',
            what: 'groups',
            before: ['free'],
            after: ['pro'],
          },
        ],
        next: null,
      },
    },
  }),

  listOutbox: defineRoute({
    method: 'GET',
    path: '/api/admin/outbox',
    section: 'Staff',
    caller: staff('support'),
    limit: 'cognito',
    summary: 'List the mails that wait to be sent, the longest due first',
    answers: {
      200: z.object({
        canSend: z.boolean().describe('`false` if no mail service is configured.'),
        waiting: z.array(
          z.union([
            z.object({ ...OutboxEntry.shape, stuck: z.boolean() }),
            z
              .object({ key: z.string(), dueAt: Time, error: z.string(), stuck: z.literal(true) })
              .describe('A message that can’t be read.'),
          ]),
        ),
        more: z.boolean().describe('Whether more than these wait.'),
      }),
    },
    example: {
      answer: {
        canSend: true,
        waiting: [
          {
            key: 'payment_failed:sub_1:2026-03-01',
            kind: 'payment_failed',
            userId: '3d6f…',
            data: { plan: 'Pro' },
            createdAt: '2026-03-01T12:00:00.000Z',
            state: 'waiting',
            attempts: 1,
            dueAt: '2026-03-01T12:05:00.000Z',
            error: null,
            stuck: false,
          },
        ],
        more: false,
      },
    },
  }),
}
