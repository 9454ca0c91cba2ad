import { z } from 'zod'
import { user } from '@/lib/api/callers'
import { defineRoute } from '@/lib/api/route'
import { resumables } from '@/lib/billing/subscription/ending'
import { Time } from '@/lib/billing/time'
import { cancelReasons } from '@/lib/stripe/subscription/cancellations'
import { ChangeRequest, Preview, SubscriptionAnswer } from './schemas'

const path = '/api/subscription'
const common = { section: 'Subscription', caller: user, limit: 'stripe' } as const

const access = { plan: 'pro', status: 'active', groups: ['pro'] }
const example = {
  subscription: {
    plan: 'pro',
    interval: 'month',
    quantity: 1,
    status: 'active',
    currency: 'usd',
    currentPeriodStart: '2026-03-01T12:00:00.000Z',
    currentPeriodEnd: '2026-04-01T12:00:00.000Z',
    trialEnd: null,
    cancelAt: null,
    invoiceDueAt: null,
    pause: null,
    scheduled: null,
    waiting: null,
    nextInvoice: {
      totalCents: 4900,
      taxCents: 0,
      amountDueCents: 4900,
      currency: 'usd',
      at: '2026-04-01T12:00:00.000Z',
    },
    paymentMethod: { brand: 'visa', last4: '4242' },
    can: { cancel: ['period_end'], resume: [], pause: true, changeNot: null },
    pauseEnds: ['2026-05-01T12:00:00.000Z', '2026-06-01T12:00:00.000Z'],
    options: [
      {
        plan: 'starter',
        interval: 'month',
        amountCents: 1900,
        maxQuantity: 1,
        effective: 'period_end',
      },
    ],
  },
  access,
}
const exampleWith = (changes: object) => ({
  ...example,
  subscription: { ...example.subscription, ...changes },
})

