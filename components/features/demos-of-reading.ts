import type { Demo } from './types'

/** The features of the catalog `premium`. */
export const magazine: Record<string, Demo> = {
  articles: {
    kind: 'list',
    title: 'Today',
    rows: [
      { title: 'The last toll keeper of the valley', text: '4 minutes', inDays: 0 },
      { title: 'Why bridges hum', text: '3 minutes', inDays: 0 },
      { title: 'A short history of the receipt', text: '6 minutes', inDays: -1 },
    ],
  },
  essays: {
    kind: 'list',
    title: 'Long reads',
    rows: [
      { title: 'What a road remembers', text: '32 minutes', inDays: -2, badge: fresh() },
      { title: 'Paying attention', text: '41 minutes', inDays: -16 },
      { title: 'The city behind the gate', text: '28 minutes', inDays: -30 },
    ],
  },
  'audio-edition': {
    kind: 'list',
    title: 'Episodes',
    rows: [
      { title: 'Issue 48, read aloud', text: '1 hour 12 minutes', inDays: -2, badge: fresh() },
      { title: 'Issue 47, read aloud', text: '1 hour 4 minutes', inDays: -9 },
      { title: 'Issue 46, read aloud', text: '58 minutes', inDays: -16 },
    ],
  },
}

/** The features of the catalog `trial`. */
export const school: Record<string, Demo> = {
  library: {
    kind: 'list',
    title: 'Continue learning',
    rows: [
      { title: 'Lesson 7: light and shadow', text: '12 of 20 minutes watched', badge: fresh() },
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

function fresh() {
  return { tone: 'brand', text: 'New' } as const
}
