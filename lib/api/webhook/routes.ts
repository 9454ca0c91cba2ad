import { stripe } from '@/lib/api/callers'
import { defineRoute, empty } from '@/lib/api/route'

export const webhookRoutes = {
  webhook: defineRoute({
    method: 'POST',
    path: '/api/stripe/webhook',
    aliases: ['/stripe/webhook', '/v1/stripe/webhook'],
    section: 'Webhook',
    caller: stripe,
    summary: 'Take an event from Stripe',
    description:
      'Answers 200 with an empty body once everything is done, and 5xx on any failure, so that Stripe tries again.',
    body: {
      kind: 'text',
      // Stripe's largest events are some hundred kilobytes.
      maxBytes: 1024 * 1024,
      description: 'The event exactly as Stripe signed it: at most 1 MB.',
    },
    answers: { 200: empty },
    errors: ['invalid_request'],
    // Bodies that are not verified yet, so a large bound. Verified events have a smaller one.
    maxAtOnce: 256,
    example: {
      body: '{"id":"evt_1","object":"event","type":"product.updated","created":1772366400,"livemode":false,"data":{"object":{"id":"prod_1","object":"product"}}}',
    },
  }),
}