export const subscriptionRoutes = {
  subscription: defineRoute({
    ...common,
    method: 'GET',
    path,
    aliases: ['/billing/subscription'],
    summary: 'Read the subscription: what it is, what is coming, and what can be done',
    description: `\`subscription\` says

- what it is: plan, interval, quantity, status, period, next invoice;
- what is coming: \`cancelAt\`, \`pause\`, \`scheduled\`, \`waiting\`;
- what can be done: \`options\` lists what to change to, and \`can\` what to cancel, resume or pause.`,
    answers: { 200: SubscriptionAnswer },
    example: { answer: example },
  }),

  previewChange: defineRoute({
    ...common,
    method: 'POST',
    path: `${path}/preview`,
    summary: 'Preview what a change charges, when it happens and what it takes away',
    description: `Changes nothing. The preview holds for ten minutes; its \`previewId\` confirms it.

A higher plan, a year in place of a month, and a higher quantity happen at once and are charged at once. The opposite waits for the end of the paid period. If a change does both, the plan decides first, then the interval, then the quantity. Within a trial everything happens at once and stays free until the trial’s end, unless the new plan has no trial.

A subscription that ends with its paid period can be upgraded at the same interval: the rest of the period is charged, and it still ends then (\`endsAt\`), so \`next\` is \`null\`.`,
    body: ChangeRequest,
    answers: { 200: Preview },
    errors: [
      'invalid_request',
      'no_subscription',
      'payment_required',
      'change_refused',
      'conflict',
    ],
    example: {
      body: { plan: 'pro' },
      answer: {
        previewId: '1772366400.Yk2…',
        prorationDate: '2026-03-01T12:00:00.000Z',
        validUntil: '2026-03-01T12:10:00.000Z',
        plan: 'pro',
        interval: 'month',
        quantity: 1,
        currency: 'usd',
        effective: 'now',
        effectiveAt: '2026-03-01T12:00:00.000Z',
        trial: 'none',
        lines: [
          { description: 'Unused time on Starter', amountCents: -950, proration: true },
          { description: 'Remaining time on Pro', amountCents: 2450, proration: true },
        ],
        discountCents: 0,
        taxCents: 0,
        includedTaxCents: 0,
        totalCents: 1500,
        amountDueCents: 1500,
        next: {
          totalCents: 4900,
          taxCents: 0,
          amountDueCents: 4900,
          at: '2026-03-16T12:00:00.000Z',
        },
        endsAt: null,
        features: { gained: ['reports'], lost: [] },
        limits: { lowered: [], all: [] },
      },
    },
  }),

  changePlan: defineRoute({
    ...common,
    method: 'POST',
    path: `${path}/change`,
    summary: 'Make the change that was previewed',
    description: `Charges what the preview said, or nothing. The preview is made again for the same second: if anything is different by now, the answer is \`preview_stale\`. Confirming twice changes once.

If the payment fails, or the bank wants it confirmed, nothing changes: the answer is \`payment_required\`, with the \`url\` where it can be paid within 23 hours. With a promotion code there is no such page: the card works, or nothing has changed.`,
    body: z.strictObject({ ...ChangeRequest.shape, previewId: z.string().max(100) }),
    answers: { 200: SubscriptionAnswer },
    errors: [
      'invalid_request',
      'no_subscription',
      'payment_required',
      'change_refused',
      'preview_stale',
      'conflict',
    ],
    example: { body: { plan: 'pro', previewId: '1772366400.Yk2…' }, answer: example },
  }),

  cancel: defineRoute({
    ...common,
    method: 'POST',
    path: `${path}/cancel`,
    aliases: ['/api/stripe/cancel-subscription'],
    summary: 'Cancel at the end of the paid period, or at once where the catalog offers it',
    body: z.strictObject({
      when: z.enum(['period_end', 'now']).default('period_end'),
      reason: z.enum(cancelReasons).optional(),
      comment: z.string().trim().max(500).optional(),
    }),
    answers: { 200: SubscriptionAnswer },
    errors: ['no_subscription', 'change_refused', 'payment_required', 'conflict'],
    example: {
      body: { reason: 'too_expensive' },
      answer: exampleWith({
        cancelAt: '2026-04-01T12:00:00.000Z',
        nextInvoice: null,
        can: { cancel: [], resume: ['cancellation'], pause: false, changeNot: null },
        options: [
          {
            plan: 'enterprise',
            interval: 'month',
            amountCents: 19900,
            maxQuantity: 1,
            effective: 'now',
          },
        ],
      }),
    },
  }),

  resume: defineRoute({
    ...common,
    method: 'POST',
    path: `${path}/resume`,
    summary:
      'Undo a cancellation, a planned change, a change that waits for its payment, or a pause',
    description: 'Without `what`, everything that can be undone is.',
    body: z.strictObject({ what: z.enum(resumables).optional() }),
    answers: { 200: SubscriptionAnswer },
    errors: ['no_subscription', 'payment_required', 'change_refused', 'conflict'],
    example: { body: { what: 'cancellation' }, answer: example },
  }),

  pause: defineRoute({
    ...common,
    method: 'POST',
    path: `${path}/pause`,
    summary: 'Pause: nothing is billed and nothing is open',
    description: `Closes at once what the subscription opens, until \`resumesAt\` or a resume.

A pause that ends by itself ends within the paid period, or where a later period begins, so \`resumesAt\` may become later than was asked for. A pause that is undone in a period that was not paid starts a new period, and charges it.`,
    body: z.strictObject({ resumesAt: Time.optional().describe('Within a year.') }),
    answers: { 200: SubscriptionAnswer },
    errors: [
      'invalid_request',
      'no_subscription',
      'payment_required',
      'change_refused',
      'conflict',
    ],
    example: {
      body: { resumesAt: '2026-05-01T00:00:00.000Z' },
      answer: {
        ...exampleWith({
          status: 'paused',
          pause: { resumesAt: '2026-05-01T12:00:00.000Z', bills: false },
          nextInvoice: null,
          can: { cancel: ['period_end'], resume: ['pause'], pause: false, changeNot: 'paused' },
          options: [],
        }),
        access: { plan: 'free', status: 'paused', groups: ['free'] },
      },
    },
  }),
}
