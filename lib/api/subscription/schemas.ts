import { z } from 'zod'
import { Status } from '@/lib/api/gates/routes'
import { promotionCodePattern } from '@/lib/billing/pricing/promotion'
import { resumables } from '@/lib/billing/subscription/ending'
import { Time } from '@/lib/billing/time'

const cents = z.int().describe('In the smallest unit of the currency.')
const Interval = z.enum(['month', 'year'])

const nextTotals = {
  totalCents: cents,
  taxCents: cents.describe('The tax in the total.'),
  amountDueCents: cents,
}

const terms = {
  plan: z.string().nullable().describe('`null` if its price belongs to no plan of the catalog.'),
  interval: Interval.nullable(),
  quantity: z.int(),
}

/** A plan that the subscription can change to. */
export const ChangeOption = z
  .object({
    plan: z.string(),
    interval: Interval,
    amountCents: cents.describe('The list price for one. A preview says what is charged.'),
    maxQuantity: z.int(),
    effective: z
      .enum(['now', 'period_end', 'same'])
      .describe('When the change would happen, at the present quantity.'),
  })
  .meta({ id: 'ChangeOption', description: 'A plan to change to.' })
export type ChangeOption = z.output<typeof ChangeOption>

/** What a subscription is, what is coming, and what can be done with it. */
export const SubscriptionView = z
  .object({
    ...terms,
    status: Status,
    currency: z.string(),
    currentPeriodStart: Time,
    currentPeriodEnd: Time,
    trialEnd: Time.nullable(),
    cancelAt: Time.nullable().describe('When it ends, if it was canceled.'),
    invoiceDueAt: Time.nullable().describe(
      'When its open invoice is due, if it is paid by invoice.',
    ),
    pause: z
      .object({
        resumesAt: Time.nullable(),
        bills: z.boolean().describe('Resuming now starts a new period, and charges it.'),
      })
      .nullable(),
    scheduled: z
      .object({ ...terms, at: Time })
      .nullable()
      .describe('A change that is planned for the end of the period.'),
    waiting: z
      .object({
        ...terms,
        expiresAt: Time,
        url: z.string().nullable().describe('Stripe’s page for the payment.'),
      })
      .nullable()
      .describe('A change that happens once it is paid, and is discarded at `expiresAt`.'),
    nextInvoice: z
      .object({ ...nextTotals, currency: z.string(), at: Time })
      .nullable()
      .describe('As things stand. If usage is billed monthly, that may be before the plan renews.'),
    paymentMethod: z
      .object({
        brand: z.string().describe('A card’s brand, such as `visa`, or the type of the method.'),
        last4: z.string().nullable(),
      })
      .nullable()
      .describe('What is charged; `null` if none is on file.'),
    can: z.object({
      cancel: z.array(z.enum(['period_end', 'now'])),
      resume: z.array(z.enum(resumables)),
      pause: z.boolean(),
      changeNot: z
        .enum([
          'first_payment_open',
          'payment_due',
          'payment_waiting',
          'paused',
          'ending',
          'change_scheduled',
          'by_arrangement',
          'several_plans',
        ])
        .nullable()
        .describe(
          'Why no change can be made now; `null` if one can. A subscription that ends can be upgraded until then.',
        ),
    }),
    pauseEnds: z
      .array(Time)
      .describe(
        'When a pause that is longer than the paid period may end: the starts of the next periods.',
      ),
    options: z.array(ChangeOption),
  })
  .meta({ id: 'SubscriptionView' })
export type SubscriptionView = z.output<typeof SubscriptionView>
export type TermsView = Pick<SubscriptionView, keyof typeof terms>

export const SubscriptionAnswer = z
  .object({
    subscription: SubscriptionView.nullable().describe('`null` if the caller has none.'),
    access: z.object({ plan: z.string(), status: Status, groups: z.array(z.string()) }),
  })
  .meta({ id: 'SubscriptionAnswer' })

/** Strict: a price, a discount or a trial from the client is refused, not ignored. */
export const ChangeRequest = z.strictObject({
  plan: z.string().max(60),
  interval: Interval.optional().describe('What is left out stays as it is.'),
  quantity: z.int().min(1).max(100_000).optional(),
  promotionCode: z
    .string()
    .regex(promotionCodePattern)
    .optional()
    .describe('One that the customer has not used before.'),
})
export type ChangeRequest = z.output<typeof ChangeRequest>

const lineAmounts = {
  discountCents: cents.describe('Taken off the lines.'),
  taxCents: cents.describe('Exclusive taxes, added to the lines.'),
  includedTaxCents: cents.describe('Inclusive taxes, a part of the lines.'),
  totalCents: cents,
  amountDueCents: cents.describe('After the customer’s credit.'),
}

const LimitChange = z.object({
  meter: z.string(),
  from: z.int().nullable().describe('How much is included now; `null` is no limit.'),
  to: z.int().nullable(),
  change: z.enum(['more', 'less', 'same']),
  overage: z.object({ from: z.boolean(), to: z.boolean() }),
})

/** What a change would charge, when it would happen and what it would take away. */
export const Preview = z
  .object({
    previewId: z.string().describe('Confirms exactly this preview. See `POST …/change`.'),
    prorationDate: Time,
    validUntil: Time,
    plan: z.string(),
    interval: Interval,
    quantity: z.int(),
    currency: z.string(),
    effective: z.enum(['now', 'period_end']),
    effectiveAt: Time,
    trial: z
      .enum(['none', 'kept', 'ends'])
      .describe('Whether a running trial continues, or ends with the change.'),
    lines: z
      .array(z.object({ description: z.string(), amountCents: cents, proration: z.boolean() }))
      .describe('What is charged at once. Empty if nothing is.'),
    ...lineAmounts,
    next: z
      .object({ ...nextTotals, at: Time })
      .nullable()
      .describe('The next regular invoice; `null` if the subscription ends first.'),
    endsAt: Time.nullable().describe('When the subscription ends, if it is set to.'),
    features: z.object({ gained: z.array(z.string()), lost: z.array(z.string()) }),
    limits: z.object({
      lowered: z
        .array(
          z.object({
            ...LimitChange.pick({ meter: true, from: true, to: true }).shape,
            used: z.number().nullable().describe('What is used now; `null` if that is unknown.'),
            isBroken: z.boolean().describe('More is used than the new plan allows.'),
          }),
        )
        .describe('The broken ones first.'),
      all: z.array(LimitChange),
    }),
  })
  .meta({ id: 'ChangePreview' })
export type Preview = z.output<typeof Preview>
