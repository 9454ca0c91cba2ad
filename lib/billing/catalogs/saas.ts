import { defineCatalog } from '../catalog'

/** Four plans by the month or the year, limits with overage: full plan management. */
export const saas = defineCatalog({
  name: 'saas',
  defaultPlan: 'free',
  graceDays: 14,
  features: {
    'api-access': { name: 'API access', description: 'Call everything from your own code.' },
    'weekly-backups': { name: 'Weekly backups', description: 'A restore point every Monday.' },
    analytics: { name: 'Analytics', description: 'See what your customers really use.' },
    'daily-backups': { name: 'Daily backups', description: 'A restore point every morning.' },
    'priority-support': {
      name: 'Priority support',
      description: 'A reply from an engineer within four hours.',
    },
    'single-sign-on': { name: 'Single sign-on', description: 'Your own identity provider.' },
    'audit-log': { name: 'Audit log', description: 'Who did what, and when, for a year.' },
  },
  meters: {
    api_calls: { name: 'API calls', description: 'Requests to the API.', unit: 'calls' },
    storage: { name: 'Storage', description: 'Data kept for you.', unit: 'GB' },
    backups: { name: 'Backups', description: 'Restore points kept.', unit: 'backups' },
    sources: { name: 'Sources', description: 'Connected data sources.', unit: 'sources' },
  },
  plans: [
    {
      key: 'free',
      name: 'Free',
      description: 'Look around for as long as you like.',
      rank: 0,
      group: 'free',
      prices: [],
      features: ['api-access'],
      permissions: [],
      limits: {
        api_calls: { included: 1_000 },
        storage: { included: 1 },
        backups: { included: 0 },
        sources: { included: 1 },
      },
    },
    {
      key: 'starter',
      name: 'Starter',
      description: 'For a first product with real users.',
      rank: 10,
      group: 'starter',
      prices: [
        { lookupKey: 'saas_starter_month', interval: 'month', currency: 'usd', amountCents: 1_900 },
        { lookupKey: 'saas_starter_year', interval: 'year', currency: 'usd', amountCents: 19_000 },
      ],
      features: ['api-access', 'weekly-backups'],
      permissions: [],
      limits: {
        api_calls: { included: 10_000, overageCents: 0.2 },
        storage: { included: 10, overageCents: 50 },
        backups: { included: 4 },
        sources: { included: 3 },
      },
    },
    {
      key: 'pro',
      name: 'Pro',
      description: 'For a team that cannot afford surprises.',
      rank: 20,
      group: 'pro',
      prices: [
        { lookupKey: 'saas_pro_month', interval: 'month', currency: 'usd', amountCents: 4_900 },
        { lookupKey: 'saas_pro_year', interval: 'year', currency: 'usd', amountCents: 49_000 },
      ],
      features: ['api-access', 'weekly-backups', 'analytics', 'daily-backups', 'priority-support'],
      permissions: [],
      limits: {
        api_calls: { included: 100_000, overageCents: 0.1 },
        storage: { included: 100, overageCents: 30 },
        backups: { included: 30 },
        sources: { included: 10, overageCents: 200 },
      },
    },
    {
      key: 'enterprise',
      name: 'Enterprise',
      description: 'For organisations with rules of their own.',
      rank: 30,
      group: 'enterprise',
      prices: [
        {
          lookupKey: 'saas_enterprise_month',
          interval: 'month',
          currency: 'usd',
          amountCents: 19_900,
        },
        {
          lookupKey: 'saas_enterprise_year',
          interval: 'year',
          currency: 'usd',
          amountCents: 199_000,
        },
      ],
      features: [
        'api-access',
        'weekly-backups',
        'analytics',
        'daily-backups',
        'priority-support',
        'single-sign-on',
        'audit-log',
      ],
      permissions: [],
      limits: {
        api_calls: { included: 1_000_000, overageCents: 0.05 },
        storage: { included: 1_000, overageCents: 20 },
        backups: { included: null },
        sources: { included: null },
      },
    },
  ],
  staff: [
    { group: 'admins', rank: 30 },
    { group: 'managers', rank: 20 },
    { group: 'support', rank: 10 },
  ],
})
