import { z } from 'zod'
import { type ErrorCode, statusOf } from '@/lib/errors'

/** What the caller should do about an error, and the fields that it has next to its message. */
type ErrorHelp = { advice: string; details?: z.ZodRawShape }

const upgrade = {
  requiredPlan: z
    .string()
    .nullable()
    .describe('The lowest plan that opens it; `null` if none does.'),
  currentPlan: z.string(),
  upgradeUrl: z.string().nullable().describe('The page that sells `requiredPlan`.'),
}

export const errorHelp: Record<ErrorCode, ErrorHelp> = {
  invalid_request: {
    advice: 'Correct the request. The message names the field.',
    details: {
      reason: z
        .enum([
          'unknown_plan',
          'not_sold',
          'other_currency',
          'too_many',
          'cancel_instead',
          'resumes_in_the_past',
          'resumes_too_late',
        ])
        .optional()
        .describe('From the routes of the subscription.'),
    },
  },
  invalid_signature: { advice: 'Check `STRIPE_WEBHOOK_SECRET`.' },
  unauthenticated: {
    advice: 'Sign in. The scheduler sends `CRON_SECRET`, a service a secret of `SERVICE_KEYS`.',
  },
  token_stale: {
    advice: 'Access changed after the token was issued: refresh the token and try again.',
  },
  payment_required: {
    advice: 'Pay at `url` if there is one, or add another card. Nothing has changed until then.',
    details: {
      reason: z.enum([
        'first_payment_open',
        'payment_due',
        'payment_waiting',
        'card_refused',
        'authentication_required',
        'no_card',
      ]),
      url: z.string().optional().describe('Stripe’s page for the payment.'),
    },
  },
  forbidden: { advice: 'Nothing: no plan opens this.' },
  foreign_origin: { advice: 'Send writes from the app’s own pages, or with a Bearer token.' },
  account_disabled: { advice: 'Nothing: staff disabled the account, and can enable it again.' },
  plan_required: {
    advice: 'Offer `requiredPlan`: `upgradeUrl` leads there.',
    details: { ...upgrade, requiredPlan: z.string(), upgradeUrl: z.string() },
  },
  permission_required: {
    advice: 'Offer `requiredPlan`, which carries the permission.',
    details: { permission: z.string(), ...upgrade },
  },
  limit_reached: {
    advice:
      'Offer `requiredPlan`, which has room, or wait for the next period. At the user’s own spending cap, offer `capUrl`.',
    details: {
      meter: z.string(),
      included: z.number().describe('How much the plan includes each period.'),
      used: z.number(),
      ...upgrade,
      reason: z
        .enum(['cap'])
        .optional()
        .describe('`cap` if the plan sells more, and the user’s own spending cap stops it.'),
      capUrl: z.string().optional().describe('The page on which the user changes the cap.'),
      resetsAt: z.string().optional().describe('When the cap counts anew.'),
    },
  },
  not_found: { advice: 'Nothing: there is no such thing.' },
  method_not_allowed: { advice: 'Use one of the methods in the `allow` header.' },
  already_subscribed: {
    advice: 'Change the subscription instead of buying another. A lifetime plan is already theirs.',
    details: { currentPlan: z.string() },
  },
  subscription_running: {
    advice:
      'What is bought once replaces the subscription: ask the user, then send `endSubscription: true`.',
  },
  payment_pending: { advice: 'Wait: a bank payment is processing.' },
  no_subscription: {
    advice: 'Offer the plans at `upgradeUrl`.',
    details: { upgradeUrl: z.string() },
  },
  change_refused: {
    advice: 'Do what `reason` asks for first, if anything can be done.',
    details: {
      reason: z
        .enum([
          'same',
          'owned',
          'paused',
          'ending',
          'change_scheduled',
          'by_arrangement',
          'several_plans',
          'on_trial',
          'metered',
          'bank_debit',
          'not_offered',
        ])
        .describe(
          '`owned`: bought once already. `change_scheduled`: undo that change first. `by_arrangement`: paid by invoice, or planned by staff. `several_plans`: on one subscription, so contact us. `on_trial`, `metered`: can’t be paused. `bank_debit`: an upgrade is charged at once, so add a card first.',
        ),
    },
  },
  preview_stale: { advice: 'Ask for the preview again and show it. Nothing was charged.' },
  conflict: { advice: 'Read again: another request or process came first.' },
  body_timeout: { advice: 'Send the body without pauses.' },
  too_large: { advice: 'Send less.' },
  too_many_requests: {
    advice: 'Try again after `retry-after` seconds.',
    details: { retryAfterSeconds: z.int().describe('The same as in `retry-after`.') },
  },
  internal: { advice: 'Try again, and quote the request id. The fault is ours.' },
  unavailable: { advice: 'Try again after `retry-after` seconds.' },
}

const answerWith = (code: ErrorCode) =>
  z
    .object({
      error: z.object({
        code: z.literal(code),
        message: z.string().describe('A sentence for the caller.'),
        requestId: z.string().describe('The same as in `x-request-id` and in our logs.'),
        ...errorHelp[code].details,
      }),
    })
    .meta({ id: schemaName(code), description: errorHelp[code].advice })

const schemaName = (code: ErrorCode) =>
  `Error${code
    .split('_')
    .map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`)
    .join('')}`

export const errorCodesOfAll = Object.keys(statusOf) as ErrorCode[]

/** The body of an error, by its code. */
export const errorAnswers = new Map(
  errorCodesOfAll.map((code): [ErrorCode, z.ZodType] => [code, answerWith(code)]),
)
