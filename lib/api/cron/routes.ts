import { z } from 'zod'
import { scheduler } from '@/lib/api/callers'
import { defineRoute } from '@/lib/api/route'
import { Time } from '@/lib/billing/time'
import { Finding } from '@/lib/sync/reconcile/reconcile'

export const cronRoutes = {
  sweep: defineRoute({
    method: 'POST',
    // What Vercel's cron sends.
    otherMethods: ['GET'],
    path: '/api/cron/sweep',
    section: 'Jobs',
    caller: scheduler,
    isJob: true,
    summary: 'Sync the accounts that time has changed, bill usage, and send the mails that wait',
    description:
      'To be called every minute. Answers within 55 seconds what it did until then; if a backend hangs that long, 503.',
    answers: {
      200: z.object({
        looked: z.int().describe('How many accounts were looked at.'),
        failed: z.int(),
        more: z.boolean().describe('Whether some accounts are left for the next call.'),
        reservationsFreed: z.int().describe('Of usage, that expired without a commit.'),
        usage: z
          .object({
            sent: z.int().describe('Counters that Stripe was told about.'),
            waiting: z
              .int()
              .describe('Without a customer, or without a price that bills them yet.'),
            failed: z.int(),
            more: z.boolean(),
          })
          .describe('What was used, as told to Stripe.'),
        mails: z.object({
          sent: z.int(),
          dropped: z.int(),
          failed: z.int(),
          left: z.int().describe('Due, but left for the next call.'),
        }),
      }),
    },
    example: {
      answer: {
        looked: 2,
        failed: 0,
        more: false,
        reservationsFreed: 0,
        usage: { sent: 3, waiting: 0, failed: 0, more: false },
        mails: { sent: 1, dropped: 0, failed: 0, left: 0 },
      },
    },
  }),

  reconcile: defineRoute({
    method: 'POST',
    // What Vercel's cron sends.
    otherMethods: ['GET'],
    path: '/api/cron/reconcile',
    section: 'Jobs',
    caller: scheduler,
    isJob: true,
    summary: 'Compare Stripe, the table and Cognito, and repair',
    description:
      'Works for 40 seconds at most, and answers within 55: 503 if a backend hangs. Call it again until it answers `finished`: the next call continues from there. While another call is working on it, the answer is `conflict`.',
    query: z.strictObject({
      everybody: z
        .literal('', 'say ?everybody, or nothing')
        .optional()
        .describe('Lists every user, and not only those who should have a row or a group.'),
    }),
    answers: {
      200: z.object({
        runId: z.string(),
        startedAt: Time,
        resumed: z.boolean().describe('Whether an earlier call had started this run.'),
        dryRun: z.boolean(),
        finished: z.boolean(),
        listed: z.object({
          rows: z.int(),
          people: z.int(),
          customers: z.int(),
          subscriptions: z.int(),
        }),
        suspects: z.int().describe('How many users were checked individually.'),
        brake: z
          .object({
            holders: z.int(),
            losing: z.int(),
            limit: z.int(),
            isOn: z.boolean().describe('Too many would lose their plan: those repairs are held.'),
          })
          .nullable()
          .describe('`null` until everything is listed.'),
        found: z.int(),
        held: z.int(),
        findings: z.array(Finding).describe('The first hundred. The log and the audit have all.'),
      }),
    },
    errors: ['conflict'],
    example: {
      answer: {
        runId: '6f0b…',
        startedAt: '2026-03-01T03:00:00.000Z',
        resumed: false,
        dryRun: false,
        finished: true,
        listed: { rows: 3, people: 3, customers: 2, subscriptions: 2 },
        suspects: 1,
        brake: { holders: 2, losing: 0, limit: 3, isOn: false },
        found: 1,
        held: 0,
        findings: [
          {
            userId: '3d6f…',
            customerId: 'cus_1',
            drifts: [
              { kind: 'group_missing', remedy: 'repair', words: 'Cognito lacks the group "pro".' },
            ],
            outcome: 'repaired',
            error: null,
          },
        ],
      },
    },
  }),

  verifyUsage: defineRoute({
    method: 'POST',
    // What Vercel's cron sends.
    otherMethods: ['GET'],
    path: '/api/cron/usage',
    section: 'Jobs',
    caller: scheduler,
    isJob: true,
    summary: 'Compare recorded usage with what Stripe bills',
    description:
      'To be called every night. Follows each user’s usage from the records to Stripe’s sums, and changes nothing. Works for 40 seconds at most: call it again with `after`, unless `next` is `null`.',
    query: z.strictObject({
      after: z.string().max(512).optional().describe('`next` of the call before.'),
    }),
    answers: {
      200: z.object({
        checked: z.int().describe('How many users were checked.'),
        failed: z.int(),
        found: z.int(),
        drifts: z
          .array(
            z.object({
              userId: z.string(),
              kind: z.enum(['usage_unsent', 'usage_lost', 'usage_double', 'usage_late']),
              meter: z.string(),
              between: z.enum([
                'records and counter',
                'counter and messages',
                'messages and Stripe',
              ]),
              at: z.string().describe('The start of the period, or the day in UTC.'),
              expected: z.int(),
              found: z.number(),
            }),
          )
          .describe('The first hundred. The log has all.'),
        next: z.string().nullable(),
      }),
    },
    example: {
      answer: {
        checked: 3,
        failed: 0,
        found: 1,
        drifts: [
          {
            userId: '3d6f…',
            kind: 'usage_lost',
            meter: 'api_calls',
            between: 'messages and Stripe',
            at: '2026-03-20',
            expected: 4_031,
            found: 4_000,
          },
        ],
        next: null,
      },
    },
  }),
}
