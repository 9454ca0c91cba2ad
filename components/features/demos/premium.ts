import type { Demo } from '../types'
import { newItem } from './badges'

/** Demos for the features of the catalog `premium`: a magazine. */
export const premiumDemos: Record<string, Demo> = {
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
      { title: 'What a road remembers', text: '32 minutes', inDays: -2, badge: newItem },
      { title: 'Paying attention', text: '41 minutes', inDays: -16 },
      { title: 'The city behind the gate', text: '28 minutes', inDays: -30 },
    ],
  },
  'audio-edition': {
    kind: 'list',
    title: 'Episodes',
    rows: [
      { title: 'Issue 48, read aloud', text: '1 hour 12 minutes', inDays: -2, badge: newItem },
      { title: 'Issue 47, read aloud', text: '1 hour 4 minutes', inDays: -9 },
      { title: 'Issue 46, read aloud', text: '58 minutes', inDays: -16 },
    ],
  },
}
