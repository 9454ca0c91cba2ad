import type { Demo } from '../types'
import { newItem } from './badges'

/** Demos for the features of the catalog `trial`: a drawing school. */
export const trialDemos: Record<string, Demo> = {
  library: {
    kind: 'list',
    title: 'Continue learning',
    rows: [
      { title: 'Lesson 7: light and shadow', text: '12 of 20 minutes watched', badge: newItem },
      { title: 'Lesson 6: perspective', text: 'Finished' },
      { title: 'Lesson 5: drawing hands', text: 'Finished' },
    ],
  },
  'office-hours': {
    kind: 'list',
    title: 'Next dates',
    rows: [
      {
        title: 'Portfolio review with Mira',
        text: '6 pm UTC, 4 places left',
        inDays: 4,
        badge: { tone: 'go', text: 'Joined' },
      },
      { title: 'Ask anything with Tomás', text: '6 pm UTC, 9 places left', inDays: 11 },
    ],
  },
  downloads: {
    kind: 'list',
    title: 'On this device',
    rows: [
      { title: 'Lesson 7: light and shadow', text: '220 MB', inDays: -1 },
      { title: 'Lesson 6: perspective', text: '180 MB', inDays: -5 },
    ],
  },
}
