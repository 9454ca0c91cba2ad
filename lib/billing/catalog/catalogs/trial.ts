import { defineCatalog } from '@/lib/billing/catalog/catalog'

/** One paid plan that starts with a trial of 14 days (or `TRIAL_DAYS`). */
export const trial = defineCatalog({
  name: 'trial',
  brand: {
    name: 'Candlewick School',
    tagline: 'Learn something every evening.',
    description:
      'Short lessons by working teachers, for people with a job. One membership opens the library, the downloads and the office hours.',
    logo: 'arch',
    surface: 'rose',
    colors: {
      light: { primary: '#a1341b', primaryHover: '#7c2512', onPrimary: '#ffffff', tint: '#fbe3db' },
      dark: { primary: '#ffae96', primaryHover: '#ffc9b9', onPrimary: '#43120a', tint: '#472119' },
    },
    mailSender: 'Candlewick School office',
  },
  defaultPlan: 'free',
  graceDays: 7,
  features: {
    library: { name: 'The library', description: 'Every lesson, old and new.' },
    'office-hours': { name: 'Office hours', description: 'Ask a teacher, every Thursday.' },
    downloads: { name: 'Downloads', description: 'Download lessons to watch offline.' },
  },
  meters: {},
  plans: [
    {
      key: 'free',
      name: 'Visitor',
      description: 'Browse the catalog.',
      rank: 0,
      group: 'free',
      prices: [],
      features: [],
      permissions: [],
      limits: {},
    },
    {
      key: 'member',
      name: 'Member',
      description: 'Full access. The first 14 days are on us.',
      rank: 10,
      highlight: true,
      group: 'member',
      trialDays: 14,
      prices: [
        { lookupKey: 'trial_member_month', interval: 'month', currency: 'usd', amountCents: 2_400 },
      ],
      features: ['library', 'office-hours', 'downloads'],
      permissions: [],
      limits: {},
    },
  ],
  staff: [
    { group: 'admins', rank: 30 },
    { group: 'managers', rank: 20 },
    { group: 'support', rank: 10 },
  ],
})
