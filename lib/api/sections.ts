/** The parts of the documentation, in its order. */
export const sections = {
  Plans: 'What is sold. The same for everyone, so no sign-in is needed.',
  Access: `What the caller may do now. Decided from the account row with the present time.

A user's token says the same, as of when it was issued. [gates.md](gates.md) shows how pages, handlers and components ask.`,
  Checkout: `Buying a plan, and Stripe's own pages for paying and for managing billing.

[buying.md](buying.md) says more about checkout, bank payments, trials, lifetime purchases and refunds.`,
  Subscription: `The caller's own subscription. No id is taken from a request.

Each POST answers like the GET, with the state afterwards: the account was synced first, so \`access\` is already new.`,
  Webhook: 'What Stripe calls.',
  Jobs: 'What a scheduler calls, with `Authorization: Bearer <CRON_SECRET>`. [operations.md](operations.md) says when and how often.',
  Staff:
    'For the support team and operators. A staff role includes the roles below it; no plan opens these routes.',
  Service: 'About the service itself.',
} as const

export type SectionName = keyof typeof sections
