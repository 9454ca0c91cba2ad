import { alertPercents } from '@/lib/billing/usage/alerts'
import type { Demo } from '../types'

/** `50, 80, and 100%`. */
const shares = `${new Intl.ListFormat('en').format(alertPercents.map(String))}%`

/** Demos for the features of the catalog `metered`: an AI model sold by usage. */
export const meteredDemos: Record<string, Demo> = {
  'model-api': { kind: 'api', path: '/api/features/model-api/call' },
  'usage-alerts': {
    kind: 'list',
    title: 'When you get an email',
    rows: [
      {
        title: `At ${shares} of the included credits`,
        text: 'Each once in a billing period.',
      },
      {
        title: `At ${shares} of your spending cap`,
        text: 'Once you’ve set one. Plans with extra usage have a cap.',
      },
    ],
    more: { href: '/usage', text: 'View usage and set a cap' },
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
