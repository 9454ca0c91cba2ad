import { defineCatalog } from '@/lib/billing/catalog/catalog'

/**
 * $29 a month including $10 of usage, then twice what the provider of the models charges. The meter
 * is recorded in micro-dollars of that cost. A credit is $0.01 of usage, half of it cost, and $10
 * are 1,000 credits. Stripe's meter gets all credits, and the metered price has a free first step
 * of 1,000.
 */
export const metered = defineCatalog({
  name: 'metered',
  brand: {
    name: 'Pulsewell',
    tagline: 'Language models, one API.',
    description:
      'Try prompts in the browser, then call the same models from your code. Pay for what you use, to the cent.',
    logo: 'pulse',
    surface: 'cool',
    colors: {
      light: { primary: '#0b56b8', primaryHover: '#083f88', onPrimary: '#ffffff', tint: '#dce9fb' },
      dark: { primary: '#8dbdff', primaryHover: '#b5d4ff', onPrimary: '#06244d', tint: '#16305a' },
    },
  },
  defaultPlan: 'free',
  graceDays: 14,
  features: {
    playground: { name: 'Playground', description: 'Try prompts in the browser.' },
    'model-api': { name: 'Model API', description: 'The same models from your own code.' },
    'usage-alerts': {
      name: 'Usage alerts',
      description: 'Get an email as you near your limit or your spending cap.',
    },
  },
  meters: {
    credits: {
      name: 'Credits',
      description: 'Credits used by your calls (1¢ each).',
      unit: 'credits',
      recorded: { unit: 'micro-dollars of cost', perUnit: 10_000, markup: 2 },
    },
  },
  plans: [
    {
      key: 'free',
      name: 'Free',
      description: 'Enough to try it out.',
      rank: 0,
      group: 'free',
      prices: [],
      features: ['playground', 'usage-alerts'],
      permissions: [],
      limits: { credits: { included: 50 } },
    },
    {
      key: 'usage',
      name: 'Pay as you go',
      description: 'Includes $10 of usage, then $0.01 per credit.',
      rank: 10,
      highlight: true,
      group: 'usage',
      prices: [
        {
          lookupKey: 'metered_usage_month',
          interval: 'month',
          currency: 'usd',
          amountCents: 2_900,
        },
      ],
      features: ['playground', 'model-api', 'usage-alerts'],
      permissions: [],
      limits: {
        credits: { included: 1_000, overageCents: 1, meteredPrice: 'metered_usage_credits' },
      },
    },
  ],
  staff: [
    { group: 'admins', rank: 30 },
    { group: 'managers', rank: 20 },
    { group: 'support', rank: 10 },
  ],
})
