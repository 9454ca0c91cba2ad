/** The parts of the documentation, in its order. `guide` is a page in `docs/` that says more. */
type Section = { about: string; guide?: string }

export const sections = {
  Plans: { about: 'What is sold. The same for everyone, so no sign-in is needed.' },
  Access: {
    about:
      'What the caller may do now, decided from the account row with the present time. A token says the same, as of when it was issued.',
    guide: 'gates.md',
  },
  Checkout: {
    about: 'Buying a plan, and Stripe’s own pages for paying and for managing billing.',
    guide: 'buying.md',
  },
  Subscription: {
    about: `The caller’s own subscription. No id is taken from a request.

Each POST answers like the GET, with the state afterwards: the account was synced first, so \`access\` is already new.`,
  },
  Usage: {
    about:
      'Recording what users use, and reading it. A service records with a key of its own; a user reads with their token.',
    guide: 'usage.md',
  },
  Webhook: { about: 'What Stripe calls.' },
  Jobs: { about: 'What a scheduler calls.', guide: 'operations.md' },
  Staff: {
    about:
      'For the support team and operators. A staff role includes the roles below it; no plan opens these routes.',
    guide: 'operations.md',
  },
  Service: { about: 'About the service itself.' },
} satisfies Record<string, Section>

export type SectionName = keyof typeof sections
export const sectionList: [SectionName, Section][] = Object.entries(sections) as [
  SectionName,
  Section,
][]
