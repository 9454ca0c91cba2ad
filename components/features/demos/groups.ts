import type { Demo } from '../types'

/** Demos for the features of the catalog `groups`: a design studio. */
export const groupsDemos: Record<string, Demo> = {
  projects: {
    kind: 'list',
    title: 'Projects',
    rows: [
      {
        title: 'Bakery website',
        text: '9 of 12 tasks done',
        inDays: 6,
        badge: { tone: 'go', text: 'On track' },
      },
      {
        title: 'Museum guide',
        text: '3 of 20 tasks done',
        inDays: 20,
        badge: { tone: 'signal', text: 'At risk' },
      },
      {
        title: 'Ferry timetable',
        text: '14 of 14 tasks done',
        inDays: -4,
        badge: { tone: 'neutral', text: 'Delivered' },
      },
    ],
  },
  'shared-boards': {
    kind: 'board',
    columns: [
      { name: 'To do', cards: ['Photos of the shop', 'Opening hours'] },
      { name: 'With the client', cards: ['Color of the logo'] },
      { name: 'Done', cards: ['Domain name', 'First draft', 'Contract'] },
    ],
  },
  'time-tracking': {
    kind: 'chart',
    what: 'Hours each week',
    unit: 'hours',
    values: [31, 34, 29, 38, 36, 40, 33, 37],
    figures: [
      { name: 'This week', value: '37 h' },
      { name: 'To invoice', value: '112 h' },
      { name: 'Largest project', value: 'Museum guide' },
    ],
  },
  automations: {
    kind: 'options',
    title: 'Rules',
    options: [
      {
        name: 'A task is overdue',
        text: 'Tell its owner, and their lead the next day.',
        isOn: true,
      },
      { name: 'A client comments', text: 'Move the card to “With us”.', isOn: true },
      { name: 'A project is delivered', text: 'Draft the invoice.', isOn: false },
    ],
  },
  'approval-flows': {
    kind: 'list',
    title: 'Waiting for approval',
    rows: [
      {
        title: 'Homepage, version 4',
        text: 'Approved by Grace; needs one more',
        inDays: -1,
        badge: { tone: 'signal', text: '1 of 2' },
      },
      {
        title: 'Price list 2027',
        text: 'Approved by Ada and Grace',
        inDays: -3,
        badge: { tone: 'go', text: 'Approved' },
      },
    ],
  },
  'data-residency': {
    kind: 'options',
    title: 'Where your data is stored',
    options: [
      { name: 'European Union', text: 'Frankfurt, with a copy in Stockholm.', isOn: true },
      { name: 'United States', text: 'Ohio, with a copy in Oregon.', isOn: false },
      { name: 'Australia', text: 'Sydney, with a copy in Melbourne.', isOn: false },
    ],
  },
}
