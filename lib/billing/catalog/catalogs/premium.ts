import { defineCatalog } from '@/lib/billing/catalog/catalog'

/** A magazine: free, monthly, or a lifetime purchase. The token lists what may be read. */
export const premium = defineCatalog({
  name: 'premium',
  brand: {
    name: 'The Long Column',
    tagline: 'Journalism with room to think.',
    description:
      'A daily magazine without advertising. Short pieces are free. Readers pay for the essays, the archive and the audio edition.',
    logo: 'columns',
    surface: 'plain',
    colors: {
      light: { primary: '#1f1f1f', primaryHover: '#000000', onPrimary: '#ffffff', tint: '#e4e4e4' },
      dark: { primary: '#f1f1f1', primaryHover: '#ffffff', onPrimary: '#141414', tint: '#333333' },
    },
  },
  defaultPlan: 'free',
  graceDays: 14,
  features: {
    articles: { name: 'Articles', description: 'News and short pieces, every day.' },
    essays: { name: 'Essays', description: 'The long reads, and the archive.' },
    'audio-edition': { name: 'Audio edition', description: 'Every issue, read aloud.' },
  },
  meters: {},
  plans: [
    {
      key: 'free',
      name: 'Reader',
      description: 'Free articles for everyone.',
      rank: 0,
      group: 'free',
      prices: [],
      features: ['articles'],
      permissions: ['read:basic-content'],
      limits: {},
    },
    {
      key: 'monthly',
      name: 'Monthly',
      description: 'Full access, billed monthly.',
      rank: 10,
      highlight: true,
      group: 'monthly',
      prices: [
        {
          lookupKey: 'premium_monthly_month',
          interval: 'month',
          currency: 'usd',
          amountCents: 900,
        },
      ],
      features: ['articles', 'essays', 'audio-edition'],
      permissions: ['read:basic-content', 'read:premium-content', 'manage:subscription'],
      limits: {},
    },
    {
      key: 'lifetime',
      name: 'Lifetime',
      description: 'Pay once for full access, for as long as we publish.',
      rank: 20,
      group: 'lifetime',
      prices: [
        {
          lookupKey: 'premium_lifetime_once',
          interval: 'once',
          currency: 'usd',
          amountCents: 19_900,
        },
      ],
      features: ['articles', 'essays', 'audio-edition'],
      permissions: ['read:basic-content', 'read:premium-content', 'manage:subscription'],
      limits: {},
    },
  ],
  staff: [
    { group: 'admins', rank: 30, permissions: ['access:admin-panel'] },
    { group: 'managers', rank: 20, permissions: ['access:admin-panel'] },
    { group: 'support', rank: 10, permissions: ['access:admin-panel'] },
  ],
})
