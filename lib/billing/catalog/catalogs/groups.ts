import { defineCatalog } from '@/lib/billing/catalog/catalog'

/**
 * A Cognito group for each plan, with staff groups between them: for a pool whose groups and their
 * precedence have existed for years. A price made by hand counts by its nickname, such as
 * "Business".
 */
export const groups = defineCatalog({
  name: 'groups',
  brand: {
    name: 'Studiolane',
    tagline: 'Client work, on track.',
    description:
      'Boards, hours and approvals for design studios. Your clients see what they should, and you bill what you worked.',
    logo: 'tiles',
    surface: 'plain',
    colors: {
      light: { primary: '#5b2bbd', primaryHover: '#431d90', onPrimary: '#ffffff', tint: '#ebe3fb' },
      dark: { primary: '#c3a6ff', primaryHover: '#d9c7ff', onPrimary: '#220b52', tint: '#31214f' },
    },
  },
  defaultPlan: 'free',
  graceDays: 14,
  features: {
    projects: { name: 'Projects', description: 'Plan work and see who does what.' },
    'shared-boards': { name: 'Shared boards', description: 'Share a board with your clients.' },
    'time-tracking': { name: 'Time tracking', description: 'Hours per project, ready to invoice.' },
    automations: {
      name: 'Automations',
      description: 'Rules that move work forward automatically.',
    },
    'approval-flows': {
      name: 'Approval flows',
      description: 'Nothing ships until two people approve.',
    },
    'data-residency': { name: 'Data residency', description: 'Choose where your data is stored.' },
  },
  meters: {
    projects: {
      name: 'Projects',
      description: 'Active projects.',
      unit: 'projects',
      aggregation: 'last',
    },
    members: {
      name: 'Members',
      description: 'People who can sign in.',
      unit: 'members',
      aggregation: 'last',
    },
  },
  plans: [
    {
      key: 'free',
      name: 'Free',
      description: 'One project, for as long as you like.',
      rank: 0,
      group: 'free',
      precedence: 50,
      prices: [],
      features: ['projects'],
      permissions: [],
      limits: { projects: { included: 1 }, members: { included: 1 } },
    },
    {
      key: 'trial',
      name: 'Trial',
      description: 'Everything a studio needs, free for 14 days. No card required.',
      rank: 10,
      group: 'trial',
      precedence: 45,
      trialDays: 14,
      trialOnly: true,
      prices: [
        // As much as Professional, so that paying for the trial plan is never the cheaper way.
        { lookupKey: 'groups_trial_month', interval: 'month', currency: 'usd', amountCents: 3_900 },
      ],
      features: ['projects', 'shared-boards', 'time-tracking'],
      permissions: [],
      limits: { projects: { included: 5 }, members: { included: 5 } },
    },
    {
      key: 'starter',
      name: 'Starter',
      description: 'For one person with a handful of clients.',
      rank: 20,
      group: 'starter',
      precedence: 40,
      prices: [
        {
          lookupKey: 'groups_starter_month',
          interval: 'month',
          currency: 'usd',
          amountCents: 1_500,
        },
        {
          lookupKey: 'groups_starter_year',
          interval: 'year',
          currency: 'usd',
          amountCents: 15_000,
        },
      ],
      features: ['projects', 'shared-boards'],
      permissions: [],
      limits: { projects: { included: 10 }, members: { included: 3 } },
    },
    {
      key: 'professional',
      name: 'Professional',
      description: 'For a small studio that bills by the hour.',
      rank: 30,
      highlight: true,
      group: 'professional',
      precedence: 30,
      prices: [
        {
          lookupKey: 'groups_professional_month',
          interval: 'month',
          currency: 'usd',
          amountCents: 3_900,
        },
        {
          lookupKey: 'groups_professional_year',
          interval: 'year',
          currency: 'usd',
          amountCents: 39_000,
        },
      ],
      features: ['projects', 'shared-boards', 'time-tracking'],
      permissions: [],
      limits: { projects: { included: 50 }, members: { included: 15 } },
    },
    {
      key: 'business',
      name: 'Business',
      description: 'For several teams that hand work to each other.',
      rank: 40,
      group: 'business',
      precedence: 25,
      prices: [
        {
          lookupKey: 'groups_business_month',
          interval: 'month',
          currency: 'usd',
          amountCents: 9_900,
        },
        {
          lookupKey: 'groups_business_year',
          interval: 'year',
          currency: 'usd',
          amountCents: 99_000,
        },
      ],
      features: ['projects', 'shared-boards', 'time-tracking', 'automations'],
      permissions: [],
      limits: { projects: { included: 250 }, members: { included: 100 } },
    },
    {
      key: 'enterprise',
      name: 'Enterprise',
      description: 'For companies that get audited.',
      rank: 50,
      group: 'enterprise',
      precedence: 3,
      prices: [
        {
          lookupKey: 'groups_enterprise_month',
          interval: 'month',
          currency: 'usd',
          amountCents: 39_900,
        },
        {
          lookupKey: 'groups_enterprise_year',
          interval: 'year',
          currency: 'usd',
          amountCents: 399_000,
        },
      ],
      features: [
        'projects',
        'shared-boards',
        'time-tracking',
        'automations',
        'approval-flows',
        'data-residency',
      ],
      permissions: [],
      limits: { projects: { included: null }, members: { included: null } },
    },
  ],
  // Cognito's precedence decides nothing here: Enterprise's 3 is between two staff groups.
  staff: [
    { group: 'admins', rank: 30, precedence: 1 },
    { group: 'managers', rank: 20, precedence: 5 },
    { group: 'support', rank: 10, precedence: 10 },
  ],
  trial: { card: 'optional', withoutCard: 'cancel' },
})
