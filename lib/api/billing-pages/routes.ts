import { z } from 'zod'
import { user } from '@/lib/api/callers'
import { defineRoute } from '@/lib/api/route'
import { portalFlows } from '@/lib/stripe/billing-pages/portal'

const Page = z.object({ url: z.string().describe('Send the browser there.') })

export const billingPageRoutes = {
  portal: defineRoute({
    method: 'POST',
    path: '/api/portal',
    limit: 'stripe',
    section: 'Checkout',
    caller: user,
    summary: 'Open Stripe’s billing portal',
    description:
      'If the plans bill usage, Stripe’s portal can’t change them, nor cancel them where they are also paid yearly. Then these flows lead to the settings page of the app.',
    body: z.strictObject({
      flow: z.enum(portalFlows).optional().describe('Opens one task instead of the overview.'),
    }),
    answers: { 200: Page },
    errors: ['conflict'],
    example: {
      body: { flow: 'payment_method_update' },
      answer: { url: 'https://billing.stripe.com/p/session/test_…' },
    },
  }),

  pay: defineRoute({
    method: 'POST',
    path: '/api/pay',
    limit: 'stripe',
    section: 'Checkout',
    caller: user,
    summary: 'Open Stripe’s page for what the subscription owes',
    description:
      'The newest open invoice of the caller’s subscription. The client doesn’t choose the invoice, so the body is an empty object. If nothing is owed, the answer is `conflict`.',
    body: z.strictObject({}),
    answers: { 200: Page },
    errors: ['conflict'],
    example: { body: {}, answer: { url: 'https://invoice.stripe.com/i/acct_…' } },
  }),
}
