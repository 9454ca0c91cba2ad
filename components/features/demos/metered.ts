import type { Demo } from '../types'

/** Demos for the features of the catalog `metered`: an AI model sold by usage. */
export const meteredDemos: Record<string, Demo> = {
  'model-api': { kind: 'api', keyName: 'Model key', path: '/api/features/model-api/call' },
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
    kind: 'chat',
    asked: 'Explain what a toll gate does, in one sentence.',
    answered: 'It stops you until you have paid, then lets you through and remembers that it did.',
    figures: [
      { name: 'Model', value: 'small' },
      { name: 'Credits', value: '2' },
      { name: 'Took', value: '0.4 s' },
    ],
  },
}
