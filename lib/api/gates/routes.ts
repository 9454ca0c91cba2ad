import { z } from 'zod'
import { user } from '@/lib/api/callers'
import { PlanLimit } from '@/lib/api/plans/routes'
import { defineRoute } from '@/lib/api/route'
import { AccessStatus } from '@/lib/billing/access/status'
import { Time } from '@/lib/billing/time'

export const Status = AccessStatus.meta({
  id: 'AccessStatus',
  description:
    'What the user’s access comes to. Only `active`, `trialing` and `past_due` open a plan.',
})

const BankPayment = z
  .object({
    state: z.enum(['processing', 'failed']),
    plan: z.string().nullable(),
    for: z.enum(['subscription', 'purchase']),
    id: z.string().describe('Stripe’s id of the subscription, or of the charge.'),
    since: Time,
  })
  .meta({ id: 'BankPayment', description: 'A bank payment that is processing or that failed.' })

const Source = z
  .object({
    kind: z.enum(['subscription', 'purchase', 'grant', 'default']),
    id: z.string().nullable(),
    plan: z.string().nullable(),
    counts: z.boolean().describe('Whether access comes from this one.'),
    why: z.string().describe('A sentence for the user.'),
  })
  .meta({ id: 'AccessSource' })

const MeterCount = z
  .object({
    used: z.int(),
    reserved: z.int(),
    included: z.int().nullable().describe('`null` means unlimited.'),
    resetsAt: Time.describe('When the next period begins.'),
  })
  .meta({ id: 'MeterCount' })

const Entitlements = z
  .object({
    userId: z.string().describe('The `sub` from Cognito.'),
    status: Status,
    plan: z.string(),
    groups: z.array(z.string()).describe('The user’s managed Cognito group: always exactly one.'),
    features: z.array(z.string()),
    permissions: z.array(z.string()),
    limits: z.record(z.string(), PlanLimit).describe('By meter.'),
    usage: z
      .record(z.string(), MeterCount)
      .describe('What was used in this period, by meter. `GET /api/usage` says more.'),
    staff: z
      .string()
      .nullable()
      .describe('The highest staff group. What it opens is included in `features`.'),
    featuresVersion: z
      .string()
      .describe('The same as in the token’s claim. If they differ, the token is out of date.'),
    currentPeriodEnd: Time.nullable(),
    trialExpiresAt: Time.nullable(),
    cancelAt: Time.nullable().describe('When the subscription ends, if it was canceled.'),
    graceUntil: Time.nullable().describe('How long access stays open although a payment is late.'),
    invoiceDueAt: Time.nullable().describe(
      'When the open invoice is due, if the subscription is paid by invoice. Grace starts then.',
    ),
    bankPayment: BankPayment.nullable(),
    sources: z.array(Source).describe('Why: what gives access, or gave it. The best one first.'),
    version: z.int().describe('The version of the account row.'),
    updatedAt: Time,
  })
  .meta({ id: 'Entitlements' })

export const gateRoutes = {
  entitlements: defineRoute({
    method: 'GET',
    path: '/api/entitlements',
    aliases: ['/me/entitlements'],
    section: 'Access',
    caller: user,
    summary: 'Read what the caller may do now, and why',
    answers: { 200: Entitlements },
    example: {
      answer: {
        userId: '3d6f…',
        status: 'active',
        plan: 'pro',
        groups: ['pro'],
        features: ['reports'],
        permissions: [],
        limits: { api_calls: { included: 100_000, overageCents: 0.05 } },
        usage: {
          api_calls: {
            used: 4_031,
            reserved: 0,
            included: 100_000,
            resetsAt: '2026-04-01T12:00:00.000Z',
          },
        },
        staff: null,
        featuresVersion: 'q0S3tXb1Zw',
        currentPeriodEnd: '2026-04-01T12:00:00.000Z',
        trialExpiresAt: null,
        cancelAt: null,
        graceUntil: null,
        invoiceDueAt: null,
        bankPayment: null,
        sources: [
          {
            kind: 'subscription',
            id: 'sub_1',
            plan: 'pro',
            counts: true,
            why: 'Your Pro subscription is active.',
          },
        ],
        version: 3,
        updatedAt: '2026-03-01T12:00:00.000Z',
      },
    },
  }),

  access: defineRoute({
    method: 'GET',
    path: '/api/access',
    aliases: ['/api/auth/premium-status'],
    section: 'Access',
    caller: user,
    summary: 'Read the plan, status and permissions in one small object',
    answers: {
      200: z
        .object({
          plan: z.string(),
          status: Status,
          isPaying: z
            .boolean()
            .describe('A subscription after its trial, or a one-time purchase, is open now.'),
          permissions: z.array(z.string()),
          groups: z
            .array(z.string())
            .describe('The user’s managed Cognito group: always exactly one.'),
        })
        .meta({ id: 'AccessSummary' }),
    },
    example: {
      answer: { plan: 'pro', status: 'active', isPaying: true, permissions: [], groups: ['pro'] },
    },
  }),

  feature: defineRoute({
    method: 'GET',
    path: '/api/features/{feature}',
    section: 'Access',
    caller: user,
    summary: 'Ask whether a feature is open',
    description:
      'A closed feature is a 403 that says what opens it: `plan_required`, or `forbidden` if no plan does. If it is open but the token is older than that, the answer is `token_stale`.',
    params: z.object({ feature: z.string().describe('A feature’s key, as in `GET /api/plans`.') }),
    answers: { 200: z.object({ feature: z.string(), open: z.literal(true) }) },
    errors: ['plan_required', 'forbidden', 'token_stale'],
    example: {
      params: { feature: 'reports' },
      answer: { feature: 'reports', open: true },
    },
  }),

  callFeature: defineRoute({
    method: 'POST',
    path: '/api/features/{feature}/call',
    section: 'Access',
    caller: user,
    limit: 'cognito',
    summary: 'Call the example API of a feature',
    description:
      'An API as you may sell one, in a few lines: `api-access` counts an API call each time, `model-api` what the model costs. Within the limit it answers, and what it answers is counted; a call that fails is not.',
    params: z.object({ feature: z.string().describe('A feature that is an API.') }),
    answers: {
      200: z.object({
        feature: z.string(),
        answer: z.string(),
        usageId: z.string().describe('The id under which the call is recorded.'),
      }),
    },
    errors: ['plan_required', 'forbidden', 'token_stale', 'limit_reached'],
    example: {
      params: { feature: 'api-access' },
      answer: { feature: 'api-access', answer: 'Vermilion.', usageId: '5b0c…' },
    },
  }),
}
