import { magazine, school } from './demos-of-reading'
import { studio } from './demos-of-work'
import type { Demo } from './types'

const newest = { tone: 'go', text: 'Newest' } as const

/** A demo for each feature of the catalogs. A team replaces them by the product itself. */
const demos: Record<string, Demo> = {
  ...studio,
  ...magazine,
  ...school,
  'api-access': {
    kind: 'api',
    keyName: 'Production key',
    path: '/api/entitlements',
    answer:
      '{\n  "status": "active",\n  "plan": "pro",\n  "features": ["api-access", "analytics"]\n}',
  },
  'model-api': {
    kind: 'api',
    keyName: 'Model key',
    path: '/v1/complete',
    body: '{"model": "small", "prompt": "Name a color"}',
    answer: '{\n  "text": "Vermilion.",\n  "credits": 2\n}',
  },
  analytics: {
    kind: 'chart',
    what: 'Active customers',
    unit: 'customers',
    values: [212, 230, 226, 251, 268, 262, 290, 301, 297, 322, 340, 358],
    figures: [
      { name: 'Active this week', value: '358' },
      { name: 'New', value: '41' },
      { name: 'Came back', value: '87%' },
    ],
  },
  'usage-alerts': {
    kind: 'options',
    title: 'Send an email',
    options: [
      { name: 'At 80% of the included credits', text: 'Before anything costs extra.', isOn: true },
      { name: 'At $50 of extra usage', text: 'Once in each billing period.', isOn: true },
      { name: 'Every Monday', text: 'A summary of the past week.', isOn: false },
    ],
  },
  playground: {
    kind: 'talk',
    asked: 'Explain what a toll gate does, in one sentence.',
    answered: 'It stops you until you have paid, then lets you through and remembers that it did.',
    figures: [
      { name: 'Model', value: 'small' },
      { name: 'Credits', value: '2' },
      { name: 'Took', value: '0.4 s' },
    ],
  },
  'weekly-backups': {
    kind: 'list',
    title: 'Restore points',
    rows: [
      { title: 'Weekly backup', text: '4.2 GB, complete', inDays: -3, badge: newest },
      { title: 'Weekly backup', text: '4.1 GB, complete', inDays: -10 },
      { title: 'Weekly backup', text: '3.9 GB, complete', inDays: -17 },
      { title: 'Weekly backup', text: '3.9 GB, complete', inDays: -24 },
    ],
  },
  'daily-backups': {
    kind: 'list',
    title: 'Restore points',
    rows: [
      { title: 'Daily backup', text: '4.3 GB, complete', inDays: 0, badge: newest },
      { title: 'Daily backup', text: '4.3 GB, complete', inDays: -1 },
      { title: 'Daily backup', text: '4.2 GB, retried once', inDays: -2 },
      { title: 'Daily backup', text: '4.2 GB, complete', inDays: -3 },
      { title: 'Daily backup', text: '4.2 GB, complete', inDays: -4 },
    ],
  },
  'priority-support': {
    kind: 'list',
    title: 'Your requests',
    rows: [
      {
        title: 'Webhook retries after a deploy',
        text: 'Answered after 1 hour 12 minutes',
        inDays: -1,
        badge: { tone: 'signal', text: 'Waiting for you' },
      },
      {
        title: 'Raise the rate limit for an import',
        text: 'Answered after 38 minutes',
        inDays: -9,
        badge: { tone: 'go', text: 'Solved' },
      },
      {
        title: 'Restore a deleted source',
        text: 'Answered after 2 hours',
        inDays: -31,
        badge: { tone: 'go', text: 'Solved' },
      },
    ],
  },
  'single-sign-on': {
    kind: 'options',
    title: 'Connection',
    options: [
      { name: 'SAML 2.0', text: 'Metadata read from your identity provider.', isOn: true },
      { name: 'Create accounts on first sign-in', text: 'With the role “Member”.', isOn: true },
      { name: 'Refuse passwords', text: 'Everyone signs in with the provider.', isOn: false },
    ],
  },
  'audit-log': {
    kind: 'list',
    title: 'Recent events',
    rows: [
      { title: 'API key created', text: 'ada@example.com, from 203.0.113.7', inDays: 0 },
      { title: 'Member invited', text: 'grace@example.com, as admin', inDays: -1 },
      { title: 'Backup restored', text: 'ada@example.com, from three days before', inDays: -6 },
      { title: 'Plan changed', text: 'ada@example.com', inDays: -12 },
    ],
  },
}

/** The demo of a feature; first steps, if its key is none of those above. */
export const demoOf = (feature: string): Demo =>
  (Object.hasOwn(demos, feature) ? demos[feature] : undefined) ?? firstSteps

const firstSteps: Demo = {
  kind: 'list',
  title: 'First steps',
  rows: [
    { title: 'Build it', text: 'This page is app/(account)/dashboard/[feature]/page.tsx.' },
    { title: 'Show it', text: 'Give it a demo of its own in components/features/demos.ts.' },
    { title: 'Guard it', text: 'docs/gates.md shows the gate for handlers and components.' },
  ],
}
