import type { Demo } from '../types'
import { newest, solved } from './badges'

/** Demos for the features of the catalog `saas`: a hosting service for developers. */
export const saasDemos: Record<string, Demo> = {
  'api-access': { kind: 'api', path: '/api/features/api-access/call' },
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
        badge: solved,
      },
      {
        title: 'Restore a deleted source',
        text: 'Answered after 2 hours',
        inDays: -31,
        badge: solved,
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
